/** `baton test`: plays a team's examples of its policy. */
import type { Arguments } from '../../arguments.ts';
import { play, readExamples, type Example, type Outcome } from '../../examples/index.ts';
import { policyPaths } from '../../policy-paths.ts';
import { readPolicy, twoPolicies, type Base, type Problem } from '../../policy/index.ts';
import { SettingError } from '../../setting-error.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { asJson } from '../outputs/shapes.ts';
import { testOutput, type PlayedExample, type PlayedFile } from '../outputs/test.ts';
import { examplesOf, isExamples, type formats, type test } from '../scripts/test.ts';
import { readBases } from '../validate/bases.ts';
import { annotationsOf } from './annotations.ts';
import { isThere, readText } from './files.ts';
import { junit } from './junit.ts';
import { lineOf, problemsIn, storyOf, summary } from './text.ts';

const name = 'baton test';

type Values = Arguments<typeof test.options>['values'];

/** A policy, and a file of examples of it. */
type Pair = { readonly policy: string; readonly examples: string };

export async function run({ values, words }: Arguments<typeof test.options>, io: Io): Promise<Exit> {
  const format = values.json ? 'json' : ((values.format ?? 'text') as (typeof formats)[number]);
  const texts = new Map<string, string | null>();
  const files: PlayedFile[] = [];
  for (const pair of pairsIn(words)) {
    const played = await playAll(pair, values, {
      texts,
      begin: () => {
        if (format === 'text') io.print(pair.examples);
      },
      each: (one) => {
        if (format === 'text') io.print(lineOf(one, io.isTerminal));
      },
    });
    files.push(played);
  }
  const isGood = files.every(
    ({ problems, examples }) => problems.length === 0 && examples.every((one) => one.isGood),
  );
  switch (format) {
    case 'json':
      io.print(asJson(testOutput, { isGood, files }));
      break;
    case 'github':
      for (const line of files.flatMap(annotationsOf)) io.print(line);
      break;
    case 'junit':
      io.print(junit(files));
      break;
    case 'text':
      for (const file of files) {
        const lines = [
          ...problemsIn(file, texts, io.isTerminal),
          ...file.examples.flatMap((one) =>
            storyOf(file.file, one, { text: texts.get(file.file) ?? null, isStyled: io.isTerminal }),
          ),
        ];
        for (const line of lines) io.print(line);
      }
      io.print(summary(files, io.isTerminal));
      break;
    default:
      format satisfies never;
  }
  return isGood ? exit.fine : exit.findings;
}

/** @throws SettingError where there are none */
function pairsIn(words: readonly string[]): readonly Pair[] {
  const named = words.find((word) => !isExamples(word)) ?? null;
  const given = words.filter(isExamples);
  const usual = (): string => {
    const [found] = policyPaths.filter(isThere);
    if (found !== undefined) return found;
    throw new SettingError(
      `${name}: there is no ${policyPaths.join(' or ')} in this folder. Name the policy, or write one: baton init.`,
    );
  };
  if (given.length > 0)
    return given.map((examples) => {
      const beside = examples.replace(/\.test(\.ya?ml)$/i, '$1');
      return { examples, policy: named ?? (isThere(beside) ? beside : usual()) };
    });
  const policy = named ?? usual();
  if (!isThere(policy)) throw new SettingError(`${name}: there is no ${policy}.`);
  const endings = [
    examplesOf(policy),
    policy.replace(/\.ya?ml$/i, '.test.yml'),
    policy.replace(/\.ya?ml$/i, '.test.yaml'),
  ];
  const found = [...new Set(endings)].filter((path) => path !== policy && isThere(path));
  if (found.length > 0) return found.map((examples) => ({ policy, examples }));
  throw new SettingError(
    `${name}: there is no ${examplesOf(policy)}, where the examples of ${policy} belong. Write one (docs/how-to/test-your-policy.md), or name the file: baton test ${policy} FILE.test.yml.`,
  );
}

async function playAll(
  { policy, examples: file }: Pair,
  values: Pick<Values, 'bases' | 'repository'>,
  {
    texts,
    begin,
    each,
  }: {
    readonly texts: Map<string, string | null>;
    /** Told that the files are read. */
    readonly begin: () => void;
    readonly each: (one: PlayedExample) => void;
  },
): Promise<PlayedFile> {
  const nothing = (problems: readonly Problem[]): PlayedFile => ({ file, policy, problems, examples: [] });
  const written = await readPolicyFile(policy, values, texts);
  const text = readText(name, file);
  texts.set(file, text);
  begin();
  if (written.kind === 'problems') return nothing(written.problems);
  const read = readExamples(text, file, written.policy);
  if (read.kind === 'problems') return nothing(read.problems);
  const repository = values.repository ?? 'your-organization/your-repository';
  const played: PlayedExample[] = [];
  for (const example of read.examples) {
    const outcome = await playOne(example, { ...written, repository });
    const { failure } = outcome;
    const one: PlayedExample = {
      name: example.name,
      ...read.placeOf(example),
      isGood: failure === null,
      met: outcome.met,
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
  return { file, policy, problems: [], examples: played };
}

/** @throws CannotTell where it cannot be played */
async function playOne(example: Example, played: Parameters<typeof play>[1]): Promise<Outcome> {
  try {
    return await play(example, played);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotTell(`${name}: “${example.name}” could not be played: ${why}`, { cause: error });
  }
}

type WrittenPolicy =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'policy';
      readonly text: string;
      readonly policy: Parameters<typeof readExamples>[2];
      readonly bases: readonly Base[];
    };

async function readPolicyFile(
  path: string,
  { bases: folder, repository }: Pick<Values, 'bases' | 'repository'>,
  texts: Map<string, string | null>,
): Promise<WrittenPolicy> {
  const other = policyPaths.includes(path)
    ? policyPaths.find((each) => each !== path && isThere(each))
    : undefined;
  if (other !== undefined) return twoPolicies(path, other);
  const text = readText(name, path);
  texts.set(path, text);
  const own = { repository: repository ?? '', path, text };
  const bases = await readBases(own, { folder, name });
  const result = readPolicy(text, path, { repository: own.repository, bases, quotes: 'all' });
  // What is no text is no policy.
  return result.kind === 'policy' && text !== null
    ? { ...result, text, bases }
    : { kind: 'problems', problems: result.kind === 'problems' ? result.problems : [] };
}
