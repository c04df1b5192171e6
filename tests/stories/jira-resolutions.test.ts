/** Closing in Jira where acceptance is the closing status: the resolution says why it is closed. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const key = 'SHOP-1';
const open = 'Baton: success · You can merge this';
const status = (): string => stage.jira.issue(key).status.name;
const said = (): readonly string[] => saidInJira(stage, key);
const check = (): string | undefined => stage.see(item).checks.find((each) => each.startsWith('Baton: '));
const accepted = (): boolean => check() === open;
let item = '';

/** A stage on which SHOP-1 is approved and in progress, and named by a pull request that waits for acceptance, too. */
async function building(flavour: 'cloud' | 'data-center', more: string, settings = {}): Promise<void> {
  stage = await openJiraStage(flavour, { asksResolution: true, more, ...settings });
  const text = stage.policy.replace(
    '{ preset: acceptance }',
    '{ preset: acceptance, blocks: [merge, close] }',
  );
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));
  await stage.inJira('maria', (maria) =>
    maria.createIssue('SHOP', { summary: 'Coupons', description: 'No coupons.' }),
  );
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  item = `${repository}#${number}`;
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
  await stage.inJira('anton', (anton) => anton.edit(key, {}));
}

const closes = (who: string, resolution?: string): Promise<unknown> =>
  stage.inJira(who, (somebody) =>
    somebody.transition(key, 'Done', resolution === undefined ? {} : { resolution }),
  );
const resolves = (who: string, resolution: string | null): Promise<unknown> =>
  stage.inJira(who, (somebody) => somebody.edit(key, { resolution }));

describe.each(flavours('cloud'))('%s', (flavour) => {
  test.each(["Won't Do", 'Duplicate'])('closed as “%s”: left, and no acceptance', async (resolution) => {
    await building(flavour, '  mode: revert\n');
    await closes('anton', resolution);
    await lookAtJira(stage, key);
    expect([status(), said(), accepted()]).toEqual(['Done', [], false]);
  });

  test.each(['Done', 'Fixed', undefined])(
    'closed as “%s” before it is accepted: moved back',
    async (resolution) => {
      await building(flavour, '  mode: revert\n');
      await closes('anton', resolution);
      expect([status(), said().length, accepted()]).toEqual(['In Progress', 1, false]);
      await closes('maria', resolution);
      expect([status(), said().length, accepted()]).toEqual(['Done', 1, true]);
    },
  );

  test('a product manager who closes it as “Won’t Do” accepts nothing, whoever changes that later', async () => {
    await building(flavour, '  mode: comment\n');
    await closes('maria', "Won't Do");
    expect([said(), accepted()]).toEqual([[], false]);
    await resolves('anton', 'Done');
    expect([status(), accepted()]).toEqual(['Done', false]);
    expect(said()).toEqual([
      expect.stringMatching(
        /^Anton changed the resolution on .* UTC, so this now counts as done\. “Acceptance” isn’t approved yet: pm can approve it\.\s*Next: pm, please review it: move it back to “In Progress”, and to approve it, move it to “Done”\.\n?$/,
      ),
    ]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'In Progress'));
    await closes('maria', 'Done');
    expect([status(), accepted(), said().length]).toEqual(['Done', true, 1]);
  });

  test('changed from “Won’t Do” to “Done”, it is moved back to where it was before', async () => {
    await building(flavour, '  mode: revert\n');
    await closes('anton', "Won't Do");
    await resolves('anton', 'Done');
    expect([status(), said().length, accepted()]).toEqual(['In Progress', 1, false]);
  });

  test('the first resolution that follows belongs to the closing, whoever sets it', async () => {
    await building(flavour, '  mode: comment\n');
    await closes('maria');
    expect(accepted()).toBe(true);
    await stage.inJira('anton', () => stage.jira.rule().edit(key, { resolution: 'Duplicate' }));
    expect([accepted(), said()]).toEqual([false, []]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'In Progress'));
    await closes('maria', 'Done');
    await resolves('anton', 'Fixed');
    expect([accepted(), said()]).toEqual([true, []]);
    await resolves('maria', "Won't Do");
    expect([accepted(), said()]).toEqual([false, []]);
    await resolves('anton', null);
    expect([accepted(), said().length]).toEqual([false, 1]);
  });

  test('another resolution that somebody without a say sets accepts nothing', async () => {
    await building(flavour, '  mode: comment\n');
    await closes('maria', 'Done');
    await resolves('anton', "Won't Do");
    expect([check(), said()]).toEqual([
      'Baton: action_required · SHOP-1 was closed as not planned: link an open issue, or reopen it',
      [],
    ]);
    await resolves('anton', 'Done');
    expect([accepted(), said().length]).toEqual([false, 1]);
  });
});

test('names in other languages and ids, as the policy says; a name that says nothing is what is done', async () => {
  await building('cloud', '  mode: revert\n');
  await closes('anton', 'Wird nicht erledigt');
  expect(status()).toBe('In Progress');
  await closes('anton', 'Duplikat');
  expect(status()).toBe('Done');
  await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
  const id = stage.jira.resolution('Wird nicht erledigt');
  const text = `${stage.policy}  resolutions: { not_planned: ["${id}"], completed: [duplikat] }\n`;
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));
  await closes('anton', 'Duplikat');
  expect(status()).toBe('In Progress');
  stage.jira.renameResolution('Wird nicht erledigt', 'Abgelehnt');
  await closes('anton', 'Abgelehnt');
  expect([status(), said()]).toEqual([
    'Done',
    [expect.stringContaining('Anton has done this 2 times since ')],
  ]);
});

test('what the policy holds back is held back: closing as “Won’t Do”, too', async () => {
  await building('cloud', '  mode: revert\n');
  const text = stage.policy.replace(
    '{ preset: acceptance }',
    '{ preset: acceptance, close-reasons: [completed, not_planned] }',
  );
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));
  await closes('anton', "Won't Do");
  expect([status(), said().length]).toEqual(['In Progress', 1]);
  await closes('anton', 'Duplicate');
  expect([status(), said().length]).toEqual(['Done', 1]);
  await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
  await closes('maria', "Won't Do");
  expect([status(), said().length]).toEqual(['Done', 1]);
});

test('two moves at once close it no less than one', async () => {
  await building('cloud', '  mode: revert\n');
  stage.jira.status('Archived', 'done');
  stage.jira.makeAdministrator('otto');
  stage.jira.workflow('With an archive', {
    initial: ['Draft'],
    transitions: ['Draft', 'Approved', 'In Progress', 'Review', 'Done', 'Archived'].map((name) => ({
      name: `To ${name}`,
      to: name,
    })),
  });
  await stage.inJira('otto', (otto) => otto.changeWorkflow('SHOP', 'With an archive'));
  await stage.inJira('anton', (anton) => {
    anton.transition(key, 'Done');
    anton.transition(key, 'Archived');
  });
  expect([status(), said().length, accepted()]).toEqual(['In Progress', 1, false]);
});
