/** What pull requests mean for the gates of the Jira issues that they name: who made them, when they were pushed, and that they are merged. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };
const spec = (): Promise<string> => stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);

/** Somebody's pull request of that title; its address. */
async function pull(login: string, title: string, branch: string, body = 'Work.'): Promise<string> {
  await stage.act(login, (somebody) => somebody.push(repository, branch, { files: { 'a.txt': branch } }));
  const { number } = await stage.act(login, (somebody) =>
    somebody.openPull(repository, { title, body, head: branch }),
  );
  return `${repository}#${number}`;
}

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** A policy in which maria is known on both sides; `spec`: what its spec asks for besides. */
const policyOf = (jira: JiraStage['jira'], ofSpec: string): string => `roles:
  pm: { members: [maria], jira: { groups: [product], accounts: ["${jira.idOf('paul')}"] } }
  engineer: { members: ["@acme/engineering"], jira: { project-roles: [Developers] } }
people:
  - { github: maria, jira: "${jira.idOf('maria')}" }
gates:
  spec: { preset: spec, ${ofSpec} }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved }, acceptance: { status: Done } }
`;

/** The policy is what it is now: each story begins with one that the sandbox's accounts are written into. */
async function begin(flavour: 'cloud' | 'data-center', ofSpec: string): Promise<void> {
  stage = await openJiraStage(flavour);
  const text = policyOf(stage.jira, ofSpec);
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));
}

