/** `baton explain`: why an issue or a pull request is as it is, and what comes next. */
import type { Arguments } from '../../arguments.ts';
import { createExplain, type Explanation } from '../../reconcile/index.ts';
import { openStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { readPerson, SettingError } from '../../environment/index.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { instantIn } from '../instant.ts';
import { itemIn } from '../item-in.ts';
import { explainOutput } from '../outputs/explain.ts';
import { asJson } from '../outputs/shapes.ts';
import { explain } from '../scripts/explain.ts';
import { inTerminal } from './markdown.ts';
import { summaryOf } from './summary.ts';

const { name } = explain;

export async function run({ values, words }: Arguments<typeof explain.options>, io: Io): Promise<Exit> {
  const named = itemIn(words[0] ?? '', readPerson().repository);
  if (named === null) throw new CannotTell(`${name}: say in which repository: acme/shop${words[0] ?? ''}.`);
  const at = values.at === null ? null : pastIn(values.at);
  const reads = await readsOfPerson(name, values.app ?? 'baton');
  const store = await openStore(':memory:');
  try {
    const explainOne = createExplain({ reads, store });
    const here = { installation: 0, repository: named.repository, number: named.number };
    const explained = await askingGitHub(name, () => explainAny(explainOne, here, at));
    return show(`${named.repository}#${named.number}`, explained, values.json, io);
  } finally {
    await store.close();
  }
}

/** @throws SettingError */
function pastIn(text: string): number {
  const now = Date.now();
  const at = instantIn(text, `${name}: --at`, now);
  if (at > now) throw new SettingError(`${name}: --at is still to come. Leave it out to ask about now.`);
  return at;
}

/** Issues and pull requests share their numbers. */
async function explainAny(
  explainOne: ReturnType<typeof createExplain>,
  here: Omit<Extract<Item, { kind: 'issue' }>, 'kind'>,
  at: number | null,
): Promise<Explanation> {
  const issue = await explainOne({ kind: 'issue', ...here }, at);
  return issue.kind === 'gone' ? explainOne({ kind: 'pull-request', ...here }, at) : issue;
}

/** @throws CannotTell where there is nothing to explain */
function show(what: string, explained: Explanation, json: boolean, { print, isTerminal }: Io): Exit {
  if (explained.kind === 'gone')
    throw new CannotTell(`${name}: there is no ${what}, or your token cannot see it.`);
  if (explained.kind === 'later')
    throw new CannotTell(
      `${name}: ${what} was opened later, on ${new Date(explained.openedAt).toISOString()}.`,
    );
  if (json) {
    print(asJson(explainOutput, summaryOf(what, explained)));
    return exit.fine;
  }
  const head = (text: string): void => print(inTerminal(`#### ${text}`, isTerminal));
  switch (explained.kind) {
    case 'no-policy':
      head(`${what} ${explained.title}`);
      print(
        'The repository has no .github/roles.yml, so Baton does nothing here. Write one with: baton init.',
      );
      return exit.fine;
    case 'broken':
      head(`${what} ${explained.title}`);
      print(
        'The repository’s policy cannot be used, and never could. See what is wrong with: baton validate.',
      );
      return exit.fine;
    case 'issue':
    case 'pull-request':
      head(`${what} ${explained.title}`);
      print('');
      if (explained.asOf !== null) print(`${explained.asOf.sentence}\n`);
      print(inTerminal(explained.why, isTerminal));
      for (const problem of explained.problems) print(inTerminal(`- ${problem}`, isTerminal));
      return exit.fine;
    default:
      return explained satisfies never;
  }
}
