/** GitHub's limits: whoever met one is left alone until the moment that GitHub names, and nobody else waits for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

type Fault = Parameters<Sandbox['faults']['add']>[0];
type Request = Sandbox['requests'][number];

const minute = 60_000;
const hour = 60 * minute;
const site = 'globex/site';
/** The App itself. */
const app = 0;

let stage: Stage;
let dataDir: string;
/** The installations on acme, which meets the limits, and on globex. */
let acme: number;
let globex: number;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-limits-'));
  stage = await openStage({ dataDir, rough: true, timed: true, rhythm: { backoff: { first: 5, most: 20 } } });
  acme = stage.github.deliveries[0]?.installationId ?? 0;
  globex = await organization('globex', 'site');
});
afterEach(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true });
});

async function organization(name: string, repo: string): Promise<number> {
  const { github } = stage;
  github.organization(name, { admins: ['olga'], members: ['maria', 'anton'] });
  github.repository(`${name}/${repo}`, {
    private: false,
    collaborators: { maria: 'write', anton: 'write' },
    files: { '.github/roles.yml': 'roles: { pm: [maria], engineer: [anton] }\n' },
  });
  const { id } = github.install('baton', name);
  await stage.settled();
  return id;
}

async function newIssue(where: string): Promise<string> {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(where, { title: 'Coupons' }));
  return `${where}#${number}`;
}

/** Approves without waiting for what follows. */
function approve(issue: string): void {
  stage.github.clock.advance(2000);
  stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
}
const isApproved = (issue: string) => (): boolean => stage.see(issue).labels.includes('spec:approved');

/** Another installation is served: whatever was to be done before it has been done by then, too. */
async function othersAreServed(): Promise<void> {
  const issue = stage.hurry('maria', (maria) => maria.openIssue(site, { title: 'A page' }));
  await stage.until(() => stage.see(`${site}#${issue.number}`).card !== null);
  approve(`${site}#${issue.number}`);
  await stage.until(isApproved(`${site}#${issue.number}`));
}

/** How many milliseconds an installation is still left alone; null: it is not. */
async function pauseOf(installation: number): Promise<number | null> {
  const { paused } = await stage.service().inbox.metrics();
  const until = paused.get(String(installation));
  return until === undefined ? null : until - stage.now();
}

/** Waits until an installation is left alone, for so long (and not half as long); gives back when that ends. */
async function pausedFor(installation: number, length: number): Promise<number> {
  await vi.waitFor(async () => expect(await pauseOf(installation)).not.toBeNull(), { timeout: 240_000 });
  const left = (await pauseOf(installation)) ?? 0;
  expect({ left, isRight: left <= length + 1000 && left > length / 2 }).toEqual({ left, isRight: true });
  return stage.now() + left;
}

/** What is so before an instant. A machine may be so busy that it has come before one could look: then nothing is said. */
function before(instant: number, so: () => void): void {
  if (stage.now() < instant) so();
}

/** Nothing is sent or looked at; what waits for a pause's end may be left. */
async function quiet(): Promise<void> {
  await stage.github.settled();
  const still = async () => expect(await stage.service().inbox.metrics()).toMatchObject({ running: 0 });
  await vi.waitFor(still, { timeout: 240_000, interval: 10 });
}

/** Time passes; not while anything is done, or it would seem to have taken that long. */
async function pass(milliseconds: number): Promise<void> {
  await quiet();
  // GitHub's clock has whole seconds.
  stage.github.clock.advance(Math.ceil(milliseconds / 1000) * 1000);
  stage.service().inbox.wake();
}

/** Time passes until that long after (or before) a pause's end. */
async function passPause(installation: number, after = 0): Promise<void> {
  await quiet();
  await pass(((await pauseOf(installation)) ?? 0) + after);
}

const by = (installation: number) => (request: Request) => request.installation === installation;
/** As the App itself, which signs in with a JWT. */
const asApp = (request: Request): boolean => request.by === 'baton';
const asked = (of: (request: Request) => boolean): readonly string[] =>
  stage.github.requests.filter(of).map(({ kind, path, status }) => `${kind} ${path} ${status}`);

const limited = (fault: Omit<Fault, 'match'>, match: Fault['match']): void =>
  stage.github.faults.add({ ...fault, match: (request) => request.installation === acme && match(request) });
const withoutTime = { kind: 'secondary-limit', seconds: null } as const;

