/** What was refused stays refused, whatever changes later; what meant a gate means no other. */
import { afterEach, describe, expect, test } from 'vitest';

import { commentsOf, shortly } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const begin = async (policy: string, settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy, ...settings });
  await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'Coupons', body: 'One an order.' }));
};
const say = (who: string, text: string, on = issue) =>
  stage.act(who, (somebody) => somebody.comment(on, text));
const rules = (policy: string) =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }));
const gates = (on = issue): readonly string[] =>
  stage.see(on).card?.gates.map((row) => row.split(' · ').slice(0, 2).join(': ')) ?? [];
const answer = (on = issue): string => shortly(commentsOf(stage.github.find.item(on)).at(-1)?.body ?? '');

const independent = `roles:
  pm: [maria]
  engineer: [anton]
gates:
  spec: { preset: spec, independent-of: [assignees, pull-request-authors] }
`;

describe('who had a part in it', () => {
  test.each(['with its database', 'with none'])('an assignee who is taken off later, %s', async (kept) => {
    await begin(independent);
    await stage.act('otto', (otto) => otto.assign(issue, 'maria'));
    await say('maria', '/approve spec');
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    await stage.act('otto', (otto) => otto.unassign(issue, 'maria'));
    if (kept === 'with none') {
      await stage.restart();
      await say('rita', 'Hm.');
    }
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    expect(stage.see(issue).labels).toEqual([]);
    await say('maria', '/approve spec');
    expect(gates()).toEqual(['Spec approval: approved']);
  });

  test('an author of a pull request that is unlinked later', async () => {
    await begin(independent);
    const pull = await openPull(stage, 'Closes #1', { by: 'maria' });
    await say('maria', '/approve spec');
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    await stage.act('maria', (maria) => maria.editPull(pull, { body: 'Nothing.' }));
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    await say('maria', '/approve spec');
    expect(gates()).toEqual(['Spec approval: approved']);
  });
});

const two = (first: string): string => `roles:
  pm: [maria]
  engineer: [anton]
gates:
${first}  spec: { preset: spec }
`;
const legal = '  legal: { title: Legal, approve: pm, label: "legal:ok", blocks: [merge] }\n';

describe('a policy that gains a gate in front', () => {
  test('a bare approval stays one of the spec', async () => {
    await begin(two(''));
    await say('maria', '/approve');
    await rules(two(legal));
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
    await say('maria', '/approve');
    expect(gates()).toEqual(['Legal: approved', 'Spec approval: approved']);
  });

  test('without the database it is asked for again, by name', async () => {
    await begin(two(''));
    await say('maria', '/approve');
    await rules(two(legal));
    await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: waiting for approval']);
    await say('maria', '/approve spec');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
  });

  test('a name, and the policy as it is, need no database', async () => {
    await begin(two(legal));
    await say('maria', '/approve');
    await say('maria', '/approve spec');
    await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: approved', 'Spec approval: approved']);
  });
});

describe('a word that was refused', () => {
  const lives = ['with its database', 'with none'] as const;
  test.each(lives)('for a gate that comes later, %s', async (kept) => {
    await begin(two(''));
    await say('maria', '/approve legal');
    expect(answer()).toContain('There is no gate `legal` here');
    await rules(two(legal));
    if (kept === 'with none') await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: waiting for approval']);
  });

  test.each(lives)('for what the spec lacked, when the policy asks for less later, %s', async (kept) => {
    await begin(two('').replace('preset: spec', 'preset: spec, requires: { sections: [Problem] }'));
    await say('maria', '/approve spec');
    await rules(two(''));
    if (kept === 'with none') await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
  });

  test.each(lives)('for the role, when the policy names another role later, %s', async (kept) => {
    await begin(two(''));
    await say('anton', '/approve spec');
    await rules(two('').replace('preset: spec', 'preset: spec, approve: { any: [pm, engineer] }'));
    if (kept === 'with none') await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    await say('anton', '/approve spec');
    expect(gates()).toEqual(['Spec approval: approved']);
  });

  test('one of two in a comment does not take the other with it', async () => {
    await begin(two(legal));
    await say('maria', '/approve spec\n/approve nothing');
    await stage.restart();
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
  });
});

