/** Examples of a policy, read and played. */
import { play, readExamples, type Outcome } from '../../src/examples/index.ts';
import { formatProblem } from '../../src/policy/index.ts';
import { policyOf } from '../policy/reading.ts';

export const smallest = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

/** All problems of a file of examples, `line:column: message hint`; none if it is good. */
export function problemsOf(text: string | null, policy = smallest): readonly string[] {
  const read = readExamples(text, 'f', policyOf(policy));
  return read.kind === 'examples' ? [] : read.problems.map((problem) => formatProblem(problem).slice(2));
}

/** Plays one example: its steps, a line each. */
export async function played(
  steps: readonly string[],
  policy = smallest,
  people = '{ maria: pm, anton: engineer, rita: [] }',
): Promise<Outcome> {
  const text = [
    `people: ${people}`,
    'examples:',
    '  - name: One',
    '    steps:',
    ...steps.map((step) => `      - ${step}`),
  ].join('\n');
  const read = readExamples(text, 'f', policyOf(policy));
  if (read.kind === 'problems') throw new Error(read.problems.map(formatProblem).join('\n'));
  const [example] = read.examples;
  if (example === undefined) throw new Error('There is no example.');
  return play(example, { text: policy, policy: policyOf(policy), bases: [], repository: 'acme/shop' });
}
