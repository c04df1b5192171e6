/** Whatever people without the role do in Jira, they open no gate: a thousand acts in a row, of every kind that Jira has. */
import { JiraRefusal, startJira, type Jira } from '@baton/sandbox/jira';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { foldIssue, judge, policyInJira, type Members } from '../../src/handoff/index.ts';
import { createJiraTracker } from '../../src/jira/index.ts';
import { readPolicy, type Policy } from '../../src/policy/index.ts';
import { siteOf } from '../stories/jira-stage.ts';

const text = (jira: Jira, field: string): string => `roles:
  pm: { members: [maria], jira: { groups: [product], project-roles: [Owners] } }
  engineer: { jira: { project-roles: [Developers], accounts: ["${jira.idOf('automation')}"] } }
people: [{ github: maria, jira: "${jira.idOf('maria')}" }]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
  launch: { approve: { any: [pm, { role: pm, count: 2 }] } }
jira:
  site: acme
  projects: [SHOP, PAY]
  gates: { spec: { status: Approved }, acceptance: { field: ${field}, value: Yes }, launch: { label: launch-ready } }
`;

function policyOf(written: string): Policy {
  const read = readPolicy(written, 'roles.yml');
  if (read.kind === 'policy') return read.policy;
  throw new Error(JSON.stringify(read.problems));
}

const statuses = ['Draft', 'Approved', 'In Progress', 'Done'] as const;

/** One thing that somebody may do. */
const act = fc.record({
  what: fc.constantFrom(
    'transition',
    'transition',
    'transition',
    'labels',
    'field',
    'edit',
    'comment',
    'delete-comment',
    'assign',
    'move',
    'property',
    'link',
    'create',
  ),
  by: fc.constantFrom('anton', 'otto', 'ben', 'app', 'rule of anton'),
  pick: fc.nat(1000),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function play(jira: Jira, keys: string[], { what, by, pick }: Act): void {
  const one = <T>(all: readonly T[]): T => all[pick % all.length] as T;
  const somebody = by === 'app' ? jira.rule() : jira.as(by === 'rule of anton' ? 'anton' : by);
  const at = pick % keys.length;
  const key = keys[at] ?? '';
  switch (what) {
    case 'transition':
      return somebody.transition(key, one(statuses));
    case 'labels':
      return somebody.setLabels(key, ...one([['launch-ready'], [], ['other', 'launch-ready'], ['bug']]));
    case 'field':
      return somebody.setField(key, 'Accepted', one(['Yes', 'No', null]));
    case 'edit':
      return somebody.edit(
        key,
        one([{ summary: 'Vouchers' }, { description: 'Approved by maria.' }, { summary: 'Coupons' }]),
      );
    case 'comment':
      return void somebody.comment(key, one(['/approve spec', 'I, maria, approve this.', 'Fine.']));
    case 'delete-comment': {
      const [comment] = jira.issue(key).comments;
      return comment === undefined ? undefined : somebody.deleteComment(key, comment);
    }
    case 'assign':
      return somebody.assign(key, one(['maria', 'anton', null]));
    case 'move':
      keys[at] = somebody.move(key, key.startsWith('SHOP') ? 'PAY' : 'SHOP', one([undefined, 'Approved']));
      return;
    case 'property':
      return somebody.setProperty(key, 'approved', { by: 'maria' });
    case 'link':
      return void somebody.linkRemotely(key, {
        url: 'https://acme.test/approved',
        title: 'Approved by maria',
      });
    case 'create':
      keys.push(
        somebody.createIssue(one(['SHOP', 'PAY']), {
          summary: 'Coupons',
          status: one(['Draft', 'Approved']),
          labels: ['launch-ready'],
          fields: { Accepted: 'Yes' },
        }).key,
      );
      return;
    default:
      return what satisfies never;
  }
}

async function open(flavour: Jira['flavour']) {
  const jira = await startJira({ flavour });
  for (const handle of ['maria', 'anton', 'ben', 'otto']) jira.user(handle);
  jira.user('baton', { kind: 'app' });
  jira.group('product', ['maria']);
  jira.status('Draft', 'new');
  jira.status('Approved', 'new');
  jira.workflow('Product', {
    initial: ['Draft', 'Approved'],
    transitions: statuses.map((name) => ({ name: `To ${name}`, to: name })),
  });
  const field = jira.customField('Accepted', 'select', ['Yes', 'No']);
  const roles = {
    Developers: { users: ['anton', 'ben'] },
    Owners: { users: ['maria'] },
    Administrators: { users: ['baton'] },
  };
  for (const key of ['SHOP', 'PAY']) jira.project(key, { workflow: 'Product', roles });
  return { jira, policy: policyOf(text(jira, field.id)) };
}

test.each(['cloud', 'data-center'] as const)(
  '%s: a thousand acts of everybody but the product manager',
  async (flavour) => {
    const { jira, policy } = await open(flavour);
    const view = createJiraTracker([siteOf(jira, { projects: ['SHOP', 'PAY'] })], Date.now).view(
      policy,
      'acme/shop',
    );
    const keys = [jira.as('maria').createIssue('SHOP', { summary: 'Coupons', description: 'One.' }).key];
    let done = 0;
    for (const [index, each] of fc.sample(act, 1000).entries()) {
      try {
        play(jira, keys, each);
        done += 1;
      } catch (error) {
        if (!(error instanceof JiraRefusal)) throw error;
      }
      if (index % 100 !== 99) continue;
      for (const key of keys.slice(0, 5)) {
        const found = await view?.reads.look(key);
        if (found == null) throw new Error(`${key} is not there.`);
        const { observed } = found;
        const { today } = (await view?.reads.rolesOf(
          observed.history.item.repository,
          observed.history.moments,
        )) ?? { today: new Map() };
        const members: Members = { today, recorded: new Map(), mentions: new Map() };
        const verdict = judge(foldIssue(observed), {
          policy: policyInJira(policy),
          members,
          now: Date.now(),
          inForceSince: 0,
        });
        expect(
          verdict.kind === 'gates'
            ? verdict.gates.filter((gate) => gate.open).map(({ gate }) => gate.name)
            : verdict,
        ).toEqual([]);
      }
    }
    expect(done).toBeGreaterThan(500);
    await jira.close();
  },
  120_000,
);
