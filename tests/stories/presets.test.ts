/** Each policy that ships, as it is but for the people, in the story it is made for. */
import { readFileSync } from 'node:fs';

import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;

/** The preset with these people in place of the teams it asks for. */
function preset(name: string, people: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`../../config/presets/${name}.yml`, import.meta.url), 'utf8');
  return text.replaceAll(/'@your-organization\/([a-z]+)'/g, (_, team: string) => people[team] ?? 'olga');
}

const say = (login: string, text: string, on = issue): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(on, text));
const open = (login: string, body: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.openIssue(repository, { title: 'Coupons', body }));
const head = (): string | undefined => stage.see(issue).card?.head;
const statuses = (): readonly string[] =>
  (stage.see(issue).card?.gates ?? []).map((line) => line.split(' · ').slice(0, 2).join(' · '));

/** A pull request that closes the issue; its address. */
async function build(login: string): Promise<string> {
  const branch = `work-${login}`;
  await stage.act(login, (somebody) =>
    somebody.push(repository, branch, { files: { 'coupons.ts': `// ${login}\n` } }),
  );
  const { number } = await stage.act(login, (somebody) =>
    somebody.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: branch }),
  );
  return `${repository}#${number}`;
}

const spec =
  '## Problem\n\nNo coupons.\n\n## Acceptance criteria\n\n- [ ] Taken off once\n- [ ] Never below zero\n';

test('default: spec, work, acceptance', async () => {
  stage = await openStage({ policy: preset('default', { product: 'maria', engineering: 'anton' }) });
  await open('maria', spec);
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual([]);
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual(['anton']);
  const pull = await build('anton');
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue).state).toBe('open');
  await say('maria', '/accept');
  expect(stage.see(issue)).toMatchObject({
    state: 'closed: completed',
    labels: ['pm:accepted', 'spec:approved'],
  });
});

test('with QA: nobody checks their own work, nothing is accepted unchecked, criteria one by one', async () => {
  stage = await openStage({
    policy: preset('with-qa', { product: 'maria', engineering: 'anton', quality: '[anton, otto]' }).replace(
      'qa: [[anton, otto]]',
      'qa: [anton, otto]',
    ),
  });
  await open('maria', spec);
  await say('maria', '/approve');
  const pull = await build('anton');
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(head()).toBe('Waiting for otto to approve the quality check');
  await say('anton', '/approve check');
  expect(stage.heard(issue).at(-1)).toContain('For “Quality check”, somebody else in `');
  await say('maria', '/accept');
  expect(stage.heard(issue).at(-1)).toContain('“Acceptance” can’t be approved before “Quality check”');
  await say('otto', '/return check A second coupon is taken.');
  expect(head()).toBe('Waiting for anton to fix the quality check');
  await say('anton', '/request check');
  await say('otto', '/approve check');
  expect(head()).toBe('Waiting for maria to accept the result');
  await say('maria', '/accept 1');
  await say('maria', '/return 2 It was below zero.');
  expect(statuses().at(-1)).toBe('Acceptance · sent back');
  await say('maria', '/accept 2');
  expect(stage.see(issue).state).toBe('closed: completed');
});

test('architect and launch brief: viable first, a launch brief for what customers see, waivers', async () => {
  stage = await openStage({
    policy: preset('architect-and-launch', {
      product: 'maria',
      engineering: 'anton',
      architects: 'ben',
      support: 'otto',
      marketing: 'rita',
      leads: 'olga',
    }),
  });
  await open('maria', spec);
  await stage.act('maria', (maria) => maria.label(issue, 'customer-facing'));
  expect(head()).toBe('Waiting for anton and ben to confirm that the spec can be built');
  await say('anton', '/viable');
  await say('ben', '/not-viable There is no price to take it off.');
  expect(head()).toBe('Waiting for maria to change the spec');
  await stage.act('maria', (maria) =>
    maria.edit(issue, { body: spec.replace('No coupons', 'No coupons on prices') }),
  );
  expect(head()).toBe('Waiting for anton and ben to confirm that the spec can be built');
  await say('anton', '/viable');
  await say('ben', '/viable');
  await say('maria', '/approve');
  expect(statuses()).toEqual([
    'Spec approval · approved',
    'Acceptance · not ready yet',
    'Launch brief · waiting for approval',
  ]);
  await say('otto', '/approve launch');
  expect(statuses().at(-1)).toBe('Launch brief · waiting for approval');
  await say('rita', '/approve launch');
  expect(statuses().at(-1)).toBe('Launch brief · approved');
  // Support writes a note into the issue: what was approved is still what was approved.
  await stage.act('otto', (otto) =>
    otto.edit(issue, { body: `${spec.replace('No coupons', 'No coupons on prices')}\n## Notes\n\nCalled.` }),
  );
  expect(statuses()[0]).toBe('Spec approval · approved');
  await say('olga', '/waive acceptance It was shown to the board');
  expect(statuses()[1]).toBe('Acceptance · waived');
  expect(stage.see(issue).labels).not.toContain('pm:accepted');
});

test('open source: anybody may begin, a maintainer says what is wanted', async () => {
  stage = await openStage({ policy: preset('open-source', {}) });
  await open('rita', 'Coupons, please.');
  expect(head()).toBe('Waiting for anyone with maintain permission to approve the proposal');
  await stage.act('otto', (otto) => otto.assign(issue, 'otto'));
  expect(stage.see(issue).assignees).toEqual(['otto']);
  const pull = await build('otto');
  expect(stage.see(pull).checks[0]).toContain('action_required');
  await stage.act('olga', (olga) => olga.label(issue, 'accepted'));
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
});

test('solo: closing is enough', async () => {
  stage = await openStage({ policy: preset('solo', {}) });
  await open('olga', 'Coupons.');
  const pull = await build('otto');
  expect(stage.see(pull).checks[0]).toContain('action_required');
  await say('olga', '/approve');
  await stage.act('otto', (otto) => otto.merge(pull));
  expect(stage.see(issue).state).toBe('open');
  await stage.act('olga', (olga) => olga.close(issue, 'completed'));
  expect(stage.see(issue).state).toBe('closed: completed');
});

test('warn only: everything is said, nothing is undone', async () => {
  stage = await openStage({ policy: preset('warn-only', { product: 'maria', engineering: 'anton' }) });
  await open('maria', spec);
  expect(head()).toBeUndefined();
  await stage.act('maria', (maria) => maria.label(issue, 'try-baton'));
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual(['anton']);
  expect(stage.see(issue).card?.notes.join('\n')).toContain('anton assigned themselves');
  const pull = await build('anton');
  expect(stage.see(pull).checks[0]).toContain('neutral');
});

test.each([
  ['default', { product: 'maria', engineering: 'anton' }, 'maria'],
  ['with-qa', { product: 'maria', engineering: 'anton', quality: 'otto' }, 'maria'],
  ['solo', {}, 'olga'],
] as const)(
  '%s: what a label exempts is decided by those whom it names, and not by engineers',
  async (name, people, who) => {
    stage = await openStage({ policy: preset(name, people) });
    await open('anton', spec);
    const pull = await build('anton');
    await stage.act('anton', (anton) => anton.label(issue, 'chore'));
    expect(stage.see(pull).checks[0]).toContain('action_required · Waiting for ');
    await stage.act(who, (somebody) => somebody.unlabel(issue, 'chore'));
    await stage.act(who, (somebody) => somebody.label(issue, 'chore'));
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this: no approval is needed']);
  },
);
