/** Gates that wait for sub-issues: what people see on the issue, and what it costs. */
import type { Sandbox } from '@baton/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

const undivided = `${twoRoles}gates:
  result: {approve: pm, prepared-by: engineer, label: fine, blocks: [close, merge]}
exempt: {labels: [chore]}
`;
const policy = undivided.replace('merge]', 'merge], requires: {sub-issues: satisfied}');
const path = '.github/roles.yml';

/** maria opens an issue; its address. */
async function opened(stage: Stage, title: string, where = repository): Promise<string> {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(where, { title }));
  return `${where}#${number}`;
}
const numberOf = (address: string): string => `#${address.split('#')[1] ?? ''}`;
const lacking = (...parts: readonly string[]): string =>
  `Result · not ready yet · These sub-issues aren’t done: ${parts.join(', ').replace(/, ([^,]*)$/, ' and $1')}.`;
const gates = (stage: Stage, issue: string): readonly string[] => stage.see(issue).card?.gates ?? [];
const waiting = ['Result · waiting for approval · `pm` still has to approve it.'];

describe('an issue with sub-issues', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ policy });
  });
  afterAll(() => stage.close());

  /** An issue with two sub-issues. */
  async function family(): Promise<readonly [whole: string, one: string, other: string]> {
    const whole = await opened(stage, 'Checkout');
    const one = await opened(stage, 'Basket');
    const other = await opened(stage, 'Till');
    await stage.act('maria', (maria) => maria.addSubIssue(whole, one));
    await stage.act('maria', (maria) => maria.addSubIssue(whole, other));
    stage.heard(whole);
    return [whole, one, other];
  }

  test('waits for them, one by one, and whoever was too early has to say it again', async () => {
    const [whole, one, other] = await family();
    const both = [
      `${numberOf(one)} (waiting for \`pm\`)`,
      `${numberOf(other)} (waiting for \`pm\`)`,
    ] as const;
    expect(stage.see(whole)).toMatchObject({
      card: {
        head: 'Waiting for `@acme/engineering` to finish the sub-issues',
        gates: [lacking(...both)],
        next: 'Finish its sub-issues. It can be approved after that.',
      },
    });
    await stage.act('maria', (maria) => maria.label(whole, 'fine'));
    expect(stage.heard(whole)).toEqual([
      `@maria: I removed the label \`fine\`: these sub-issues weren’t done: ${numberOf(one)} and ${numberOf(other)}. Approve it again once they are.`,
    ]);
    await stage.act('maria', (maria) => maria.comment(whole, '/approve result'));
    expect(stage.heard(whole)).toEqual([
      `“Result” can’t be approved yet. These sub-issues aren’t done: ${both.join(' and ')}. Once that’s fixed, please comment again.`,
    ]);
    await stage.act('maria', (maria) => maria.label(one, 'fine'));
    expect(gates(stage, whole)).toEqual([lacking(both[1])]);
    await stage.act('maria', (maria) => maria.comment(other, '/approve result'));
    expect(gates(stage, whole)).toEqual(waiting);
    expect(stage.see(whole).labels).toEqual([]);
    await stage.act('maria', (maria) => maria.label(whole, 'fine'));
    expect(stage.see(whole)).toMatchObject({ labels: ['fine'], card: { head: 'Everything is approved' } });
  });

  test('that was closed is opened again when one of them is, and closed when that is done', async () => {
    const [whole, one, other] = await family();
    for (const each of [one, other, whole]) {
      await stage.act('maria', (maria) => maria.label(each, 'fine'));
      await stage.act('maria', (maria) => maria.close(each));
    }
    expect(stage.see(whole).state).toBe('closed: completed');
    await stage.act('maria', (maria) => maria.unlabel(other, 'fine'));
    expect(stage.see(other).state).toBe('open');
    expect([stage.see(whole).state, gates(stage, whole)]).toEqual([
      'open',
      [lacking(`${numberOf(other)} (waiting for \`pm\`)`)],
    ]);
    await stage.act('maria', (maria) => maria.label(other, 'fine'));
    expect([stage.see(whole).state, stage.see(whole).labels]).toEqual(['closed: completed', ['fine']]);
  });

  test('does not wait for what is not planned, nor for what was taken out or deleted', async () => {
    const [whole, one, other] = await family();
    const third = await opened(stage, 'Receipt');
    await stage.act('maria', (maria) => maria.addSubIssue(whole, third));
    const [first, second, last] = [one, other, third].map((each) => `${numberOf(each)} (waiting for \`pm\`)`);
    expect(gates(stage, whole)).toEqual([lacking(first ?? '', second ?? '', last ?? '')]);
    await stage.act('anton', (anton) => anton.close(one, 'not_planned'));
    expect(gates(stage, whole)).toEqual([lacking(second ?? '', last ?? '')]);
    await stage.act('anton', (anton) => anton.removeSubIssue(whole, other));
    expect(gates(stage, whole)).toEqual([lacking(last ?? '')]);
    await stage.act('olga', (olga) => olga.deleteIssue(third));
    expect(gates(stage, whole)).toEqual(waiting);
    await stage.act('anton', (anton) => anton.reopen(one));
    expect(gates(stage, whole)).toEqual([lacking(first ?? '')]);
  });

  test('waits until one without gates is closed', async () => {
    const [whole, one, other] = await family();
    await stage.act('maria', (maria) => maria.label(other, 'fine'));
    await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'chore' }));
    await stage.act('maria', (maria) => maria.label(one, 'chore'));
    expect(gates(stage, whole)).toEqual([lacking(`${numberOf(one)} (still open)`)]);
    await stage.act('anton', (anton) => anton.close(one));
    expect(gates(stage, whole)).toEqual(waiting);
  });

  test('waits for what they wait for', async () => {
    const [whole, one, other] = await family();
    const below = await opened(stage, 'Voucher');
    await stage.act('maria', (maria) => maria.label(other, 'fine'));
    await stage.act('maria', (maria) => maria.label(one, 'fine'));
    await stage.act('maria', (maria) => maria.addSubIssue(one, below));
    expect(gates(stage, whole)).toEqual([lacking(`${numberOf(one)} (waiting for \`engineer\`)`)]);
    await stage.act('maria', (maria) => maria.label(below, 'fine'));
    expect([gates(stage, whole), stage.see(one).labels]).toEqual([waiting, ['fine']]);
  });

  test('costs one read when one of them is done, and none for each of them', async () => {
    const [whole, one] = await family();
    stage.spent();
    await stage.act('rita', (rita) => rita.comment(whole, 'Nice.'));
    expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
    await stage.act('rita', (rita) => rita.comment(one, 'Nice.'));
    expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
    await stage.act('maria', (maria) => maria.label(one, 'fine'));
    expect(stage.spent()).toEqual({ queries: 2, mutations: 2, rest: 0 });
  });
});

