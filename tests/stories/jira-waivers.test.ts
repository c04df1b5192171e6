/** Waivers for gates that are decided in Jira: they are made on GitHub, where those are who may make them. */
import type { Comment } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { checkLine, runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const policy = `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: { members: ["@acme/engineering"], jira: { project-roles: [Developers] } }
  lead: [otto]
gates:
  spec: { preset: spec, waive: [lead] }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved }, acceptance: { status: Done } }
`;

const spec = (): Promise<string> =>
  stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }).key);

const branchOf = (title: string): string => title.replaceAll(/[^\w-]/g, '');

/** anton's pull request of that title; its address. */
async function pull(title: string, body = 'Work.'): Promise<string> {
  await stage.act('anton', (anton) =>
    anton.push(repository, branchOf(title), { files: { [branchOf(title)]: title } }),
  );
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body, head: branchOf(title) }),
  );
  return `${repository}#${number}`;
}

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));
const says = (login: string, item: string, words: string): Promise<Comment> =>
  stage.act(login, (somebody) => somebody.comment(item, words));

const held = (name: string): string =>
  `Baton: action_required · Waiting for pm to approve the spec of ${name} in Jira`;
const waived = 'Baton: success · You can merge this: the spec was waived, not approved';

describe('on a pull request that names one issue of Jira', () => {
  test('a waiver is for it alone, until it is taken back or its time is over', async () => {
    stage = await openJiraStage('cloud', { policy, timed: true });
    const key = await spec();
    const [item, other] = [await pull(`${key}-coupons`), await pull(`${key}-more`)];
    expect([check(item), check(other)]).toEqual([held(key), held(key)]);

    await says('anton', item, '/waive spec it burns');
    expect(stage.heard(item)).toEqual(['`/waive` for “Spec approval” is for `lead` (otto).']);
    await says('otto', item, '/waive spec it burns');
    expect(stage.heard(item)).toEqual([]);
    expect([check(item), check(other)]).toEqual([waived, held(key)]);

    // Every other word has its place in Jira, the product manager's, too.
    await says('maria', item, '/return spec no\n/approve spec');
    expect(stage.heard(item)).toEqual([
      `\`/return\` does nothing here: ${key} is decided in Jira.\n\`/approve\` does nothing here: ${key} is decided in Jira.`,
    ]);
    expect(check(item)).toBe(waived);

    await says('maria', item, '/revoke spec');
    expect(stage.heard(item)).toEqual([]);
    expect(check(item)).toBe(held(key));
    await says('maria', item, '/revoke spec');
    expect(stage.heard(item)).toEqual([`\`/revoke\` does nothing here: ${key} is decided in Jira.`]);

    await says('otto', item, '/waive spec it burns again until 2026-01-06');
    expect(check(item)).toBe(waived);
    await stage.later(2 * 24 * 3_600_000);
    expect(check(item)).toBe(held(key));

    const several = await pull(`${key}, ${await spec()}`);
    await says('otto', several, '/waive spec it burns');
    expect(stage.heard(several)).toEqual([
      '`/waive` works on a pull request that names a single issue, and this one names SHOP-1 and SHOP-2.',
    ]);

    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const open = 'Baton: success · You can merge this';
    expect([check(item), check(other)]).toEqual([open, open]);
  });
});

