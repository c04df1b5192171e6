/** `baton report`: where work waits. */
import type { Arguments } from '../../arguments.ts';
import type { Reads } from '../../github/index.ts';
import { many } from '../../plural.ts';
import type { Policy } from '../../policy/index.ts';
import { asJson } from '../../published.ts';
import {
  asOutput,
  asRows,
  countRepository,
  reportOutput,
  reportPages,
  type CountedRepository,
  type Report,
  type Reported,
} from '../../report/index.ts';
import { sameText } from '../../same-text.ts';
import { SettingError } from '../../setting-error.ts';
import { openStore, type Store } from '../../store/index.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { costOf } from '../cost.ts';
import { instantIn } from '../instant.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { policyIn, readPolicyFile } from '../policy-file.ts';
import { report } from '../scripts/report.ts';
import { createTidying } from '../sparing.ts';
import { progressOf } from '../progress.ts';
import { isWritable, writeFileWhole } from '../whole-file.ts';
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
  const policy =
    values.policy === null
      ? null
      : await policyIn(readPolicyFile(name, values.policy), { name, repository: '', bases: null }, io);
  if (typeof policy === 'number') return policy;
  const reads = await readsOfPerson(name, values.app ?? 'baton');
  const store = await openStore(':memory:');
  const reported: Reported[] = [];
  const unread: Report['unread'][number][] = [];
  try {
    for (const repository of withoutDoubles(words)) {
      const asked = { reads, store, repository, since, until, policy, io };
      const result = await askingGitHub(name, () => reportOn(asked));
      if ('why' in result) unread.push({ repository, why: result.why });
      else reported.push(...result);
    }
  } finally {
    await store.close();
  }
  if (reported.length === 0) throw new CannotTell(unread.map(({ why }) => `${name}: ${why}`).join('\n'));
  const whole: Report = { since, until, repositories: reported, unread, requests: reads.requests() };
  const published = asOutput(whole);
  if (values.html !== null) {
    const { asPage } = await reportPages();
    writeFileWhole(name, '--html', values.html, asPage(published, now));
    io.note(`${name}: the page is ${values.html}.`);
  }
  if (values.json) io.print(asJson(reportOutput, published));
  else for (const line of values.csv ? asRows(published) : asText(whole, io.isTerminal)) io.print(line);
  for (const { why } of unread) io.note(`${name}: ${why}`);
  io.note(`${name}: it took ${many(reads.requests(), 'request')} to GitHub.`);
  const isWhole = unread.length === 0 && reported.every((each) => each.unread.length === 0);
  return isWhole ? exit.fine : exit.unknown;
}

const withoutDoubles = (words: readonly string[]): readonly string[] =>
  words.filter((word, index) => words.findIndex((other) => sameText(word, other)) === index);

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
async function reportOn(asked: Asked): Promise<readonly Reported[] | { readonly why: string }> {
  const { reads, store, repository, since, until, policy, io } = asked;
  let progress: (done: number) => void = () => {};
  const tidy = createTidying();
  const result = await countRepository(
    {
      reads,
      store,
      onWait: (at, why) =>
        io.note(`${repository}: ${why} Going on at ${new Date(at).toISOString().slice(11, 19)} UTC.`),
      onFound({ repository: found, issues, requests }) {
        const cost = { what: many(issues, 'issue'), requests, budget: reads.budget(0), now: Date.now() };
        io.note(`${repository}: ${costOf(cost)}`);
        progress = progressOf(
          io,
          (done) => `${found}: ${done.toLocaleString('en')} of ${many(issues, 'issue')} read`,
        );
      },
      onRead(done) {
        progress(done);
        tidy();
      },
    },
    { repository, since: [since], until, policy },
  );
  return result.kind === 'counted' ? result.reported : { why: whyNot(repository, result) };
}

function whyNot(repository: string, found: Exclude<CountedRepository, { readonly kind: 'counted' }>): string {
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
