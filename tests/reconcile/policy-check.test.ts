import { afterEach, beforeEach, expect, test } from 'vitest';

import { trialSection, trialTitle, type Trial } from '../../src/handoff/index.ts';
import { checkPolicyFile, readPolicy } from '../../src/policy/index.ts';
import { policyCheck } from '../../src/reconcile/trial/policy-check.ts';
import { broken, path, smallest, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
  // Where it is not, the check says so: tests/stories/required-check.test.ts.
  world.sandbox.ruleset('acme', { checks: [{ name: 'Baton', app: 'baton' }] });
});
afterEach(async () => {
  expect(world.sandbox.unplayed).toEqual([]);
  expect(world.sandbox.misfits).toEqual([]);
  await world.close();
});

const shop = 'acme/shop';

/** evan opens a pull request that changes these files. */
function propose(files: Readonly<Record<string, string | null>>, where = shop): number {
  world.sandbox.as('evan').push(where, 'proposal', { files });
  return world.sandbox.as('evan').openPull(where, { title: 'A proposal', head: 'proposal' }).number;
}

/** Looks at a pull request as far as its policy goes; returns how many effects that had. */
async function look(number: number, where = shop): Promise<number> {
  const item = { kind: 'pull-request', installation: world.installation, repository: where, number } as const;
  const seen = await world.tracker.reads.observe(item);
  if (seen.kind !== 'pull-request') throw new Error(`${where}#${number} is no pull request.`);
  const { repository, policy, pullRequest } = seen;
  const inForce = await world.deps.inForce(world.installation, repository, policy);
  const effects = await policyCheck(world.deps, { item, repository, pullRequest, inForce });
  await world.tracker.writes.perform({ item, repository: seen.repository, effects });
  return effects.length;
}

/** The newest runs of Baton's checks on the pull request's head, by name. */
function checks(number: number, where = shop): readonly object[] {
  const pull = world.sandbox.find.pull(`${where}#${number}`);
  const runs = pull.repository.suites
    .filter(({ headOid }) => headOid === pull.headOid)
    .flatMap((suite) => suite.runs);
  return [...new Map(runs.map((run) => [run.name, run])).values()].map(
    ({ name, status, conclusion, title, summary, annotations }) => ({
      name,
      status,
      conclusion,
      title,
      summary,
      annotations: annotations.map(({ path: file, startLine, endLine, startColumn, level, message }) => ({
        file,
        startLine,
        endLine,
        startColumn,
        level,
        message,
      })),
    }),
  );
}

/** The check that the file deserves; where it is good, with what is said of its trial. */
function deserved(
  text: string | null,
  hasLastGood: boolean,
  where = shop,
  trial: Trial = { kind: 'underway' },
): object {
  const url = `${world.sandbox.url}/${where}/blob/HEAD/.github/roles.yml`;
  const file = { repository: where, path, url, hasLastGood };
  const { check } = checkPolicyFile(readPolicy(text, path), file);
  const isGood = check.conclusion === 'success';
  return {
    name: 'Baton policy',
    status: 'completed',
    conclusion: check.conclusion,
    title: isGood ? `${check.title}${trialTitle(trial)}` : check.title,
    summary: isGood ? `${trialSection(trial)}\n\n## What it means\n${check.summary}` : check.summary,
    annotations: check.annotations.map(({ line, column, message }) => ({
      file: path,
      startLine: line,
      endLine: line,
      startColumn: column,
      level: 'failure',
      message,
    })),
  };
}

test('a pull request that leaves the policy alone has no such check', async () => {
  world.policy(shop, smallest);
  const number = propose({ 'a.ts': '1', '.github/rules.yaml': broken });
  expect(await look(number)).toBe(0);
  expect(checks(number)).toEqual([]);
});

test('the first policy is judged, and an unchanged judgement is written once', async () => {
  const number = propose({ [path]: smallest });
  expect(await look(number)).toBe(1);
  expect(checks(number)).toEqual([deserved(smallest, false)]);
  expect(await look(number)).toBe(0);
});

test('a broken one fails at its lines, and passes once it is mended', async () => {
  const number = propose({ [path]: broken });
  await look(number);
  expect(checks(number)).toEqual([deserved(broken, false)]);
  expect(await look(number)).toBe(0);
  world.sandbox.as('evan').push(shop, 'proposal', { files: { [path]: smallest } });
  await look(number);
  expect(checks(number)).toEqual([deserved(smallest, false)]);
});