describe('who takes a waiver back', () => {
  test.each(['deleted', 'rewritten'] as const)(
    'has taken it back, although somebody who can write has their comment %s',
    async (how) => {
      stage = await openJiraStage('cloud', { policy });
      const key = await spec();
      const item = await pull(`${key}-coupons`);
      await says('otto', item, '/waive spec it burns');
      const word = await says('maria', item, '/revoke spec');
      expect(check(item)).toBe(held(key));
      await stage.act('anton', (anton) =>
        how === 'deleted' ? anton.deleteComment(word) : anton.editComment(word, 'Thank you!'),
      );
      await says('anton', item, 'Well?');
      expect(check(item)).toBe(held(key));
      await says('otto', item, '/waive spec it burns again');
      expect(check(item)).toBe(waived);
    },
  );

  test('is told what the command lacks: who may, and which gates there are', async () => {
    stage = await openJiraStage('cloud', { policy });
    const key = await spec();
    const item = await pull(`${key}-coupons`);
    const inJira = `\`/revoke\` does nothing here: ${key} is decided in Jira.`;
    await says('otto', item, '/revoke');
    expect(stage.heard(item)).toEqual([inJira]);
    await says('otto', item, '/waive spec it burns');
    await says('anton', item, '/revoke spec');
    expect(stage.heard(item)).toEqual(['`/revoke` for “Spec approval” is for `pm` (maria).']);
    await says('otto', item, '/revoke');
    expect(stage.heard(item)).toEqual([
      '`/revoke` needs the name of a gate, as in `/revoke spec`; the gates are `spec` and `acceptance`.',
    ]);
    await says('otto', item, '/revoke spek');
    expect(stage.heard(item)).toEqual(['Did you mean `/revoke spec`? Please write it again like that.']);
    await says('otto', item, '/revoke acceptance');
    expect(stage.heard(item)).toEqual([inJira]);
    expect(check(item)).toBe(waived);
  });

  test('can do so in Jira: once it was approved there, what is sent back is waited for', async () => {
    stage = await openJiraStage('cloud', { policy });
    const key = await spec();
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: `${key}: coupons`, body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    const items = [await pull(`${key}-coupons`), await pull('coupons', `Closes #${number}`)];
    await says('otto', items[0]!, '/waive spec it burns');
    await says('otto', issue, '/waive spec it burns');
    expect(items.map(check)).toEqual([waived, waived]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const open = 'Baton: success · You can merge this';
    expect(items.map(check)).toEqual([open, open]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
    expect(items.map(check)).toEqual([held(key), held(`#${number}`)]);
  });
});

test('on an issue that Jira decides, a waiver is for the issue and what closes it', async () => {
  stage = await openJiraStage('data-center', { policy });
  const key = await spec();
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: `${key}: coupons`, body: 'See there.' }),
  );
  const issue = `${repository}#${number}`;
  const item = await pull('coupons', `Closes #${number}`);
  expect(check(item)).toBe(held(`#${number}`));

  await says('anton', issue, '/waive spec it burns');
  expect(stage.heard(issue)).toContain('`/waive` for “Spec approval” is for `lead` (otto).');
  await says('otto', issue, '/waive spec it burns');
  expect(check(item)).toBe(waived);
  expect(stage.see(issue).card?.gates[0]).toBe(
    'Spec approval · waived · Not approved: otto waived it on then, without an end: “it burns”',
  );
  // No label is there, as nobody approved: it does not say otherwise than Jira.
  expect(stage.see(issue).card?.notes.join('\n')).not.toContain('doesn’t match');
  // A label here is no word: taking it off takes nothing back.
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(stage.see(issue).card?.notes.join('\n')).toContain(
    `\`spec:approved\` on this issue doesn’t match ${key}`,
  );
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(check(item)).toBe(waived);
  await says('maria', item, '/revoke spec');
  expect(check(item)).toBe(held(`#${number}`));
});

test('a waiver on an issue that Jira decides is for a pull request that closes it and names the one in Jira, too', async () => {
  stage = await openJiraStage('cloud', { policy });
  const key = await spec();
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: `${key}: coupons`, body: 'See there.' }),
  );
  const closes = `Closes #${number}`;
  const item = await pull(`${key}-coupons`, closes);
  const other = await spec();
  const several = await pull(`${key}, ${other}`, closes);
  const naming = await pull(`${key}-more`);
  const twice = `${held(`#${number}`)}, and 1 more`;
  expect([check(item), check(naming)]).toEqual([twice, held(key)]);
  await says('otto', item, '/waive spec it burns');
  expect(stage.heard(item)).toEqual([]);
  expect([check(item), check(several), check(naming)]).toEqual([waived, held(other), held(key)]);
  await says('maria', item, '/revoke spec');
  expect(check(item)).toBe(twice);
});

test('the merge queue merges what a waiver lets past, and not once it was taken back', async () => {
  stage = await openJiraStage('cloud', { policy });
  stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  const key = await spec();
  const [first, second] = [await pull(`${key}-first`), await pull(`${key}-second`)];
  for (const item of [first, second]) await says('otto', item, '/waive spec it burns');
  await stage.act('anton', (anton) => anton.enqueue(first));
  expect(stage.see(first).state).toBe('merged');
  // Nobody has told Baton yet when the queue takes it.
  stage.github.clock.advance(2000);
  stage.hurry('maria', (maria) => maria.comment(second, '/revoke spec'));
  const { headOid } = stage.hurry('anton', (anton) => anton.enqueue(second));
  await stage.settled();
  expect(runsOn(stage.github.find.pull(second), headOid).map(checkLine)).toEqual([held(key)]);
  expect(stage.see(second).state).toBe('open');
});

test('an App that is in no role makes no waiver, and is not answered', async () => {
  stage = await openJiraStage('cloud', { policy });
  stage.github.app({ slug: 'helper', permissions: { issues: 'write', pull_requests: 'write' }, events: [] });
  stage.github.install('helper', 'acme');
  const key = await spec();
  const item = await pull(`${key}-coupons`);
  await says('helper[bot]', item, '/waive spec it burns\n/why');
  expect([check(item), stage.heard(item)]).toEqual([held(key), []]);
});
