/** `baton doctor`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { printable } from '../printable.ts';

/** `acme/shop`, also from its address; null: it names none. */
export const repositoryIn = (word: string): string | null =>
  /^(?:https?:\/\/[\w.:-]+\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(word)?.[1] ?? null;

export const doctor = {
  name: 'baton doctor',
  what: 'Examines what Baton depends on, and says how to fix what is wrong: the App, its webhook and installations, a repository, the database, Jira. It changes nothing without --fix. It takes the settings of the service, or a token that can read the repository.',
  options: {
    fix: {
      kind: 'flag',
      what: 'Does what is harmless: creates missing labels of gates, has GitHub send failed deliveries again',
    },
    url: {
      kind: 'text',
      value: 'URL',
      what: 'Where Baton is, to try its webhook: https://baton.example.com',
    },
    json: { kind: 'flag', what: 'Prints what it found as JSON' },
    app: {
      kind: 'text',
      value: 'NAME',
      what: 'With a token alone: what Baton is called in addresses on your GitHub (baton by default)',
    },
    policy: {
      kind: 'text',
      value: 'FILE',
      what: 'With jira: compares it with what the site has: .github/roles.yml',
    },
    base: {
      kind: 'texts',
      value: 'FILE',
      what: 'With jira: a copy of the policy that it builds on; once for each, in their order',
    },
  },
  words: {
    usage: '[OWNER/NAME | jira]',
    what: 'The repository to examine, too; jira examines the Jira sites alone. Without a word it examines all but repositories.',
    wrong: (words) =>
      words.length > 1
        ? 'name one repository, or jira'
        : words.every((word) => word === 'jira' || repositoryIn(word) !== null)
          ? null
          : `"${printable(words[0] ?? '')}" names no repository; write it like acme/shop`,
  },
  examples: [
    {
      line: 'baton doctor',
      what: 'Where Baton runs: the App, its webhook, its installations, the database and Jira.',
    },
    {
      line: 'baton doctor acme/shop',
      what: 'The same, and the repository: its policy, its labels, and whether the check is required.',
    },
    {
      line: 'baton doctor jira --policy .github/roles.yml --url https://baton.example.com',
      what: 'Asks Jira and Baton about all of it.',
    },
  ],
} as const satisfies Script<Options>;
