/**
 * What tightening means, key by key: a base may lock a gate, and then a policy that builds on it may make that gate
 * harder to open, and more that waits for it, and never the other way round. These tables are all of it; `locks.ts` only
 * applies them. `tests/handoff/properties/locked.test.ts` plays random histories over random pairs of policies against them.
 */
import { areSame, asksTheSpeakers, isAsHard } from './harder.ts';
import type { Gate, JiraPart, Policy, Role } from './policy.ts';
import { listed, quoted } from './problem.ts';
import type { WrittenGate, WrittenPolicy } from './schema.ts';
import {
  fewer,
  later,
  lost,
  lower,
  membersOf,
  milder,
  more,
  nameOfBlock,
  narrowed,
  same,
  stays,
  type Tightening,
} from './tightening.ts';

/** Whatever it says, the gate opens as it did, and holds back what it did. */
const free = [] as const;

/** Every key of a gate. */
export const tightenGate: Readonly<Record<keyof WrittenGate, readonly Tightening<Gate>[]>> = {
  // What it fills in is compared key by key.
  preset: free,
  title: free,
  'prepared-by': free,
  approve: [
    {
      path: ['approve'],
      weakened: (base, own) => {
        // An edit by any approver would keep the approval, where one by those who gave it did before.
        const isLooser = base.staleOn.includes('spec-edit') && asksTheSpeakers(base) && !asksTheSpeakers(own);
        return isAsHard(base.approve, own.approve) && !isLooser
          ? null
          : 'The same roles approve, or more of their people: a higher "count", "all" instead of "any". Where another role is to approve as well, give it a gate of its own that blocks the same.';
      },
    },
  ],
  // By another label it could be opened in ways that the base does not know, and its own could not be taken off any more.
  label: [same('label', ({ label }) => (label === null ? null : quoted(label)))],
  blocks: [more('blocks', ({ blocks }) => blocks.map(nameOfBlock))],
  after: [more('after', ({ after }) => after)],
  'ready-when': [
    {
      path: ['ready-when', 'merged-pull-request'],
      weakened: stays(true, (gate) => gate.readyWhen.mergedPullRequest),
    },
  ],
  requires: [
    { ...more('sections', ({ requires }) => requires.sections), path: ['requires', 'sections'] },
    { ...more('consent', ({ requires }) => requires.consent), path: ['requires', 'consent'] },
    // What is accepted one by one is accepted by words that would not open the gate as a whole.
    {
      ...same('criteria', ({ requires }) => (requires.criteria === null ? null : quoted(requires.criteria))),
      path: ['requires', 'criteria'],
    },
    { path: ['requires', 'sub-issues'], weakened: stays(true, ({ requires }) => requires.subIssues) },
  ],
  covers: [
    {
      path: ['covers', 'sections'],
      weakened: ({ covers }, own) => (own.covers === null ? null : lost(covers, own.covers)),
    },
  ],
  when: [{ path: ['when'], weakened: (base, own) => narrowed(base.when, own.when) }],
  deadline: [{ path: ['deadline'], weakened: ({ deadline }, own) => later(deadline, own.deadline) }],
  waive: [
    {
      path: ['waive'],
      // Whoever may make an exception may also end one: so all of them, or none.
      weakened: ({ waive }, own) =>
        own.waive.length === 0 || areSame(own.waive, waive)
          ? null
          : waive.length === 0
            ? 'Nobody may make an exception from it.'
            : `Write [${waive.join(', ')}], or [] for nobody.`,
    },
  ],
  locked: [{ path: ['locked'], weakened: stays(true, ({ locked }) => locked) }],
  'closing-accepts': [
    { path: ['closing-accepts'], weakened: stays(false, ({ closingAccepts }) => closingAccepts) },
  ],
  'close-reasons': [more('close-reasons', ({ closeReasons }) => closeReasons)],
  'stale-on': [more('stale-on', ({ staleOn }) => staleOn)],
  'independent-of': [more('independent-of', ({ independentOf }) => independentOf)],
  mode: [{ path: ['mode'], weakened: ({ mode }, own) => milder(mode, own.mode) }],
};

const nameOfPerson = ({ github, jira }: Policy['people'][number]): string => `${github} ${jira}`;

