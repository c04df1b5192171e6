/** `baton export`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

const options = {
  since: {
    kind: 'text',
    value: 'WHEN',
    what: 'From then on: 2026-11-01 (its beginning in UTC), 2026-11-01T09:00Z, or 90d for the last ninety days',
  },
  until: { kind: 'text', value: 'WHEN', what: 'What was before that' },
  repository: {
    kind: 'texts',
    value: 'OWNER/NAME',
    what: 'Of this repository alone, by its name then or by its id; give it more than once for more',
  },
  output: {
    kind: 'text',
    value: 'FILE',
    what: 'Into this file instead, which is there once it is whole',
  },
  json: { kind: 'flag', what: 'Changes nothing: it prints JSON in any case' },
} as const;

export const exportLedger = {
  name: 'baton export',
  what: 'Prints what was decided and done, for auditors: the ledger, one JSON object a line, oldest first. Baton may be running. It needs the settings of the service, and changes nothing.',
  options,
  examples: [
    {
      line: 'baton export --since 2026-10-01 --until 2026-11-01 --output october.jsonl',
      what: 'A month, into a file.',
    },
    {
      line: 'baton export --repository acme/shop | jq \'select(.item | endswith(" issue 12"))\'',
      what: 'All that was decided on one issue.',
    },
  ],
} as const satisfies Script<Options>;
