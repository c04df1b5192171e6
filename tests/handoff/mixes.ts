/** Long histories, each of another mix of what people do: to measure how what they cost grows with their length. */
import type { Actor, Moment, Observed } from '../../src/handoff/index.ts';
import { anton, ben, maria, olga, paul, person, baton } from './people.ts';

export const mixPolicy = `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [maria]}
work: {labels: [in progress]}
gates:
  spec:
    preset: spec
    label: "spec:approved"
    waive: [lead]
    stale-on: [spec-edit, push, reopen]
    blocks: [start, merge, close]
  acceptance: {preset: acceptance, label: "accepted", requires: {criteria: Criteria}, waive: [lead]}
  launch: {approve: {all: [{role: pm, count: 2}, engineer]}, label: launched, independent-of: [assignees], blocks: [close]}
  design: {approve: engineer, label: designed, requires: {consent: [pm], sections: [Problem]}, stale-on: [spec-edit], blocks: [merge]}
`;

/** One moment of a mix; `turn`: how many there were before. */
type Turn = (turn: number) => Moment;

const base = (turn: number, by: Actor) => ({ id: `m${turn}`, at: (turn + 1) * 1000, by });

const spoken = (turn: number, by: Actor, text: string, me: Partial<Moment> = {}): Moment =>
  ({
    kind: 'commented',
    ...base(turn, by),
    original: text,
    text,
    editedBy: null,
    url: '',
    reacted: true,
    ...me,
  }) as Moment;
const labeled = (turn: number, by: Actor, label: string): Moment => ({
  kind: 'labeled',
  ...base(turn, by),
  label,
});
const unlabeled = (turn: number, by: Actor, label: string): Moment => ({
  kind: 'unlabeled',
  ...base(turn, by),
  label,
});
const bodyOf = (text: string): string =>
  `## Problem\n\n${text}\n\n## Criteria\n\n- [ ] one\n- [ ] two ${text}\n`;
const edited = (turn: number, by: Actor, text: string): Moment => ({
  kind: 'edited',
  ...base(turn, by),
  title: null,
  body: bodyOf(text),
  lost: false,
});
const renamed = (turn: number, title: string): Moment => ({
  kind: 'edited',
  ...base(turn, maria),
  title,
  body: null,
  lost: false,
});
const closed = (turn: number, by: Actor): Moment => ({
  kind: 'closed',
  ...base(turn, by),
  reason: 'completed',
  through: 'person',
});
const reopened = (turn: number, by: Actor): Moment => ({ kind: 'reopened', ...base(turn, by) });
const assigned = (turn: number, by: Actor, assignee: Actor): Moment => ({
  kind: 'assigned',
  ...base(turn, by),
  assignee,
});
const unassigned = (turn: number, by: Actor, assignee: Actor): Moment => ({
  kind: 'unassigned',
  ...base(turn, by),
  assignee,
});

/** One after the other, over and over. */
const round =
  (...turns: readonly Turn[]): Turn =>
  (turn) =>
    turns[turn % turns.length]!(turn);

const crowd = Array.from({ length: 50 }, (_, index) => person(`someone${index}`));
const oneOf = (turn: number): Actor => crowd[turn % crowd.length]!;
const gates = ['spec', 'acceptance', 'launch', 'design'] as const;
const gateAt = (turn: number): string => gates[Math.floor(turn / 4) % gates.length]!;

