/** What a large policy costs: roles, teams and gates add no request to any event. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

const teams = ['support', 'marketing', 'architects', 'leads', 'legal', 'security'] as const;
const policy = `roles:
  pm: [maria, "@acme/leads"]
  engineer: { members: ["@acme/engineering"], permission: write }
  architect: ["@acme/architects"]
  support: ["@acme/support"]
  marketing: ["@acme/marketing"]
  legal: ["@acme/legal", "@acme/security"]
  lead: ["@acme/leads", olga]
gates:
  design:
    approve: { any: [architect, { role: engineer, count: 2 }] }
    blocks: [spec]
    deadline: 1 week
  spec:
    preset: spec
    approve: { all: [pm, { any: [legal, architect] }] }
    requires: { sections: [Problem], consent: [engineer] }
    covers: { sections: [Problem, Tasks] }
    independent-of: [assignees]
    waive: [lead]
    deadline: 2 working days
  acceptance: { preset: acceptance, requires: { criteria: Tasks }, waive: [lead] }
  launch: { approve: { all: [support, marketing] }, after: [acceptance], when: { labels: [customer-facing] } }
  legal: { approve: legal, blocks: [close], mode: warn }
  security: { approve: { all: [legal, lead] }, blocks: [merge], stale-on: [push], mode: observe }
reminders: { calendar: { timezone: Europe/Berlin }, escalate-to: lead }
texts: { handoff: "{who}, it is your turn: {gate}. {next}" }
`;
const body = '## Problem\n\nNo coupons.\n\n## Tasks\n\n- [ ] one\n- [ ] two';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    policy,
    before: (github) => {
      for (const team of teams) {
        const members = ['maria', 'anton', 'ben', 'otto'].slice(0, 1 + (team.length % 4));
        github.team('acme', team, { members });
      }
    },
  });
  await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'customer-facing' }));
  // Who holds which role, and who may what in the repository, is known from now on.
  const first = await open();
  for (const who of ['maria', 'anton', 'ben', 'olga', 'rita'])
    await stage.act(who, (somebody) => somebody.comment(first, '/waive spec It burns'));
});
afterAll(() => stage.close());

async function open(): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body }),
  );
  return `${repository}#${number}`;
}

test('a decision is one read and one document, whatever the policy says', async () => {
  stage.spent();
  const issue = await open();
  const spent = [stage.spent()];
  for (const [who, words] of [
    ['anton', '/viable'],
    ['anton', '/approve design'],
    ['ben', '/approve design'],
    ['maria', '/approve spec'],
    ['anton', '/question What of refunds?'],
    ['maria', '/answer They stay.'],
    ['olga', '/waive spec The shop is down until 2026-02-01'],
    ['maria', '/accept 1'],
    ['maria', '/return 2 It is broken'],
    ['anton', '/snooze 3 days'],
    ['rita', 'Well.'],
  ] as const) {
    await stage.act(who, (somebody) => somebody.comment(issue, words));
    spent.push(stage.spent());
  }
  await stage.act('maria', (maria) => maria.edit(issue, { body: body.replace('two', 'three') }));
  spent.push(stage.spent());
  await stage.act('anton', (anton) => anton.label(issue, 'customer-facing'));
  spent.push(stage.spent());
  expect(spent.filter(({ queries, rest }) => queries !== 1 || rest !== 0)).toEqual([]);
  expect(spent.filter(({ mutations }) => mutations > 1)).toEqual([]);
  expect(spent.filter(({ mutations }) => mutations === 1).length).toBeGreaterThan(8);
});
