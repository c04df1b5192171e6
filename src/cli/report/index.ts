/** `baton report`: where work waits. */
import type { Arguments } from '../../arguments.ts';
import { countedOf, figuresOf, type Counted } from '../../figures/index.ts';
import type { Reads } from '../../github/index.ts';
import { findCourses, type FoundCourses } from '../../reconcile/index.ts';
import { sameText } from '../../same-text.ts';
import { SettingError } from '../../setting-error.ts';
import { openStore, type Store } from '../../store/index.ts';
import type { Policy } from '../../policy/index.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { instantIn } from '../instant.ts';
import { reportOutput } from '../outputs/report.ts';
import { asJson } from '../outputs/shapes.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { report } from '../scripts/report.ts';
import { createTidying } from '../sparing.ts';
import { progressOf } from '../progress.ts';
import { isWritable, writeFileWhole } from '../whole-file.ts';
import { asRows } from './csv.ts';
import { asOutput, type Report, type Reported } from './output.ts';
import { policyIn } from './policy-file.ts';
import { asText } from './text.ts';

const { name } = report;

/** How far back it goes where nothing is said. */
const usualDays = '90d';

export async function run({ values, words }: Arguments<typeof report.options>, io: Io): Promise<Exit> {
  if (values.csv && values.json) throw new SettingError(`${name}: choose --csv or --json.`);
  const now = Date.now();
  const until = Math.min(now, values.until === null ? now : instantIn(values.until, `${name}: --until`, now));
  const since = instantIn(values.since ?? usualDays, `${name}: --since`, until);
  if (since >= until) throw new SettingError(`${name}: --since must be before --until, and before now.`);
  if (values.html !== null) isWritable(name, '--html', values.html);
  const policy = values.policy === null ? null : await policyIn(name, values.policy);
  const reads = await readsOfPerson(name, values.app ?? 'baton');
  const store = await openStore(':memory:');
  const reported: Reported[] = [];
  const unread: Report['unread'][number][] = [];
  try {
    for (const repository of withoutDoubles(words)) {
      const asked = { reads, store, repository, since, until, policy, io };
      const result = await askingGitHub(name, () => reportOn(asked));
      if ('why' in result) unread.push({ repository, why: result.why });
      else reported.push(result);
    }
  } finally {
    await store.close();
  }
  if (reported.length === 0) throw new CannotTell(unread.map(({ why }) => `${name}: ${why}`).join('\n'));
  const whole: Report = { since, until, repositories: reported, unread, requests: reads.requests() };
  if (values.html !== null) {
    const { asPage } = await import('./page.ts');
    writeFileWhole(name, '--html', values.html, asPage(whole, now));
    io.note(`${name}: the page is ${values.html}.`);
  }
  if (values.json) io.print(asJson(reportOutput, asOutput(whole)));
  else for (const line of values.csv ? asRows(whole) : asText(whole, io.isTerminal)) io.print(line);
  for (const { why } of unread) io.note(`${name}: ${why}`);
  io.note(`${name}: it took ${many(reads.requests(), 'request')} to GitHub.`);
  const isWhole = unread.length === 0 && reported.every((each) => each.unread.length === 0);
  return isWhole ? exit.fine : exit.unknown;
}

const withoutDoubles = (words: readonly string[]): readonly string[] =>
  words.filter((word, index) => words.findIndex((other) => sameText(word, other)) === index);

const many = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

type Asked = {
  readonly reads: Reads;
  readonly store: Store;
  readonly repository: string;
  readonly since: number;
  readonly until: number;
  readonly policy: Policy | null;
  readonly io: Io;
};

/** @throws {TryLater} */
async function reportOn(asked: Asked): Promise<Reported | { readonly why: string }> {
  const { reads, store, repository, since, until, policy, io } = asked;
  const onWait = (at: number, why: string): void =>
    io.note(`${repository}: ${why} Going on at ${new Date(at).toISOString().slice(11, 19)} UTC.`);
  const found = await findCourses({ reads, store, onWait }, { repository, since, until, policy });
  if (found.kind !== 'found') return { why: whyNot(repository, found) };
  const { inForceSince, issues, total } = found;
  tellCost(asked, found);
  const progress = progressOf(
    io,
    (done) => `${found.repository}: ${done.toLocaleString('en')} of ${many(issues, 'issue')} read`,
  );
  const counted: Counted[] = [];
  const unread: number[] = [];
  const tidy = createTidying();
  let done = 0;
  for await (const { number, course } of found.courses()) {
    done += 1;
    if (course === null) unread.push(number);
    else if (course.openedAt < until) counted.push(countedOf(course, inForceSince));
    progress(done);
    tidy();
  }
  return {
    repository: found.repository,
    url: found.url,
    policy: found.policy,
    inForceSince: policy === null ? inForceSince : null,
    figures: figuresOf(counted, found.policy, { since, until }),
    unread,
    leftOut: Math.max(0, total - issues),
    problems: [...found.problems],
  };
}

function whyNot(repository: string, found: Exclude<FoundCourses, { kind: 'found' }>): string {
  switch (found.kind) {
    case 'gone':
      return `there is no ${repository}, or your token cannot see it.`;
    case 'no-policy':
      return `${repository} has no .github/roles.yml. Write one with: baton init, or try one on it: --policy FILE.`;
    case 'broken':
      return `the policy of ${repository} cannot be used, and never could. See what is wrong with: baton validate.`;
    default:
      return found satisfies never;
  }
}

function tellCost(
  { reads, io }: Asked,
  { repository, issues, requests }: Extract<FoundCourses, { kind: 'found' }>,
): void {
  const budget = reads.budget(0);
  const left =
    budget === null
      ? ''
      : ` Your token has ${budget.remaining.toLocaleString('en')} of ${budget.limit.toLocaleString('en')} points left this hour.`;
  io.note(`${repository}: ${many(issues, 'issue')} to read, with about ${many(requests, 'request')}.${left}`);
}