/** By name. */
export const mixes: Readonly<Record<string, Turn>> = {
  'approvals and edits to new texts': round(
    (turn) => spoken(turn, anton, '/approve spec'),
    (turn) => edited(turn, maria, `text ${turn}`),
  ),
  'approvals and edits to and fro': round(
    (turn) => spoken(turn, anton, '/approve spec'),
    (turn) => edited(turn, maria, `text ${turn % 4}`),
  ),
  'approvals and edits by approvers': round(
    (turn) => spoken(turn, ben, '/approve spec'),
    (turn) => edited(turn, anton, `text ${turn}`),
  ),
  'labels of a gate and edits': round(
    (turn) => labeled(turn, ben, 'spec:approved'),
    (turn) => edited(turn, maria, `text ${turn}`),
    (turn) => unlabeled(turn, baton, 'spec:approved'),
  ),
  'edits alone': (turn) => edited(turn, maria, `text ${turn}`),
  'edits by approvers after an approval': (turn) =>
    turn === 0 ? spoken(turn, anton, '/approve spec') : edited(turn, anton, `text ${turn}`),
  renamings: (turn) => renamed(turn, `Coupons ${turn}`),
  'renamings and approvals': round(
    (turn) => renamed(turn, `Coupons ${turn}`),
    (turn) => spoken(turn, ben, '/approve spec'),
  ),
  'edits within one second': round(
    (turn) => ({ ...spoken(turn, anton, '/approve spec'), at: 5000 }),
    (turn) => ({ ...edited(turn, maria, `text ${turn % 40}`), at: 5000 }),
  ),
  'closing and reopening': round(
    (turn) => closed(turn, anton),
    (turn) => reopened(turn, baton),
  ),
  'closing and reopening by people, with approvals': round(
    (turn) => spoken(turn, anton, '/approve spec'),
    (turn) => closed(turn, maria),
    (turn) => reopened(turn, ben),
  ),
  'labels of several gates': round(
    (turn) => labeled(turn, ben, 'spec:approved'),
    (turn) => labeled(turn, maria, 'accepted'),
    (turn) => labeled(turn, anton, 'designed'),
    (turn) => unlabeled(turn, ben, 'spec:approved'),
    (turn) => unlabeled(turn, maria, 'accepted'),
    (turn) => unlabeled(turn, anton, 'designed'),
  ),
  'labels put on again and again': (turn) =>
    labeled(turn, turn % 2 ? anton : ben, ['spec:approved', 'launched', 'designed'][turn % 3]!),
  'labels by outsiders, undone': round(
    (turn) => labeled(turn, olga, 'spec:approved'),
    (turn) => unlabeled(turn, baton, 'spec:approved'),
  ),
  'many different labels': (turn) => labeled(turn, oneOf(turn), `topic ${turn}`),
  'labels of the work': round(
    (turn) => labeled(turn, anton, 'in progress'),
    (turn) => unlabeled(turn, baton, 'in progress'),
  ),
  assignments: round(
    (turn) => assigned(turn, maria, oneOf(turn)),
    (turn) => unassigned(turn, maria, oneOf(turn - 1)),
  ),
  'assignments and approvals that have to be independent': round(
    (turn) => assigned(turn, maria, anton),
    (turn) => spoken(turn, paul, '/approve launch'),
    (turn) => unassigned(turn, maria, anton),
    (turn) => spoken(turn, ben, '/approve launch'),
  ),
  comments: (turn) => spoken(turn, oneOf(turn), 'I think so.'),
  'comments that were edited': (turn) =>
    spoken(turn, oneOf(turn), '/approve spec', { editedBy: maria, text: 'no' }),
  'comments that are hidden': (turn) =>
    spoken(turn, ben, turn % 2 ? '/approve spec' : '/return spec no', {
      hiddenAs: 'spam',
    }),
  'commands of strangers': (turn) => spoken(turn, oneOf(turn), '/approve spec'),
  why: (turn) => spoken(turn, oneOf(turn), '/why'),
  help: (turn) => spoken(turn, oneOf(turn), '/help'),
  'help of people with roles': (turn) => spoken(turn, anton, '/help'),
  'commands that mean nothing': (turn) => spoken(turn, anton, '/approve nothing'),
  'commands that may be meant': (turn) => spoken(turn, anton, 'approve'),
  'questions and answers': round(
    (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
    (turn) => spoken(turn, maria, '/answer So.'),
  ),
  questions: (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
  'questions and edits': round(
    (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
    (turn) => edited(turn, maria, `text ${turn}`),
  ),
  'returned and requested': round(
    (turn) => spoken(turn, anton, '/return spec No.'),
    (turn) => spoken(turn, maria, '/request spec'),
    (turn) => spoken(turn, anton, '/approve spec'),
  ),
  'criteria accepted and returned': round(
    (turn) => spoken(turn, maria, '/accept 1 2'),
    (turn) => spoken(turn, paul, '/return 2 It is broken.'),
    (turn) => edited(turn, anton, `text ${turn}`),
  ),
  'criteria that come and go': (turn) =>
    turn % 3 === 0
      ? spoken(turn, paul, '/accept 1')
      : turn % 3 === 1
        ? edited(turn, ben, `text ${turn}`)
        : ({ ...edited(turn, ben, ''), body: '## Problem\n\nx\n\n## Criteria\n\n- [ ] one\n' } as Moment),
  'viable and not': round(
    (turn) => spoken(turn, maria, '/viable'),
    (turn) => spoken(turn, maria, '/not-viable No.'),
    (turn) => edited(turn, maria, `text ${turn}`),
  ),
  waivers: round(
    (turn) => spoken(turn, maria, `/waive ${gateAt(turn)} It burns`),
    (turn) => spoken(turn, maria, `/revoke ${gateAt(turn)}`),
  ),
  'waivers that end': (turn) => ({
    ...spoken(turn, maria, `/waive spec It burns until 2026-03-0${1 + (turn % 8)}`),
    at: 1_700_000_000_000 + turn * 60_000,
  }),
  snoozing: (turn) => spoken(turn, anton, '/snooze 3 days'),
  'all gates, all people': (turn) =>
    spoken(turn, [maria, paul, anton, ben][(turn * 7) % 4]!, `/approve ${gateAt(turn)}`),
  'revoked and approved': round(
    (turn) => spoken(turn, anton, '/approve spec'),
    (turn) => spoken(turn, ben, '/revoke spec'),
  ),
  'what Baton said': (turn) =>
    spoken(turn, baton, `<!-- baton:told maria t${turn} -->\n<!-- baton:answer m${turn} -->\nSo.`),
  references: (turn) =>
    ({ kind: turn % 2 ? 'unlinked' : 'linked', ...base(turn, anton) }) as unknown as Moment,
  everything: round(
    (turn) => spoken(turn, anton, '/approve spec'),
    (turn) => edited(turn, maria, `text ${turn}`),
    (turn) => labeled(turn, olga, 'spec:approved'),
    (turn) => unlabeled(turn, baton, 'spec:approved'),
    (turn) => closed(turn, ben),
    (turn) => reopened(turn, baton),
    (turn) => spoken(turn, paul, '/question spec Why?'),
    (turn) => spoken(turn, ben, '/answer So.'),
    (turn) => assigned(turn, maria, ben),
    (turn) => spoken(turn, paul, '/approve launch'),
    (turn) => spoken(turn, maria, '/waive acceptance It burns'),
    (turn) => spoken(turn, maria, '/revoke acceptance'),
    (turn) => edited(turn, anton, `text ${turn}`),
  ),
};

/** A history of some moments after the opening, as it is read. */
export function observedOfMix(turn: Turn, length: number, more: Partial<Observed> = {}): Observed {
  const moments: Moment[] = [
    { kind: 'opened', id: 'opened', at: 0, by: maria, title: 'Coupons', body: bodyOf('x') },
  ];
  for (let index = 0; index < length; index += 1) moments.push(turn(index));
  return {
    history: {
      item: { tracker: 'github', repository: 'acme/shop', number: 1, id: 'I1', url: '', title: 'Coupons' },
      author: maria,
      moments,
    },
    displayed: {
      state: 'open',
      closedReason: null,
      labels: ['spec:approved'],
      assignees: [anton],
      type: null,
      card: null,
      spareCards: [],
      subIssues: null,
      pullRequests: [],
      branches: [],
    },
    ...more,
  };
}
