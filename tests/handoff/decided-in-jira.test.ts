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

/** How an issue on GitHub is judged of which Jira decides the spec. */
function judged(here: Story, decided = decides(there())): Gates {
  const folded = foldIssue(here.observed());
  const verdict = judge(folded, { ...here.setting(), decidedInJira: new Map([[folded.item.id, decided]]) });
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
