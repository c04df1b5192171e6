/** Commands on an issue on GitHub whose gates Jira decides: what is said to them, and what of Jira's text is passed on. */
import { describe, expect, test } from 'vitest';

import {
  foldIssue,
  decidedInJira,
  judge,
  type DecidedInJira,
  type Verdict,
} from '../../src/handoff/index.ts';
import { anton, maria, olga, twoRoles } from './people.ts';
import { story, type Story } from './story.ts';

const policy = `roles: {pm: {members: [maria], jira: {groups: [product]}}, engineer: [anton], lead: [olga]}
gates:
  spec: {preset: spec, waive: [lead]}
  launch: {approve: pm, waive: [lead]}
jira:
  site: acme
  projects: [SHOP]
  gates:
    spec: {status: Approved}
`;

const there = (): Story => story({ policy, repository: 'SHOP', number: 12, by: maria });
const decides = (told: Story, isTextShown = true): DecidedInJira => {
  const decided = decidedInJira(
    'SHOP-12',
    'https://jira.test/browse/SHOP-12',
    told.look().verdict,
    isTextShown,
  );
  if (decided === null) throw new Error('Jira decides nothing.');
  return decided;
};

type Gates = Extract<Verdict, { kind: 'gates' }>;

/** How an issue on GitHub is judged of which Jira decides the spec; null: it decides nothing. */
function judged(here: Story, decided: DecidedInJira | null = decides(there())): Gates {
  const folded = foldIssue(here.observed());
  const decidedInJira = new Map(decided === null ? [] : [[folded.item.id, decided]]);
  const verdict = judge(folded, { ...here.setting(), decidedInJira });
  if (verdict.kind !== 'gates') throw new Error('It has no gates.');
  return verdict;
}

const answers = ({ answers: all }: Gates): readonly string[] =>
  all.flatMap(({ outcomes }) =>
    outcomes.map((one) => {
      if (one.kind === 'done') return `${one.verb} ${one.gate}: done`;
      if (one.kind !== 'refused') return one.kind;
      return `${one.verb}: ${'keys' in one.because ? `in ${one.because.keys.join()}` : one.because.kind}`;
    }),
  );
const statuses = ({ gates }: Gates): Readonly<Record<string, string>> =>
  Object.fromEntries(gates.map(({ gate, status }) => [gate.name, status]));

describe('a command', () => {
  const here = (): Story => story({ policy, title: 'SHOP-12: coupons' });
  test.each<readonly [what: string, told: Story, answers: readonly string[], spec: string]>([
    ['approves', here().comments(maria, '/approve spec'), ['approve: in SHOP-12'], 'waiting'],
    [
      'approves, by somebody who may not',
      here().comments(anton, '/approve spec'),
      ['approve: in SHOP-12'],
      'waiting',
    ],
    ['returns', here().comments(maria, '/return spec No.'), ['return: in SHOP-12'], 'waiting'],
    ['waives', here().comments(olga, '/waive spec It burns'), ['waive spec: done'], 'waived'],
    [
      'waives, by somebody who may not',
      here().comments(anton, '/waive spec It burns'),
      ['waive: role'],
      'waiting',
    ],
    ['revokes nothing', here().comments(maria, '/revoke spec'), ['revoke: in SHOP-12'], 'waiting'],
    [
      'revokes a waiver',
      here().comments(olga, '/waive spec It burns').comments(olga, '/revoke spec'),
      ['waive spec: done', 'revoke spec: done'],
      'waiting',
    ],
    [
      'approves, and leaves the waiver',
      here().comments(olga, '/waive spec It burns').comments(maria, '/approve spec'),
      ['waive spec: done', 'approve: in SHOP-12'],
      'waived',
    ],
    [
      'is about a gate that is decided here',
      here().comments(maria, '/approve launch'),
      ['approve launch: done'],
      'waiting',
    ],
    ['asks why', here().comments(anton, '/why'), ['why'], 'waiting'],
  ])('that %s', (_, told, expected, spec) => {
    const verdict = judged(told);
    expect([answers(verdict), statuses(verdict)['spec']]).toEqual([expected, spec]);
  });

  test('waives on GitHub although Jira approves it by now; then nothing is waived', () => {
    const told = here().comments(olga, '/waive spec It burns');
    const decided = decides(there().moves(maria, 'Approved'));
    expect(statuses(judged(told, decided))['spec']).toBe('satisfied');
  });
});

