/** `baton test`: plays a team's examples of its policy. */
import type { Arguments } from '../../arguments.ts';
import { policyPaths } from '../../policy-paths.ts';
import { readPolicy, twoPolicies, type Problem } from '../../policy/index.ts';
import { SettingError } from '../../setting-error.ts';
import { exit, type Exit, type Io } from '../command.ts';
import { asJson } from '../../published.ts';
import { testOutput, type PlayedExample, type PlayedFile } from '../outputs/test.ts';
import { examplesOf, isExamples, type formats, type test } from '../scripts/test.ts';
import { readBases } from '../validate/bases.ts';
import { annotationsOf } from './annotations.ts';
import { isThere, readText } from './files.ts';
import { junit } from './junit.ts';
import { playExamples, type PlayedPolicy } from './play.ts';
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
  const repository = values.repository ?? 'your-organization/your-repository';
  const played = await playExamples({ file, text }, { ...written, repository }, { name, each });
  return { file, policy, ...played };
}

type WrittenPolicy =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | ({ readonly kind: 'policy' } & Omit<PlayedPolicy, 'repository'>);

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
