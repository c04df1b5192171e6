/** `baton explain`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { itemIn } from '../item-in.ts';

export const explain = {
  name: 'baton explain',
  what: 'Says in one sentence who has to do what on an issue or a pull request, and then why, with the events that it rests on. It needs a token that can read the repository, and no server.',
  options: {
    json: { kind: 'flag', what: 'As JSON' },
    at: {
      kind: 'text',
      value: 'WHEN',
      what: 'As of then, by today’s policy and roles: 2026-11-01 (its beginning in UTC), 2026-11-01T09:00Z, or 7d for seven days ago',
    },
    app: {
      kind: 'text',
      value: 'NAME',
      what: 'What Baton is called in addresses on your GitHub (baton by default): its own comments are no one else’s words',
    },
  },
  words: {
    usage: 'OWNER/NAME#NUMBER',
    what: 'The issue or the pull request: acme/shop#12, #12 in a workflow, or its address.',
    wrong: (words) =>
      words.length !== 1
        ? 'say which issue or pull request: acme/shop#12'
        : itemIn(words[0] ?? '', 'a/b') === null
          ? `"${words[0]}" names no issue or pull request; write it like acme/shop#12`
          : null,
  },
  examples: [
    { line: 'baton explain acme/shop#12', what: 'Why it waits, and for whom.' },
    {
      line: 'baton explain acme/shop#12 --at 2026-11-01',
      what: 'Why it waited then.',
    },
    {
      line: 'baton explain https://github.com/acme/shop/pull/13 --json',
      what: 'The same of a pull request, for a program.',
    },
  ],
} as const satisfies Script<Options>;
