/** Any history under any policy, for fast-check: people of all roles, outsiders and bots do whatever a tracker allows. */
import fc from 'fast-check';
import type { Actor, Members } from '../../../src/handoff/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { anyWritten } from '../../policy/written.ts';
import { anton, ben, bot, maria, nobody, olga, paul, person, policyOf } from '../people.ts';
import { pullRequest, story, type PullStory, type Story } from '../story.ts';

const policies: readonly string[] = [
  'roles: {pm: [maria, paul], engineer: [anton, ben]}\nwork: {labels: [in progress]}',
  'mode: warn\nroles: {pm: [maria, paul], engineer: [anton, ben]}\nwork: {labels: [in progress]}',
  'mode: observe\nroles: {pm: [maria, paul], engineer: [anton, ben]}',
  `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [maria]}
work: {labels: [in progress]}
gates:
  design: {approve: {any: [lead, engineer]}, prepared-by: engineer, label: "spec:approved", blocks: [spec], stale-on: [spec-edit]}
  spec:
    approve: {all: [pm, {role: engineer, count: 2}]}
    prepared-by: pm
    label: "pm:accepted"
    blocks: [start, merge]
    stale-on: [spec-edit, push, reopen]
    requires: {sections: [Problem]}
  acceptance: {preset: acceptance, label: bug, mode: warn}`,
  `roles: {pm: [maria, paul], engineer: [anton, ben]}
work: {labels: [bug]}
gates:
  spec: {preset: spec, independent-of: [author, assignees], blocks: [start, merge, close]}
  acceptance: {preset: acceptance, approve: {role: pm, count: 2}, close-reasons: [completed, not_planned]}`,
  `roles: {pm: [maria, paul], engineer: [anton, ben]}
exempt: {labels: [in progress]}
gates:
  spec: {preset: spec, mode: warn}
  acceptance: {preset: acceptance, mode: observe}
  close: {approve: pm, blocks: [close], after: [acceptance]}`.replace('  close:', '  last:'),
  `roles: {pm: [maria, paul], engineer: [anton, ben], lead: [maria]}
gates:
  spec: {preset: spec, requires: {consent: [engineer]}, waive: [lead]}
  acceptance: {preset: acceptance, ready-when: {}, requires: {criteria: Problem}, waive: [lead]}
  launch: {approve: {all: [pm, engineer]}, label: bug, blocks: [close], when: {labels: [in progress]}}`,
  `roles: {pm: [maria, paul], engineer: [anton, ben]}
gates:
  spec: {preset: spec, covers: {sections: [Problem]}, requires: {criteria: Problem, consent: [pm, engineer]}}
  acceptance: {preset: acceptance, after: [], approve: {role: pm, count: 2}, requires: {criteria: Problem}}`,
];

export const insiders: readonly Actor[] = [maria, paul, anton, ben];
export const outsiders: readonly Actor[] = [olga, bot('jenkins'), nobody, person('mallory')];

/** Those that mean something under the policy, and some that may not. */
const labelsOf = ({ gates, work }: Policy): readonly string[] => [
  ...gates.flatMap(({ label }) => (label === null ? [] : [label])),
  ...work.labels,
  'in progress',
  'bug',
];
const bodies = [
  'Customers can enter a coupon.',
  '## Problem\n\nNo coupons.',
  '## Problem\n\n_No response_',
  '',
  '## Problem\n\n- [ ] one\n- [x] two <!-- baton:card -->',
  '## Problem\n\nNo coupons.\n\n## Tasks\n\n- [ ] one\n- [ ] two',
] as const;
/** The first is no command. */
const textsOf = ({ gates }: Policy): readonly string[] => [
  'Fine.',
  ...gates.map(({ name }) => `/approve ${name}`),
  '/approve',
  '/accept',
  '/return the error case is missing',
  ...gates.flatMap(({ name }) => [`/return ${name} no`, `/revoke ${name}`]),
  '/request',
  '/request acceptance',
  '/why',
  '/approve nothing',
  '/snooze 3 days',
  '/snooze',
  '/accept 1',
  '/accept 1 2',
  '/accept 7',
  '/return 2 it is broken',
  '/question Why?',
  '/answer So.',
  '/answer 2 So.',
  '/viable',
  '/not-viable There is no way.',
  ...gates.map(({ name }) => `/waive ${name} It burns`),
  '/waive acceptance It burns until 2026-03-03',
  '/approve spec\n/accept',
  '> /approve spec',
];
const reasons = ['completed', 'not_planned', 'duplicate'] as const;
const through = ['person', 'pull-request', 'commit', 'automation'] as const;

