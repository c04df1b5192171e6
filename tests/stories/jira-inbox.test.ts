/** What happens in Jira reaches the pull requests that name it, by itself, once, and however often something is lost. */
import { createHmac } from 'node:crypto';

import type { Flavour } from '@baton/sandbox/jira';
import { pino } from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { flavours } from '../night.ts';
import { doorOf, openJiraStage, secretOfJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const both = ['cloud', 'data-center'] as const;
const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const open = 'Baton: success · You can merge this';
const waits = (key: string): string =>
  `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`;
const away = 'Baton: in_progress · Baton will retry: Jira can’t be reached';

/** The issue's key. */
const spec = (): Promise<string> => stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);

/** anton's pull request of that title; its address. */
async function pull(title: string, branch = 'coupons'): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, branch, { files: { 'a.txt': branch } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body: 'Work.', head: branch }),
  );
  return `${repository}#${number}`;
}

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

const becomes = (item: string, what: string): Promise<void> =>
  vi.waitFor(() => expect(check(item)).toBe(what), { timeout: 240_000, interval: 5 });

/** An issue that waits for maria, and a pull request that names it. */
async function waiting(flavour: Flavour, settings: Parameters<typeof openJiraStage>[1] = {}) {
  stage = await openJiraStage(flavour, settings);
  const key = await spec();
  const item = await pull(`${key}: coupons`);
  expect(check(item)).toBe(waits(key));
  stage.spent();
  stage.jira.requests.length = 0;
  return { key, item };
}

/** How often items were looked at since `waiting`. */
const looks = (): number =>
  stage.github.requests.filter(({ operation }) => operation === 'ObservePullRequest').length;