describe("what Jira's text says", () => {
  const changed = (): Story => there().moves(maria, 'Approved').edits(anton, { body: 'A secret plan.' });
  const texts = (decided: DecidedInJira): string => JSON.stringify([...decided.gates.values()]);

  test('is passed on where the policy shows it, and kept back elsewhere; how the gates stand is told in both', () => {
    const [shown, hidden] = [decides(changed()), decides(changed(), false)];
    expect([texts(shown).includes('secret'), texts(hidden).includes('secret')]).toEqual([true, false]);
    const stands = ({ gates }: DecidedInJira) =>
      [...gates].map(([name, { status, open }]) => [name, status, open]);
    expect(stands(hidden)).toEqual([['spec', 'stale', false]]);
    expect(stands(shown)).toEqual(stands(hidden));
    expect([hidden.key, hidden.url]).toEqual(['SHOP-12', 'https://jira.test/browse/SHOP-12']);
  });

  test('nor what its criteria are, and those that were taken out', () => {
    const withCriteria = `${twoRoles}gates:
  launch: {preset: acceptance, after: [], ready-when: {}, requires: {criteria: Acceptance criteria}}
`;
    const body = '## Acceptance criteria\n\n- [ ] Secret one\n- [ ] Secret two\n';
    const told = story({ policy: withCriteria, body })
      .comments(maria, '/accept 1')
      .edits(anton, { body: body.replace('- [ ] Secret two\n', '') });
    const launch = (isTextShown: boolean) => {
      const gate = decides(told, isTextShown).gates.get('launch');
      if (gate === undefined) throw new Error('It is decided in Jira.');
      return [gate.criteria.map(({ text }) => text), gate.removed.map(({ text }) => text)];
    };
    expect(launch(true)).toEqual([['Secret one'], ['Secret two']]);
    expect(launch(false)).toEqual([[''], ['']]);
  });

  test('decides nothing where the issue there is exempt', () => {
    const exempt = story({
      policy: `${policy}exempt: {labels: [chore], by: [pm]}\n`,
      repository: 'SHOP',
      number: 12,
    }).labels(maria, 'chore');
    expect(decidedInJira('SHOP-12', '', exempt.look().verdict, true)).toBeNull();
  });
});

describe('a label of a gate that Jira decides', () => {
  const label = 'spec:approved';
  const here = (): Story => story({ policy, title: 'SHOP-12: coupons' });
  const approved = (): DecidedInJira => decides(there().moves(maria, 'Approved'));

  test.each<readonly [what: string, told: Story, decided: DecidedInJira, against: readonly string[]]>([
    ['is off, as Jira says', here(), decides(there()), []],
    ['is on, and Jira says otherwise', here().labels(anton, label), decides(there()), [label]],
    ['is on, as Jira says', here().labels(anton, label), approved(), []],
    ['is off, and Jira says otherwise', here(), approved(), [label]],
  ])('%s', (_, told, decided, against) => {
    const verdict = judged(told, decided);
    // It is named, and left alone.
    const inJira = { key: 'SHOP-12', url: 'https://jira.test/browse/SHOP-12', labels: against };
    expect([verdict.inJira, verdict.violations]).toEqual([inJira, []]);
    // What says there that it is open is named instead.
    expect(verdict.gates[0]?.gate).toMatchObject({
      label: null,
      sign: { kind: 'status', status: 'Approved' },
    });
  });

  test('is none of ours where the gate is for other issues', () => {
    const other = policy.replace('{preset: spec, ', '{preset: spec, when: {labels: [big]}, ');
    const told = story({ policy: other }).labels(anton, label);
    expect(judged(told).inJira?.labels).toEqual([]);
  });

  test('is none where the gate has no label', () => {
    const two = policy.replace('spec: {status: Approved}', 'launch: {status: Approved}');
    const decided = decides(story({ policy: two, repository: 'SHOP', number: 12 }).moves(maria, 'Approved'));
    expect(statuses(judged(story({ policy: two }), decided))['launch']).toBe('satisfied');
    expect(judged(story({ policy: two }), decided).inJira?.labels).toEqual([]);
  });

  test('is a label like any other where Jira decides nothing', () => {
    const verdict = judged(here().labels(anton, label), null);
    expect(verdict.inJira).toBeNull();
    expect(verdict.violations).toMatchObject([{ kind: 'gate-label', answer: 'undo' }]);
  });
});

describe('a waiver that was made here', () => {
  const here = (): Story => story({ policy }).comments(olga, '/waive spec It burns');

  test('is told as one, whatever Jira says of the gate', () => {
    const { gates } = judged(here());
    const [spec] = gates;
    expect(spec).toMatchObject({
      status: 'waived',
      reason: { kind: 'waived' },
      open: true,
      holders: [],
      since: { by: olga },
      waiver: { by: { by: olga }, until: null },
      ended: null,
    });
  });

  test('and says when it ended, once it is over', () => {
    const told = story({ policy }).comments(olga, '/waive spec It burns until 2026-03-02');
    const { gates } = judged(told.later(48 * 60 * 60_000).comments(anton, 'Well.'));
    expect(gates[0]).toMatchObject({ status: 'waiting', open: false, ended: { by: null } });
  });
});
