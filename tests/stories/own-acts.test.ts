/** What Baton does comes back to it as webhooks; they lead to nothing, since what it wrote it knows. */
import { createHmac, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { secret } from '../baton.ts';
import { runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ rough: true });
  await everything();
});
afterAll(() => stage.close());

/** What Baton's own acts are told as. */
const acts = [
  'check_run.completed',
  'check_run.created',
  'check_suite.completed',
  'issue_comment.created',
  'issue_comment.edited',
  'issues.closed',
  'issues.edited',
  'issues.labeled',
  'issues.opened',
  'issues.reopened',
  'issues.unassigned',
  'issues.unlabeled',
  'label.created',
  'label.edited',
];

const policyOf = (content: string) => ({ files: { '.github/roles.yml': content } });

/** Makes Baton do all of it. */
async function everything(): Promise<void> {
  const { number } = await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  await stage.act('anton', (anton) => {
    anton.assign(issue, 'anton');
    anton.label(issue, 'spec:approved');
    anton.close(issue);
  });
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'spec:approved', { name: 'approved' }));
  const pull = await openPull(stage, `Closes ${await approvedIssue(stage)}`);
  const { headOid } = stage.github.find.pull(pull);
  const [run] = runsOn(stage.github.find.pull(pull), headOid);
  if (run === undefined) throw new Error('There is no check.');
  await stage.act('anton', (anton) => anton.rerun(run));
  await stage.act('anton', (anton) => anton.rerun(run.suite));
  await stage.act('maria', (maria) => maria.push(repository, 'main', policyOf('roles: 3\n')));
  await stage.act('maria', (maria) => maria.push(repository, 'main', policyOf(twoRoles)));
}

type Sent = Stage['github']['deliveries'][number];
const nameOf = ({ event, action }: Sent): string => `${event}.${action}`;

/** Of each kind, the last that our own acts led to. */
function ours(): ReadonlyMap<string, Sent> {
  const own = stage.github.deliveries.filter(({ payload }) => {
    const { sender } = payload as { readonly sender?: { readonly login: string } };
    return sender?.login === 'baton[bot]';
  });
  return new Map(own.map((delivery) => [nameOf(delivery), delivery]));
}

/** Requests that follow from a delivery that comes once more. */
async function costOf({ event, payload }: Sent): Promise<number> {
  const body = JSON.stringify(payload);
  stage.spent();
  const answer = await fetch(`${stage.service().url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  });
  expect(answer.ok).toBe(true);
  await stage.settled();
  const { queries, mutations, rest } = stage.spent();
  return queries + mutations + rest;
}

async function costs(): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const [name, delivery] of ours()) found[name] = await costOf(delivery);
  return found;
}

test('each of its own acts that comes back costs no request', async () => {
  const found = await costs();
  expect(Object.keys(found).toSorted()).toEqual(acts);
  expect(Object.entries(found).filter(([, cost]) => cost > 0)).toEqual([]);
});

test('also once it was started again', async () => {
  await stage.restart();
  await stage.settled();
  const found = await costs();
  expect(Object.entries(found).filter(([, cost]) => cost > 0)).toEqual([]);
});
