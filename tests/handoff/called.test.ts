/** Who is called to which gate, by what the card and the comments tell of those who were: nobody twice for one turn. */
import { describe, expect, test } from 'vitest';

import type { Baton, GateVerdict } from '../../src/handoff/index.ts';
import { callsOf, calledMarker } from '../../src/handoff/judge/index.ts';
import { anton, maria, olga } from './people.ts';
import { story } from './story.ts';

type Known = Parameters<typeof callsOf>[1];
type Telling = {
  /** Who has the baton for which gate, and who had it first, as `gate:role+role`, or `gate:role@since`. */
  now?: readonly string[];
  first?: readonly string[];
  /** Since when; `null`: that is not told. */
  since?: number | null;
  gates?: readonly GateVerdict[];
  /** When it is planned; 36 is `10` in an id. */
  at?: number;
} & Partial<Omit<Known, 'now'>>;

const batons = (all: readonly string[], since: number | null): readonly Baton[] =>
  all.map((each) => {
    const [held = '', at] = each.split('@');
    const [gate = '', roles = ''] = held.split(':');
    const began = at === undefined ? since : Number(at);
    return { gate, roles: roles.split('+').filter(Boolean), since: began, leads: true };
  });

const said = (id: string, to: string): Known['said'][number] => ({ kind: 'handoff', to, id });

/** Who is called, under which id, and what the card says then. */
function called({ now = [], first = ['spec:pm'], since = 0, gates = [], at = 36, ...known }: Telling) {
  const { handoff, mark } = callsOf(
    { batons: batons(now, since), firstBatons: batons(first, since), gates },
    { card: null, said: [], remembered: [], now: at, inForceSince: 0, ...known },
  );
  return {
    calls: handoff?.calls.map(({ gate, roles }) => `${gate}:${roles.join('+')}`) ?? [],
    id: handoff?.id ?? null,
    card: calledMarker(mark),
  };
}

const nobody = (card: string) => ({ calls: [], id: null, card });
/** What a card says; `told`: the id of the last handoff. */
const shows = (roles: string, told?: string): string =>
  `<!-- baton:holder ${roles}${told === undefined ? '' : ` told ${told}`} -->`;

describe('whoever has the first baton is not called', () => {
  test('on a new issue the card says who has it', () => {
    expect(called({ now: ['spec:pm'] })).toEqual(nobody(shows('spec:pm')));
    expect(called({ now: ['spec:pm'], card: `Card\n${shows('spec:pm')}` })).toEqual(nobody(shows('spec:pm')));
    expect(called({ now: [], first: [] })).toEqual(nobody(shows('')));
  });

  test('of several first ones the first is on the card; the others are called when it moves', () => {
    const both = ['spec:pm', 'law:lead'];
    expect(called({ now: both, first: both })).toEqual(nobody(shows('spec:pm')));
    const moved = called({ now: ['law:lead'], first: both, card: shows('spec:pm') });
    expect(moved.calls).toEqual(['law:lead']);
  });

  test('on an issue from before the policy the card is the announcement, to all of them', () => {
    const both = ['spec:pm', 'law:lead'];
    const at = (since: number | null) => called({ now: both, first: both, since, inForceSince: 10 });
    expect(at(10)).toEqual(nobody(shows('spec:pm')));
    expect(at(9)).toEqual(nobody(shows('law:lead,spec:pm')));
    expect(at(null)).toEqual(nobody(shows('law:lead,spec:pm')));
    expect(called({ now: both, first: both, since: 9, inForceSince: 10, card: shows('spec:pm') })).toEqual(
      nobody(shows('spec:pm')),
    );
  });
});

describe('each by its own time', () => {
  const now = ['spec:pm@9', 'law:lead@10'];
  test('one of several first ones is older than the policy: the card announces all', () => {
    expect(called({ now, first: now, inForceSince: 10 })).toEqual(nobody(shows('law:lead,spec:pm')));
  });

  test('without a card those are called whose turn came since', () => {
    expect(called({ now: ['launch:pm@9', 'law:lead@10'], inForceSince: 10 }).calls).toEqual(['law:lead']);
  });
});

describe('the card says', () => {
  test('roles and gates by their names, and no gate that nobody has', () => {
    const now = ['spec:pm+lead', 'law:', 'a:x'];
    expect(called({ now, card: shows('b:y') }).card).toBe(shows('a:x,spec:lead+pm', '10-0:b:y'));
  });
});