describe('an installation', () => {
  const read: Fault['match'] = ({ kind }) => kind === 'query';
  test.each([
    ['primary limit of GraphQL', { kind: 'primary-limit', seconds: 3600 }, read, hour],
    ['primary limit of REST', { kind: 'primary-limit', seconds: 3600 }, isTeam, hour],
    ['primary limit of REST, 429', { kind: 'primary-limit', seconds: 3600, status: 429 }, isTeam, hour],
    ['secondary limit with a time', { kind: 'secondary-limit', seconds: 300 }, read, 5 * minute],
    [
      'secondary limit with a time, 429',
      { kind: 'secondary-limit', seconds: 300, status: 429 },
      read,
      5 * minute,
    ],
    ['secondary limit without a time', withoutTime, read, minute],
    ['secondary limit without a time, 429', { ...withoutTime, status: 429 }, isTeam, minute],
  ] as const)('%s: left alone until then, also after a restart', async (_, fault, match, length) => {
    const issue = await newIssue(repository);
    limited(fault, match);
    // What is known of teams is asked for again.
    stage.github.addToTeam('acme/engineering', 'otto');
    approve(issue);
    const end = await pausedFor(acme, length);
    // Another look may have asked at the same time.
    await quiet();
    stage.spent();

    stage.hurry('anton', (anton) => anton.comment(issue, 'Well?'));
    await othersAreServed();
    await stage.restart();
    await othersAreServed();
    await passPause(acme, -length / 2);
    await othersAreServed();
    before(end, () => {
      expect(asked(by(acme))).toEqual([]);
      expect(asked(({ path }) => path.includes(`/installations/${acme}/`))).toEqual([]);
      expect(stage.see(issue).labels).toEqual([]);
    });

    await passPause(acme);
    await stage.until(isApproved(issue));
    expect(await pauseOf(acme)).toBeNull();
  });

  test('looks under way ask for nothing more, and writes that wait in the line are not sent', async () => {
    const issues = [await newIssue(repository), await newIssue(repository), await newIssue(repository)];
    stage.spent();
    // Two are still reading when the third meets the limit.
    const met = Promise.withResolvers<void>();
    limited({ kind: 'slow', until: met.promise, times: 2 }, read);
    limited(withoutTime, ({ kind }) => kind === 'mutation');
    issues.forEach(approve);
    await pausedFor(acme, minute);
    met.resolve();
    await quiet();
    expect(asked(by(acme)).toSorted()).toEqual([
      'mutation /graphql 403',
      'query /graphql 200',
      'query /graphql 200',
      'query /graphql 200',
    ]);
    await passPause(acme);
    for (const issue of issues) await stage.until(isApproved(issue));
  });

  test('that goes on meeting a limit without a time waits twice as long each time, and a minute again later', async () => {
    const issue = await newIssue(repository);
    stage.spent();
    // Reading works all along.
    limited({ ...withoutTime, times: 3 }, ({ kind }) => kind === 'mutation');
    approve(issue);
    for (const length of [1, 2, 4]) {
      await pausedFor(acme, length * minute);
      await passPause(acme);
    }
    await stage.until(isApproved(issue));
    expect(asked(by(acme)).filter((each) => each.startsWith('mutation'))).toEqual([
      ...Array.from({ length: 3 }, () => 'mutation /graphql 403'),
      'mutation /graphql 200',
    ]);
    await stage.settled();
    await pass(hour);
    limited(withoutTime, ({ kind }) => kind === 'mutation');
    stage.hurry('maria', (maria) => maria.comment(issue, '/revoke spec'));
    await pausedFor(acme, minute);
    await passPause(acme);
    await stage.until(() => !isApproved(issue)());
  });
});

function isTeam({ path }: { readonly path: string }): boolean {
  return path.includes('/teams/');
}

describe('the App itself', () => {
  const isList: Fault['match'] = ({ path }) => path === '/app/hook/deliveries';
  const isToken: Fault['match'] = ({ path }) => path.endsWith('/access_tokens');

  test('asking for missed deliveries: installations with good tokens go on; it is asked once a pause', async () => {
    await newIssue(repository);
    await newIssue(site);
    stage.github.faults.add({ ...withoutTime, match: isList, times: 2 });
    stage.spent();
    // The next time that it would ask.
    await pass(6 * minute);
    const end = await pausedFor(app, minute);
    await othersAreServed();
    const issue = stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'More' }));
    await stage.until(() => stage.see(`${repository}#${issue.number}`).card !== null);
    await passPause(app, -30_000);
    await othersAreServed();
    before(end, () => expect(asked(asApp)).toEqual(['rest /app/hook/deliveries 403']));
    await passPause(app);
    await pausedFor(app, 2 * minute);
    expect(asked(asApp)).toEqual(Array.from({ length: 2 }, () => 'rest /app/hook/deliveries 403'));
    await passPause(app);
    await stage.until(() => asked(asApp).at(-1) === 'rest /app/hook/deliveries 200');
  });

  test('after a restart it is not asked for anything, and who needs a token waits as long', async () => {
    const issue = await newIssue(repository);
    stage.github.faults.add({ kind: 'secondary-limit', seconds: 600, match: isList });
    await pass(6 * minute);
    await pausedFor(app, 10 * minute);
    await stage.restart();
    stage.spent();
    approve(issue);
    await pausedFor(acme, 10 * minute);
    expect(stage.github.requests).toEqual([]);
    await passPause(acme);
    await stage.until(isApproved(issue));
  });

  test('tokens: those that are good are used on, and one request meets the limit for all that need one', async () => {
    const umbrella = await organization('umbrella', 'web');
    const issues = [await newIssue(repository), await newIssue('umbrella/web')];
    // All end, and globex has a new one.
    stage.github.endTokens();
    await newIssue(site);
    stage.github.faults.add({ ...withoutTime, match: isToken, times: 1000 });
    stage.spent();
    const ends: number[] = [];
    for (const [index, installation] of [acme, umbrella].entries()) {
      approve(issues[index] ?? '');
      ends.push(await pausedFor(installation, minute));
    }
    await othersAreServed();
    await pass(30_000);
    for (const issue of issues) stage.hurry('anton', (anton) => anton.comment(issue, 'Well?'));
    await othersAreServed();
    const ofApp = await pauseOf(app);
    before(Math.min(...ends), () => {
      expect(asked(asApp)).toEqual([expect.stringMatching(/access_tokens 403$/)]);
      expect(ofApp).not.toBeNull();
    });
    expect(await pauseOf(globex)).toBeNull();
    stage.github.faults.clear();
    await passPause(app);
    for (const issue of issues) await stage.until(isApproved(issue));
  });
});
