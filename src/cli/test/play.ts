/** Plays a file of examples under a policy, for whoever wants to know whether they hold. */
import { play, readExamples, type Example, type Outcome } from '../../examples/index.ts';
import type { Base } from '../../policy/index.ts';
import { CannotTell } from '../command.ts';
import type { PlayedExample, PlayedFile } from '../outputs/test.ts';

/** The policy, as it is written and as it was read. `repository`: which the examples are played in. */
export type PlayedPolicy = {
  readonly text: string;
  readonly policy: Parameters<typeof readExamples>[2];
  readonly bases: readonly Base[];
  readonly repository: string;
};

/**
 * Plays examples one after another.
 * @param examples `text` null: it is too large, or no text
 * @param name of the command
 * @param each told of each example once it was played
 * @throws CannotTell where one cannot be played
 */
export async function playExamples(
  { file, text }: { readonly file: string; readonly text: string | null },
  policy: PlayedPolicy,
  { name, each = () => {} }: { readonly name: string; readonly each?: (one: PlayedExample) => void },
): Promise<Pick<PlayedFile, 'problems' | 'examples'>> {
  const read = readExamples(text, file, policy.policy);
  if (read.kind === 'problems') return { problems: read.problems, examples: [] };
  const played: PlayedExample[] = [];
  for (const example of read.examples) {
    const { failure, met } = await playOne(name, example, policy);
    const one: PlayedExample = {
      name: example.name,
      ...read.placeOf(example),
      isGood: failure === null,
      met,
      failure:
        failure === null
          ? null
          : {
              ...read.placeOf(failure.expectation),
              expected: failure.expected,
              actual: failure.actual,
              why: failure.why,
              hint: failure.hint,
              story: failure.story.map(({ at, ...line }) => ({ at: new Date(at).toISOString(), ...line })),
            },
    };
    each(one);
    played.push(one);
  }
  return { problems: [], examples: played };
}

/** @throws CannotTell where it cannot be played */
async function playOne(name: string, example: Example, policy: PlayedPolicy): Promise<Outcome> {
  try {
    return await play(example, policy);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotTell(`${name}: “${example.name}” could not be played: ${why}`, { cause: error });
  }
}
