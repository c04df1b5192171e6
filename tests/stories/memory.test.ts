/** What Baton remembers: who held which role when they spoke, and words against a gate; and what losing it costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
const folders: string[] = [];
afterEach(async () => {
  await stage.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const issue = `${repository}#1`;
const policy = 'roles:\n  pm: ["@acme/product"]\n  engineer: ["@acme/engineering"]\n';

async function open(keeping: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-story-'));
  folders.push(folder);
  stage = await openStage({
    policy,
    ...(keeping ? { dataDir: folder } : {}),
    before: (github) => {
      github.team('acme', 'Product', { members: ['olga'], pending: ['otto'] });
      github.team('acme', 'Product owners', { parent: 'product', members: ['maria'] });
    },
  });
  await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Coupons', body: 'One.' }));
}

const comment = (login: string, text: string) =>
  stage.act(login, (somebody) => somebody.comment(issue, text));
const labels = (): readonly string[] => stage.see(issue).labels;
const spec = (): string => stage.see(issue).card?.gates[0] ?? '';

test('a member of a child team counts, a pending one does not', async () => {
  await open(false);
  await comment('otto', '/approve spec');
  expect(labels()).toEqual([]);
  await comment('maria', '/approve spec');
  expect(labels()).toEqual(['spec:approved']);
});

test('whoever leaves the role later keeps having spoken; what was said before it does not count later', async () => {
  await open(true);
  await comment('otto', '/approve spec');
  stage.github.addToTeam('acme/product', 'otto');
  await stage.settled();
  await comment('ben', 'And now?');
  expect(labels()).toEqual([]);
  await comment('otto', '/approve spec');
  expect(labels()).toEqual(['spec:approved']);
  stage.github.removeFromTeam('acme/product', 'otto');
  await stage.settled();
  await comment('ben', 'Still?');
  expect(labels()).toEqual(['spec:approved']);
  await comment('otto', '/revoke spec');
  expect(labels()).toEqual(['spec:approved']);

  // The same after a restart, with the same database.
  await stage.restart();
  await comment('ben', 'And after a restart?');
  expect(labels()).toEqual(['spec:approved']);
});

test('with a fresh database, today’s membership decides', async () => {
  await open(false);
  await comment('maria', '/approve spec');
  stage.github.removeFromTeam('acme/product-owners', 'maria');
  await stage.settled();
  expect(labels()).toEqual(['spec:approved']);
  await stage.restart();
  await comment('ben', 'Hello?');
  expect(labels()).toEqual([]);
});

test('a return that was deleted counts after a restart with the same database', async () => {
  await open(true);
  await comment('maria', '/approve spec');
  const word = await comment('maria', '/return spec The error case is missing.');
  await stage.act('ben', (ben) => ben.deleteComment(word));
  await stage.restart();
  await comment('ben', 'All is well.');
  expect(spec()).toBe('Spec approval · sent back · maria sent it back on then.');
  expect(stage.see(issue).card?.notes).toContain('> The error case is missing\\.');
  await comment('olga', '/approve spec');
  expect(labels()).toEqual(['spec:approved']);
});

test('a return that was deleted is lost with the database; one that was only edited is not', async () => {
  await open(false);
  await comment('maria', '/approve spec');
  const word = await comment('maria', '/return spec The error case is missing.');
  await stage.act('ben', (ben) => ben.editComment(word, 'I like it.'));
  await stage.restart();
  await comment('ben', 'All is well.');
  expect(spec()).toBe('Spec approval · sent back · maria sent it back on then.');
  await stage.act('ben', (ben) => ben.deleteComment(word));
  expect(spec()).toBe('Spec approval · sent back · maria sent it back on then.');
  await stage.restart();
  await comment('ben', 'All is well.');
  expect(spec()).toBe('Spec approval · approved · Approved by maria (`pm`) in a comment, then.');
});

test('losing the database loses no decision, and nothing is said twice', async () => {
  await open(false);
  await comment('maria', '/approve spec');
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  await comment('anton', '/approve acceptance');
  await stage.act('ben', (ben) => ben.close(issue));
  const before = stage.see(issue);
  expect(before).toMatchObject({ state: 'open', labels: ['spec:approved'], assignees: ['anton'] });
  await stage.restart();
  await comment('ben', 'Hello?');
  expect(stage.see(issue)).toEqual(before);
});

test('a revocation by taking the label off outlives everything: the timeline has it', async () => {
  await open(false);
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  await stage.restart();
  await comment('ben', 'Hello?');
  expect(labels()).toEqual([]);
  expect(spec()).toBe(
    'Spec approval · waiting for approval · maria took back the approval of the spec on then.',
  );
});

test('a team that Baton may not see opens nothing and says so; made again, it is confirmed first', async () => {
  await open(false);
  stage.github.deleteTeam('acme/product-owners');
  stage.github.deleteTeam('acme/product');
  await stage.settled();
  await comment('olga', '/approve spec');
  expect(labels()).toEqual([]);
  expect(stage.see(issue).card?.notes.join('\n')).toMatch(
    /The team .*acme.*product was not found, or Baton may not see it/,
  );
  stage.github.team('acme', 'Product', { members: ['olga'] });
  await stage.settled();
  await comment('ben', 'And now?');
  // It is another team, so it is for whoever may change the policy to say that it is meant.
  expect(labels()).toEqual([]);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', {
      files: { '.github/roles.yml': `${policy}# The team was made again.\n` },
    }),
  );
  await comment('olga', '/approve spec');
  expect(labels()).toEqual(['spec:approved']);
});
