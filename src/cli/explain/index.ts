/** `baton explain`: why an issue or a pull request is as it is, and what comes next. */
import type { Arguments } from '../../arguments.ts';
import { createJiraTracker, whyNoJira, type JiraSite } from '../../jira/index.ts';
import { createExplain, type Explainer, type Explanation } from '../../reconcile/index.ts';
import { openStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { environmentOf, readEnvironment, readPerson, SettingError } from '../../environment/index.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { instantIn } from '../instant.ts';
import { cloneHere, pagesOf } from '../clone.ts';
import { inJiraIn, itemIn } from '../item-in.ts';
import { explainOutput } from '../outputs/explain.ts';
import { asJson } from '../../published.ts';
import { printable } from '../printable.ts';
import { repositoryIn } from '../scripts/doctor.ts';
import { explain } from '../scripts/explain.ts';
import { sameText } from '../../same-text.ts';
import { showInJira } from './in-jira.ts';
import { inTerminal } from './markdown.ts';
import { summaryOf } from './summary.ts';

const { name } = explain;

export async function run({ values, words }: Arguments<typeof explain.options>, io: Io): Promise<Exit> {
  const [word = ''] = words;
  const inJira = inJiraIn(word);
  if (inJira !== null && values.at !== null)
    throw new SettingError(
      `${name}: --at is for issues and pull requests on GitHub. Leave it out to ask about ${inJira.key} now.`,
    );
  const home = values.repository === null ? await repositoryHere() : repositoryGiven(values.repository, word);
  const sites = sitesSet();
  if (inJira !== null && sites.length === 0)
    throw new SettingError(
      `${name}: ${inJira.key} is an issue in Jira, and no Jira site is set. Set JIRA_CONFIG, and what its file names, as for the service.`,
    );
  if (inJira !== null && home === null)
    throw new SettingError(
      `${name}: say whose policy decides about ${inJira.key}: ${name} ${inJira.key} --repository acme/shop.`,
    );
  const named = inJira === null ? itemIn(word, home) : null;
  if (inJira === null && named === null)
    throw new CannotTell(`${name}: say in which repository: acme/shop${word}.`);
  const at = values.at === null ? null : pastIn(values.at);
  const reads = await readsOfPerson(name, values.app ?? 'baton');
  const store = await openStore(':memory:');
  try {
    const jira = sites.length === 0 ? null : createJiraTracker(sites, Date.now);
    const explainer = createExplain({ reads, store, jira });
    if (inJira !== null && home !== null) {
      const there = { installation: 0, repository: home, issue: inJira.key };
      const explained = await asking(() => explainer.inJira(there));
      return showInJira(inJira, home, explained, { json: values.json, io });
    }
    if (named === null) throw new TypeError('Nothing is named.');
    const here = { installation: 0, repository: named.repository, number: named.number };
    const explained = await asking(() => explainAny(explainer, here, at));
    return show(`${named.repository}#${named.number}`, explained, values.json, io);
  } finally {
    await store.close();
  }
}

/** Asks GitHub, and Jira. @throws CannotTell where one of them gives no answer */
const asking = async <T>(ask: () => Promise<T>): Promise<T> =>
  askingGitHub(name, async () => {
    try {
      return await ask();
    } catch (error) {
      const why = whyNoJira(error);
      if (why === null) throw error;
      throw new CannotTell(`${name}: ${why}`, { cause: error });
    }
  });

/** The repository that a workflow runs in, or from which the clone is that somebody is in; null: neither. */
async function repositoryHere(): Promise<string | null> {
  const { repository, apiUrl } = readPerson();
  if (repository !== null) return repository;
  const here = await cloneHere(new URL(pagesOf(apiUrl)).hostname);
  return 'why' in here ? null : here.repository;
}

/** @param word that names the item. @throws SettingError */
function repositoryGiven(text: string, word: string): string {
  const given = repositoryIn(text);
  if (given === null) throw new SettingError(`${name}: --repository must be a repository such as acme/shop.`);
  const named = itemIn(word, given);
  if (named !== null && !sameText(named.repository, given))
    throw new SettingError(
      `${name}: ${printable(word)} names its repository itself. Leave out --repository.`,
    );
  return given;
}

/** The Jira sites of the service's settings, which nobody needs for what is on GitHub alone. @throws SettingError */
function sitesSet(): readonly JiraSite[] {
  const variables = environmentOf();
  return (variables['JIRA_CONFIG'] ?? '').trim() === '' ? [] : (readEnvironment(variables).jira ?? []);
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
  { onGitHub }: Pick<Explainer, 'onGitHub'>,
  here: Omit<Extract<Item, { kind: 'issue' }>, 'kind'>,
  at: number | null,
): Promise<Explanation> {
  const issue = await onGitHub({ kind: 'issue', ...here }, at);
  return issue.kind === 'gone' ? onGitHub({ kind: 'pull-request', ...here }, at) : issue;
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
