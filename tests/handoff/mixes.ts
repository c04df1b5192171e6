/** Long histories, each of another mix of what people do: to measure how what they cost grows with their length. */
import type { Actor, Members, Moment, Observed, PullRequest, SubIssue } from '../../src/handoff/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { anton, ben, bot, maria, membersOf, nobody, olga, paul, person, baton } from './people.ts';

export const mixPolicy = `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [maria], voter: ['@acme/voters']}
work: {labels: [in progress]}
reminders: {escalate-to: lead}
gates:
  spec:
    preset: spec
    label: "spec:approved"
    waive: [lead]
    stale-on: [spec-edit, push, reopen]
    blocks: [start, merge, close]
    deadline: 2 working days
  acceptance: {preset: acceptance, label: "accepted", requires: {criteria: Criteria, sub-issues: satisfied}, waive: [lead]}
  launch: {approve: {all: [{role: pm, count: 2}, engineer]}, label: launched, independent-of: [assignees, pull-request-authors], blocks: [close]}
  poll: {approve: {role: voter, count: 3}, label: polled, blocks: [close]}
  design: {approve: engineer, label: designed, requires: {consent: [pm], sections: [Problem]}, stale-on: [spec-edit], blocks: [merge], deadline: 1 week, when: {labels: [topic 0, topic 1]}}
`;

/** Whom the policy names, and everybody who is called a voter. */
export function mixMembers(policy: Policy): Members {
  class Today extends Map<string, ReadonlySet<string>> {
    override get(who: string): ReadonlySet<string> | undefined {
      return who.startsWith('voter') ? new Set(['voter']) : super.get(who);
    }
  }
  const members = membersOf(policy);
  return { ...members, today: new Today(members.today) };
}

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

/** A body with a list of criteria. */
const listed = (turn: number, by: Actor, criteria: readonly string[]): Moment => ({
  ...(edited(turn, by, '') as Moment & { kind: 'edited' }),
  body: ['## Problem', '', 'x', '', '## Criteria', '', ...criteria.map((each) => `- [ ] ${each}`), ''].join(
    '\n',
  ),
});

/** The same with a box that is ticked or not. */
const ticked = (turn: number, isTicked: boolean): Moment => ({
  ...(edited(turn, ben, '') as Moment & { kind: 'edited' }),
  body: `## Problem\n\nx\n\n## Criteria\n\n- [${isTicked ? 'x' : ' '}] one\n- [ ] two\n`,
});

const crowd = Array.from({ length: 50 }, (_, index) => person(`someone${index}`));
const oneOf = (turn: number): Actor => crowd[turn % crowd.length]!;
const gates = ['spec', 'acceptance', 'launch', 'design'] as const;
const gateAt = (turn: number): string => gates[Math.floor(turn / 4) % gates.length]!;

