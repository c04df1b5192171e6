/** Reminders: who keeps the baton too long is told so, once; then somebody else is; and nobody when no work is done. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { openStage, repository, type Stage, type StageSettings } from './stage.ts';

const hour = 3_600_000;
const day = 24 * hour;

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
  lead: [olga]
gates:
  spec: { preset: spec, deadline: 2 working days }
  acceptance: { preset: acceptance, deadline: 1 week }
reminders:
  calendar: { timezone: Europe/Berlin, holidays: [2026-01-06] }
  escalate-to: lead
`;

const reminder =
  '**Waiting for @maria to approve the spec**, since then.\n<sub>If it has to wait, comment `/snooze 2 working days`.</sub>';
const escalation =
  '@olga (`lead`): waiting for maria to approve the spec, since then. A reminder didn’t help.';

let stage: Stage;
const folders: string[] = [];
afterEach(async () => {
  await stage.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy, timed: true, ...settings });
};

/** An issue that anton opens; its address. */
async function issue(title = 'Coupons'): Promise<string> {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title }));
  return `${repository}#${number}`;
}

describe('on a Monday, with a holiday on Tuesday: two working days are over on Thursday', () => {
  test('a reminder, an escalation, and then silence', async () => {
    await open();
    const it = await issue();
    expect(stage.heard(it)).toEqual([]);
    await stage.later(2 * day);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(1 * day);
    expect(stage.heard(it)).toEqual([reminder]);
    // Over the week-end to Monday: nothing.
    await stage.later(3 * day);
    await stage.later(12 * hour);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(12 * hour);
    expect(stage.heard(it)).toEqual([escalation]);
    await stage.act('anton', (anton) => anton.comment(it, 'Anybody?'));
    for (let week = 0; week < 3; week += 1) await stage.later(7 * day);
    expect(stage.heard(it)).toEqual([]);
    expect(stage.see(it).card?.head).toBe('Waiting for maria to approve the spec');
  });

  test('anew once the baton moved, and none once all is done', async () => {
    await open();
    const it = await issue();
    await stage.later(3 * day);
    expect(stage.heard(it)).toEqual([reminder]);
    await stage.act('maria', (maria) => maria.comment(it, '/approve spec'));
    expect(stage.heard(it)).toHaveLength(1);
    await stage.later(4 * day);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(3 * day);
    expect(stage.heard(it)).toEqual([
      '**Waiting for @acme/engineering to build this**, since then.\n<sub>If it has to wait, comment `/snooze 2 working days`.</sub>',
    ]);
    await stage.act('maria', (maria) => maria.close(it));
    expect(stage.see(it).state).toBe('closed: completed');
    await stage.later(30 * day);
    expect(stage.heard(it)).toEqual([]);
  });

  test('after a restart with an empty database nothing is said twice, and what is to be said comes', async () => {
    await open();
    const it = await issue();
    await stage.later(3 * day);
    expect(stage.heard(it)).toEqual([reminder]);
    await stage.restart();
    await stage.settled();
    await stage.later(2 * hour);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(4 * day);
    expect(stage.heard(it)).toEqual([escalation]);
    await stage.restart();
    await stage.settled();
    await stage.later(30 * day);
    expect(stage.heard(it)).toEqual([]);
  });

  test('a restart does not stop the clock', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'baton-'));
    folders.push(dataDir);
    await open({ dataDir });
    const it = await issue();
    await stage.restart(() => stage.github.clock.advance(3 * day));
    await stage.settled();
    expect(stage.heard(it)).toEqual([reminder]);
  });

  test('a reminder that somebody deletes is not said again', async () => {
    await open();
    const it = await issue();
    await stage.later(3 * day);
    const found = stage.github.find
      .item(it)
      .timeline.findLast((entry) => entry.kind === 'IssueComment' && entry.body.includes('baton:reminder'));
    if (found?.kind !== 'IssueComment') throw new Error('There is no reminder.');
    expect(stage.heard(it)).toEqual([reminder]);
    await stage.act('maria', (maria) => maria.deleteComment(found));
    await stage.later(2 * hour);
    await stage.act('anton', (anton) => anton.comment(it, 'Anybody?'));
    expect(stage.heard(it)).toEqual([]);
  });

  test('put off: until then there is silence, and the comment has a reaction', async () => {
    await open();
    const it = await issue();
    await stage.act('anton', (anton) => anton.comment(it, '/snooze 1 week'));
    expect(stage.heard(it)).toEqual(['`/snooze` for “Spec approval” is for `pm` (maria).']);
    await stage.act('maria', (maria) => maria.comment(it, '/snooze 1 week'));
    await stage.later(6 * day);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(1 * day);
    expect(stage.heard(it)).toEqual([reminder]);
    await stage.act('maria', (maria) => maria.comment(it, '/snooze until 2026-01-20'));
    await stage.later(7 * day);
    expect(stage.heard(it)).toEqual([]);
    await stage.later(1 * day);
    expect(stage.heard(it)).toEqual([reminder]);
    await stage.later(2 * day);
    expect(stage.heard(it)).toEqual([escalation]);
    await stage.act('maria', (maria) => maria.comment(it, '/snooze for a while'));
    expect(stage.heard(it)).toEqual([
      '`/snooze` needs a length of time or a day, as in `/snooze 3 days`, `/snooze 2 working days` or `/snooze until 2026-12-24`.',
    ]);
  });
});

test('begun on a week-end, a deadline runs from Monday on', async () => {
  await open();
  // Saturday.
  await stage.later(5 * day);
  const it = await issue();
  await stage.later(3 * day);
  expect(stage.heard(it)).toEqual([]);
  // Wednesday, though it is not nine yet: two working days were Monday and Tuesday.
  await stage.later(14 * hour);
  expect(stage.heard(it)).toEqual([reminder]);
});

test('what came due while Baton was down is not made good on a week-end', async () => {
  await open();
  const it = await issue();
  // Saturday.
  await stage.restart(() => stage.github.clock.advance(5 * day));
  await stage.settled();
  await stage.later(day);
  expect(stage.heard(it)).toEqual([]);
  await stage.later(day);
  expect(stage.heard(it)).toEqual([reminder]);
});

test('where a policy warns, it reminds; where it observes, it writes nothing', async () => {
  await open({ policy: `mode: warn\n${policy}` });
  const it = await issue();
  await stage.later(3 * day);
  expect(stage.heard(it)).toEqual([reminder]);
  await stage.close();
  await open({ policy: `mode: observe\n${policy}` });
  const other = await issue();
  await stage.later(30 * day);
  expect(stage.see(other)).toMatchObject({ card: null, said: [] });
});

test('a policy that gets its deadlines later reminds of what waits already', async () => {
  await open({ policy: policy.replaceAll(/, deadline: [\w ]+/g, '') });
  const it = await issue();
  await stage.later(9 * day);
  expect(stage.heard(it)).toEqual([]);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }),
  );
  // Whether more than this one wait is still to be found out.
  expect(stage.heard(it)).toEqual([]);
  await stage.later(hour);
  expect(stage.heard(it)).toEqual([reminder]);
});
