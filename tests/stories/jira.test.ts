/** Specs in Jira, pull requests on GitHub: the check follows what somebody with the role did there. */
import { afterEach, describe, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { cardOf, runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };

/** The issue's key. */
const spec = (): Promise<string> => stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);

/** anton's pull request of that title; its address. */
async function pull(title: string, branch = 'coupons', body = 'Work.'): Promise<string> {
  await stage.act('anton', (anton) => anton.push(repository, branch, { files: { 'a.txt': branch } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body, head: branch }),
  );
  return `${repository}#${number}`;
}

const check = (item: string): string | undefined =>
  stage.see(item).checks.find((each) => each.startsWith('Baton: '));

/** Baton looks once more, because somebody says something. */
async function look(item: string): Promise<string | undefined> {
  await stage.act('rita', (rita) => rita.comment(item, 'Well?'));
  return check(item);
}

describe.each(['cloud', 'data-center'] as const)('%s', (flavour) => {
  test('a pull request is held until a product manager moves the issue to the status', async () => {
    stage = await openJiraStage(flavour);
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    expect(check(item)).toBe(`Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`);
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    expect(await look(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira`,
    );
    await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    expect(await look(item)).toBe('Baton: success · You can merge this');
    await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
    expect(await look(item)).toBe('Baton: success · You can merge this');
    await stage.inJira('anton', (anton) => anton.edit(key, { description: 'h2. Problem\n\nNo vouchers.' }));
    expect(await look(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of ${key} in Jira again`,
    );
    await stage.inJira('paul', (paul) => paul.edit(key, { description: 'h2. Problem\n\nNo coupons.' }));
    expect(await look(item)).toBe('Baton: success · You can merge this');
  });

  test('what the policy names by its id is told by its name', async () => {
    stage = await openJiraStage(flavour);
    const { jira } = stage;
    const field = jira.customField('Result', 'select', ['Good', 'Bad']).id;
    const text = stage.policy
      .replace('{ status: Approved }', `{ status: "${jira.statusId('Approved')}" }`)
      .replace('{ status: Done }', `{ field: ${field}, value: Good }`)
      .replace('{ preset: acceptance }', '{ preset: acceptance, blocks: [merge], after: [], ready-when: {} }')
      .replace('  site', '  mode: comment\n  site');
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
    const ways = (run?.summary ?? '').match(/(?<=To (?:approve|accept) it, ).*/g);
    expect(ways).toEqual(['move it to the status `Approved` in Jira.', 'set `Result` to `Good` in Jira.']);
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    const said = jira.issue(key).comments.map(({ body }) => JSON.stringify(body));
    expect(said).toEqual([expect.stringContaining('and to approve it, move it to “Approved”.')]);
  });

  test('an issue costs at most two reads a look', async () => {
    stage = await openJiraStage(flavour);
    const key = await spec();
    const item = await pull(`${key}: coupons`);
    await look(item);
    stage.jira.requests.length = 0;
    await look(item);
    expect(stage.jira.requests.length).toBe(flavour === 'cloud' ? 2 : 1);
  });
});

const card = (issue: string): string => cardOf(stage.github.find.item(issue))?.body ?? '';

describe('an issue on GitHub that names one of Jira', () => {
  const title = (key: string): string => `${key}: coupons`;

  test('is decided there: the card says so, follows it, and commands here say where to go', async () => {
    stage = await openJiraStage('cloud');
    const key = await spec();
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title(key), body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    expect(card(issue)).toMatch(
      new RegExp(`\\[${key}\\]\\(.*\\) in Jira decides the spec and the result\\.`),
    );
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.heard(issue)).toEqual([
      expect.stringContaining(`\`/approve\` does nothing here: ${key} is decided in Jira.`),
    ]);
    expect(card(issue)).toContain('move it to the status `Approved` in Jira');
    // A label here is no word, and is left alone.
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    expect(card(issue)).toContain('`spec:approved` on this issue doesn’t match');
    const item = await pull('Coupons', 'coupons', `Closes #${number}`);
    expect(check(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of #${number} in Jira`,
    );
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await stage.act('rita', (rita) => rita.comment(issue, 'Well?'));
    expect(card(issue)).toMatch(/Spec approval \| ✅ approved/);
    expect(card(issue)).not.toContain('doesn’t match');
    expect(check(item)).toBe('Baton: success · You can merge this');
  });

  test('one that is not there decides nothing', async () => {
    stage = await openJiraStage('data-center');
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title('SHOP-99'), body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    expect(card(issue)).toContain('was not found in Jira, or Baton may not see it');
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
  });

  test('closed before it is accepted there: it is opened again, says where to accept it, and is closed once it is', async () => {
    stage = await openJiraStage('cloud');
    const key = await spec();
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title(key), body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    stage.heard(issue);
    await stage.act('maria', (maria) => maria.close(issue, 'completed'));
    expect(stage.see(issue).state).toBe('open');
    expect(stage.heard(issue)).toEqual([
      '@maria: I reopened this issue, because the result isn’t accepted yet. maria can accept it: move it to the status `Done` in Jira. After that I’ll close it again.',
    ]);
    await stage.inJira('maria', (maria) => maria.transition(key, 'Done'));
    expect(stage.see(issue).state).toBe('closed: completed');
    await stage.inJira('anton', (anton) => anton.transition(key, 'In Progress'));
    expect(stage.see(issue).state).toBe('open');
  });

  test('what has no gates there is not held back here by them', async () => {
    stage = await openJiraStage('cloud');
    const text = `exempt: { labels: [chore] }\n${stage.policy}`;
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    const { key } = await stage.inJira('anton', (anton) => anton.createIssue('SHOP', words));
    await stage.inJira('maria', (maria) => maria.setLabels(key, 'chore'));
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title(key), body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    const none = 'not needed · Issues like this one don’t need it.';
    expect(stage.see(issue).card?.gates).toEqual([`Spec approval · ${none}`, `Acceptance · ${none}`]);
    const item = await pull('Coupons', 'coupons', `Closes #${number}`);
    expect(check(item)).toBe('Baton: success · You can merge this');
    await stage.act('anton', (anton) => anton.close(issue, 'completed'));
    expect(stage.see(issue).state).toBe('closed: completed');
    await stage.inJira('maria', (maria) => maria.setLabels(key));
    await stage.act('rita', (rita) => rita.comment(issue, 'Well?'));
    expect(stage.see(issue).card?.gates[0]).toBe(
      'Spec approval · waiting for approval · `pm` still has to approve it.',
    );
    expect(check(item)).toBe(
      `Baton: action_required · Waiting for pm to approve the spec of #${number} in Jira`,
    );
  });

  test('one that is renamed is decided by the issue that it names now, and so is its pull request', async () => {
    stage = await openJiraStage('data-center');
    const one = await spec();
    const other = await spec();
    await stage.inJira('maria', (maria) => maria.transition(other, 'Approved'));
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title(one), body: 'See there.' }),
    );
    const item = await pull('Coupons', 'coupons', `Closes #${number}`);
    const held = `Baton: action_required · Waiting for pm to approve the spec of #${number} in Jira`;
    const here = `Baton: action_required · Waiting for maria to approve the spec of #${number}`;
    const named = async (key: string): Promise<string | undefined> => {
      await stage.act('anton', (anton) => anton.edit(`${repository}#${number}`, { title: title(key) }));
      return check(item);
    };
    expect(check(item)).toBe(held);
    expect(await named(other)).toBe('Baton: success · You can merge this');
    expect(await named(one)).toBe(held);
    expect(await named(`${one}, ${other}`)).toBe(here);
  });

  test('why Jira does not decide is said: whoever runs Baton took the project or the site away', async () => {
    stage = await openJiraStage('cloud', { projects: ['PAY'] });
    const { number } = await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: title('SHOP-1'), body: 'See there.' }),
    );
    const issue = `${repository}#${number}`;
    const notes = (): readonly string[] =>
      (stage.see(issue).card?.notes ?? []).map((line) => line.replaceAll('\\', ''));
    const heading = '**Baton could not see everything**';
    expect(notes()).toEqual([
      heading,
      '- SHOP-1 was not found in Jira, or Baton may not see it: what is said here decides.',
    ]);
    const text = stage.policy.replace('site: acme', 'site: acme-2');
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { '.github/roles.yml': text } }),
    );
    await stage.act('rita', (rita) => rita.comment(issue, 'Well?'));
    expect(notes()).toEqual([
      heading,
      '- The policy names the Jira site “acme-2”, which this server does not know: the operator of Baton can add it. Until then, what is said here decides.',
    ]);
    await stage.act('anton', (anton) => anton.edit(issue, { title: 'Coupons' }));
    expect(notes()).toEqual([]);
  });
});