describe('one story each', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  const pushed = (text: string, where = repository) =>
    stage.act('olga', (olga) => olga.push(where, 'main', { files: { [path]: text } }));
  const eventually = (fact: () => unknown, value: unknown) =>
    vi.waitFor(() => expect(fact()).toEqual(value), { timeout: 240_000, interval: 20 });

  test('where no gate asks for sub-issues, they cost nothing; a policy that begins or ends to ask has all looked at', async () => {
    stage = await openStage({ policy: undivided });
    const whole = await opened(stage, 'Checkout');
    const part = await opened(stage, 'Basket');
    stage.spent();
    await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
    await pushed(policy);
    const divided = [lacking(`${numberOf(part)} (waiting for \`pm\`)`)];
    expect(gates(stage, whole)).toEqual(divided);
    await stage.act('maria', (maria) => maria.removeSubIssue(whole, part));
    expect(gates(stage, whole)).toEqual(waiting);
    await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    expect(gates(stage, whole)).toEqual(divided);
    await pushed(undivided);
    expect(gates(stage, whole)).toEqual(waiting);
    stage.spent();
    await stage.act('maria', (maria) => maria.removeSubIssue(whole, part));
    expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
    await stage.act('maria', (maria) => maria.label(part, 'fine'));
    expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 0 });
    await stage.act('rita', (rita) => rita.comment(whole, 'Nice.'));
    const asked = stage.github.requests.map(({ document }) => document?.includes('subIssues'));
    expect(asked).toEqual([false]);
  });

  test('a pull request is held back until the sub-issues of its issue are done', async () => {
    stage = await openStage({ policy });
    const whole = await opened(stage, 'Checkout');
    const part = await opened(stage, 'Basket');
    await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    const pull = await openPull(stage, `Closes ${numberOf(whole)}`);
    const of = numberOf(whole);
    expect(stage.see(pull).checks).toEqual([
      `Baton: action_required · Waiting for @acme/engineering to finish the sub-issues of ${of}`,
    ]);
    await stage.act('maria', (maria) => maria.label(part, 'fine'));
    expect(stage.see(pull).checks).toEqual([
      `Baton: action_required · Waiting for maria to approve the result of ${of}`,
    ]);
    await stage.act('maria', (maria) => maria.label(whole, 'fine'));
    expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
    await stage.act('maria', (maria) => maria.comment(part, '/revoke result'));
    expect(stage.see(pull).checks).toEqual([
      `Baton: action_required · Waiting for @acme/engineering to finish the sub-issues of ${of}`,
    ]);
  });

  test('sub-issues in other repositories: by their own policy, without any, without Baton, and hidden', async () => {
    const before = (github: Sandbox): void => {
      for (const name of ['till', 'docs', 'site'])
        github.repository(`acme/${name}`, {
          collaborators: { maria: 'write', anton: 'write' },
          files: { 'README.md': name, ...(name === 'docs' ? {} : { [path]: undivided }) },
        });
      github.repository('acme/vault', { private: true, collaborators: { maria: 'write' } });
    };
    stage = await openStage({ policy, before });
    const { github } = stage;
    github.reach('baton', 'acme', { remove: ['acme/site', 'acme/vault'] });
    await stage.settled();
    const whole = await opened(stage, 'Checkout');
    for (const where of ['acme/till', 'acme/docs', 'acme/site', 'acme/vault']) {
      const part = await opened(stage, 'Part', where);
      await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    }
    expect(gates(stage, whole)).toEqual([
      lacking(
        'acme/till#1 (waiting for `pm`)',
        'acme/docs#1 (still open)',
        'acme/site#1 (still open)',
        '1 that Baton may not see',
      ),
    ]);
    // Nothing was written where Baton is not, or has no policy.
    for (const part of ['acme/docs#1', 'acme/site#1']) expect(stage.see(part)).toMatchObject({ card: null });
    for (const part of ['acme/docs#1', 'acme/till#1']) await stage.act('maria', (maria) => maria.close(part));
    expect(gates(stage, whole)).toEqual([
      lacking('acme/till#1 (waiting for `pm`)', 'acme/site#1 (still open)', '1 that Baton may not see'),
    ]);
    await stage.act('maria', (maria) => maria.label('acme/till#1', 'fine'));
    await stage.act('maria', (maria) => maria.close('acme/site#1'));
    // Nobody tells Baton of a repository where it is not.
    expect(gates(stage, whole)).toEqual([lacking('acme/site#1 (still open)', '1 that Baton may not see')]);
    await stage.act('rita', (rita) => rita.comment(whole, 'And now?'));
    expect(gates(stage, whole)).toEqual([lacking('1 that Baton may not see')]);
    await stage.act('maria', (maria) => maria.removeSubIssue(whole, 'acme/vault#1'));
    expect(gates(stage, whole)).toEqual(waiting);
  });

  test('a sub-issue in a repository that is archived has no gates: it counts once it is closed', async () => {
    const before = (github: Sandbox): void => {
      for (const name of ['till', 'stand'])
        github.repository(`acme/${name}`, {
          collaborators: { maria: 'write', anton: 'write' },
          files: { [path]: undivided.replace('close, ', '') },
        });
    };
    stage = await openStage({ policy, before });
    const whole = await opened(stage, 'Checkout');
    for (const where of ['acme/till', 'acme/stand']) {
      const part = await opened(stage, 'Part', where);
      await stage.act('maria', (maria) => maria.addSubIssue(whole, part));
    }
    await stage.act('maria', (maria) => maria.close('acme/stand#1'));
    expect(gates(stage, whole)).toEqual([
      lacking('acme/till#1 (waiting for `pm`)', 'acme/stand#1 (not approved yet)'),
    ]);
    for (const where of ['acme/till', 'acme/stand']) stage.github.archiveRepository(where);
    await stage.settled();
    await stage.act('rita', (rita) => rita.comment(whole, 'And now?'));
    expect(gates(stage, whole)).toEqual([lacking('acme/till#1 (still open)')]);
  });

  test('with a new database nothing is decided otherwise; who spoke while Baton was away is heard in their order', async () => {
    stage = await openStage({ policy, rough: true });
    const [whole, part, other] = [
      await opened(stage, 'Checkout'),
      await opened(stage, 'Basket'),
      await opened(stage, 'Till'),
    ];
    for (const each of [part, other]) {
      await stage.act('maria', (maria) => maria.addSubIssue(whole, each));
      await stage.act('maria', (maria) => maria.label(each, 'fine'));
      await stage.act('maria', (maria) => maria.close(each));
    }
    await stage.act('maria', (maria) => maria.label(whole, 'fine'));
    await stage.act('maria', (maria) => maria.close(whole));
    const late = await opened(stage, 'Vouchers');
    const early = await opened(stage, 'Receipt');
    const below = [await opened(stage, 'One'), await opened(stage, 'Two')] as const;
    await stage.act('maria', (maria) => maria.addSubIssue(late, below[0]));
    await stage.act('maria', (maria) => maria.addSubIssue(early, below[1]));
    const seen = stage.see(whole);
    await stage.restart(() => {
      stage.github.clock.advance(30 * 24 * 3_600_000);
      stage.hurry('maria', (maria) => maria.label(early, 'fine'));
      for (const each of below) {
        stage.github.clock.advance(60_000);
        stage.hurry('maria', (maria) => maria.label(each, 'fine'));
      }
      stage.github.clock.advance(60_000);
      stage.hurry('maria', (maria) => maria.label(late, 'fine'));
      stage.hurry('rita', (rita) => rita.comment(whole, 'Hello?'));
    });
    await eventually(() => gates(stage, early), waiting);
    await eventually(() => stage.see(late).card?.head, 'Everything is approved');
    await stage.act('rita', (rita) => rita.comment(whole, 'Anybody?'));
    expect(stage.see(whole)).toEqual(seen);
    expect([stage.see(early).labels, stage.see(late).labels]).toEqual([[], ['fine']]);
  });

  test('a sub-issue that cannot be read does not pass, and it is said that it is tried again', async () => {
    const before = (github: Sandbox): void => {
      github.repository('acme/till', {
        collaborators: { maria: 'write' },
        files: { [path]: undivided },
      });
      // Closed before Baton came: nobody looks at it unless somebody asks.
      github.as('maria').openIssue('acme/till', { title: 'Part' });
      github.as('maria').close('acme/till#1');
    };
    stage = await openStage({ policy, before });
    const whole = await opened(stage, 'Checkout');
    const pull = await openPull(stage, `Closes ${numberOf(whole)}`);
    // Issues of the shop are read with their sub-issues by now; those of the till are not.
    stage.github.faults.add({
      match: ({ operation, document }) =>
        operation === 'ObserveIssue' && document?.includes('subIssues') === false,
      kind: '5xx',
      times: 1000,
    });
    stage.hurry('maria', (maria) => maria.addSubIssue(whole, 'acme/till#1'));
    await eventually(() => gates(stage, whole), [lacking('acme/till#1 (not read yet; Baton will retry)')]);
    stage.hurry('anton', (anton) => anton.comment(pull, 'And now?'));
    await eventually(
      () => stage.see(pull).checks,
      ['Baton: in_progress · Baton will retry: something couldn’t be read'],
    );
    stage.github.faults.clear();
    await eventually(() => gates(stage, whole), waiting);
    await eventually(
      () => stage.see(pull).checks,
      [`Baton: action_required · Waiting for maria to approve the result of ${numberOf(whole)}`],
    );
    await stage.settled();
  }, 60_000);
});
