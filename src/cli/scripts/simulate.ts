/** `baton simulate`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

const repository = /^[\w.-]+\/[\w.-]+$/;

export const simulate = {
  name: 'baton simulate',
  what: 'Plays a policy over what already happened in a repository, and says what it would have blocked, reopened and asked for. It needs a token that can read the repository, and changes nothing. It takes eight requests to GitHub and about three more for each twenty issues or pull requests, and says first how many that is. It ends with 1 where the policy would have blocked or reopened something.',
  options: {
    policy: { kind: 'text', value: 'FILE', what: 'The policy to play: new.yml' },
    since: {
      kind: 'text',
      value: 'WHEN',
      what: 'From then on: 90d for the last ninety days (without it), 2026-11-01 (its beginning in UTC), or 2026-11-01T09:00Z',
    },
    until: { kind: 'text', value: 'WHEN', what: 'What was before that' },
    limit: {
      kind: 'number',
      usual: 0,
      usually: 'all',
      least: 0,
      what: 'Reads so many issues and pull requests, those that changed last',
    },
    yes: { kind: 'flag', what: 'Begins without asking, after it said what it costs' },
    resume: { kind: 'text', value: 'FILE', what: 'Goes on from the file that an earlier run left' },
    json: { kind: 'flag', what: 'As JSON' },
    html: { kind: 'text', value: 'FILE', what: 'Writes a page with charts there, beside what is printed' },
    bases: {
      kind: 'text',
      value: 'FOLDER',
      what: 'Where the policies are that it builds on, as OWNER/REPOSITORY/PATH; without it they are read from GitHub',
    },
    app: {
      kind: 'text',
      value: 'NAME',
      what: 'What Baton is called in addresses on your GitHub (baton by default): its own comments are no one else’s words',
    },
  },
  words: {
    usage: '[OWNER/NAME]',
    what: 'The repository: acme/shop. Without a word it is that of the file to go on from, or of the workflow that it runs in.',
    wrong: (words) =>
      words.length > 1
        ? 'it takes one repository'
        : words[0] === undefined || repository.test(words[0])
          ? null
          : `"${words[0]}" names no repository; write it like acme/shop`,
  },
  examples: [
    {
      line: 'baton simulate acme/shop --policy new.yml',
      what: 'What new.yml would have done in the last ninety days.',
    },
    {
      line: 'baton simulate acme/shop --policy new.yml --since 2026-01-01 --json > new.json',
      what: 'Since the beginning of the year, for a program.',
    },
    {
      line: 'baton simulate --resume baton-simulate.json',
      what: 'Goes on where Ctrl+C, or the end of a network, left it.',
    },
  ],
} as const satisfies Script<Options>;
