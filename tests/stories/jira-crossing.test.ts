/**
 * Somebody moves an issue while Baton reads it and moves it back: whenever that is, and whatever is lost on the way, in the
 * end check, status and comments say the same.
 */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours, oneOf } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const settings = { rhythm: { backoff: { first: 20, most: 100 } }, more: '  mode: revert\n' };
/** Where an answer never comes. */
const impatient = { ...settings, timeout: 1500 };

type Act = readonly (readonly [who: string, to: string])[];

/** What somebody does meanwhile. */
const acts: Readonly<Record<string, Act>> = {
  'maria approves it': [
    ['maria', 'Draft'],
    ['maria', 'Approved'],
  ],
  'maria approves it where it stands': [['maria', 'Approved']],
  'maria begins it': [['maria', 'In Progress']],
  'maria accepts it': [
    ['maria', 'Draft'],
    ['maria', 'Approved'],
    ['maria', 'Done'],
  ],
  'anton takes it back': [['anton', 'Draft']],
  'anton begins it': [['anton', 'In Progress']],
  'ben closes it': [['ben', 'Done']],
  'ben does the same again': [
    ['ben', 'Draft'],
    ['ben', 'Approved'],
  ],
};

const transitions = 'POST /issue/{issueIdOrKey}/transitions';
const list = 'GET /issue/{issueIdOrKey}/transitions';
const comment = 'POST /issue/{issueIdOrKey}/comment';
const open = 'Baton: success · You can merge this';

/** The words of the check on the pull request. */
const check = (item: string): string =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: ')) ?? 'none';

let count = 0;

/** An issue in Draft, and a pull request that names it. */
async function named(): Promise<{ readonly key: string; readonly item: string }> {
  count += 1;
  const head = `work-${count}`;
  const words = { summary: 'Coupons', description: 'No coupons.' };
  const key = await stage.inJira('ben', (ben) => ben.createIssue('SHOP', words).key);
  await stage.act('anton', (anton) => anton.push(repository, head, { files: { [head]: head } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head }),
  );
  return { key, item: `${repository}#${number}` };
}

type Move = { readonly by: string; readonly from: string; readonly to: string };

/** All moves, but those of Baton that it put right itself. */
function movesOf(key: string): readonly Move[] {
  const kept: Move[] = [];
  for (const { author, items } of stage.jira.issue(key).histories)
    for (const { field, fromText, toText } of items) {
      if (field !== 'status') continue;
      const move = { by: author?.handle ?? '', from: fromText ?? '', to: toText ?? '' };
      // A move that was made twice, because nobody knew of the first.
      if (move.by === 'baton' && move.from === move.to) continue;
      const last = kept.at(-1);
      if (last?.by === 'baton' && move.by === 'baton' && last.from === move.to && last.to === move.from)
        kept.pop();
      else kept.push(move);
    }
  return kept;
}

/** What of status, check and comments does not agree; nothing. */
function disagreements(key: string, item: string): readonly string[] {
  const moves = movesOf(key);
  const found: string[] = [];
  const isApproved = !check(item).includes(`the spec of ${key}`);
  const wasApproved = moves.some(({ by, to }) => by === 'maria' && to === 'Approved');
  const isAccepted = moves.some(({ by, to }) => by === 'maria' && to === 'Done');
  const at = stage.jira.issue(key).status.name;
  const last = moves.at(-1);
  // The only approver who takes it back does so by moving it to Draft, and approves it again after that.
  if (isApproved !== wasApproved) found.push(`the check says ${check(item)}`);
  if (at === 'Approved' && !isApproved) found.push('it stands as approved, and is not');
  if (at === 'Done' && !isAccepted) found.push('it stands as done, and is not accepted');
  for (const [index, move] of moves.entries()) {
    const before = moves[index - 1];
    if (move.by === 'baton' && (before === undefined || before.by === 'baton' || before.by === 'maria'))
      found.push(`Baton moved it from ${move.from} to ${move.to}, and nobody had done wrong`);
  }
  if (last?.by === 'baton' && !['Draft', 'In Progress'].includes(at)) found.push(`Baton left it in ${at}`);
  const comments = saidInJira(stage, key);
  const ofBacks = comments.filter((text) => text.includes('I moved it back'));
  const told = ofBacks.reduce((sum, text) => sum + Number(/done this (\d+) times/.exec(text)?.[1] ?? 1), 0);
  const backs = moves.filter(({ by }) => by === 'baton').length;
  if (told !== backs || comments.length !== ofBacks.length)
    found.push(`it was moved back ${backs} times, and the comments are ${JSON.stringify(comments)}`);
  if (stage.jira.issue(key).labels.length > 0) found.push('it waits for a person');
  return found.map((each) => `${each}: ${moves.map(({ by, to }) => `${by} → ${to}`).join(', ')}`);
}

/** Plays a case: anton moves an issue to Approved, and before the request of that number somebody does something. */
async function cross(act: Act, request: number, trouble: Trouble | null): Promise<readonly string[]> {
  const { key, item } = await named();
  const { faults } = stage.jira;
  let seen = 0;
  faults.add({
    kind: 'slow',
    match: ({ by }) => {
      if (by !== 'baton') return false;
      seen += 1;
      if (seen === request) for (const [who, to] of act) stage.jira.as(who).transition(key, to);
      return false;
    },
  });
  if (trouble !== null) faults.add({ ...trouble, match: ({ operation }) => operation === transitions });
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  faults.clear();
  await lookAtJira(stage, key);
  await lookAtJira(stage, key);
  return disagreements(key, item);
}

