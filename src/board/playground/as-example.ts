/** What was played, as a file of examples: to be kept beside the policy, and played again with every change to it. */
import { stringify } from 'yaml';

import type { Cast, Watched } from '../../examples/index.ts';

/** @param steps as they were played */
export function asExample(steps: readonly object[], cast: Cast, { things }: Pick<Watched, 'things'>): string {
  const flow = (value: unknown): string =>
    stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();
  const several = things.length > 1;
  const expectations = things.map(({ name, kind, state, gates, batons, verdict }) => ({
    expect: {
      ...(several ? { on: name } : {}),
      ...(gates.length === 0
        ? {}
        : { gates: Object.fromEntries(gates.map((gate) => [gate.name, gate.status])) }),
      ...(kind === 'issue' && gates.length > 0
        ? { baton: batons.length === 0 ? 'nobody' : [...new Set(batons.map(({ role }) => role))] }
        : {}),
      ...(verdict === null || verdict.title === '' ? {} : { check: { title: verdict.title.slice(0, 200) } }),
      state,
    },
  }));
  return [
    '# Keep it as .github/roles.test.yml, beside the policy, and play it with: baton test',
    `people: ${flow(cast)}`,
    'examples:',
    '  - name: What I played',
    '    steps:',
    ...[...steps, ...expectations].map((step) => `      - ${flow(step)}`),
    '',
  ].join('\n');
}