describe('a label that becomes another gate’s', () => {
  const ready = '  legal: { title: Legal, approve: pm, label: ready, blocks: [merge] }\n';
  test('what it said before is no approval', async () => {
    await begin(two(''));
    await stage.act('maria', (maria) => maria.label(issue, 'ready'));
    await rules(two(ready));
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: waiting for approval']);
    expect(stage.see(issue).labels).toEqual([]);
    await stage.act('maria', (maria) => maria.label(issue, 'ready'));
    expect(gates()[0]).toBe('Legal: approved');
  });

  test('one that stays with its gate stays an approval', async () => {
    await begin(two(''));
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await rules(two(ready));
    await say('rita', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
  });
});

describe('an act that was taken back', () => {
  const blocking = legal.replace('[merge]', '[merge, spec]');
  const lives = ['with its database', 'with none'] as const;
  const later = async (kept: string, policy: string): Promise<void> => {
    await rules(policy);
    if (kept === 'with none') await stage.restart();
    await say('rita', 'Hm.');
  };
  const both = (policy: string): string =>
    policy.replace('preset: spec', 'preset: spec, approve: { any: [pm, engineer] }');

  test.each(lives)('the label by somebody whose role approves later, %s', async (kept) => {
    await begin(two(''));
    await stage.act('anton', (anton) => anton.label(issue, 'spec:approved'));
    await later(kept, both(two('')));
    expect(gates()).toEqual(['Spec approval: waiting for approval']);
    expect(stage.see(issue).card?.notes.join()).toContain(
      'it was taken back then, and the policy has changed since. Do it again',
    );
    await stage.act('anton', (anton) => anton.label(issue, 'spec:approved'));
    expect(gates()).toEqual(['Spec approval: approved']);
  });

  test.each(lives)('the label that came too early for a gate in front, which goes, %s', async (kept) => {
    await begin(two(blocking));
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await later(kept, two(legal));
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: waiting for approval']);
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
  });

  test.each(lives)('the label on a pull request, %s', async (kept) => {
    await begin(two(''));
    const pull = await openPull(stage, 'Closes #1');
    await stage.act('anton', (anton) => anton.label(pull, 'spec:approved'));
    await later(kept, both(two('')));
    await say('rita', 'Hm.', pull);
    expect(stage.see(pull).checks).toEqual([expect.stringContaining('action_required')]);
  });

  test.each(lives)('closing, which the policy takes for acceptance later, %s', async (kept) => {
    const accepting = (more: string): string => `${two('')}  acceptance: { preset: acceptance${more} }\n`;
    await begin(accepting(', closing-accepts: false'));
    await say('maria', '/approve spec');
    const pull = await openPull(stage, 'Closes #1');
    await stage.act('anton', (anton) => anton.merge(pull));
    await stage.act('maria', (maria) => maria.close(issue));
    await later(kept, accepting(''));
    expect(gates()[1]).toBe('Acceptance: waiting for approval');
    expect(stage.see(issue).state).toBe('open');
    await stage.act('maria', (maria) => maria.close(issue));
    expect(gates()[1]).toBe('Acceptance: approved');
  });

  test.each(lives)('that it went with an edit takes nothing from it, %s', async (kept) => {
    await begin(two(''));
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await stage.act('anton', (anton) => anton.edit(issue, { body: 'Two an order.' }));
    expect(stage.see(issue).labels).toEqual([]);
    await rules(two(legal));
    await stage.act('anton', (anton) => anton.edit(issue, { body: 'One an order.' }));
    if (kept === 'with none') await stage.restart();
    await say('anton', 'Hm.');
    expect(gates()).toEqual(['Legal: waiting for approval', 'Spec approval: approved']);
  });
});