type Trouble = Omit<Parameters<JiraStage['jira']['faults']['add']>[0], 'match'>;

const troubles: readonly (readonly [string, Trouble])[] = [
  ['the move is made, and its answer lost', { kind: 'reset', when: 'after-doing' }],
  ['the move is made, and never answered', { kind: 'hang', when: 'after-doing' }],
  ['the move is not made', { kind: '5xx', when: 'before-doing', times: 2 }],
  ['somebody else changes it at the same time', { kind: '409', times: 2 }],
];

test('where no transition leads back to what somebody chose meanwhile, a person is asked to', async () => {
  stage = await openJiraStage('cloud', settings);
  const { jira } = stage;
  jira.addToRole('SHOP', 'Developers', { users: ['maria'] });
  jira.makeAdministrator('otto');
  jira.workflow('For people', {
    initial: ['Draft'],
    transitions: [
      { name: 'Approve', to: 'Approved', roles: ['Developers'] },
      ...['Draft', 'In Progress', 'Done'].map((to) => ({ name: `To ${to}`, to })),
    ],
  });
  await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'For people'));
  const { key, item } = await named();
  let isOver = false;
  jira.faults.add({
    kind: 'slow',
    match: ({ operation }) => {
      if (operation !== transitions || isOver) return false;
      isOver = true;
      jira.as('maria').transition(key, 'Draft');
      jira.as('maria').transition(key, 'Approved');
      return false;
    },
  });
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  await lookAtJira(stage, key);
  const { status, labels } = jira.issue(key);
  expect([status.name, labels, check(item)]).toEqual(['Draft', ['baton-needs-a-person'], open]);
  expect(saidInJira(stage, key)).toEqual([
    expect.stringMatching(
      /^Somebody moved this to “Approved” just as I moved it to “Draft”, and none of the transitions I can use leads back\.\s*Next: move it to “Approved” again\.\n?$/,
    ),
  ]);
});

describe.each(flavours('data-center'))('%s', (flavour) => {
  const requests = Array.from({ length: flavour === 'cloud' ? 9 : 7 }, (_, index) => index + 1);

  test.each(Object.entries(acts))('%s, before each request that Baton makes', async (name, act) => {
    stage = await openJiraStage(flavour, settings);
    const found: string[] = [];
    for (const request of oneOf(3, requests, Object.keys(acts).indexOf(name)))
      for (const each of await cross(act, request, null)) found.push(`before request ${request}: ${each}`);
    expect(found).toEqual([]);
  });

  test.each(['before the next try', 'after all'])(
    'a move that Jira makes only after Baton gave it up, %s: put right, or it counts',
    async (when) => {
      stage = await openJiraStage(flavour, impatient);
      const found: string[] = [];
      const all = Object.entries<Act>({ nothing: [], ...acts });
      for (const [name, act] of oneOf(3, all, when === 'after all' ? 0 : 1)) {
        const { key, item } = await named();
        const late = (): void => {
          stage.jira.as('baton').transition(key, 'Draft');
        };
        let tries = 0;
        let isMade = false;
        stage.jira.faults.add({
          kind: 'hang',
          match({ operation }) {
            tries += operation === transitions ? 1 : 0;
            if (operation !== transitions || tries > 1) return false;
            for (const [who, to] of act) stage.jira.as(who).transition(key, to);
            return true;
          },
        });
        stage.jira.faults.add({
          kind: 'slow',
          match({ operation }) {
            if (tries === 0 || operation !== list || isMade || when !== 'before the next try') return false;
            isMade = true;
            late();
            return false;
          },
        });
        await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
        await lookAtJira(stage, key);
        stage.jira.faults.clear();
        if (!isMade) late();
        for (let time = 0; time < 3; time += 1) await lookAtJira(stage, key);
        for (const each of disagreements(key, item)) found.push(`${name}: ${each}`);
      }
      expect(found).toEqual([]);
    },
  );

  test('where it is only told: nothing is told that somebody has seen to', async () => {
    stage = await openJiraStage(flavour, { ...settings, more: '  mode: comment\n' });
    const found: string[] = [];
    for (const request of oneOf(2, requests)) {
      const { key, item } = await named();
      let seen = 0;
      let isTold = false;
      stage.jira.faults.add({
        kind: 'slow',
        match: ({ by, operation }) => {
          seen += by === 'baton' ? 1 : 0;
          if (by !== 'baton' || seen !== request) return false;
          isTold = operation === comment || saidInJira(stage, key).length > 0;
          for (const to of ['Draft', 'Approved']) stage.jira.as('maria').transition(key, to);
          return false;
        },
      });
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      stage.jira.faults.clear();
      await lookAtJira(stage, key);
      const count = saidInJira(stage, key).length;
      // Of the last request that Baton makes, there is none where it had nothing more to do.
      if (seen >= request && (check(item) !== open || count !== (isTold ? 1 : 0)))
        found.push(`before request ${request}: ${check(item)}, told ${count} times`);
    }
    expect(found).toEqual([]);
  });

  test.each(troubles)('%s, whatever somebody does meanwhile', async (what, trouble) => {
    stage = await openJiraStage(flavour, impatient);
    const found: string[] = [];
    const some = Object.entries(acts).filter((__, index) => index % 2 === 0);
    for (const [name, act] of oneOf(
      2,
      some,
      troubles.findIndex(([each]) => each === what),
    ))
      for (const request of requests.filter((number) => number > 3 && number % 2 === 0))
        for (const each of await cross(act, request, trouble))
          found.push(`${name}, before request ${request}: ${each}`);
    expect(found).toEqual([]);
  });
});
