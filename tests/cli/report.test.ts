/** `baton report`, beside a Baton at work, with the token of somebody who may read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { ArgumentError } from '../../src/arguments.ts';
import { type Stand, type Wait, waitsIn } from '../../src/figures/waits.ts';
import { linesOfLedger } from '../../src/store/index.ts';
import { openPull, openStage, repository, type Stage } from '../stories/stage.ts';
import { typed } from './typed.ts';

const hour = 3_600_000;
const day = 24 * hour;
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, waive: [pm] }
  acceptance: { preset: acceptance }
`;

const folder = mkdtempSync(join(tmpdir(), 'baton-report-'));
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    policy,
    onboarding: false,
    before: (github) =>
      github.repository('acme/plain', {
        collaborators: { maria: 'read' },
        files: { 'README.md': '# Plain' },
      }),
  });
  await play();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** Two weeks of two issues; what is said takes two seconds. */
async function play(): Promise<void> {
  const open = async (title: string): Promise<string> => {
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title, body: 'One.' }),
    );
    return `${repository}#${number}`;
  };
  const pass = (milliseconds: number): void => stage.github.clock.advance(milliseconds);
  const say = (login: string, issue: string, words: string) =>
    stage.act(login, (somebody) => somebody.comment(issue, words));
  const one = await open('Coupons');
  const other = await open('Refunds');
  pass(day);
  await say('maria', one, '/return spec The error case is missing.');
  pass(2 * day);
  await say('anton', one, '/request spec');
  pass(day);
  await say('maria', one, '/approve spec');
  await say('maria', other, '/waive spec until 2026-02-01 It burns.');
  const third = await open('Invoices');
  const pull = await openPull(stage, `Part of #${third.split('#')[1]}. Closes #${third.split('#')[1]}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  await say('anton', third, '/question spec Which currency?');
  pass(3 * day);
  await stage.act('anton', (anton) => anton.close(one));
}

const january = ['--since', '2026-01-05T08:00Z', '--until', '2026-01-26'] as const;

async function report(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const who = { GH_TOKEN: stage.github.token('maria'), GITHUB_API_URL: stage.github.url };
  for (const [name, value] of Object.entries({ ...who, ...env })) vi.stubEnv(name, value);
  try {
    return await typed('report', words);
  } finally {
    vi.unstubAllEnvs();
  }
}

type Json = {
  readonly repositories: readonly {
    readonly gates: readonly { readonly gate: string; readonly waits: Spread; readonly counts: Counts }[];
    readonly roles: readonly { readonly role: string; readonly waits: Spread }[];
    readonly reopened: number;
    readonly bypasses: readonly { readonly gate: string; readonly item: { readonly number: number } }[];
  }[];
};
type Spread = { readonly count: number; readonly medianSeconds: number | null; readonly still: number };
type Counts = Readonly<Record<string, number>>;

test('says where work waits, and how much it asked for that', async () => {
  const { code, out, said } = await report([repository, ...january]);
  const [, estimated, taken] =
    /^acme\/shop: 3 issues to read: about (\d+) requests, 0\.2 % of your hourly limit \(\d+ of 5000 are left\), about a minute\. Long histories take more\.\n(?:acme\/shop: \d of 3 issues read\n)*baton report: it took (\d+) requests to GitHub\.$/.exec(
      said,
    ) ?? [];
  expect(Math.abs(Number(estimated) - Number(taken))).toBeLessThanOrEqual(2);
  expect(out).toBe(`acme/shop, 5 Jan 2026 to 26 Jan 2026 (UTC)
3 issues read, 3 with gates, 3 waiting now.
The policy is in force since 5 Jan 2026: nothing before that counts.

Waited at a gate
                 median      90 %  waits  still waiting
  Spec approval     1 d  3 d 10 h      3              0
  Acceptance          –         –      0              0

Waited for a role
                      median       90 %  waits  still waiting
  pm                     4 d   14 d 2 h      3              1
    Spec approval        4 d   14 d 2 h      3              1
  engineer         16 d 15 h  16 d 15 h      2              2
    Acceptance     16 d 15 h  16 d 15 h      2              2

What happened
                 approved  sent back  questions  changed  waived  bypassed
  Spec approval         1          1          1        0       1         1
  Acceptance            0          0          0        0       0         0
  Baton reopened 2 issues.

Median by week, of waits that ended in it
  Week from   Spec approval  Acceptance
  2026-01-05        1 d (3)           –
  2026-01-12              –           –
  2026-01-19              –           –

Waiting longest
  #1 Coupons: Acceptance, for engineer, for 16 d 15 h
  #2 Refunds: Acceptance, for engineer, for 16 d 15 h
  #3 Invoices: Spec approval, for pm, for 16 d 15 h

Waivers
  #2 Spec approval: by maria on 9 Jan 2026, until 2026-02-01. It burns.

Bypasses
  #3 Spec approval: pull request #4, merged 9 Jan 2026, 09:02`);
  expect(code).toBe(0);
});