test('where a good policy is in force, the check says that it stays so', async () => {
  world.policy(shop, smallest);
  await world.look(shop);
  const number = propose({ [path]: broken });
  await look(number);
  expect(checks(number)).toEqual([deserved(broken, true)]);
});

test('one that only observes, and one of the owner, are judged like any other', async () => {
  const observing = `mode: observe\n${smallest}`;
  const number = propose({ [path]: observing });
  await look(number);
  expect(checks(number)).toEqual([deserved(observing, false)]);
  const owners = 'acme/.github';
  world.sandbox.repository(owners, { files: { 'README.md': 'Us' }, collaborators: { evan: 'write' } });
  const first = propose({ [path]: broken }, owners);
  await look(first, owners);
  expect(checks(first, owners)).toEqual([deserved(broken, false, owners)]);
});

test('taking the policy away is said to be just that; calling it .yaml takes nothing away', async () => {
  world.policy(shop, smallest);
  const removed = {
    name: 'Baton policy',
    status: 'completed',
    conclusion: 'neutral',
    title: 'This removes the policy of this repository',
    summary:
      "Once this is merged, the policy of the owner's `.github` repository applies here, if it has one. If it has none, Baton blocks nothing any more, its checks become neutral, and labels stay as they are.",
    annotations: [],
  };
  const number = propose({ [path]: null });
  expect(await look(number)).toBe(1);
  expect(checks(number)).toEqual([removed]);
  expect(await look(number)).toBe(0);
  world.sandbox.as('evan').push(shop, 'proposal', { files: { '.github/roles.yaml': smallest } });
  await look(number);
  expect(checks(number)).toMatchObject([
    {
      conclusion: 'success',
      title: 'The policy is valid: 2 roles, 2 gates; nothing would change',
    },
  ]);
});

test('a proposal from a fork', async () => {
  const fork = world.sandbox.fork(shop, 'oscar');
  world.sandbox.as('oscar').push('oscar/shop', 'proposal', { files: { [path]: broken } });
  const { number } = world.sandbox
    .as('oscar')
    .openPull(shop, { title: 'From outside', head: 'proposal', headRepository: `oscar/${fork.name}` });
  await look(number);
  expect(checks(number)).toEqual([deserved(broken, false)]);
  world.sandbox.as('oscar').push('oscar/shop', 'proposal', { files: { [path]: smallest } });
  await look(number);
  expect(checks(number)).toEqual([deserved(smallest, false, shop, { kind: 'from-fork' })]);
  expect(world.wanted()).toEqual([]);
});

test('what means the same as the policy in force is said to, and not tried', async () => {
  world.policy(shop, smallest);
  const number = propose({ [path]: `# The same.\nversion: 1\n${smallest}` });
  await look(number);
  expect(checks(number)).toEqual([deserved(smallest, true, shop, { kind: 'same' })]);
  expect(world.wanted()).toEqual([]);
});

test('a folder in the place of the policy is none that can be used', async () => {
  world.policy(shop, smallest);
  await world.look(shop);
  const number = propose({ [path]: null, [`${path}/README.md`]: 'A folder' });
  await look(number);
  expect(checks(number)).toEqual([deserved(null, true)]);
});

test('of more files than GitHub lists, a policy among them is judged, and its absence is nothing', async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`files/${index}`, 'x']));
  const number = propose(many(3_001));
  expect(await look(number)).toBe(0);
  world.sandbox.as('evan').push(shop, 'proposal', { files: { [path]: smallest } });
  await look(number);
  expect(checks(number)).toEqual([deserved(smallest, false)]);
});

test('files that cannot be read now are read later', async () => {
  const number = propose({ [path]: smallest });
  world.sandbox.faults.add({
    kind: '5xx',
    match: ({ path: to }) => to.startsWith('/repos/acme/shop/contents'),
  });
  await expect(look(number)).rejects.toThrow(
    'GitHub answered 502: GET /repos/acme/shop/contents/.github/roles.yml',
  );
  expect(checks(number)).toEqual([]);
  await look(number);
  expect(checks(number)).toEqual([deserved(smallest, false)]);
});
