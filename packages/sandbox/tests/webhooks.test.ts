/** What GitHub tells an App: every payload fits GitHub's own description, is signed, and comes in order. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { playedWebhooks } from '../src/webhooks/played.ts';
import { call, jwt, secret, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** Does everything that Apps are told of, once at least. */
function live({ github }: World): void {
  const shop = 'acme/shop';
  const olga = github.as('olga');
  const bot = github.as('helper[bot]');
  github.ping('helper');
  github.addMember('acme', 'rita');
  github.team('acme', 'Product', { members: ['pia'] });
  github.team('acme', 'Specs', { parent: 'product', members: ['rita'], pending: ['ed'] });
  github.changeTeam('acme/specs', { name: 'Spec Writers' });
  github.grantTeam('acme/product', shop, 'triage');
  github.grantTeam('acme/product', shop, null);
  github.removeFromTeam('acme/spec-writers', 'rita');
  github.deleteTeam('acme/spec-writers');
  github.removeMember('acme', 'rita');
  github.collaborator(shop, 'rita', 'read');
  github.collaborator(shop, 'rita', 'triage');
  github.collaborator(shop, 'rita', null);
  github.repository('acme/till');

  olga.createLabel(shop, { name: 'specced', color: '00ff00', description: 'The spec is agreed' });
  olga.openIssue(shop, { title: 'Basket', body: 'Keep it', labels: ['specced'], assignees: ['ed'] });
  olga.edit('acme/shop#1', { title: 'The basket', body: 'Keep it well' });
  olga.unlabel('acme/shop#1', 'specced');
  olga.changeLabel(shop, 'specced', { name: 'approved', color: '0000ff' });
  olga.deleteLabel(shop, 'approved');
  olga.unassign('acme/shop#1', 'ed');
  const remark = github.as('rita').comment('acme/shop#1', 'Me too');
  olga.editComment(remark, 'Me three');
  olga.deleteComment(remark);
  olga.close('acme/shop#1', 'not_planned');
  olga.reopen('acme/shop#1');
  olga.lock('acme/shop#1');
  olga.lock('acme/shop#1', false);
  olga.pin('acme/shop#1');
  olga.pin('acme/shop#1', false);

  olga.push(shop, 'basket', { message: 'A basket', files: { 'basket.ts': 'one\ntwo\n', 'README.md': null } });
  olga.openPull(shop, { title: 'A basket', head: 'basket', body: 'Part of #1' });
  olga.push(shop, 'basket', { message: 'More', files: { 'basket.ts': 'one\ntwo\nthree\n' } });
  olga.editPull('acme/shop#2', { title: 'The basket', body: 'All of #1' });
  olga.label('acme/shop#2', 'big');
  olga.unlabel('acme/shop#2', 'big');
  olga.assign('acme/shop#2', 'ed');
  olga.unassign('acme/shop#2', 'ed');
  olga.lock('acme/shop#2');
  olga.lock('acme/shop#2', false);
  olga.draft('acme/shop#2', true);
  olga.draft('acme/shop#2', false);
  olga.requestReview('acme/shop#2', 'ed');
  olga.requestReview('acme/shop#2', 'acme/product');
  olga.requestReview('acme/shop#2', 'acme/product', false);
  const review = github.as('ed').review('acme/shop#2', { event: 'APPROVE', body: 'Good' });
  github.as('ed').editReview(review, 'Very good');
  const line = github.as('ed').remark('acme/shop#2', { path: 'basket.ts', line: 2, body: 'Why two?' });
  github.as('ed').editRemark(line, 'Why not three?');
  olga.deleteRemark(line);
  olga.close('acme/shop#2');
  olga.reopen('acme/shop#2');
  const run = bot.check(shop, 'acme/shop#2', 'tests', { status: 'in_progress' });
  bot.updateCheck(run, { conclusion: 'success', output: { title: 'All well', summary: '12 of 12' } });
  olga.rerun(run);
  olga.rerun(run.suite);
  github.protect(shop, { checks: [{ name: 'tests', app: 'helper' }], mergeQueue: true });
  olga.enqueue('acme/shop#2');
  olga.dequeue('acme/shop#2');

  olga.openIssue(shop, { title: 'Elsewhere', body: '' });
  olga.transfer('acme/shop#3', 'acme/till');
  olga.deleteIssue('acme/till#1');
  olga.openIssue(shop, { title: 'Part' });
  olga.addSubIssue('acme/shop#1', 'acme/shop#4');
  olga.removeSubIssue('acme/shop#1', 'acme/shop#4');
  olga.createBranch(shop, 'spare');
  olga.deleteBranch(shop, 'spare');
  github.renameRepository('acme/till', 'checkout');
  github.archiveRepository('acme/checkout');
  github.archiveRepository('acme/checkout', false);
  github.reach('helper', 'acme', { remove: ['acme/checkout'] });
  github.suspend('helper', 'acme');
  github.suspend('helper', 'acme', false);
  github.userToken('helper', 'ed');
  github.revokeAuthorization('helper', 'ed');
  github.uninstall('helper', 'acme');
}