test('the same for programs, and a page', async () => {
  const page = join(folder, 'report.html');
  const { code, out } = await report([repository, ...january, '--json', '--html', page]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    repositories: [
      {
        gates: [
          {
            gate: 'spec',
            waits: { count: 3, still: 0 },
            counts: { approved: 1, sentBack: 1, questions: 1, changed: 0, waived: 1, bypassed: 1 },
          },
          { gate: 'acceptance', waits: { count: 0, medianSeconds: null } },
        ],
        waivers: [{ item: { number: 2 }, by: 'maria', until: '2026-02-01', endedAt: null }],
        bypasses: [{ item: { number: 3 }, pullRequest: { number: 4 } }],
      },
    ],
  });
  const shown = readFileSync(page, 'utf8');
  for (const part of ['Where work waits: acme/shop', 'It burns.', 'role="img"', '16 d 15 h'])
    expect(shown).toContain(part);
  // Whoever approved or merged is nowhere: only who gave a waiver.
  expect(`${shown}${out}`).not.toMatch(/anton|\bben\b/);
  expect(readdirSync(folder)).toEqual(['report.html']);
  const { out: rows } = await report([repository, ...january, '--csv']);
  const [head, first, ...others] = rows.split('\n');
  expect([head, first, others.length]).toEqual([
    'repository,week,gate,role,waits,still_waiting,median_hours,p90_hours,approved,sent_back,questions,changed,waived,bypassed',
    'acme/shop,all,spec,,3,0,24,81.6,1,1,1,0,1,1',
    17,
  ]);
});

test('the ledger and the metrics come to the same figures', async () => {
  const { out } = await report([repository, ...january, '--json']);
  const [{ gates, roles, reopened, bypasses } = neverRead] = (JSON.parse(out) as Json).repositories;
  const until = Date.parse('2026-01-26');
  const stands = new Map<string, Stand[]>();
  const reopening: unknown[] = [];
  const bypassed = new Set<string>();
  for await (const line of linesOfLedger(stage.service().store.db, { since: 0, until })) {
    const [, kind, number] = /(\S+) (\d+)$/.exec(line.item) ?? [];
    reopening.push(
      ...(JSON.parse(line.effects) as { kind: string }[]).filter((each) => each.kind === 'reopen'),
    );
    if (kind !== 'issue') continue;
    const verdict = JSON.parse(line.verdict) as Told;
    const of = stands.get(String(number)) ?? [];
    stands.set(String(number), [
      ...of,
      {
        at: line.at,
        gates: Object.entries(verdict.gates).map(([gate, { status }]) => ({ gate, status })),
        batons: verdict.batons,
      },
    ]);
    for (const { gate, pullRequest } of verdict.bypasses ?? [])
      bypassed.add(`${number} ${gate} ${pullRequest}`);
  }
  const waits = [...stands.values()].flatMap(waitsIn);
  const lengths = (some: readonly Wait[]): readonly number[] =>
    some
      .map(({ from, to }) => Math.round(((to ?? until) - from) / hour))
      .toSorted((one, other) => one - other);
  for (const {
    gate,
    waits: { count, still, medianSeconds },
  } of gates) {
    const own = waits.filter((wait) => wait.kind === 'gate' && wait.gate === gate);
    expect([gate, own.length, own.filter(({ to }) => to === null).length]).toEqual([gate, count, still]);
    const [middle] = lengths(own).slice(Math.floor((own.length - 1) / 2));
    if (own.length % 2 === 1) expect(middle).toBe(Math.round((medianSeconds ?? 0) / 3600));
  }
  for (const {
    role,
    waits: { count, still },
  } of roles) {
    const own = waits.filter((wait) => wait.kind === 'role' && wait.role === role);
    expect([role, own.length, own.filter(({ to }) => to === null).length]).toEqual([role, count, still]);
  }
  expect(bypassed.size).toBe(bypasses.length);
  expect(reopening).toHaveLength(reopened);
  const metrics = await (await fetch(`${stage.service().url}/metrics`)).text();
  expect(metrics).toContain(`baton_effects_total{kind="reopen"} ${reopened}\n`);
});
type Told = {
  readonly gates: Readonly<Record<string, { readonly status: Stand['gates'][number]['status'] }>>;
  readonly batons: Stand['batons'];
  readonly bypasses?: readonly { readonly gate: string; readonly pullRequest: number }[];
};
const neverRead: Json['repositories'][number] = { gates: [], roles: [], reopened: -1, bypasses: [] };

