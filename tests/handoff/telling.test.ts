/** What people are told, whatever they do in whatever order: nobody loses an answer, and nothing that was told is taken back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { saidIn, type Actor, type Effect } from '../../src/handoff/index.ts';
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