/** One of each kind. */
const everything = round(
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
);

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
  'approvals without end, of whatever the text says': round(
    (turn) => spoken(turn, maria, '/approve launch'),
    (turn) => edited(turn, olga, `text ${turn}`),
    (turn) => spoken(turn, anton, '/approve launch'),
  ),
  'approvals by ever new people': (turn) => spoken(turn, person(`voter${turn}`), '/approve poll'),
  'approvals and edits by ever new people': round(
    (turn) => spoken(turn, person(`voter${turn}`), '/approve poll'),
    (turn) => edited(turn, person(`voter${turn}`), `text ${turn}`),
  ),
  'people who are renamed': round(
    (turn) => spoken(turn, { ...person(`maria${turn}`), id: '1' }, '/approve spec'),
    (turn) => edited(turn, { ...person(`maria${turn}`), id: '1' }, `text ${turn}`),
    (turn) => spoken(turn, nobody, '/approve spec'),
  ),
  'criteria ticked and not': round(
    (turn) => spoken(turn, maria, '/accept 1'),
    (turn) => ticked(turn, turn % 4 === 1),
  ),
  'criteria accepted and returned in the same text': round(
    (turn) => spoken(turn, maria, '/accept 1 2'),
    (turn) => spoken(turn, paul, '/return 2 It is broken.'),
    (turn) => spoken(turn, paul, '/return 1 It is broken.'),
  ),
  'criteria removed before they are accepted': round(
    (turn) => listed(turn, ben, ['one', `two ${turn}`, `three ${turn}`]),
    (turn) => spoken(turn, maria, '/accept 1'),
    (turn) => spoken(turn, maria, '/return 3 No.'),
    (turn) => listed(turn, ben, ['one']),
  ),
  'criteria removed, with help': round(
    (turn) => listed(turn, ben, ['one', `two ${turn}`]),
    (turn) => spoken(turn, maria, '/accept 1'),
    (turn) => listed(turn, ben, ['one']),
    (turn) => spoken(turn, maria, '/help'),
  ),
  'criteria and closing': round(
    (turn) => labeled(turn, maria, 'accepted'),
    (turn) => reopened(turn, ben),
    (turn) => edited(turn, ben, `text ${turn}`),
    (turn) => unlabeled(turn, maria, 'accepted'),
  ),
  'sections emptied and filled': round(
    (turn) => spoken(turn, anton, '/approve design'),
    (turn) => edited(turn, olga, ''),
    (turn) => edited(turn, olga, `text ${turn % 3}`),
    (turn) => spoken(turn, maria, '/viable'),
  ),
  'questions and answers that do not fit': round(
    (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
    (turn) => spoken(turn, ben, `/question spec Why ${turn}?`),
    (turn) => spoken(turn, maria, '/answer So.'),
  ),
  'questions, and approvals between them': round(
    (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
    (turn) => spoken(turn, maria, '/approve spec'),
    (turn) => edited(turn, maria, `text ${turn}`),
    (turn) => spoken(turn, maria, '/help'),
  ),
  'questions and help': round(
    (turn) => spoken(turn, anton, `/question spec Why ${turn}?`),
    (turn) => spoken(turn, ben, '/help'),
  ),
  'labels of gates by bots': round(
    (turn) => labeled(turn, bot('jenkins'), 'spec:approved'),
    (turn) => unlabeled(turn, bot('jenkins'), 'spec:approved'),
    (turn) => labeled(turn, bot('jenkins'), 'in progress'),
    (turn) => unlabeled(turn, baton, 'in progress'),
  ),
  'labels by many, and edits by one': round(
    (turn) => labeled(turn, anton, `topic ${turn}`),
    (turn) => edited(turn, anton, `text ${turn}`),
  ),
  'comments edited into commands': (turn) =>
    spoken(turn, oneOf(turn), 'Fine.', { editedBy: anton, text: '/approve spec' }),
  'comments that are deleted': (turn) =>
    spoken(turn, ben, turn % 2 ? '/approve spec' : '/return spec no', { deleted: true }),
  'many commands in each comment': (turn) =>
    spoken(turn, maria, '/approve spec\n/accept 1\n/approve launch\n/why\n/waive design It burns'),
  'closing by commits': round(
    (turn) => ({ ...closed(turn, anton), through: 'commit' }) as Moment,
    (turn) => reopened(turn, ben),
  ),
  'approvals, reopened again and again': round(
    (turn) => spoken(turn, [maria, anton, ben][turn % 3]!, '/approve spec'),
    (turn) => labeled(turn, paul, 'spec:approved'),
    (turn) => reopened(turn, ben),
    (turn) => unlabeled(turn, paul, 'spec:approved'),
  ),
  'everything within one second': (turn) => ({ ...everything(turn), at: 5000 }),
  everything,
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

const pullRequest = (number: number, more: Partial<PullRequest>): PullRequest => ({
  item: {
    tracker: 'github',
    repository: 'acme/shop',
    number,
    id: `P${number}`,
    url: '',
    title: 'Coupons, built',
  },
  author: anton,
  state: 'open',
  openedAt: 1000,
  mergedAt: null,
  labels: [],
  headSha: 'a1',
  pushedAt: 1000,
  closes: [],
  linked: [],
  moments: [],
  checks: [],
  ...more,
});

const link = { tracker: 'github', repository: 'acme/shop', number: 1, id: 'I1' } as const;

/** Of an issue, what is shown beside its moments; so many moments there are of it, or with it. */
type Surroundings = (length: number) => Observed;

const withDisplayed = (turn: Turn, length: number, more: Partial<Observed['displayed']>): Observed => {
  const { displayed, ...observed } = observedOfMix(turn, length);
  return { ...observed, displayed: { ...displayed, ...more } };
};

/** What happens around an issue, by name. */
export const surroundings: Readonly<Record<string, Surroundings>> = {
  ...Object.fromEntries(
    Object.entries(mixes).map(([name, turn]) => [name, (length: number) => observedOfMix(turn, length)]),
  ),
  'a link that comes and goes': (length) => {
    const half = Math.floor(length / 2);
    const linked = Array.from({ length: half }, (_, index) => ({
      from: index * 2000,
      to: index === half - 1 ? null : (index + 1) * 2000,
      issues: index % 2 === 0 ? [link] : [],
    }));
    const moments = Array.from({ length: half }, (_, index) =>
      spoken(index * 2, maria, `/approve ${gates[index % 4]!}`),
    );
    const pull = pullRequest(7, { closes: [link], linked, moments });
    const turn: Turn = (each) => spoken(each, ben, '/approve launch');
    return withDisplayed(turn, half, { pullRequests: [pull] });
  },
  'many pull requests': (length) => {
    const pullRequests = Array.from({ length: Math.ceil(length / 10) }, (_, index) => {
      const mergedAt = (index * 10 + 5) * 1000;
      const linked = [{ from: 1000, to: null, issues: [link] }];
      return pullRequest(index + 2, { state: 'merged', mergedAt, closes: [link], linked });
    });
    const turn = round(
      (each) =>
        ({
          ...closed(each, anton),
          through: each % 4 === 0 ? 'commit' : 'pull-request',
          pullRequest: { id: `P${each}`, number: each, url: '' },
        }) as Moment,
      (each) => reopened(each, ben),
      (each) => spoken(each, ben, '/approve launch'),
    );
    return withDisplayed(turn, length, { pullRequests });
  },
  'parts that come and go': (length) => {
    const all = Array.from({ length: 20 }, (_, part): SubIssue => {
      const periods = Array.from({ length: Math.ceil(length / 40) }, (_each, index) => ({
        from: index * 40_000 + part * 1000,
        to: index * 40_000 + part * 1000 + 19_000,
      }));
      const standing = {
        done: periods.map(({ from, to }) => ({ from: from + 5000, to })),
        holders: [],
        hasGates: true,
      };
      return {
        ...link,
        number: part + 2,
        id: `I${part + 2}`,
        times: periods,
        closed: null,
        archived: false,
        standing,
      };
    });
    const turn: Turn = (each) => spoken(each, maria, '/accept 1');
    return withDisplayed(turn, Math.ceil(length / 2), { subIssues: { all, hidden: 0 } });
  },
};
