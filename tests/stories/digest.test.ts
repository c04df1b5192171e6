/** The digest: one issue that lists what waits beyond its deadline, where reminders would be too many. */
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage, type StageSettings } from './stage.ts';

const hour = 3_600_000;
const day = 24 * hour;

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
  lead: [olga]
gates:
  spec: { preset: spec, deadline: 2 working days }
  acceptance: { preset: acceptance, deadline: 2 working days }
reminders:
  escalate-to: lead
`;

let stage: Stage;
afterEach(() => stage.close());

const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy, timed: true, ...settings });
};

/** So many issues that wait for a product manager; their addresses. */
async function issues(count: number): Promise<readonly string[]> {
  const opened: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: `Coupon ${index} for @maria` }),
    );
    opened.push(`${repository}#${number}`);
  }
  return opened;
}

/** What the issues of Baton's own say, without times and without what nobody sees. */
function digests(): readonly object[] {
  return [...stage.github.find.repository(repository).items.values()]
    .filter(({ author }) => author.login === 'baton[bot]')
    .map((item) => ({
      number: item.number,
      state: item.state,
      title: item.title,
      lines: item.body
        .replaceAll(/<!--.*?-->\n?/g, '')
        .replaceAll(/\d{1,2} \w{3}, \d\d:\d\d UTC/g, 'then')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('Too many issues are overdue')),
    }));
}

const line = (number: number, mark = ''): string =>
  `- ${mark}#${number} Coupon ${number} for @​maria: “Spec approval” since then`;
const comments = (all: readonly string[]): number => all.flatMap((each) => stage.heard(each)).length;
const title = 'Overdue: waiting for pm';
const told = '@olga (`lead`): issues marked with ⏰ have waited twice as long.';
const asDigest = (
  numbers: readonly number[],
  { number = 7, state = 'open', marked = [] as readonly number[] } = {},
) => ({
  number,
  state,
  title,
  lines: [
    numbers.length === 1 ? '### `pm`: one issue' : `### \`pm\`: ${numbers.length} issues`,
    '@maria',
    ...numbers.map((each) => line(each, marked.includes(each) ? '⏰ ' : '')),
    ...(marked.length === 0 ? [] : [told]),
  ],
});

test('of five, each is reminded of; the sixth makes a list of all, kept up to date until none waits', async () => {
  await open();
  const all = await issues(5);
  await stage.later(hour);
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupon 6 for @maria' }),
  );
  const sixth = `${repository}#${number}`;
  await stage.later(2 * day - hour);
  expect(comments(all)).toBe(5);
  expect(digests()).toEqual([]);
  await stage.later(2 * hour);
  expect(comments([...all, sixth])).toBe(0);
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6])]);
  expect(stage.github.find.item(`${repository}#7`).body).toContain(
    'The card on each issue says what to do next. If one has to wait, comment `/snooze 2 working days` there.',
  );
  // It is no issue with gates, and nobody is handed anything there.
  expect(stage.see(`${repository}#7`)).toMatchObject({ card: null, said: [], labels: [] });
  for (const each of all) await stage.act('maria', (maria) => maria.comment(each, '/approve spec'));
  expect(digests()).toEqual([asDigest([6])]);
  await stage.act('maria', (maria) => maria.close(sixth, 'not_planned'));
  expect(digests()).toEqual([asDigest([6], { state: 'closed' })]);
});

test('six at once: no reminder at all; as long again, and they are marked for whom it is escalated to', async () => {
  await open();
  const all = await issues(6);
  await stage.later(3 * day);
  expect(comments(all)).toBe(0);
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6])]);
  // Over the week-end.
  await stage.later(2 * day);
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6])]);
  await stage.later(2 * day);
  const marked = [1, 2, 3, 4, 5, 6];
  expect(digests()).toEqual([asDigest(marked, { marked })]);
  expect(comments(all)).toBe(0);
});

test('put off, or gone: it leaves the list until it is due', async () => {
  await open();
  const all = await issues(7);
  await stage.later(2 * day + hour);
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6, 7], { number: 8 })]);
  await stage.act('maria', (maria) => maria.comment(all[0] ?? '', '/snooze 2 days'));
  await stage.act('olga', (olga) => olga.deleteIssue(all[1] ?? ''));
  expect(digests()).toEqual([asDigest([3, 4, 5, 6, 7], { number: 8 })]);
  await stage.act('anton', (anton) => anton.edit(all[6] ?? '', { title: 'Coupon 9 for @maria' }));
  await stage.later(2 * day + hour);
  const { lines, ...rest } = asDigest([1, 3, 4, 5, 6, 7], { number: 8, marked: [3, 4, 5, 6, 7] });
  const renamed = lines.map((each) => each.replace('Coupon 7', 'Coupon 9'));
  expect(digests()).toEqual([{ ...rest, lines: renamed }]);
  expect(comments(all.filter((_, index) => index !== 1))).toBe(0);
});

test('found for the first time when all are late: a list, and no reminders before it', async () => {
  await open({ policy: policy.replaceAll(/, deadline: [\w ]+/g, '') });
  const all = await issues(6);
  await stage.later(9 * day);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }),
  );
  expect(digests()).toEqual([]);
  await stage.later(hour);
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6])]);
  expect(comments(all)).toBe(0);
});

test('after a restart with an empty database the same list goes on', async () => {
  await open({ rough: true });
  const all = await issues(6);
  await stage.later(2 * day + hour);
  await stage.restart(() => stage.github.as('maria').comment(all[0] ?? '', '/approve spec'));
  await stage.settled();
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6])]);
  await stage.later(hour);
  expect(digests()).toEqual([asDigest([2, 3, 4, 5, 6])]);
  expect(comments(all.slice(1))).toBe(0);
});

test('a list that a person closed stays closed until nothing waits', async () => {
  await open();
  const all = await issues(6);
  await stage.later(2 * day + hour);
  await stage.act('maria', (maria) => maria.close(`${repository}#7`));
  await stage.act('maria', (maria) => maria.comment(all[0] ?? '', '/approve spec'));
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6], { state: 'closed' })]);
  expect(comments(all.slice(1))).toBe(0);
});

test('where nobody is to be reminded any more, the list is closed', async () => {
  await open();
  await issues(6);
  await stage.later(2 * day + hour);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', {
      files: { '.github/roles.yml': policy.replaceAll(/, deadline: [\w ]+/g, '') },
    }),
  );
  expect(digests()).toEqual([asDigest([1, 2, 3, 4, 5, 6], { state: 'closed' })]);
});
