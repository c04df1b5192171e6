/** A repository without a policy: what people do there costs no request, until a policy may have come. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const folder = mkdtempSync(join(tmpdir(), 'baton-without-'));
afterAll(() => rmSync(folder, { recursive: true }));

const policyFile = '.github/roles.yml';

async function open(settings: StageSettings = {}): Promise<void> {
  stage = await openStage({ policy: null, ...settings });
  stage.spent();
}
const requests = (): number => Object.values(stage.spent()).reduce((sum, each) => sum + each, 0);
const events = (): number => stage.github.deliveries.length;

/** What people do in a day, but for new pull requests. */
async function aDay(): Promise<void> {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  const item = `${repository}#${number}`;
  await stage.act('maria', (maria) => maria.comment(item, '/approve spec'));
  await stage.act('otto', (otto) => otto.label(item, 'spec:approved'));
  await stage.act('maria', (maria) => maria.assign(item, 'anton'));
  await stage.act('maria', (maria) => maria.edit(item, { body: 'Two per order.' }));
  await stage.act('anton', (anton) => anton.push(repository, 'main', { files: { 'a.txt': 'a' } }));
  await stage.act('anton', (anton) => anton.close(item));
  await stage.act('anton', (anton) => anton.reopen(item));
}
const writes = (login: string, files: Record<string, string | null>, where = repository): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.push(where, 'main', { files }));

test('nothing that happens costs a request, and nothing is to be looked at', async () => {
  await open();
  const before = events();
  await aDay();
  expect(events()).toBeGreaterThan(before + 8);
  expect(requests()).toBe(0);
  expect(await stage.service().inbox.metrics()).toMatchObject({ waiting: 0, running: 0 });
});

test('so it is after a restart, with what Baton keeps', async () => {
  await open({ dataDir: mkdtempSync(join(folder, 'a-')) });
  await aDay();
  await stage.restart();
  await stage.settled();
  stage.spent();
  await aDay();
  expect(requests()).toBe(0);
});

test('a pull request that brings the first policy is checked, and what it costs is read once', async () => {
  await open();
  const head = await stage.act('anton', (anton) =>
    anton.push(repository, 'rules', { files: { [policyFile]: twoRoles } }),
  );
  expect(head).toBeDefined();
  const pull = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Rules', body: '', head: 'rules' }),
  );
  expect(stage.see(`${repository}#${pull.number}`).checks).toEqual([expect.stringContaining('Baton policy')]);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(`${repository}#${pull.number}`, 'Nice.'));
  expect(requests()).toBe(0);
});

test.each([policyFile, '.github/roles.yaml'])(
  'a policy that comes as %s is in force at once, and ends',
  async (file) => {
    await open();
    await aDay();
    await writes('maria', { [file]: twoRoles });
    await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Refunds' }));
    expect(stage.see(`${repository}#2`).card?.head).toBe('Waiting for maria to approve the spec');
    await writes('maria', { [file]: null });
    expect(stage.see(`${repository}#2`).card?.head).toBe('This repository has no policy any more');
    stage.spent();
    await aDay();
    expect(requests()).toBe(0);
    await writes('maria', { [file]: twoRoles });
    await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Returns' }));
    expect(stage.see(`${repository}#4`).card?.head).toBe('Waiting for maria to approve the spec');
  },
);

test('a policy of which no event told is found by a round', async () => {
  await open({ timed: true });
  await aDay();
  stage.github.faults.addForDeliveries({ match: ({ event }) => event === 'push', kind: 'lost', times: 1 });
  stage.github.as('maria').push(repository, 'main', { files: { [policyFile]: twoRoles } });
  await stage.github.settled();
  await stage.later(25 * 3_600_000);
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Refunds' }));
  expect(stage.see(`${repository}#2`).card?.head).toBe('Waiting for maria to approve the spec');
});

test('a new pull request finds a policy of which no event told', async () => {
  await open();
  await aDay();
  stage.github.faults.addForDeliveries({ match: ({ event }) => event === 'push', kind: 'lost', times: 1 });
  stage.github.as('maria').push(repository, 'main', { files: { [policyFile]: twoRoles } });
  await stage.github.settled();
  stage.github.faults.clear();
  await openPull(stage, 'No issue.');
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Refunds' }));
  expect(stage.see(`${repository}#3`).card?.head).toBe('Waiting for maria to approve the spec');
});

describe('where a rule requires the check all the same', () => {
  const requires = (github: Stage['github']): unknown =>
    github.ruleset(repository, { checks: [{ name: 'Baton', app: 'baton' }] });
  const passed = ['Baton: neutral · You can merge this: this repository has no policy'];

  test('pull requests pass it, and so does the one that brings the first policy', async () => {
    await open();
    requires(stage.github);
    const pull = await openPull(stage, 'No issue.');
    expect(stage.see(pull).checks).toEqual(passed);
    await stage.act('anton', (anton) =>
      anton.push(repository, 'rules', { files: { [policyFile]: twoRoles } }),
    );
    const rules = await stage.act('anton', (anton) =>
      anton.openPull(repository, { title: 'Rules', body: '', head: 'rules' }),
    );
    expect(stage.see(`${repository}#${rules.number}`).checks).toEqual(
      expect.arrayContaining([...passed, expect.stringContaining('Baton policy')]),
    );
    await stage.act('maria', (maria) => maria.merge(`${repository}#${rules.number}`));
    expect(stage.see(`${repository}#${rules.number}`).state).toContain('merged');
  });

  test('it is asked for once an hour, with new pull requests and new commits alone', async () => {
    await open({ timed: true });
    requires(stage.github);
    await openPull(stage, 'No issue.');
    await aDay();
    expect(requests()).toBe(0);
    stage.spent();
    const asked = (): number =>
      stage.github.requests.filter(({ path }) => /\/rules\/branches\/|\/branches\/main$/.test(path)).length;
    await stage.act('anton', (anton) => anton.push(repository, 'b', { files: { 'b.txt': 'b' } }));
    await stage.act('anton', (anton) => anton.openPull(repository, { title: 'B', body: '', head: 'b' }));
    expect(asked()).toBe(0);
  });

  test('without such a rule, nobody sees a check', async () => {
    await open();
    expect(stage.see(await openPull(stage, 'No issue.')).checks).toEqual([]);
  });
});

test('an issue is heard of where something with a policy waits for it', async () => {
  stage = await openStage({
    policy: `${twoRoles}gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance, requires: { sub-issues: satisfied } }
`,
    before: (github) =>
      void github.repository('acme/plain', {
        private: false,
        collaborators: { maria: 'write', anton: 'write' },
        files: { 'README.md': 'Plain.' },
      }),
  });
  const opens = async (where: string): Promise<string> => {
    const { number } = await stage.act('anton', (anton) => anton.openIssue(where, { title: 'Coupons' }));
    return `${where}#${number}`;
  };
  const [whole, part, other] = [
    await opens(repository),
    await opens('acme/plain'),
    await opens('acme/plain'),
  ];
  await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
  const waits = expect.stringContaining('acme/plain#1 (still open)');
  expect(stage.see(whole).card?.gates).toContainEqual(waits);
  await stage.act('anton', (anton) => anton.close(part));
  expect(stage.see(whole).card?.gates).not.toContainEqual(waits);
  stage.spent();
  await stage.act('anton', (anton) => anton.close(other));
  expect(requests()).toBe(0);
});
