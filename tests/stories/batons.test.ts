/** Every gate whose turn it is has its people: they are called once, reminded by its own deadline, and told on the card. */
import { readFileSync } from 'node:fs';

import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, type Stage } from './stage.ts';

const day = 24 * 3_600_000;
const issue = `${repository}#1`;

let stage: Stage;
afterEach(() => stage.close());

const say = (login: string, text: string, on = issue): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(on, text));
const open = (login = 'maria'): Promise<unknown> =>
  stage.act(login, (somebody) =>
    somebody.openIssue(repository, { title: 'Coupons', body: '## Problem\n\nNone.' }),
  );
const head = (): string | undefined => stage.see(issue).card?.head;
const notes = (): string => stage.see(issue).card?.notes.join('\n') ?? '';
/** Who was mentioned since this was asked last, in order. */
const mentioned = (): readonly string[] =>
  stage.heard(issue).flatMap((body) => [...body.matchAll(/@([\w/-]+)/g)].map(([, name]) => name ?? ''));

const withLegal = `roles:
  pm: [maria]
  engineer: [anton]
  legal: [olga]
  lead: [rita]
gates:
  spec: { preset: spec, deadline: 2 days }
  legal: { title: Legal review, approve: legal, blocks: [close], after: [spec], deadline: 1 day }
  acceptance: { preset: acceptance, deadline: 1 week }
reminders: { escalate-to: lead }
`;

test('a gate that blocks closing and comes before acceptance in the file: engineers are told to start all the same', async () => {
  stage = await openStage({ policy: withLegal });
  await open();
  expect(stage.heard(issue)).toEqual([]);
  await say('maria', '/approve spec');
  // One comment for both.
  expect(stage.heard(issue)).toEqual([
    '**Waiting for @anton to build this.** The spec is approved.\n**Waiting for @olga to approve the legal review.**',
  ]);
  expect(head()).toBe('Waiting for anton to build this');
  expect(notes()).toContain('- Waiting for olga to approve the legal review, since then. ');
  await say('olga', '/approve legal');
  const pull = await openPull(stage, 'Closes #1');
  expect(mentioned()).toEqual([]);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(head()).toBe('Waiting for maria to accept the result');
  expect(mentioned()).toContain('maria');
  await say('maria', '/return acceptance The totals are wrong.');
  expect(mentioned()).toEqual(['anton']);
  await say('anton', '/request acceptance');
  expect(mentioned()).toEqual(['maria']);
  await say('maria', '/accept');
  expect(stage.see(issue).state).toBe('closed: completed');
  expect(mentioned()).toEqual([]);
});

test('the slower one is not called again, however often the baton of the other gate moves', async () => {
  stage = await openStage({ policy: withLegal });
  await open();
  await say('maria', '/approve spec');
  expect(mentioned()).toEqual(['anton', 'olga']);
  const pull = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(pull));
  await say('maria', '/return acceptance The totals are wrong.');
  await say('anton', '/request acceptance');
  expect(mentioned()).not.toContain('olga');
  // Both hold back closing now.
  expect(head()).toBe('Waiting for olga to approve the legal review, and for maria to accept the result');
  await say('maria', '/accept');
  expect([head(), stage.see(issue).state]).toEqual(['Waiting for olga to approve the legal review', 'open']);
  await say('olga', '/approve legal');
  expect(stage.see(issue).state).toBe('closed: completed');
  expect(mentioned()).toEqual([]);
});

test('each has its own deadline, reminder and escalation, and what is due at once is one comment', async () => {
  stage = await openStage({ policy: withLegal, timed: true });
  await open();
  await say('maria', '/approve spec');
  stage.heard(issue);
  await stage.later(day);
  expect(stage.heard(issue)).toEqual([
    '**Waiting for @olga to approve the legal review**, since then.\n<sub>If it has to wait, comment `/snooze legal 2 working days`.</sub>',
  ]);
  await stage.later(day);
  expect(stage.heard(issue)).toEqual([
    '@rita (`lead`): waiting for olga to approve the legal review, since then. A reminder didn’t help.',
  ]);
  await say('anton', '/snooze 2 weeks');
  await say('olga', '/snooze 2 weeks');
  await stage.later(6 * day);
  expect(stage.heard(issue)).toEqual([]);
  await stage.later(8 * day);
  const said = stage.heard(issue);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('**Waiting for @anton to build this**, since');
  expect(said[0]).toContain('**Waiting for @olga to approve the legal review**, since');
});

const people: Readonly<Record<string, string>> = {
  product: 'maria',
  engineering: 'anton',
  architects: 'ben',
  support: 'otto',
  marketing: 'rita',
};

/** The preset that ships, with a deadline for the launch brief. */
const launch = readFileSync(new URL('../../config/presets/architect-and-launch.yml', import.meta.url), 'utf8')
  .replaceAll(/'@your-organization\/([a-z]+)'/g, (_, team: string) => people[team] ?? 'olga')
  .replace("    label: 'launch:ready'\n", "    label: 'launch:ready'\n    deadline: 1 week\n");
