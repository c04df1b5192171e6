/** What happens now goes before what Baton does by itself, however little GitHub's limit leaves and however slow it answers. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { cpuTime } from '../cpu.ts';
import { openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

const hour = 3_600_000;
/** Milliseconds of processor time, GitHub's included, within which a forged label is removed: what else it waits for is time. */
const soon = 5000;
const limit = 5000;

let stage: Stage;
let acme: number;
afterEach(() => stage.close());

/** A stage with so many open issues, each with a card. */
async function openWith(issues: number, settings: StageSettings = {}): Promise<void> {
  stage = await openStage({ timed: true, ...settings });
  acme = stage.github.deliveries[0]?.installationId ?? 0;
  if (settings.before === withBot) stage.github.install('helper', 'acme');
  for (let n = 1; n <= issues; n += 1)
    stage.hurry('maria', (maria) => maria.openIssue(repository, { title: `Issue ${n}` }));
  await stage.settled();
  stage.spent();
}

/** Of its limit, an installation has so much left that rounds may use. Baton knows it from its next answer. */
async function leaveForRounds(requests: number): Promise<void> {
  stage.github.leaveOfLimit(acme, Math.ceil(limit / 3) + requests);
  await stage.act('maria', (maria) => maria.comment(`${repository}#1`, 'Where are we?'));
}

/** Every card changes with this policy. */
function changePolicy(): void {
  const files = { '.github/roles.yml': `${twoRoles}${legal}` };
  stage.hurry('olga', (olga) => olga.push(repository, 'main', { files }));
}
const legal = `gates:
  spec: { preset: spec }
  legal: { approve: pm, blocks: [merge] }
`;

/** An App that labels by itself. */
function withBot(github: Stage['github']): void {
  github.app({ slug: 'helper', permissions: { issues: 'write', metadata: 'read' }, events: [] });
}

/** otto, who has no role, labels an issue as approved. Resolves when that is undone, with how long it worked for that. */
async function forge(issue: string, by = 'otto'): Promise<number> {
  const before = cpuTime();
  stage.hurry(by, (somebody) => somebody.label(issue, 'spec:approved'));
  await stage.until(() => !stage.see(issue).labels.includes('spec:approved'));
  return cpuTime() - before;
}

const left = (installation = acme): number => stage.service().github.budget(installation)?.remaining ?? 0;
const pacedNow = async () => (await stage.service().inbox.metrics()).paced;
const requestsOf = (installation: number): number =>
  stage.github.requests.filter((request) => request.installation === installation).length;

const asked = async (path: string): Promise<string> => (await fetch(`${stage.service().url}${path}`)).text();
/** A metric's value, by its name and labels. */
const metric = async (series: string): Promise<number> => {
  const line = (await asked('/metrics')).split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? Number.NaN);
};

