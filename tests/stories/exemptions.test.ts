/** Exemptions are somebody's: who put the label there, and who pushed to a bot's pull request. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const checks = (pull: string): readonly string[] => stage.see(pull).checks;
const notes = (): readonly string[] => stage.see(issue).card?.notes ?? [];
const label = (login: string, item: string, name: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.label(item, name));
const unlabel = (login: string, item: string, name: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.unlabel(item, name));
const chores = `${twoRoles}exempt: { labels: [chore], by: [pm] }\n`;
const held = 'Baton: action_required · Waiting for maria to approve the spec of #1';

test('an engineer’s label exempts nothing, a product manager’s does, also after a restart without the database', async () => {
  stage = await openStage({ policy: chores });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Tidy up' }));
  const pull = await openPull(stage, 'Closes #1');
  await label('anton', issue, 'chore');
  expect(checks(pull)).toEqual([held]);
  expect(stage.see(issue).labels).toEqual(['chore']);
  expect(notes().join('\n')).toContain(
    "`chore` doesn't exempt this issue: anton added it, and cannot decide that. If it should, somebody of `pm` (maria) can remove the label and add it again.",
  );
  await unlabel('maria', issue, 'chore');
  await label('maria', issue, 'chore');
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
  expect(notes()).toEqual([
    'This issue needs no handoffs: the label `chore`, which maria added, exempts it.',
  ]);
  stage.heard(issue);
  await stage.act('rita', (rita) => rita.comment(issue, '/why'));
  expect(stage.heard(issue).join('\n')).toContain('the label `chore`, which maria added, exempts it');
  await stage.restart();
  await stage.act('ben', (ben) => ben.comment(pull, 'Still fine?'));
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
  await unlabel('anton', issue, 'chore');
  expect(checks(pull)).toEqual([held]);
});

test('who held the role when they added it has exempted it, also after leaving', async () => {
  stage = await openStage({ policy: chores.replace('[maria]', '["@acme/product"]'), before: withProduct });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Tidy up' }));
  const pull = await openPull(stage, 'Closes #1');
  await label('maria', issue, 'chore');
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
  await stage.act('olga', () => stage.github.removeFromTeam('acme/product', 'maria'));
  await stage.act('ben', (ben) => ben.comment(issue, 'Well.'));
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
});

function withProduct(github: Sandbox): void {
  github.team('acme', 'Product', { members: ['maria'] });
}

test('a label that an issue was opened with exempts nothing, whoever opened it', async () => {
  stage = await openStage({ policy: chores });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Tidy up', labels: ['chore'] }));
  const pull = await openPull(stage, 'Closes #1');
  expect(checks(pull)).toEqual([held]);
  expect(notes().join('\n')).toContain('it was there from the opening, so nobody decided that yet');
  await unlabel('maria', issue, 'chore');
  await label('maria', issue, 'chore');
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
});

test('on a pull request, too', async () => {
  stage = await openStage({ policy: chores });
  const pull = await openPull(stage, 'Tidy up');
  await label('anton', pull, 'chore');
  expect(checks(pull)).toEqual(['Baton: action_required · Link the issue that this closes']);
  await unlabel('anton', pull, 'chore');
  await label('maria', pull, 'chore');
  expect(checks(pull)).toEqual(['Baton: success · Exempt because of its label: you can merge this']);
});

const bots = `${twoRoles}exempt: { authors: ["renovate[bot]"] }\n`;
const exempt = 'Baton: success · Exempt because of its author: you can merge this';
const linkIt = 'Baton: action_required · Link the issue that this closes';

async function renovate(message = 'Bump it'): Promise<string> {
  stage = await openStage({ policy: bots, before: withRenovate });
  await stage.act('renovate[bot]', (bot) =>
    bot.push(repository, 'renovate/all', { message, files: { 'lock.json': '1\n' } }),
  );
  const { number } = await stage.act('renovate[bot]', (bot) =>
    bot.openPull(repository, { title: 'Bump it', body: '', head: 'renovate/all' }),
  );
  return `${repository}#${number}`;
}

function withRenovate(github: Sandbox): void {
  github.app({
    slug: 'renovate',
    permissions: { contents: 'write', pull_requests: 'write', metadata: 'read' },
    events: [],
  });
  github.install('renovate', 'acme');
}

const pushTo = (login: string, message: string, more = {}): Promise<unknown> =>
  stage.act(login, (somebody) =>
    somebody.push(repository, 'renovate/all', { message, files: { 'evil.ts': `${message}\n` }, ...more }),
  );

test('a bot’s pull request is exempt while it alone pushes', async () => {
  const pull = await renovate();
  expect(checks(pull)).toEqual([exempt]);
  await pushTo('renovate[bot]', 'Bump more');
  expect(checks(pull)).toEqual([exempt]);
  await stage.restart();
  await stage.act('ben', (ben) => ben.comment(pull, 'Fine.'));
  expect(checks(pull)).toEqual([exempt]);
});

test('a person’s push ends it, also one that the bot pushed on; made anew by the bot, it is exempt again', async () => {
  const pull = await renovate();
  await pushTo('anton', 'And my change');
  expect(checks(pull)).toEqual([linkIt]);
  await pushTo('renovate[bot]', 'Bump more');
  expect(checks(pull)).toEqual([linkIt]);
  await pushTo('renovate[bot]', 'Bump anew', {
    onto: stage.github.find.tip(stage.github.find.repository(repository)),
  });
  expect(checks(pull)).toEqual([exempt]);
});

test('merged all the same, it went past a gate, unless it was the bot’s alone', async () => {
  const pull = await renovate();
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Bump it' }));
  const isPast = (number: number): boolean =>
    stage.see(`${repository}#${number}`).card?.notes.includes('**Merged early**') === true;
  await stage.act('renovate[bot]', (bot) => bot.editPull(pull, { body: 'Closes #2' }));
  await stage.act('olga', (olga) => olga.merge(pull));
  expect(isPast(2)).toBe(false);
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Bump more' }));
  await stage.act('renovate[bot]', (bot) =>
    bot.push(repository, 'renovate/more', { files: { 'lock.json': '2\n' } }),
  );
  const { number } = await stage.act('renovate[bot]', (bot) =>
    bot.openPull(repository, { title: 'Bump more', body: 'Closes #3', head: 'renovate/more' }),
  );
  await stage.act('anton', (anton) =>
    anton.push(repository, 'renovate/more', { files: { 'evil.ts': '1\n' } }),
  );
  await stage.act('olga', (olga) => olga.merge(`${repository}#${number}`));
  expect(isPast(3)).toBe(true);
});

test('nor does it help to keep GitHub from telling who pushed', async () => {
  const pull = await renovate();
  await pushTo('anton', 'And my change\n\nskip-checks: true');
  await stage.act('ben', (ben) => ben.comment(pull, 'Hm.'));
  expect(checks(pull)).toEqual([linkIt]);
  await pushTo('renovate[bot]', 'Bump more');
  expect(checks(pull)).toEqual([linkIt]);
});
