/** The main story, step by step: a workflow without a server comes to what the App comes to. */
import { afterEach, expect, test } from 'vitest';

import type { Acting, Sandbox } from '@baton/sandbox';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

import { openStage, repository, type Stage } from '../stories/stage.ts';
import { seenOf, type Seen } from '../stories/seen.ts';
import { openWorkflow, type Workflow } from './workflow.ts';

let workflow: Workflow;
let stage: Stage | null = null;
afterEach(async () => {
  await workflow.close();
  await stage?.close();
  stage = null;
});

const manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  default_permissions: Record<string, 'read' | 'write'>;
};

const issue = `${repository}#1`;
const pull = `${repository}#2`;

const acts: readonly (readonly [string, string, (somebody: Acting) => unknown])[] = [
  ['an idea', 'anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One per order.' })],
  ['too early', 'anton', (anton) => anton.assign(issue, 'anton')],
  ['a forged label', 'otto', (otto) => otto.label(issue, 'spec:approved')],
  ['a forged command', 'otto', (otto) => otto.comment(issue, '/approve spec')],
  ['the approval', 'maria', (maria) => maria.comment(issue, '/approve spec')],
  ['work', 'anton', (anton) => anton.push(repository, 'coupons', { files: { 'coupons.txt': 'one' } })],
  [
    'a pull request',
    'anton',
    (anton) => anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  ],
  ['a problem in the spec', 'anton', (anton) => anton.comment(issue, '/return spec Which orders?')],
  ['the answer', 'maria', (maria) => maria.edit(issue, { body: 'One per order, also for gifts.' })],
  ['approved again', 'maria', (maria) => maria.comment(issue, '/approve spec')],
  ['the merge', 'ben', (ben) => ben.merge(pull)],
  ['closed too early', 'anton', (anton) => anton.close(issue)],
  ['accepted', 'maria', (maria) => maria.comment(issue, '/accept')],
];

/** Without where it is, and which comment: every GitHub has addresses of its own. null: it is not there yet. */
function seenOn(github: Sandbox, address: string): Seen | null {
  try {
    const seen = JSON.stringify(seenOf(github.find.item(address)));
    return JSON.parse(seen.replaceAll(github.url, '').replaceAll(/(#issuecomment-)\d+/g, '$1')) as Seen;
  } catch {
    return null;
  }
}

test('a workflow with a token of the App ends each step as the App does', async () => {
  stage = await openStage();
  workflow = await openWorkflow({ app: 'baton', permissions: manifest.default_permissions });
  for (const [what, login, act] of acts) {
    await stage.act(login, act);
    await workflow.act(login, act);
    for (const address of [issue, pull])
      expect(seenOn(workflow.github, address), `${what}: ${address}`).toEqual(seenOn(stage.github, address));
    for (const { code, summary } of workflow.ran()) expect([what, code, summary]).toEqual([what, 0, summary]);
  }
});