/** What opens a gate in Jira is the base's to say, and who holds a role there; which projects, each repository's own. */
const tightenJira: readonly Tightening<Policy>[] = [
  {
    path: ['jira', 'gates'],
    weakened: ({ jira: base }, { jira: own }) =>
      JSON.stringify(base?.gates ?? {}) === JSON.stringify(own?.gates ?? {})
        ? null
        : 'What opens a gate in Jira is for the base to say: take it out here.',
  },
  {
    path: ['roles'],
    weakened: ({ jira: base }, { jira: own }) =>
      base === null || JSON.stringify(base.roles) === JSON.stringify(own?.roles ?? {})
        ? null
        : 'Who holds a role in Jira is for the base to say: take it out here.',
  },
  {
    path: ['jira', 'site'],
    weakened: ({ jira: base }, { jira: own }) =>
      base === null || base.site === own?.site ? null : `Take it out here: it stays ${base.site}.`,
  },
  {
    path: ['jira', 'keys-in'],
    weakened: ({ jira: base }, { jira: own }) =>
      base === null ? null : lost(base.keysIn, own?.keysIn ?? []),
  },
  {
    path: ['jira', 'on-unavailable'],
    weakened: ({ jira: base }, { jira: own }) => {
      if (base === null) return null;
      const allowed = strictness.slice(strictness.indexOf(base.onUnavailable));
      return own !== null && allowed.includes(own.onUnavailable)
        ? null
        : `Write ${listed(allowed)}, or take it out.`;
    },
  },
];

const strictness: readonly JiraPart['onUnavailable'][] = ['allow', 'cached', 'block'];

/** Every key of a policy: what would lead round a locked gate. */
export const tightenPolicy: Readonly<Record<keyof WrittenPolicy, readonly Tightening<Policy>[]>> = {
  version: free,
  extends: free,
  mode: [{ path: ['mode'], weakened: ({ mode }, own) => milder(mode, own.mode) }],
  // Who is taken for whom decides who has a say.
  people: [
    {
      path: ['people'],
      weakened: (base, own) =>
        areSame(base.people.map(nameOfPerson), own.people.map(nameOfPerson))
          ? null
          : 'Who is who is for the base to say: take it out here.',
    },
  ],
  // `tightenRole` and `tightenGate` say it of each.
  roles: free,
  gates: free,
  'applies-to': [
    { path: ['applies-to'], weakened: ({ appliesTo }, own) => narrowed(appliesTo, own.appliesTo) },
  ],
  exempt: [
    { path: ['exempt', 'labels'], weakened: fewer(({ exempt }) => exempt.labels.map(lower)) },
    { path: ['exempt', 'authors'], weakened: fewer(({ exempt }) => exempt.authors) },
    { path: ['exempt', 'paths'], weakened: fewer(({ exempt }) => exempt.paths) },
  ],
  work: [
    {
      ...more('labels', ({ work }: Policy) => work.labels.map(lower)),
      path: ['work', 'labels'],
      acts: ['start'],
    },
    { path: ['work', 'assignment'], weakened: stays(true, ({ work }) => work.assignment), acts: ['start'] },
    {
      path: ['work', 'pull-request'],
      weakened: stays(true, ({ work }) => work.pullRequest),
      acts: ['start'],
    },
    { path: ['work', 'branch'], weakened: stays(true, ({ work }) => work.branch), acts: ['start'] },
  ],
  'pull-requests': [
    {
      path: ['pull-requests', 'require-issue'],
      weakened: stays(true, ({ pullRequests }) => pullRequests.requireIssue),
      acts: ['start', 'merge'],
    },
    {
      // With other repositories' issues, a pull request's comments would be about others, or about none.
      ...same('linked-repositories', ({ pullRequests: { linkedRepositories: names } }: Policy) =>
        names.length === 0 ? null : `[${names.toSorted().join(', ')}]`,
      ),
      path: ['pull-requests', 'linked-repositories'],
    },
  ],
  reminders: free,
  jira: tightenJira,
  texts: free,
};

/** A role that a locked gate names (in `approve`, `waive` or `consent`), and any other role of the base. */
export const tightenRole: Readonly<Record<'named' | 'other', (base: Role, own: Role) => string | null>> = {
  named: (base, own) =>
    areSame(membersOf(base), membersOf(own)) && base.permission === own.permission
      ? null
      : 'Its members are the base’s: take it out here.',
  // Whoever holds no role is no worker, and asks no question.
  other: (base, own) => {
    const missing = membersOf(base).filter((member) => !membersOf(own).includes(member));
    if (missing.length > 0) return `Keep ${listed(missing.map(quoted), 'and')}; you may add more.`;
    return base.permission === null || base.permission === own.permission
      ? null
      : `Keep "permission: ${base.permission}".`;
  },
};
