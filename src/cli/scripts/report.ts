/** `baton report`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

const repository = /^[\w.-]+\/[\w.-]+$/;

export const report = {
  name: 'baton report',
  what: 'Shows where work waits: how long items waited at each gate and for each role, what was sent back, asked, changed after its approval, waived and bypassed. It tells about gates and roles, never about people. It needs a token that can read the repositories, and no server. It takes eight requests to GitHub and about three more for each twenty issues, and says first how many that is.',
  options: {
    since: {
      kind: 'text',
      value: 'WHEN',
      what: 'From then on: 2026-09-01 (its beginning in UTC), 2026-09-01T09:00Z, or 90d for the last ninety days (by default)',
    },
    until: { kind: 'text', value: 'WHEN', what: 'What was before that; now by default' },
    policy: {
      kind: 'text',
      value: 'FILE',
      what: 'Judges by this policy, as if it had always been in force, instead of by the one in the repository',
    },
    csv: { kind: 'flag', what: 'As comma-separated values: a row for each week, gate and role' },
    json: { kind: 'flag', what: 'As JSON' },
    html: {
      kind: 'text',
      value: 'FILE',
      what: 'Writes a page with charts beside that, one file with all it needs',
    },
    app: {
      kind: 'text',
      value: 'NAME',
      what: 'What Baton is called in addresses on your GitHub (baton by default): what it did itself is no one else’s doing',
    },
  },
  words: {
    usage: 'OWNER/NAME…',
    what: 'The repositories: acme/shop acme/pay.',
    wrong: (words) => {
      const wrong = words.find((word) => !repository.test(word));
      if (words.length === 0) return 'say which repository: acme/shop';
      return wrong === undefined ? null : `"${wrong}" names no repository; write it like acme/shop`;
    },
  },
  examples: [
    { line: 'baton report acme/shop', what: 'The last ninety days.' },
    {
      line: 'baton report acme/shop acme/pay --since 2026-10-01 --until 2026-11-01 --html october.html',
      what: 'A month of two repositories, with a page to send on.',
    },
    { line: 'baton report acme/shop --csv > weeks.csv', what: 'The weeks, for a spreadsheet.' },
  ],
} as const satisfies Script<Options>;
