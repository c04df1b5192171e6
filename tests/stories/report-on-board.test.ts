/** The Report page beside a Baton at work: the figures of `baton report`, and those of the ledger, for whoever may see them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { waitsIn, type Stand } from '../../src/figures/waits.ts';
import { linesOfLedger } from '../../src/store/index.ts';
import { visit, type Visit } from '../board/visiting.ts';
import { asPublished } from '../cli/published.ts';
import { typed } from '../cli/typed.ts';
import { openPull, openStage, repository, type Stage } from './stage.ts';

const day = 24 * 3_600_000;
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, waive: [pm] }
  acceptance: { preset: acceptance }
`;

const folder = mkdtempSync(join(tmpdir(), 'baton-board-report-'));
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    policy,
    dataDir: folder,
    onboarding: false,
    board: {},
    before: (github) => {
      github.repository('acme/vault', {
        private: true,
        collaborators: { maria: 'write' },
        files: { '.github/roles.yml': policy },
      });
    },
  });
  const pass = (milliseconds: number): void => stage.github.clock.advance(milliseconds);
  const open = async (title: string, where = repository): Promise<string> => {
    const opened = await stage.act('maria', (maria) => maria.openIssue(where, { title, body: 'One.' }));
    return `${where}#${opened.number}`;
  };
  const say = (issue: string, words: string) =>
    stage.act('maria', (somebody) => somebody.comment(issue, words));
  const closed = await open('Prices');
  await say(closed, '/waive spec It is old.');
  await stage.act('maria', (maria) => maria.close(closed));
  pass(60 * day);
  const one = await open('Coupons');
  await open('Plans', 'acme/vault');
  pass(day);
  await say(one, '/return spec The error case is missing.');
  pass(2 * day);
  await stage.act('anton', (anton) => anton.comment(one, '/request spec'));
  pass(day);
  await say(one, '/approve spec');
  const two = await open('Refunds');
  const pull = await openPull(stage, `Closes #${two.split('#')[1]}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  pass(3 * day);
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

const page = `/${repository}/report`;

const signedIn = async (login: string): Promise<Visit> => {
  const browser = visit(stage.github, stage.service().url);
  await browser.signIn(login);
  return browser;
};

/** Opens the page until the figures are on it. */
async function figuresOn(browser: Visit): Promise<string> {
  let body = '';
  await expect
    .poll(async () => ({ body } = await browser.get(page)).body, { timeout: 20_000 })
    .not.toContain('http-equiv="refresh"');
  return body;
}

type Json = {
  readonly since: string;
  readonly until: string;
  readonly requests: number;
  readonly repositories: readonly [
    {
      readonly policyInForceSince: string;
      readonly gates: readonly { readonly gate: string; readonly waits: { readonly count: number } }[];
      readonly bypasses: readonly unknown[];
    },
  ];
};

async function commandLine(since: string, until: string): Promise<Json> {
  vi.stubEnv('GH_TOKEN', stage.github.token('maria'));
  vi.stubEnv('GITHUB_API_URL', stage.github.url);
  try {
    const { out } = await typed('report', [repository, '--since', since, '--until', until, '--json']);
    return JSON.parse(out) as Json;
  } finally {
    vi.unstubAllEnvs();
  }
}

/** What both tell; only the App knows since when it is installed, and each took its own requests. */
const figures = ({ since, until, repositories: [told] }: Json) => ({
  since,
  until,
  ...told,
  policyInForceSince: '',
});

test.each([4, 12, 26])('of %i weeks, it is what baton report and the ledger say', async (weeks) => {
  const browser = await signedIn('maria');
  const body = await figuresOn(browser);
  expect(body).toContain('Where work waits in acme/shop');
  const { body: text } = await browser.get(`${page}.json?weeks=${weeks}`);
  asPublished('report', text);
  const told = JSON.parse(text) as Json;
  expect(figures(told)).toEqual(figures(await commandLine(told.since, told.until)));
  const stands = new Map<string, Stand[]>();
  const db = stage.service().store.db;
  for await (const { item, at, verdict } of linesOfLedger(db, { since: 0, until: Date.parse(told.until) })) {
    if (!item.includes(`${repository} issue `)) continue;
    const { gates, batons } = JSON.parse(verdict) as {
      readonly gates: Readonly<Record<string, { readonly status: Stand['gates'][number]['status'] }>>;
      readonly batons: Stand['batons'];
    };
    const of = Object.entries(gates).map(([gate, { status }]) => ({ gate, status }));
    stands.set(item, [...(stands.get(item) ?? []), { at, gates: of, batons }]);
  }
  const since = Date.parse(told.since);
  const waits = [...stands.values()].flatMap(waitsIn).filter(({ to }) => to === null || to >= since);
  for (const { gate, waits: counted } of told.repositories[0].gates)
    expect([gate, counted.count]).toEqual([
      gate,
      waits.filter((wait) => wait.kind === 'gate' && wait.gate === gate).length,
    ]);
  expect(told.repositories[0].bypasses).toHaveLength(1);
});

test('the page, the table and the list are for whoever sees the repository on GitHub, and cost nothing more', async () => {
  const browser = await signedIn('maria');
  await figuresOn(browser);
  const other = await signedIn('rita');
  await other.get('/report');
  stage.spent();
  const shown = await other.get('/report');
  expect(shown.body).toContain(`href="${page}"`);
  expect(shown.body).not.toContain('vault');
  for (const path of [page, `${page}?weeks=4`, `${page}.csv`, `${page}.json`]) {
    const { status, headers } = await other.get(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  for (const path of ['report', 'report.csv', 'report.json']) {
    const [hidden, nothing] = [await other.get(`/acme/vault/${path}`), await other.get(`/acme/none/${path}`)];
    expect([hidden.status, hidden.body]).toEqual([404, nothing.body]);
  }
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  const stranger = visit(stage.github, stage.service().url);
  expect((await stranger.get(page)).location).toBe('/sign-in?to=%2Facme%2Fshop%2Freport');
});

test('a deployment in the middle of a count begins it anew, and what was counted lasts', async () => {
  const browser = await signedIn('maria');
  await stage.service().store.db.deleteFrom('reports').execute();
  let goOn = (): void => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  stage.github.faults.add({
    match: ({ kind, by }) => kind === 'query' && by.startsWith('baton'),
    kind: 'slow',
    until,
  });
  const { body } = await browser.get(page);
  expect(body).toContain('<meta http-equiv="refresh" content="3">');
  await expect.poll(async () => (await browser.get(page)).body).toContain('Baton is listing the issues.');
  setTimeout(goOn, 200);
  await stage.restart();
  const again = await signedIn('maria');
  expect(await figuresOn(again)).toContain('Coupons');
  await stage.restart();
  stage.spent();
  const third = await signedIn('maria');
  expect((await third.get(page)).body).toContain('Coupons');
});