/** The round has used what it may for now, and waits. */
async function untilPaced(): Promise<void> {
  for (const end = Date.now() + 60_000; (await pacedNow()).length === 0;) {
    if (Date.now() > end) throw new Error('Nothing was paced.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The limit begins anew; not while a request is under way, which would seem to have taken that long. */
async function anHourLater(): Promise<void> {
  await stage.github.settled();
  await vi.waitFor(async () => expect(await stage.service().inbox.metrics()).toMatchObject({ running: 0 }), {
    timeout: 60_000,
    interval: 5,
  });
  await stage.later(hour);
}

describe('a round that would use up the limit', () => {
  test('leaves a third of it; meanwhile a forged label is removed and a command is answered at once', async () => {
    await openWith(26);
    await leaveForRounds(10);
    changePolicy();
    await untilPaced();
    expect(await pacedNow()).toMatchObject([{ group: String(acme), urgency: 'round' }]);
    // Those that were taken together are given back first.
    await vi.waitFor(async () => expect((await pacedNow())[0]?.waiting).toBeGreaterThan(5));
    expect(JSON.parse(await asked('/workz'))).toEqual({
      status: 'working',
      paced: expect.stringMatching(
        /^\d+ items wait for more of GitHub’s rate limit, so that events can use the rest\. The next go on at \d\d:\d\d UTC by themselves\.$/,
      ),
    });
    expect(await metric('baton_items_paced{urgency="round"}')).toBeGreaterThan(5);
    expect(await metric('baton_items_paced{urgency="event"}')).toBe(0);
    expect(await metric(`baton_paced_seconds{installation="${acme}",urgency="round"}`)).toBeGreaterThan(60);
    expect(
      await metric(`baton_github_rate_limit_left{installation="${acme}",urgency="event"}`),
    ).toBeGreaterThan(limit / 5);
    expect(await metric('baton_github_requests_by_urgency_total{urgency="round"}')).toBeGreaterThan(4);
    // Those that were under way when it ended may have gone a little beyond it.
    expect(left()).toBeGreaterThan(limit / 3 - 10);
    stage.spent();

    expect(await forge(`${repository}#3`)).toBeLessThan(soon);
    stage.hurry('maria', (maria) => maria.comment(`${repository}#4`, '/approve spec'));
    await stage.until(() => stage.see(`${repository}#4`).labels.includes('spec:approved'));
    // The round went no further meanwhile.
    const { queries, mutations } = stage.spent();
    expect([queries < 12, mutations < 12]).toEqual([true, true]);

    // An hour later the limit is another, and the round goes on by itself.
    await anHourLater();
    expect(await pacedNow()).toEqual([]);
    expect(JSON.parse(await asked('/workz'))).toEqual({ status: 'working' });
    expect(stage.spent().mutations).toBeGreaterThan(5);
  });

  test('with the limit full, nobody waits: a policy change on thirty issues is through', async () => {
    await openWith(30);
    changePolicy();
    await stage.settled();
    expect(await pacedNow()).toEqual([]);
    expect(stage.spent().mutations).toBeGreaterThanOrEqual(30);
  });

  test('of one installation, holds up no other', async () => {
    await openWith(26);
    const { github } = stage;
    github.organization('globex', { admins: ['olga'], members: ['maria', 'otto'] });
    github.repository('globex/site', {
      private: false,
      collaborators: { maria: 'write', otto: 'write' },
      files: { '.github/roles.yml': twoRoles.replace('"@acme/engineering"', 'anton') },
    });
    github.as('maria').openIssue('globex/site', { title: 'A page' });
    const { id: globex } = github.install('baton', 'globex');
    await stage.settled();
    await leaveForRounds(10);
    changePolicy();
    await untilPaced();
    stage.spent();
    stage.hurry('maria', (maria) =>
      maria.push('globex/site', 'main', { files: { '.github/roles.yml': twoRoles } }),
    );
    await stage.until(() => requestsOf(globex) >= 2);
    expect((await pacedNow()).map(({ group }) => group)).toEqual([String(acme)]);
    await anHourLater();
  });
});

describe('a round that would create more content than GitHub takes', () => {
  test('leaves a third of it; meanwhile a command gets its handoff at once', async () => {
    await openWith(24, { contentAnHour: 30 });
    // What was created until now is not counted any more.
    await stage.later(hour);
    stage.spent();
    changePolicy();
    await untilPaced();
    expect(await pacedNow()).toMatchObject([{ group: String(acme), urgency: 'round' }]);
    const cards = (): number =>
      stage.github.requests.filter(({ document }) => document?.includes('updateIssueComment') === true)
        .length;
    expect(cards()).toBe(20);
    stage.hurry('maria', (maria) => maria.comment(`${repository}#4`, '/approve spec'));
    await stage.until(() => stage.see(`${repository}#4`).labels.includes('spec:approved'));
    expect(cards()).toBe(21);
    await anHourLater();
    expect(await pacedNow()).toEqual([]);
    expect(cards()).toBeGreaterThanOrEqual(24);
  });
});

describe('events in a flood', () => {
  test('leave a tenth of the limit to what is to be undone', async () => {
    await openWith(27, { before: withBot });
    stage.github.leaveOfLimit(acme, 520);
    await stage.act('maria', (maria) => maria.comment(`${repository}#1`, 'Where are we?'));
    for (let n = 1; n <= 25; n += 1)
      stage.hurry('maria', (maria) => maria.comment(`${repository}#${n}`, '/approve spec'));
    await untilPaced();
    expect(await pacedNow()).toMatchObject([{ urgency: 'event' }]);
    expect(await asked('/workz')).toContain('so that people’s mistakes can still be corrected');
    // Nobody is called for the wait as such; that people wait has an alert of its own.
    expect(await metric('baton_items_paced{urgency="event"}')).toBeGreaterThan(0);
    expect(left()).toBeGreaterThan(limit / 10 - 15);
    expect(await forge(`${repository}#26`)).toBeLessThan(soon);
    // A bot’s is, too; where it goes on, it waits as other events do.
    const ofBot = `${repository}#27`;
    expect(await forge(ofBot, 'helper[bot]')).toBeLessThan(soon);
    stage.hurry('helper[bot]', (helper) => helper.label(ofBot, 'spec:approved'));
    expect(await forge(`${repository}#26`)).toBeLessThan(soon);
    expect(stage.see(ofBot).labels).toContain('spec:approved');
    await anHourLater();
    expect(stage.see(ofBot).labels).not.toContain('spec:approved');
    expect(stage.see(`${repository}#25`).labels).toContain('spec:approved');
  });
});

describe('while GitHub answers slowly', () => {
  test('a forged label waits for no more of a round than what is under way', async () => {
    await openWith(50);
    changePolicy();
    stage.github.faults.add({
      match: ({ installation }) => installation === acme,
      kind: 'slow',
      milliseconds: 150,
      times: 10_000,
    });
    await vi.waitFor(
      async () => expect((await stage.service().inbox.metrics()).waiting).toBeGreaterThan(10),
      { timeout: 60_000, interval: 5 },
    );
    stage.spent();
    await forge(`${repository}#50`);
    // One evaluation of its own, and beside it what three of the round had time for.
    expect(stage.github.requests.length).toBeLessThan(20);
    stage.github.faults.clear();
    await stage.settled();
  });
});
