/** What people are told, whatever they do in whatever order: nobody loses an answer, and nothing that was told is taken back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  foldIssue,
  judge,
  planIssue,
  saidIn,
  type Actor,
  type Effect,
  type Moment,
} from '../../src/handoff/index.ts';
import { textOfTelling } from '../../src/handoff/words/index.ts';
import { runs } from '../night.ts';
import { anton, ben, maria, olga } from './people.ts';
import { story, type Story } from './story.ts';

const people = fc.constantFrom(anton, ben, maria, olga);
const words = fc.constantFrom(
  '/approve spec',
  '/approve',
  '/accept',
  '/revoke spec',
  '/request acceptance',
  '/return spec',
  '/approve spec\n/accept 3',
  '/answer 3 No.',
  '/why',
  '/help',
  'LGTM',
  '/approve <!-- baton:below -->',
);

type Act = { readonly by: Actor; readonly what: string };
const acts: fc.Arbitrary<Act> = fc.record({
  by: people,
  what: fc.oneof(words, fc.constantFrom('label', 'unlabel', 'assign', 'close', 'nothing', 'a day')),
});

function play(issue: Story, { by, what }: Act): void {
  if (what === 'label') issue.labels(by, 'spec:approved');
  else if (what === 'unlabel') issue.unlabels(by, 'spec:approved');
  else if (what === 'assign') issue.assigns(anton);
  else if (what === 'close') issue.closes(by);
  else if (what === 'a day') issue.later(25 * 3_600_000);
  else if (what !== 'nothing') issue.comments(by, what);
}

type Written = Effect & { readonly kind: 'comment' };

/** What Baton's comments say now, by their ids. */
const textsOf = (issue: Story): ReadonlyMap<string, string> =>
  new Map(
    issue.on.moments.flatMap((each): [string, string][] =>
      each.kind === 'commented' && each.by.self ? [[each.id, each.text]] : [],
    ),
  );

const peopleToldIn = (body: string): ReadonlySet<string> =>
  new Set(saidIn(body).flatMap((one) => (one.kind === 'told' ? [one.to] : [])));

test('an edit adds to what its person was told, and takes nothing from it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(acts, fc.boolean()), { minLength: 2, maxLength: 25 }), (all) => {
      const issue = story();
      for (const [act, isAtOnce] of all) {
        play(issue, act);
        if (isAtOnce) continue;
        const before = textsOf(issue);
        const written = issue.settles().flat();
        for (const effect of written.filter((each): each is Written => each.kind === 'comment')) {
          if (effect.comment === undefined) continue;
          const was = before.get(effect.comment) ?? '';
          expect(textOfTelling(effect.body).startsWith(textOfTelling(was))).toBe(true);
          expect(saidIn(effect.body)).toEqual(expect.arrayContaining([...saidIn(was)]));
          expect([...peopleToldIn(effect.body)]).toEqual([...peopleToldIn(was)]);
          expect(peopleToldIn(was).size).toBe(1);
        }
      }
    }),
    { numRuns: runs(150) },
  );
});

/** Baton looks while what it wrote a moment ago cannot be read yet, and writes; gives back what. `before`: what can be read. */
function settlesLate(issue: Story, before: readonly Moment[], act: () => void): readonly Effect[] {
  const known = new Set(before.map(({ id }) => id));
  const written = issue.settles().flat();
  act();
  const all = issue.on.moments;
  issue.on.moments = [...before, ...all.filter(({ id, by }) => !known.has(id) && !by.self)];
  const state = foldIssue(issue.observed());
  const justSaid = written.flatMap((each) =>
    each.kind === 'comment' ? saidIn(each.body).filter(({ kind }) => kind !== 'told') : [],
  );
  const plan = { ...issue.setting(), justSaid };
  const effects = planIssue(state, judge(state, plan), plan);
  issue.on.moments = all;
  return effects;
}

/** What is all told to one person of one gate, so that one comment has it. */
const antons = fc
  .constantFrom('/approve spec', '/revoke spec', '/request acceptance', 'label', '/accept')
  .map((what): Act => ({ by: anton, what }));

test('an edit takes nothing from a comment that cannot be read yet as it is', () => {
  fc.assert(
    fc.property(fc.array(antons, { minLength: 1, maxLength: 4 }), antons, antons, (all, first, second) => {
      const issue = story();
      for (const act of all) {
        play(issue, act);
        issue.settles();
      }
      play(issue, first);
      const before = issue.on.moments.slice();
      for (const effect of settlesLate(issue, before, () => play(issue, second))) {
        if (effect.kind !== 'comment' || effect.comment === undefined) continue;
        const was = textsOf(issue).get(effect.comment) ?? '';
        expect(textOfTelling(effect.body).startsWith(textOfTelling(was))).toBe(true);
      }
    }),
    { numRuns: runs(150) },
  );
});

test('what somebody was told of another command is not taken for an answer', () => {
  const issue = story();
  issue.comments(anton, '/revoke spec\n/revoke acceptance');
  issue.settles();
  issue.closes(anton);
  issue.settles();
  issue.comments(anton, '/approve spec');
  issue.settles();
  expect([...textsOf(issue).values()].join('\n')).toContain('`/approve` for “Spec approval” is for `pm`');
});

test('who has to approve something decides whether it is the same answer', () => {
  const policy = (rule: string): string =>
    `roles:\n  pm: [maria]\n  qa: [olga]\n  engineer: [anton, ben]\ngates:\n  spec:\n    title: Spec approval\n    approve: { ${rule}: [pm, qa] }\n    blocks: [merge]\n`;
  const issue = story({ policy: policy('any') });
  issue.comments(anton, '/approve spec');
  issue.settles();
  issue.policyBecomes(policy('all'));
  issue.comments(anton, '/approve spec');
  issue.settles();
  const texts = [...textsOf(issue).values()]
    .filter((text) => !text.includes('baton:card'))
    .map(textOfTelling);
  expect(texts).toEqual([
    '`/approve` for “Spec approval” is for `pm` (maria) or `qa` (olga).',
    '`/approve` for “Spec approval” is for `pm` (maria) and `qa` (olga): it takes both of them.',
  ]);
});

test('every command that was not done is answered, once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(acts, fc.boolean()), { minLength: 2, maxLength: 18 }), (all) => {
      const issue = story();
      for (const [act, isAtOnce] of all) {
        play(issue, act);
        if (!isAtOnce || act.what === 'a day') issue.settles();
      }
      issue.settles();
      const answered = [...textsOf(issue).values()]
        .flatMap(saidIn)
        .flatMap((one) => (one.kind === 'answer' ? [one.to] : []));
      expect(new Set(answered).size).toBe(answered.length);
      const refused = issue.on.moments.filter(
        (each) => each.kind === 'commented' && each.reaction === 'refused' && each.original.startsWith('/'),
      );
      const unanswered = refused.filter(({ id }) => !answered.includes(id));
      // People without a role are answered five times an hour.
      expect(unanswered.filter(({ by }) => by.login !== olga.login)).toEqual([]);
    }),
    { numRuns: runs(150) },
  );
});
