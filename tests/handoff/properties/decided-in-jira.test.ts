/** On an issue here whose gates Jira decides, nothing that anybody does here opens one or closes it, but a waiver. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldIssue, decidedInJira, judge, type Actor, type Verdict } from '../../../src/handoff/index.ts';
import { anton, ben, maria, olga, paul } from '../people.ts';
import { story, type Story } from '../story.ts';
import { runs } from '../../night.ts';

const policy = `roles: {pm: {members: [maria, paul], jira: {groups: [product]}}, engineer: [anton, ben], lead: [olga]}
gates:
  spec: {preset: spec, waive: [lead]}
  acceptance: {preset: acceptance, waive: [lead]}
jira:
  site: acme
  projects: [SHOP]
  gates:
    spec: {status: Approved}
    acceptance: {status: Done}
`;

type Act = { readonly does: (issue: Story) => unknown; readonly by: Actor; readonly says: string | null };

const people = [maria, paul, anton, ben, olga];
const says = (by: Actor, text: string): Act => ({
  does: (issue) => issue.comments(by, text),
  by,
  says: text,
});
const does = (by: Actor, what: (issue: Story) => unknown): Act => ({ does: what, by, says: null });

const words = ['approve', 'return', 'revoke', 'request', 'waive'].flatMap((verb) =>
  ['spec', 'acceptance'].map((gate) => `/${verb} ${gate} because`),
);
const several = [
  '/accept',
  '/approve',
  '/question Why?',
  '/answer So.',
  '/return spec no\n/waive spec now',
  '/waive spec now\n/revoke spec',
];

const act: fc.Arbitrary<Act> = fc.constantFrom(...people).chain((by) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words, ...several).map((text) => says(by, text)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Act>(
        does(by, (issue) => issue.labels(by, 'spec:approved')),
        does(by, (issue) => issue.unlabels(by, 'spec:approved')),
        does(by, (issue) => issue.labels(by, 'pm:accepted')),
        does(by, (issue) => issue.edits(by, { body: 'Something else.' })),
        does(by, (issue) => issue.closes(by)),
        does(by, (issue) => issue.reopens(by)),
      ),
    },
  ),
);

/** How Jira decides: with what somebody did there. */
function inJira(isApproved: boolean): Verdict {
  const there = story({ policy, repository: 'SHOP', number: 12 });
  if (isApproved) there.moves(maria, 'Approved');
  return there.look().verdict;
}

/** Whether waivers stand, by gate, as somebody who reads the comments would say. */
function waivers(acts: readonly Act[]): ReadonlySet<string> {
  const standing = new Set<string>();
  for (const { by, says: text } of acts)
    for (const line of (text ?? '').split('\n')) {
      const [verb = '', gate = ''] = line.split(' ');
      if (verb === '/waive' && by === olga) standing.add(gate);
      if (verb === '/revoke' && [olga, maria, paul].includes(by)) standing.delete(gate);
    }
  return standing;
}

test('whatever is done here, a gate is open as it is in Jira, or by a waiver that stands', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), fc.boolean(), (acts, isApproved) => {
      const issue = story({ policy, title: 'SHOP-12: coupons' });
      for (const { does: happen } of acts) happen(issue);
      const decided = decidedInJira('SHOP-12', 'https://jira.test/browse/SHOP-12', inJira(isApproved), true);
      if (decided === null) throw new Error('Jira decides nothing.');
      const folded = foldIssue(issue.observed());
      const verdict = judge(folded, {
        ...issue.setting(),
        decidedInJira: new Map([[folded.item.id, decided]]),
      });
      if (verdict.kind !== 'gates') throw new Error('It has no gates.');
      const waived = waivers(acts);
      const expected = verdict.gates.map(({ gate: { name } }) => {
        const isOpen = name === 'spec' && isApproved;
        return [name, isOpen ? 'satisfied' : waived.has(name) ? 'waived' : 'closed'];
      });
      const found = verdict.gates.map(({ gate: { name }, open, status }) => [name, open ? status : 'closed']);
      expect(found).toEqual(expected);
    }),
    { numRuns: runs(400) },
  );
});
