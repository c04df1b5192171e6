/** `baton doctor`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { printable } from '../printable.ts';

export const doctor = {
  name: 'baton doctor',
  what: 'Examines what Baton depends on, and says how to fix what is wrong. It changes nothing.',
  options: {
    policy: { kind: 'text', value: 'FILE', what: 'Compares it with what the site has: .github/roles.yml' },
    base: {
      kind: 'texts',
      value: 'FILE',
      what: 'A copy of the policy that it builds on; once for each, in their order',
    },
    url: {
      kind: 'text',
      value: 'URL',
      what: 'Where Baton is, to try its webhook: https://baton.example.com',
    },
    json: { kind: 'flag', what: 'Prints what it found as JSON' },
  },
  words: {
    usage: 'jira',
    what: 'The Jira sites that the server knows: token, permissions, webhooks',
    wrong: (words) =>
      words.length === 1 && words[0] === 'jira'
        ? null
        : words.length === 0
          ? 'say what to examine: jira'
          : `it examines jira, not "${printable(words.filter((word) => word !== 'jira').join(' ')) || 'jira twice'}"`,
  },
  examples: [
    {
      line: 'baton doctor jira --policy .github/roles.yml --url https://baton.example.com',
      what: 'Asks Jira and Baton about all of it.',
    },
  ],
} as const satisfies Script<Options>;