describe('whoever has the first baton again is called', () => {
  const id = '10-0:spec:pm';
  test('when it came back', () => {
    const back = { now: ['spec:pm'], said: [said(id, 'acceptance:engineer')] };
    expect(called({ ...back, card: null }).calls).toEqual(['spec:pm']);
  });

  test('when the comment that told of it was not written', () => {
    const back = '11-0:acceptance:engineer';
    expect(called({ now: ['spec:pm'], card: shows('spec:pm', back), at: 99 })).toEqual({
      calls: ['spec:pm'],
      id: back,
      card: shows('spec:pm', back),
    });
  });

  test('when the card of an older Baton says that somebody else was', () => {
    expect(called({ now: ['spec:pm'], card: shows('engineer') }).calls).toEqual(['spec:pm']);
  });
});

describe('whoever has the baton now is called', () => {
  test('once, under an id that says when, which, and who was called before', () => {
    const telling = { now: ['acceptance:engineer'], card: shows('spec:pm') };
    const id = '10-0:spec:pm';
    expect(called(telling)).toEqual({
      calls: ['acceptance:engineer'],
      id,
      card: shows('acceptance:engineer', id),
    });
    const done = {
      ...telling,
      card: shows('acceptance:engineer', id),
      said: [said(id, 'acceptance:engineer')],
    };
    expect(called(done)).toEqual(nobody(shows('acceptance:engineer', id)));
    // Its comment may be gone since.
    expect(called({ ...done, said: [], remembered: done.said })).toEqual(
      nobody(shows('acceptance:engineer', id)),
    );
  });

  test('without a card, too, but for what is older than the policy', () => {
    const telling = { now: ['acceptance:engineer'], inForceSince: 10 };
    expect(called({ ...telling, since: 10 }).calls).toEqual(['acceptance:engineer']);
    expect(called({ ...telling, since: 9 })).toEqual(nobody(shows('acceptance:engineer')));
    expect(called({ ...telling, since: null })).toEqual(nobody(shows('acceptance:engineer')));
    expect(called({ ...telling, since: 9, card: shows('spec:pm') }).calls).toEqual(['acceptance:engineer']);
  });

  test('only the role that was not called to that gate', () => {
    const now = ['spec:pm+lead', 'launch:pm'];
    expect(called({ now, card: shows('spec:pm') }).calls).toEqual(['spec:lead', 'launch:pm']);
    expect(called({ now: ['spec:pm'], card: shows('launch:pm,spec:pm') })).toEqual(nobody(shows('spec:pm')));
  });

  test('nobody, where nobody has it', () => {
    expect(called({ now: [], card: shows('spec:pm') })).toEqual(nobody(shows('')));
  });

  test('back again, after it was somebody else’s', () => {
    const id = '10-0:spec:pm';
    const card = shows('acceptance:engineer', id);
    const again = called({ now: ['spec:pm'], card, said: [said(id, 'acceptance:engineer')] });
    expect(again.calls).toEqual(['spec:pm']);
    expect(again.id).toBe('10-1:acceptance:engineer');
  });

  test('by cards of an older Baton, which tell roles alone, whatever the gate', () => {
    expect(called({ now: ['launch:pm', 'law:lead'], card: shows('engineer+pm') }).calls).toEqual([
      'law:lead',
    ]);
  });

  test('with names that cannot stand in a comment of HTML as they are', () => {
    const moved = called({ now: ['law--one:lead--er'], card: shows('spec:pm') });
    expect(moved.card).toBe(shows('law_one:lead_er', '10-0:spec:pm'));
    const told = { card: moved.card, said: [said('10-0:spec:pm', 'law_one:lead_er')] };
    expect(called({ now: ['law--one:lead--er'], ...told }).calls).toEqual([]);
  });
});

