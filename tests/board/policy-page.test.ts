/** The Policy page: what is in force there, where it is written, what is wrong, and nothing of what a visitor does not see. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { addPolicies, createPolicyReader } from '../../src/board/policy/index.ts';
import { addPlayground } from '../../src/board/playground/index.ts';
import { createSite, readAssets, type SeenRepository, type Site } from '../../src/board/site/index.ts';
import { openStage, repository, type Stage } from '../stories/stage.ts';

const path = '.github/roles.yml';
const vault = 'acme/vault';
const own = `extends: ${vault}\nroles:\n  pm: [maria]\n`;
const base = 'roles:\n  pm: [paul]\n  engineer: [anton]\n  secretive: [olga]\nmode: warn\n';

const assets = readAssets();
let stage: Stage;
let time: number;
const closes: (() => Promise<void>)[] = [];
beforeEach(() => {
  time = Date.UTC(2026, 0, 7);
});
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await stage.close();
});

async function seenAt(): Promise<SeenRepository> {
  const { store } = stage.service();
  const row = await store.db.selectFrom('ledger').select('repository').executeTakeFirstOrThrow();
  const [installation = 0] = stage.service().github.budgets().keys();
  return { id: row.repository, name: repository, installation, visibility: 'private', permission: null };
}

/** For somebody who sees the repository, and others. */
async function open(others: readonly string[] = []): Promise<(at: string) => Promise<string>> {
  const seen = await seenAt();
  const more = others.map((name, index): SeenRepository => ({ ...seen, id: `other-${index}`, name }));
  const visitor = {
    person: { id: 1, login: 'rita' },
    isAdmin: false,
    sees: async () => new Map([seen, ...more].map((each) => [each.id, each])),
  };
  const site: Site = createSite({
    assets,
    visitorOf: async () => visitor,
    publicUrl: 'https://baton.example',
    log: pino({ level: 'silent' }),
  });
  const { store, tracker } = stage.service();
  const policies = { read: createPolicyReader({ reads: tracker.reads, store, clock: () => time }) };
  addPolicies(site, policies);
  const { close } = addPlayground(site, {
    ...policies,
    trying: () => Promise.reject(new Error('Nobody tries anything.')),
  });
  closes.push(close);
  return async (at) => {
    const answer = await site.request(at, { headers: { accept: 'text/html' } });
    return `${answer.status}\n${await answer.text()}`;
  };
}

const opensIssue = () =>
  stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
const writes = (text: string) =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [path]: text } }));

test('the policy in force: its picture, its words, and what the presets say', async () => {
  stage = await openStage();
  await opensIssue();
  const get = await open();
  stage.spent();
  const page = await get(`/${repository}/policy`);
  expect(page).toMatch(/^200\n/);
  expect(page).toContain('<text class="name" x="11" y="22">Spec approval</text>');
  expect(page).toContain('Until it is approved, the start of work');
  expect(page).toContain('gates.acceptance.closing-accepts');
  expect(page).toContain('Baton’s preset “acceptance”');
  expect(page).toMatch(/href="[^"]*\/acme\/shop\/blob\/HEAD\/\.github\/roles\.yml"/);
  await get(`/${repository}/policy`);
  // GitHub is asked once in a minute, however many look.
  expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
  expect(await get('/policy')).toContain(`href="/${repository}/policy"`);
  expect(await get('/acme/other/policy')).toMatch(/^404\n/);
});

test('a broken file: its problems with their lines, and what stays in force', async () => {
  stage = await openStage();
  await opensIssue();
  await writes('roles:\n  pm: [maria]\n  engineer: [anton]\nmood: good\n');
  const page = await (await open())(`/${repository}/policy`);
  expect(page).toContain('The file has a problem.');
  expect(page).toMatch(/href="[^"]*#L4"[^>]*>Line 4, column 1<\/a>: <bdi>[^<]*mood/);
  expect(page).toContain('the policy below stays in force');
  expect(page).toContain('Spec approval');
});

const withBase = () =>
  openStage({
    policy: own,
    before: (github) => {
      github.repository(vault, { private: true, files: { [path]: base } });
    },
  });

test('what it builds on: each key with its file and line, for who sees that repository', async () => {
  stage = await withBase();
  await opensIssue();
  const page = await (await open([vault]))(`/${repository}/policy`);
  expect(page).toMatch(
    /roles\.engineer<\/bdi><\/code><\/th><td><a href="[^"]*\/acme\/vault\/blob\/HEAD\/\.github\/roles\.yml#L3"/,
  );
  expect(page).toContain('acme/vault: .github/roles.yml');
  expect(page).toContain('Baton only warns');
});

test('of a repository that the visitor does not see there is what is in force, and no name, line or link', async () => {
  stage = await withBase();
  await opensIssue();
  const get = await open();
  const page = await get(`/${repository}/policy`);
  expect(page).toContain('a repository that you can’t see');
  expect(page).not.toContain('vault');
  // In force, and so seen by all who see what it is in force for.
  expect(page).toContain('Baton only warns');
  expect(page).not.toContain('paul');
  // And of what is wrong together with it, nothing that stands there alone.
  await writes(`extends: ${vault}\ngates:\n  spec: { approve: nobody }\n`);
  time += 61_000;
  const broken = await get(`/${repository}/policy`);
  const [notice = ''] = /<div class="notice">[^]*?<\/div>/.exec(broken) ?? [];
  expect(notice).toContain('The file has');
  expect(notice).not.toMatch(/secretive|olga|paul/);
});

test('a title made of markup is text in the picture and in the words', async () => {
  stage = await openStage({
    policy:
      'roles:\n  pm: [maria]\n  engineer: [anton]\ngates:\n  spec: { title: "<script>alert(1)</script>", approve: pm, blocks: [start] }\n',
  });
  await opensIssue();
  expect(await (await open())(`/${repository}/policy`)).not.toContain('<script>alert');
});

test('the playground of a repository begins with its file, and leads to GitHub’s editor', async () => {
  stage = await withBase();
  await opensIssue();
  const page = await (await open([vault]))(`/${repository}/playground`);
  expect(page).toContain(`>\n${own}</textarea>`);
  expect(page).toContain('No problems.');
  expect(page).toMatch(/href="[^"]*\/acme\/shop\/edit\/main\/\.github\/roles\.yml"/);
  expect(page).toContain('<code>secretive</code>');
});

test('nobody finds out by trying what a file says that they do not see', async () => {
  stage = await withBase();
  await opensIssue();
  const page = await (await open())(`/${repository}/playground`);
  // Its own file is seen; what it builds on is not read, whatever is taken out of the text.
  expect(page).toContain(`>\n${own}</textarea>`);
  expect(page).toContain('was not read');
  expect(page).not.toContain('secretive');
});

test('where there is no file, GitHub’s editor opens with the text', async () => {
  stage = await openStage();
  await opensIssue();
  await stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [path]: null } }));
  const page = await (await open())(`/${repository}/playground?preset=solo`);
  expect(page).toMatch(
    /href="[^"]*\/acme\/shop\/new\/main\?filename=\.github%2Froles\.yml&amp;value=[^"]*gates/,
  );
});