const countOf = async (line: RegExp): Promise<number> => {
  const page = await (await fetch(`${stage.service().url}/metrics`)).text();
  return Number(
    page
      .split('\n')
      .find((each) => line.test(each))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};

describe.each(both)('%s', (flavour) => {
  test('a transition changes the check by itself, without anything on GitHub', async () => {
    const { key, item } = await waiting(flavour);
    const sent = stage.github.deliveries.length;
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe(open);
    // But what Baton's own check leads to.
    const events = stage.github.deliveries.slice(sent).map(({ event }) => event);
    expect(events.filter((event) => !event.startsWith('check_'))).toEqual([]);
    await stage.inJira('anton', (anton) => anton.edit(key, { description: 'Vouchers.' }));
    expect(check(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira again`,
    );
    expect(stage.jira.deliveries.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202]);
  });

  test('an issue that nobody names leads to no look', async () => {
    const { item } = await waiting(flavour);
    const other = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);
    await stage.inJira('maria', (maria) => maria.transition(other, 'Approved'));
    expect(looks()).toBe(0);
    expect(item).not.toBe('');
  });

  test('a doubled webhook leads to one look, a late one to what is true by then', async () => {
    const { key, item } = await waiting(flavour);
    stage.jira.faults.addForDeliveries({ match: () => true, kind: 'doubled' });
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe(open);
    expect(looks()).toBe(1);
    expect(await countOf(/^baton_deliveries_total.*jira-changed.*copy/)).toBe(1);
    stage.jira.faults.addForDeliveries({ match: () => true, kind: 'late' });
    stage.jira.as('maria').transition(key, 'Draft');
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe(open);
  });

  test('a lost webhook is made good by the sweep', async () => {
    const { key, item } = await waiting(flavour, { rhythm: { jiraSweep: 50 } });
    stage.jira.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').transition(key, 'Approved');
    await becomes(item, open);
    expect(stage.jira.deliveries).toHaveLength(1);
    // Once it has been looked at, the sweep asks once and finds nothing new.
    await stage.settled();
    stage.spent();
    stage.jira.requests.length = 0;
    await stage.until(() => stage.jira.requests.length >= 4);
    expect(looks()).toBe(0);
    expect(new Set(stage.jira.requests.map(({ operation }) => operation))).toEqual(
      new Set(flavour === 'cloud' ? ['GET /search/jql', 'POST /issue/bulkfetch'] : ['GET /search']),
    );
  });

  test('an issue that was moved is followed, whatever it is called, also where all webhooks are lost', async () => {
    const { item, key } = await waiting(flavour, { rhythm: { jiraSweep: 50 }, projects: ['SHOP', 'PAY'] });
    stage.jira.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').move(key, 'PAY');
    const unseen = `Baton: action_required · ${key} couldn’t be read`;
    await becomes(item, unseen);
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').move('PAY-1', 'SHOP');
    const now = stage.jira.issue(key).key;
    expect(now).not.toBe(key);
    await vi.waitFor(() => expect(check(item)).not.toBe(unseen), { timeout: 240_000, interval: 5 });
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').transition(now, 'Approved');
    await becomes(item, open);
    await stage.settled();
  });

  test('what we did ourselves leads to no look', async () => {
    const { key, item } = await waiting(flavour);
    await stage.inJira('baton', (baton) => baton.edit(key, { summary: 'Coupons for all' }));
    expect(stage.jira.deliveries.at(-1)?.statusCode).toBe(202);
    expect(looks()).toBe(0);
    expect(stage.jira.requests).toEqual([]);
    expect(await countOf(/^baton_deliveries_total.*jira-changed.*ignored/)).toBe(1);
    await stage.inJira('anton', (anton) => anton.edit(key, { summary: 'Coupons' }));
    expect(looks()).toBe(1);
    expect(check(item)).toBe(waits(key));
  });

  test('a forged webhook does nothing, and is answered with 401', async () => {
    const { key } = await waiting(flavour);
    const body = JSON.stringify({
      webhookEvent: 'jira:issue_updated',
      user: { accountId: stage.jira.idOf('maria'), name: 'maria' },
      issue: { id: stage.jira.issue(key).id, key },
    });
    const post = async (secret: string | null): Promise<number> => {
      const hex = createHmac('sha256', secret ?? '')
        .update(body)
        .digest('hex');
      const signature = secret === null ? {} : { 'x-hub-signature': `sha256=${hex}` };
      const headers = { 'content-type': 'application/json', ...signature };
      const answer = await fetch(doorOf(stage), { method: 'POST', headers, body });
      await stage.settled();
      return answer.status;
    };
    expect(await post(null)).toBe(401);
    expect(await post('another')).toBe(401);
    expect(looks()).toBe(0);
    // The same, signed: what made the difference is the secret.
    expect(await post(secretOfJira)).toBe(202);
    expect(looks()).toBe(1);
  });
});

const backoff = { first: 20, most: 100 };
type Trouble = Parameters<JiraStage['jira']['faults']['add']>[0];

const failing = (fault: Omit<Trouble, 'match'> & Partial<Pick<Trouble, 'match'>>): void =>
  stage.jira.faults.add({ match: () => true, times: 1_000_000, ...fault });

/** Time passes, for us and for both others. */
function pass(milliseconds: number): void {
  stage.github.clock.advance(milliseconds);
  stage.jira.clock.advance(milliseconds);
  stage.service().inbox.wake();
}

/** No look is under way. */
const idle = (): Promise<void> =>
  vi.waitFor(async () => expect((await stage.service().inbox.metrics()).running).toBe(0), {
    timeout: 240_000,
  });

/** Time goes on until it is so; not while anything is done, or it would seem to take that long. */
const comesToBe = (item: string, what: string): Promise<void> =>
  vi.waitFor(
    async () => {
      pass(30_000);
      await idle();
      expect(check(item)).toBe(what);
    },
    { timeout: 120_000, interval: 100 },
  );

describe.each(flavours('data-center'))('while Jira (%s) is away', (flavour) => {
  test.each<readonly [string, Omit<Trouble, 'match'>]>([
    ['hangs', { kind: 'hang' }],
    ['answers 503', { kind: '5xx' }],
    ['breaks off', { kind: 'reset' }],
    ['asks to wait half a minute', { kind: '429', seconds: 30 }],
    ['asks to wait', { kind: '429', seconds: null }],
    ['does not take the token', { kind: '401' }],
  ])('%s: the check says so, asks seldom, and recovers by itself', async (_, fault) => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const { key, item } = await waiting(flavour, {
      rhythm: { backoff },
      timed: true,
      log,
      ...(fault.kind === 'hang' ? { timeout: 1500 } : {}),
    });
    failing(fault);
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').transition(key, 'Approved');
    await becomes(item, away);
    // Whatever happens meanwhile asks no more of it.
    const isAsked = fault.kind === '429' || fault.kind === '401';
    // Where nothing is answered, what tells an outage from an issue that cannot be read is asked for at last.
    await stage.until(() => isAsked || stage.jira.requests.some(({ path }) => path === '/myself'));
    await idle();
    const asked = stage.jira.requests.length;
    expect(asked).toBeLessThanOrEqual(6);
    for (let time = 0; time < 5; time += 1) stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    const seen = looks();
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(seen), { timeout: 240_000, interval: 5 });
    expect(stage.jira.requests.length).toBe(asked);
    expect(check(item)).toBe(away);
    stage.jira.faults.clear();
    await comesToBe(item, open);
    pass(3_600_000);
    await stage.settled();
    const errors = lines.filter((line) => line.includes('"level":50'));
    expect(errors.length).toBe(fault.kind === '401' ? 1 : 0);
    if (fault.kind === '401') expect(errors[0]).toContain('does not take our token');
  });
});

test('a token that stays expired is told of once, and tried less and less often', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const { key, item } = await waiting('cloud', { rhythm: { backoff }, timed: true, log });
  failing({ kind: '401' });
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition(key, 'Approved');
  await becomes(item, away);
  for (const minutes of [1, 2, 4, 8]) {
    const asked = stage.jira.requests.length;
    pass(minutes * 60_000 + 1000);
    await stage.until(() => stage.jira.requests.length > asked);
    // Once it is answered as well, the next wait has begun.
    await idle();
  }
  expect(stage.jira.requests.length).toBeLessThanOrEqual(6);
  expect(lines.filter((line) => line.includes('does not take our token'))).toHaveLength(1);
  expect(lines.join('')).not.toContain('failed');
  stage.jira.faults.clear();
  await comesToBe(item, open);
  // What asked while another request found out that it works again has to wait a little more.
  pass(3_600_000);
  await stage.settled();
});

test('nothing of GitHub waits for Jira', async () => {
  await waiting('cloud', { rhythm: { backoff }, timed: true, timeout: 1000 });
  const pulls = [];
  for (let count = 0; count < 6; count += 1) pulls.push(await pull('SHOP-1: more', `more-${count}`));
  stage.jira.requests.length = 0;
  failing({ kind: 'hang' });
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition('SHOP-1', 'Approved');
  for (const each of pulls) await becomes(each, away);
  expect(stage.jira.requests.length).toBeLessThanOrEqual(8);
  stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Vouchers', body: 'One.' }));
  const issue = `${repository}#${stage.github.find.repository(repository).items.size}`;
  const begun = Date.now();
  await stage.until(() => stage.see(issue).card !== null);
  expect(Date.now() - begun).toBeLessThan(10_000);
  expect(pulls.map(check)).toEqual(pulls.map(() => away));
  stage.jira.faults.clear();
  for (const each of pulls) await comesToBe(each, open);
  pass(3_600_000);
  await stage.settled();
});

describe('what the policy lets count meanwhile', () => {
  /** Jira refuses us, and the pull request is looked at again and again. */
  async function refusals(item: string, fault: Parameters<typeof failing>[0]) {
    failing(fault);
    const before = stage.jira.requests.length;
    for (let time = 0; time < 3; time += 1) {
      const seen = looks();
      pass(6 * 60_000);
      stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
      await vi.waitFor(() => expect(looks()).toBeGreaterThan(seen), { timeout: 240_000, interval: 5 });
      await stage.github.settled();
      await idle();
    }
    return { asked: stage.jira.requests.length - before };
  }

  test('cached: what was read last', async () => {
    const { key, item } = await waiting('cloud', {
      rhythm: { backoff },
      timed: true,
      more: '  on-unavailable: cached',
    });
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe(open);
    const never = await pull('SHOP-2: nobody read this one', 'never');
    failing({ kind: '5xx' });
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    stage.hurry('rita', (rita) => rita.comment(never, 'Well?'));
    await becomes(never, away);
    await becomes(item, open);
    // Also when nothing of who holds which role is remembered any more.
    const asked = stage.jira.requests.length;
    pass(10 * 60_000);
    stage.hurry('rita', (rita) => rita.comment(item, 'And now?'));
    await stage.until(() => stage.jira.requests.length > asked);
    await idle();
    await becomes(item, open);
    stage.jira.faults.clear();
    await comesToBe(never, 'Baton: action_required · SHOP-2 couldn’t be read');
    expect(check(item)).toBe(open);
    pass(3_600_000);
    await stage.settled();
  });

  const isOfIssue = ({ path }: { readonly path: string }): boolean => path.startsWith('/issue/');

  test('allow: one issue that cannot be read is no outage, however often it fails', async () => {
    const { item } = await waiting('cloud', { rhythm: { backoff }, more: '  on-unavailable: allow' });
    failing({ kind: '5xx', match: isOfIssue });
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    await becomes(item, away);
    await stage.until(() => stage.jira.requests.filter(isOfIssue).length > 12);
    expect(check(item)).toBe(away);
    stage.jira.faults.clear();
    await becomes(item, waits('SHOP-1'));
    await stage.settled();
  });

  test('allow: that Jira asks to wait is no outage, unless it is for long', async () => {
    const { item } = await waiting('cloud', {
      rhythm: { backoff },
      timed: true,
      more: '  on-unavailable: allow',
    });
    failing({ kind: '429', seconds: 20 });
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    await becomes(item, away);
    await idle();
    stage.jira.faults.clear();
    await comesToBe(item, waits('SHOP-1'));
    failing({ kind: '429', seconds: 1200 });
    stage.hurry('rita', (rita) => rita.comment(item, 'And now?'));
    await becomes(item, passes);
    stage.jira.faults.clear();
    await comesToBe(item, waits('SHOP-1'));
    pass(3_600_000);
    await stage.settled();
  });

  const refusedOne = { kind: '5xx', status: 403, match: isOfIssue } as const;
  const passes =
    'Baton: success · You can merge this: Jira can’t be reached, and the policy lets it pass meanwhile';

  test.each(['cached', 'allow'] as const)(
    '%s: one issue that we are refused is no outage, and neither passes nor counts as it was read',
    async (means) => {
      const more = `  on-unavailable: ${means}`;
      const { key, item } = await waiting('cloud', { rhythm: { backoff }, timed: true, more });
      await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
      expect(check(item)).toBe(open);
      const { asked } = await refusals(item, refusedOne);
      expect(asked).toBeGreaterThan(0);
      expect(check(item)).toMatch(/^Baton: in_progress · Baton will retry/);
      stage.jira.faults.clear();
      await comesToBe(item, open);
      pass(3_600_000);
      await stage.settled();
    },
  );

  test('cached: what was read last, where the site does not take the token', async () => {
    const more = '  on-unavailable: cached';
    const { key, item } = await waiting('cloud', { rhythm: { backoff }, timed: true, more });
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const never = await pull('SHOP-2: nobody read this one', 'never');
    await refusals(item, { kind: '401' });
    expect(check(item)).toBe(open);
    stage.hurry('rita', (rita) => rita.comment(never, 'Well?'));
    await becomes(never, away);
    stage.jira.faults.clear();
    await comesToBe(never, 'Baton: action_required · SHOP-2 couldn’t be read');
    pass(3_600_000);
    await stage.settled();
  });

  test('allow: it passes, where the site does not take the token', async () => {
    const more = '  on-unavailable: allow';
    const { key, item } = await waiting('cloud', { rhythm: { backoff }, timed: true, more });
    const { asked } = await refusals(item, { kind: '401' });
    expect(asked).toBeGreaterThan(0);
    expect(check(item)).toBe(passes);
    stage.jira.faults.clear();
    await comesToBe(item, waits(key));
    pass(3_600_000);
    await stage.settled();
  });

  test('allow: a site that is back, and shows our token nothing, is no outage', async () => {
    const all = ['read:jira-work', 'read:jira-user', 'write:jira-work'];
    let scopes = all;
    const { key, item } = await waiting('cloud', {
      rhythm: { backoff },
      timed: true,
      more: '  on-unavailable: allow',
      token: (jira) => jira.scopedToken('baton', scopes),
    });
    failing({ kind: '5xx' });
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    await becomes(item, passes);
    scopes = ['read:jira-user'];
    stage.jira.faults.clear();
    // What is missing is for the log.
    const tried = 'Baton: in_progress · Baton will retry';
    await vi.waitFor(
      () => {
        pass(30_000);
        expect(check(item)).toContain(tried);
      },
      { timeout: 240_000, interval: 100 },
    );
    for (let time = 0; time < 3; time += 1) {
      const seen = looks();
      stage.hurry('rita', (rita) => rita.comment(item, 'And now?'));
      await vi.waitFor(() => expect(looks()).toBeGreaterThan(seen), { timeout: 240_000, interval: 5 });
      await stage.github.settled();
      await idle();
      expect(check(item)).toContain(tried);
    }
    scopes = all;
    await comesToBe(item, waits(key));
    pass(3_600_000);
    await stage.settled();
  });

  test('allow: it passes, and is judged once Jira is back', async () => {
    const { key, item } = await waiting('cloud', {
      rhythm: { backoff },
      timed: true,
      more: '  on-unavailable: allow',
    });
    failing({ kind: '5xx' });
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    await becomes(
      item,
      'Baton: success · You can merge this: Jira can’t be reached, and the policy lets it pass meanwhile',
    );
    stage.jira.faults.clear();
    await comesToBe(item, waits(key));
    pass(3_600_000);
    await stage.settled();
  });
});