describe('where the comment or the card was not written', () => {
  const id = '10-0:spec:pm';
  const now = ['acceptance:engineer'];

  test('the comment: it is written under its id, as long as it calls the same', () => {
    const card = shows('acceptance:engineer', id);
    expect(called({ now, card, at: 99 })).toEqual({ calls: ['acceptance:engineer'], id, card });
    const other = called({ now: ['acceptance:lead'], card });
    expect(other).toEqual({ calls: ['acceptance:lead'], id, card: shows('acceptance:lead', id) });
    const later = called({ now: ['launch:lead'], card, said: [said('1-0:', 'spec:pm')] });
    expect(later).toMatchObject({ calls: ['launch:lead'], id: '10-1:spec:pm' });
  });

  test('the card: who was called is what the last comment says', () => {
    const telling = { now, card: shows('spec:pm'), said: [said(id, 'acceptance:engineer')] };
    expect(called(telling)).toEqual(nobody(shows('acceptance:engineer', id)));
    expect(called({ ...telling, card: null })).toEqual(nobody(shows('acceptance:engineer', id)));
    // An older card told of an older handoff.
    const older = shows('spec:pm', '9-0:');
    expect(called({ ...telling, card: older })).toEqual(nobody(shows('acceptance:engineer', id)));
  });

  test('and where a later comment says otherwise, it is told anew', () => {
    const card = shows('acceptance:engineer', id);
    const back = said('11-0:acceptance:engineer', 'spec:pm');
    expect(called({ now, card, said: [back], at: 72 })).toEqual({
      calls: ['acceptance:engineer'],
      id: '20-1:spec:pm',
      card: shows('acceptance:engineer', '20-1:spec:pm'),
    });
  });

  test.each([
    ['an earlier time, when less was said', '10-0:', 'z-9:', false],
    ['a later time', 'z-0:', '10-0:', true],
    ['an earlier time', '10-0:', 'z-0:', false],
    ['of one time, a later one', '10-9:', '10-10:', true],
    ['of one time, an earlier one', '10-10:', '10-9:', false],
    ['the same', '10-1:', '10-1:', false],
  ])('which was later is told by the ids: %s', (_, shown, last, isLater) => {
    const card = shows('spec:pm', shown);
    const found = called({
      now,
      card,
      said: [said(last, 'acceptance:engineer')],
      remembered: [said(shown, 'spec:pm')],
    });
    expect(found.calls).toEqual(isLater ? [] : ['acceptance:engineer']);
  });

  test('what else was said calls nobody', () => {
    const hint: Known['said'][number] = { kind: 'hint', what: 'maria' };
    expect(called({ now, card: shows('spec:pm'), said: [hint] }).calls).toEqual(now);
    expect(called({ now: ['spec:pm'], said: [hint] })).toEqual(nobody(shows('spec:pm')));
  });
});

describe('a role whose gate another took the place of', () => {
  const policy = `roles: { pm: [maria], lead: [olga], engineer: [anton] }
gates:
  spec: { approve: { any: [pm, lead] }, label: ok, waive: [lead, engineer] }
  launch: { approve: pm, after: [spec] }
`;
  const gatesOf = (act: (told: ReturnType<typeof story>) => unknown): readonly GateVerdict[] => {
    const told = story({ policy });
    act(told);
    const { verdict } = told.look();
    if (verdict.kind !== 'gates') throw new Error('It has gates.');
    return verdict.gates;
  };
  test.each<readonly [what: string, act: (told: ReturnType<typeof story>) => unknown, isCalled: boolean]>([
    ['passed it on itself', (told) => told.labels(maria, 'ok'), false],
    ['had it passed on by others, who approved', (told) => told.labels(olga, 'ok'), true],
    ['had it waived by others', (told) => told.comments(anton, '/waive spec It burns'), true],
    ['sees it go back', (told) => told.comments(maria, '/return spec No.'), false],
  ])('%s', (_, act, isCalled) => {
    const found = called({ now: ['launch:pm'], card: shows('spec:lead+pm'), gates: gatesOf(act) });
    expect(found.calls).toEqual(isCalled ? ['launch:pm'] : []);
  });

  test('is called where it still has the other, too', () => {
    const found = called({
      now: ['spec:pm', 'launch:pm'],
      card: shows('spec:pm'),
      gates: gatesOf(() => null),
    });
    expect(found.calls).toEqual(['launch:pm']);
  });

  test('is not called where it approved as well as others', () => {
    const all = policy.replace('{ any: [pm, lead] }', '{ all: [pm, lead] }');
    const both = story({ policy: all }).labels(maria, 'ok').comments(olga, '/approve spec');
    const { verdict } = both.look();
    const gates = verdict.kind === 'gates' ? verdict.gates : [];
    expect(gates[0]?.status).toBe('satisfied');
    expect(called({ now: ['launch:pm'], card: shows('spec:lead+pm'), gates }).calls).toEqual([]);
  });

  test('is not called for what went on without it elsewhere', () => {
    const two = `${policy}  law: { approve: { any: [pm, lead] }, label: fine }\n`;
    const told = story({ policy: two }).labels(maria, 'ok').labels(olga, 'fine');
    const { verdict } = told.look();
    const gates = verdict.kind === 'gates' ? verdict.gates : [];
    expect(called({ now: ['launch:pm'], card: shows('spec:lead+pm'), gates }).calls).toEqual([]);
    expect(called({ now: ['launch:pm'], card: shows('law:lead+pm'), gates }).calls).toEqual(['launch:pm']);
  });

  test('is not called where it may waive, and somebody did', () => {
    const waived = gatesOf((told) => told.comments(anton, '/waive spec It burns'));
    expect(called({ now: ['launch:lead'], card: shows('spec:lead+pm'), gates: waived }).calls).toEqual([]);
  });
});