describe.each(flavours('cloud'))('%s', (flavour) => {
  test('whose pull request it is, their own approval does not count, where the policy says so', async () => {
    await begin(flavour, 'independent-of: [pull-request-authors]');
    const key = await spec();
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const antons = await pull('anton', `${key}: coupons`, 'coupons');
    expect(check(antons)).toBe('Baton: success · You can merge this');
    const marias = await pull('maria', `${key}: more coupons`, 'more');
    const held = `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`;
    // The other one too: whoever approved it works on it now.
    expect([check(marias), check(antons)]).toEqual([held, held]);
    await stage.inJira('paul', (paul) => paul.transition(key, 'Draft'));
    await stage.inJira('paul', (paul) => paul.transition(key, 'Approved'));
    const open = 'Baton: success · You can merge this';
    expect([check(marias), check(antons)]).toEqual([open, open]);
  });

  test('what was pushed after it was approved is to be approved again, where the policy says so', async () => {
    await begin(flavour, 'stale-on: [spec-edit, push]');
    const key = await spec();
    const item = await pull('anton', `${key}: coupons`, 'coupons');
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe('Baton: success · You can merge this');
    await stage.act('anton', (anton) =>
      anton.push(repository, 'coupons', { files: { 'a.txt': 'something else' } }),
    );
    expect(check(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira again`,
    );
    await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe('Baton: success · You can merge this');
  });
});

describe('an issue on GitHub that Jira decides', () => {
  /** Its address. */
  async function twin(key: string): Promise<string> {
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: `${key}: coupons`, body: 'See there.' }),
    );
    return `${repository}#${number}`;
  }
  const next = (issue: string): string | null | undefined => stage.see(issue).card?.next;
  const gates = (issue: string): readonly string[] | undefined => stage.see(issue).card?.gates;

  test.each([
    ['that closes it', (_key: string, issue: string) => ['Coupons', `Closes #${issue.split('#')[1]}`]],
    ['that names the one in Jira', (key: string) => [`${key}: coupons`, 'Work.']],
  ] as const)('once a pull request %s is merged, it is to be accepted', async (_, texts) => {
    stage = await openJiraStage('cloud');
    const key = await spec();
    const issue = await twin(key);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const [title = '', body = ''] = texts(key, issue);
    const item = await pull('anton', title, 'coupons', body);
    expect(gates(issue)?.[1]).toMatch(/^Acceptance · not ready yet/);
    await stage.act('anton', (anton) => anton.merge(item));
    expect(gates(issue)?.[1]).toMatch(/^Acceptance · waiting for approval/);
    expect(next(issue)).toContain('move it to the status `Done` in Jira');
    await stage.inJira('maria', (maria) => maria.transition(key, 'Done'));
    expect(gates(issue)?.[1]).toMatch(/^Acceptance · approved/);
  });

  test('a label on its pull request opens a gate that is decided here and waits for one that is not', async () => {
    stage = await openJiraStage('cloud', {
      policy: `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, blocks: [merge, review] }
  review: { title: Review, approve: pm, prepared-by: engineer, label: pm:reviewed, blocks: [merge] }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved } }
`,
    });
    const key = await spec();
    const number = (await twin(key)).split('#')[1];
    const item = await pull('anton', 'Coupons', 'coupons', `Closes #${number}`);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(check(item)).toBe(
      `Baton: action_required · Waiting for maria to approve the review of #${number}`,
    );
    await stage.act('maria', (maria) => maria.label(item, 'pm:reviewed'));
    expect(check(item)).toBe('Baton: success · You can merge this');
    expect(stage.see(item).labels).toEqual(['pm:reviewed']);
  });

  const failing = (): void => stage.jira.faults.add({ match: () => true, times: 1_000_000, kind: '5xx' });
  const rhythm = { backoff: { first: 20, most: 100 } };

  /** Time passes, for us and for both others. */
  function pass(milliseconds: number): void {
    stage.github.clock.advance(milliseconds);
    stage.jira.clock.advance(milliseconds);
    stage.service().inbox.wake();
  }

  const idle = (): Promise<void> =>
    vi.waitFor(async () => expect((await stage.service().inbox.metrics()).running).toBe(0), {
      timeout: 240_000,
    });

  /** Time goes on until it is so; not while anything is done, or it would seem to take that long. */
  const comesTo = (what: () => void): Promise<void> =>
    vi.waitFor(
      async () => {
        pass(30_000);
        await idle();
        what();
      },
      { timeout: 120_000, interval: 100 },
    );

  test('allow: while Jira is away its pull request passes, and what it shows stays', async () => {
    stage = await openJiraStage('cloud', { rhythm, timed: true, more: '  on-unavailable: allow' });
    const key = await spec();
    const issue = await twin(key);
    const item = await pull('anton', 'Coupons', 'coupons', `Closes #${issue.split('#')[1]}`);
    const held = check(item);
    expect(held).toMatch(/^Baton: action_required · Waiting for pm to approve the spec of #\d+ in Jira$/);
    const before = stage.see(issue);
    failing();
    stage.hurry('rita', (rita) => rita.comment(item, 'Well?'));
    stage.hurry('rita', (rita) => rita.comment(issue, 'Well?'));
    const passes =
      'Baton: success · You can merge this: Jira can’t be reached, and the policy lets it pass meanwhile';
    await vi.waitFor(() => expect(check(item)).toBe(passes), { timeout: 240_000, interval: 5 });
    expect(stage.see(issue)).toEqual(before);
    stage.jira.faults.clear();
    await comesTo(() => expect(check(item)).toBe(held));
    pass(3_600_000);
    await stage.settled();
    expect(stage.see(issue)).toEqual(before);
  });

  test('cached: what was read last counts, and it is looked at again by itself', async () => {
    stage = await openJiraStage('cloud', {
      rhythm,
      timed: true,
      more: '  on-unavailable: cached',
      hooked: false,
    });
    const key = await spec();
    const issue = await twin(key);
    expect(gates(issue)?.[0]).toMatch(/^Spec approval · waiting for approval/);
    failing();
    stage.jira.clock.advance(2000);
    stage.jira.as('maria').transition(key, 'Approved');
    const asked = stage.jira.requests.length;
    stage.hurry('rita', (rita) => rita.comment(issue, 'Well?'));
    await stage.until(() => stage.jira.requests.length > asked);
    await idle();
    expect(gates(issue)?.[0]).toMatch(/^Spec approval · waiting for approval/);
    stage.jira.faults.clear();
    await comesTo(() => expect(gates(issue)?.[0]).toMatch(/^Spec approval · approved/));
    pass(3_600_000);
    await stage.settled();
  });
});