test('everything that can happen is told, in the shape that GitHub describes', async () => {
  const { github } = world;
  live(world);
  await github.settled();
  const told = new Set(
    github.deliveries.map(({ event, action }) => (action === null ? event : `${event} ${action}`)),
  );
  const played = Object.entries(playedWebhooks).flatMap(([event, { actions }]) =>
    actions.length === 0 ? [event] : actions.map((action) => `${event} ${action}`),
  );
  expect(github.misfits).toEqual([]);
  expect([...told].sort()).toEqual(played.sort());
  expect(github.deliveries.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
});

test('a delivery is signed, and says where it comes from', async () => {
  const { github, listener, app } = world;
  await github.settled();
  listener.received.length = 0;
  github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Schöner Korb' });
  await github.settled();
  const [received] = listener.received;
  const sign = (algorithm: string): string =>
    createHmac(algorithm, secret)
      .update(received?.body ?? '')
      .digest('hex');
  expect(received?.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//) as string,
    'x-github-event': 'issues',
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) as string,
    'x-github-hook-id': String(app.hookId),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  });
  const payload = JSON.parse(received?.body ?? '') as Record<string, Record<string, unknown>>;
  const [installation] = (await call(github, jwt(app), 'GET', '/app/installations')).body as { id: number }[];
  expect([
    payload['action'],
    payload['sender']?.['login'],
    payload['repository']?.['full_name'],
    payload['organization']?.['login'],
    payload['installation']?.['id'],
  ]).toEqual(['opened', 'pia', 'acme/shop', 'acme', installation?.id]);
});

test('an edit says what was there before', async () => {
  const { github } = world;
  github.as('pia').openIssue('acme/shop', { title: 'Basket', body: 'Keep it' });
  const remark = github.as('pia').comment('acme/shop#1', 'first');
  github.as('ed').createLabel('acme/shop', { name: 'ready' });
  await github.settled();
  const before = github.deliveries.length;
  github.as('pia').edit('acme/shop#1', { title: 'The basket', body: 'Keep it well' });
  github.as('pia').editComment(remark, 'second');
  github.as('ed').changeLabel('acme/shop', 'ready', { name: 'approved' });
  await github.settled();
  expect(github.deliveries.slice(before).map(({ event, payload }) => [event, payload['changes']])).toEqual([
    ['issues', { title: { from: 'Basket' } }],
    ['issues', { body: { from: 'Keep it' } }],
    ['issue_comment', { body: { from: 'first' } }],
    ['label', { name: { from: 'ready' } }],
  ]);
});

test('an App hears of what it does itself, and only of repositories where it is installed', async () => {
  const { github, installationToken } = world;
  github.user('zoe');
  github.repository('zoe/blog');
  github.as('zoe').openIssue('zoe/blog', { title: 'Not theirs' });
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  const before = github.deliveries.length;
  await call(github, installationToken, 'POST', '/repos/acme/shop/issues/1/comments', { body: 'Noted' });
  await github.settled();
  expect(
    github.deliveries
      .slice(before)
      .map(({ event, payload }) => [event, (payload['sender'] as { login: string; type: string }).login]),
  ).toEqual([['issue_comment', 'helper[bot]']]);
  expect(github.deliveries.some(({ payload }) => JSON.stringify(payload).includes('Not theirs'))).toBe(false);
});

test('an App that is not subscribed, or may not read it, hears nothing of it', async () => {
  const { github, listener } = world;
  expect(() => github.app({ slug: 'curious', permissions: {}, events: ['issues'] })).toThrow(
    'GitHub does not let an App subscribe to issues without the permission issues.',
  );
  github.app({
    slug: 'modest',
    permissions: { issues: 'read' },
    events: ['label'],
    webhookUrl: listener.url,
    webhookSecret: 's',
  });
  github.install('modest', 'acme');
  github.as('ed').createLabel('acme/shop', { name: 'ready' });
  github.as('pia').openIssue('acme/shop', { title: 'Basket' });
  await github.settled();
  expect(
    github.deliveries.filter(({ app }) => app === 'modest').map(({ event, action }) => `${event} ${action}`),
  ).toEqual(['installation created', 'label created']);
});