test.each([
  [[], {}, 2, 'say which repository'],
  [['shop'], {}, 2, '"shop" names no repository'],
  [[repository, '--since', 'soon'], {}, 2, '--since must be a day'],
  [[repository, '--since', '2026-02-01', '--until', '2026-01-01'], {}, 2, '--since must be before --until'],
  [[repository, '--csv', '--json'], {}, 2, 'choose --csv or --json'],
  [
    [repository, '--html', '/nowhere/page.html'],
    {},
    2,
    '--html: nothing can be written in /nowhere (ENOENT)',
  ],
  [[repository, '--html', '/tmp'], {}, 2, '--html: /tmp is a folder'],
  [[repository, '--policy', '/nowhere.yml'], {}, 2, '--policy: /nowhere.yml cannot be read as text'],
  [[repository, '--policy', 'package.json'], {}, 2, 'package.json:2:3'],
  [['acme/nothing'], {}, 3, 'there is no acme/nothing, or your token cannot see it'],
  [['acme/plain'], {}, 3, 'acme/plain has no .github/roles.yml'],
  [[repository], { GH_TOKEN: '' }, 2, 'it needs a token'],
  [[repository], { GH_TOKEN: 'ghp_nobody' }, 3, 'token'],
  [[repository], { GITHUB_API_URL: 'http://127.0.0.1:9' }, 3, 'baton report: '],
] as const)('%j %j ends with %i', async (words, env, code, said) => {
  const ended = await report(words, { ...env, PATH: '/nowhere' }).catch((error: unknown) => {
    if (error instanceof ArgumentError) return { code: 2, out: '', said: error.message };
    throw error;
  });
  expect([ended.code, ended.out, ended.said]).toEqual([code, '', expect.stringContaining(said)]);
});

test('of several repositories, those that can be read are told, and the others named', async () => {
  const { code, out, said } = await report([
    repository,
    'acme/plain',
    repository.toUpperCase(),
    ...january,
    '--json',
  ]);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    repositories: [{ repository }],
    unread: [{ repository: 'acme/plain', why: expect.stringContaining('roles.yml') as string }],
  });
  expect(said).toContain('baton report: acme/plain has no .github/roles.yml.');
});

test('where nothing happened, it says so', async () => {
  const { code, out } = await report([repository, '--since', '2025-01-01', '--until', '2025-02-01']);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('No issue of that time has gates, so nothing waited.'),
  ]);
});

test('another policy is tried on what happened', async () => {
  const file = join(folder, 'other.yml');
  writeFileSync(file, policy.replace('preset: spec,', 'preset: spec, title: Brief,'));
  const { code, out } = await report([repository, ...january, '--policy', file, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    repositories: [{ policyInForceSince: null, gates: [{ title: 'Brief', counts: { sentBack: 1 } }, {}] }],
  });
  rmSync(file);
});