/** One thing that somebody does. */
export type Act = {
  readonly what:
    | 'label'
    | 'unlabel'
    | 'assign'
    | 'unassign'
    | 'close'
    | 'reopen'
    | 'comment'
    | 'edit-comment'
    | 'delete-comment'
    | 'edit'
    | 'edit-title'
    | 'lose'
    | 'pull'
    | 'merge'
    | 'push'
    | 'pull-label'
    | 'pull-unlabel'
    | 'pull-comment'
    | 'branch'
    | 'baton';
  readonly by: Actor;
  readonly pick: number;
  readonly still: boolean;
};

const at = <T>(all: readonly T[], pick: number): T => all[pick % all.length] as T;

/** Acts of these people; Baton itself does nothing. */
export function actsBy(people: readonly Actor[], what?: readonly Act['what'][]): fc.Arbitrary<Act> {
  return fc.record({
    what: fc.constantFrom<Act['what']>(
      ...(what ??
        ([
          'label',
          'label',
          'unlabel',
          'assign',
          'unassign',
          'close',
          'reopen',
          'comment',
          'comment',
          'comment',
          'edit-comment',
          'delete-comment',
          'edit',
          'edit-title',
          'lose',
          'pull',
          'merge',
          'push',
          'pull-label',
          'pull-unlabel',
          'pull-comment',
          'branch',
          'baton',
        ] as const)),
    ),
    by: fc.constantFrom(...people),
    pick: fc.nat(1000),
    still: fc.boolean(),
  });
}

export type World = { readonly policy: Policy; readonly issue: Story; pull: PullStory | null };

/** Somebody does something. Acts that make no sense now (merging what is not there) do nothing. */
export function act(world: World, { what, by, pick, still }: Act): void {
  const { issue, pull } = world;
  const labels = labelsOf(world.policy);
  const texts = textsOf(world.policy);
  if (still) issue.inTheSameSecond();
  switch (what) {
    case 'label':
      issue.labels(by, at(labels, pick));
      break;
    case 'unlabel':
      issue.unlabels(by, at(labels, pick));
      break;
    case 'assign':
      issue.assigns(by, at(insiders, pick));
      break;
    case 'unassign':
      issue.unassigns(by, at(insiders, pick));
      break;
    case 'close':
      issue.closes(by, at(reasons, pick), at(through, Math.floor(pick / 3)));
      break;
    case 'reopen':
      issue.reopens(by);
      break;
    case 'comment':
      issue.comments(by, at(texts, pick));
      break;
    case 'edit-comment':
      issue.editsComment(by, at(texts, pick));
      break;
    case 'delete-comment':
      issue.deletesComment();
      break;
    case 'edit':
      issue.edits(by, { body: at(bodies, pick) });
      break;
    case 'edit-title':
      issue.edits(by, { title: at(['Coupons', 'Vouchers'], pick) });
      break;
    case 'lose':
      issue.edits(by, { lost: true });
      break;
    case 'pull':
      world.pull ??= pullRequest({ by, closes: [issue] });
      break;
    case 'merge':
      pull?.merges(by);
      break;
    case 'push':
      pull?.pushes();
      break;
    case 'pull-label':
      pull?.labels(by, at(labels, pick));
      break;
    case 'pull-unlabel':
      pull?.unlabels(by, at(labels, pick));
      break;
    case 'pull-comment':
      pull?.comments(by, at(texts, pick));
      break;
    case 'branch':
      issue.branches(`branch-${pick}`);
      break;
    case 'baton':
      issue.settles();
      pull?.settles();
      break;
    default:
      what satisfies never;
  }
  issue.on.clock.still = false;
}

/** Plays acts over a new issue. `members`: who holds which role; absent: whom the policy names. */
export function played(
  policy: string,
  acts: readonly Act[],
  by: Actor = maria,
  members?: (policy: Policy) => Members,
): World {
  const telling = { policy, by, ...(members === undefined ? {} : { members }) };
  const world: World = { policy: policyOf(policy), issue: story(telling), pull: null };
  for (const each of acts) act(world, each);
  return world;
}

export const anyPolicy = fc.oneof(fc.constantFrom(...policies), anyWritten);
export const anyActs = fc.array(actsBy([...insiders, ...outsiders]), { maxLength: 30 });
