/** The board: what it keeps of an item says what the card, or the check, says at that time. */
import { afterEach, describe, expect, test } from 'vitest';

import { boardQueries, knownRepositories, type KeptOnBoard } from '../../src/store/index.ts';
import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, type JiraStage } from './jira-stage.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage(settings);
};

async function onBoard(of: Stage = stage): Promise<readonly KeptOnBoard[]> {
  const { db } = of.service().store;
  const board = boardQueries(db);
  const sight = (await knownRepositories(db)).map(({ id }) => id);
  return (await board.items(sight, {}, { order: 'waiting', limit: 100 })).items;
}

/** What the board keeps of an item: the column, what is next, and who can act. */
async function shown(address: string): Promise<string | null> {
  const found = (await onBoard()).find(
    ({ repository: { name }, entry }) => `${name}${entry.name}` === address,
  );
  if (found === undefined) return null;
  const { stage: of, next, batons, state } = found.entry;
  const column = of.kind === 'gate' ? of.title : of.kind;
  const who = batons.map(({ roles, people }) => `${roles.join('+')}: ${people.join(', ')}`);
  return [column, state, next, ...who].join(' · ');
}

const headOf = (address: string): string | undefined => stage.see(address).card?.head.replaceAll('`', '');

test('an issue from its opening to its acceptance: the board says what the card says', async () => {
  await open();
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const issue = `${repository}#${number}`;
  const steps: (string | null)[] = [];
  const look = async (): Promise<void> => {
    const now = await shown(issue);
    steps.push(now);
    expect(now).toContain(` · ${headOf(issue)}`);
  };
  await look();
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  await look();
  const pull = await openPull(stage, `Closes #${number}`);
  await look();
  expect(await shown(pull)).toBe('ready · open · You can merge this');
  await stage.act('anton', (anton) => anton.merge(pull));
  await look();
  expect(await shown(pull)).toBe('done · merged · Merged');
  await stage.act('maria', (maria) => maria.comment(issue, '/reject no receipt'));
  await look();
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  await stage.act('maria', (maria) => maria.close(issue));
  await look();
  expect(steps).toMatchInlineSnapshot(`
    [
      "Spec approval · open · Waiting for maria to approve the spec · pm: maria",
      "build · open · Waiting for @acme/engineering to build this · engineer: acme/engineering",
      "build · open · Waiting for @acme/engineering to build this · engineer: acme/engineering",
      "Acceptance · open · Waiting for maria to accept the result · pm: maria",
      "Acceptance · open · Waiting for maria to accept the result · pm: maria",
      "done · closed · Everything is approved",
    ]
  `);
});

test('a pull request without an issue waits for its author, one with an issue for what the issue waits for', async () => {
  await open();
  const lonely = await openPull(stage, 'Nothing.');
  expect(await shown(lonely)).toMatchInlineSnapshot(`"unlinked · open · Link the issue that this closes"`);
  const { number } = await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'A', body: 'B' }));
  await stage.act('anton', (anton) => anton.edit(lonely, { body: `Closes #${number}` }));
  expect(await shown(lonely)).toMatchInlineSnapshot(
    `"Spec approval · open · Waiting for maria to approve the spec of #2 · pm: maria"`,
  );
  const check = stage.see(lonely).checks[0]?.split(' · ')[1];
  expect(await shown(lonely)).toContain(` · ${check}`);
});

test('nothing is asked of GitHub for it, and nothing is written where nothing changed', async () => {
  await open();
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  const { db } = stage.service().store;
  const rows = () => db.selectFrom('board').selectAll().orderBy('key').execute();
  const before = await rows();
  expect(before).toHaveLength(1);
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Nice.'));
  expect(await rows()).toEqual(before);
  // As after an upgrade: the next evaluation fills it, and needs what it always needs.
  stage.spent();
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Very nice.'));
  const usual = stage.spent();
  await db.deleteFrom('board').execute();
  await db.deleteFrom('board_batons').execute();
  await db.deleteFrom('board_roles').execute();
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Very nice indeed.'));
  expect(stage.spent()).toEqual(usual);
  const told = (all: typeof before) => all.map((row) => ({ ...row, version: 0, kept_at: 0 }));
  expect(told(await rows())).toEqual(told(before));
});

test('what is exempt, gone, without a policy or without the App is not there', async () => {
  await open();
  const issueOf = async (title: string): Promise<string> => {
    const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title, body: 'B' }));
    return `${repository}#${number}`;
  };
  const [one, two, three] = [await issueOf('One'), await issueOf('Two'), await issueOf('Three')];
  expect(await onBoard()).toHaveLength(3);
  await stage.act('olga', (olga) => olga.deleteIssue(one));
  expect(await shown(one)).toBeNull();
  expect(await shown(two)).not.toBeNull();
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': null } }));
  expect(await onBoard()).toEqual([]);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', {
      files: { '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: [ben]\n' },
    }),
  );
  expect(await shown(three)).toContain('maria');
});

describe.each(flavours('cloud'))('%s', (flavour) => {
  test('an issue of Jira is there while a pull request names it, with the words of Jira’s gates', async () => {
    const jira: JiraStage = await openJiraStage(flavour, {});
    stage = jira;
    const key = await jira.inJira(
      'maria',
      (maria) => maria.createIssue('SHOP', { summary: 'Coupons', description: 'No coupons.' }).key,
    );
    await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
    const { number } = await stage.act('anton', (anton) =>
      anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
    );
    const ofJira = async (): Promise<unknown> =>
      (await onBoard())
        .filter(({ site }) => site !== null)
        .map(({ site, entry: { name, title, next, state } }) => [site, name, title, next, state]);
    expect(await ofJira()).toMatchInlineSnapshot(`
      [
        [
          "acme",
          "SHOP-1",
          "",
          "Waiting for pm to approve the spec in Jira",
          "open",
        ],
      ]
    `);
    await jira.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await lookAtJira(jira, key);
    expect(await ofJira()).toMatchInlineSnapshot(`
      [
        [
          "acme",
          "SHOP-1",
          "",
          "Waiting for engineer to build this",
          "open",
        ],
      ]
    `);
    await stage.act('anton', (anton) => anton.edit(`${repository}#${number}`, { title: 'Coupons' }));
    expect(await ofJira()).toEqual([]);
  });
});