const spec = '## Problem\n\nNo coupons.\n\n## Acceptance criteria\n\n- [ ] Taken off once\n';

/** Up to the acceptance of an issue that customers see; its launch brief waits. */
async function accepted(policy = launch): Promise<void> {
  stage = await openStage({ policy, timed: true });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: spec }));
  await stage.act('maria', (maria) => maria.label(issue, 'customer-facing'));
  await say('anton', '/viable');
  await say('ben', '/viable');
  await say('maria', '/approve spec');
  const pull = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(pull));
  await say('maria', '/accept');
}

test('the launch brief of the preset: called with the engineers, and still asked for once the issue is closed', async () => {
  await accepted();
  expect(stage.see(issue).state).toBe('closed: completed');
  const calls = mentioned();
  expect(['otto', 'rita'].map((name) => calls.filter((each) => each === name).length)).toEqual([1, 1]);
  expect(head()).toBe('Waiting for otto and rita to approve the launch brief');
  await stage.later(8 * day);
  expect(mentioned()).toEqual(['otto', 'rita']);
  await say('otto', '/approve launch');
  expect([head(), mentioned()]).toEqual(['Waiting for rita to approve the launch brief', []]);
  await say('rita', '/approve launch');
  expect([head(), mentioned()]).toEqual(['Everything is approved', []]);
});

test('a gate that comes after acceptance is called when the issue closes', async () => {
  await accepted(launch.replace('after: [spec]\n    # It', 'after: [acceptance]\n    # It'));
  expect(stage.see(issue).state).toBe('closed: completed');
  expect(mentioned().slice(-2)).toEqual(['otto', 'rita']);
  expect(head()).toBe('Waiting for otto and rita to approve the launch brief');
  expect((await stage.later(8 * day), mentioned())).toEqual(['otto', 'rita']);
});

test('what is closed as not planned waits for nobody; reopened, it does again', async () => {
  stage = await openStage({ policy: withLegal, timed: true });
  await open();
  await say('maria', '/approve spec');
  stage.heard(issue);
  await stage.act('maria', (maria) => maria.close(issue, 'not_planned'));
  expect(head()).toBe('Closed: nothing left to do');
  await stage.later(9 * day);
  expect(stage.heard(issue)).toEqual([]);
  await stage.act('maria', (maria) => maria.reopen(issue));
  expect(mentioned()).toEqual(['anton', 'olga']);
});

test('gates that wait from the opening: it calls nobody, and the first move calls who has not been', async () => {
  stage = await openStage({ policy: withLegal.replace(' after: [spec],', '') });
  await open();
  expect(stage.heard(issue)).toEqual([]);
  expect(head()).toBe('Waiting for maria to approve the spec');
  expect(notes()).toContain('Waiting for olga to approve the legal review');
  await say('anton', 'I would begin tomorrow.');
  expect(stage.heard(issue)).toEqual([]);
  await say('maria', '/approve spec');
  expect(mentioned()).toEqual(['anton', 'olga']);
  await say('anton', '/why');
  expect(stage.heard(issue).at(-1)).toContain(
    'Waiting for anton to build this, since then. Also waiting for olga to approve the legal review.',
  );
});

test('whatever the order in the file, nobody is told to build before the spec is approved', async () => {
  const [, acceptance = ''] = /( {2}acceptance: .*\n)/.exec(withLegal) ?? [];
  stage = await openStage({
    policy: withLegal
      .replace(acceptance, '')
      .replace('gates:\n', `gates:\n${acceptance.replace('deadline: 1 week', 'after: []')}`),
  });
  await open();
  expect(head()).toBe('Waiting for maria to approve the spec');
  expect(notes()).not.toContain('anton');
  await say('maria', '/approve spec');
  expect(mentioned()).toEqual(['anton', 'olga']);
});

test.each([
  ['waived', '{ preset: spec, waive: [lead] }', '/waive spec The shop is down'],
  ['approved', '{ preset: spec, approve: { any: [pm, lead] } }', '/approve spec'],
])('a gate that others have %s: whoever it waited for is called to the next one', async (_, spec, word) => {
  stage = await openStage({
    policy: `roles: { pm: [maria], engineer: [anton], lead: [rita] }
gates:
  spec: ${spec}
  brief: { title: Brief, prepared-by: engineer, approve: pm, label: brief, blocks: [], after: [spec] }
  acceptance: { preset: acceptance }
`,
  });
  await open('anton');
  await say('rita', word);
  expect(mentioned()).toEqual(['anton', 'maria']);
  expect(notes()).toContain('Waiting for maria to approve the brief');
});

test('a gate that its own people approved: they know of the next one', async () => {
  stage = await openStage({
    policy: `roles: { pm: [maria], engineer: [anton] }
gates:
  spec: { preset: spec }
  brief: { title: Brief, prepared-by: engineer, approve: pm, label: brief, blocks: [], after: [spec] }
  acceptance: { preset: acceptance }
`,
  });
  await open('anton');
  await say('maria', '/approve spec');
  expect(mentioned()).toEqual(['anton']);
});
