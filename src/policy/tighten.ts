/**
 * What tightening means, key by key: a base may lock a gate, and then a policy that builds on it may make that gate
 * harder to open, and more that waits for it, and never the other way round. These tables are all of it; `locks.ts` only
 * applies them. `tests/policy/locked.test.ts` holds them against the schema: a key without a row fails there.
 * `tests/handoff/properties/locked.test.ts` plays random histories over random pairs of policies against them.
 */
import { haveSameEntries, asksTheSpeakers, isRuleAsStrict } from './rule-strictness.ts';
import { customTextNames } from './custom-texts.ts';
import type { Gate, JiraPart, Policy, Role } from './policy.ts';
import { listed, quoted } from './problem.ts';
import {
  fewer,
  later,
  lost,
  membersOf,
  milder,
  more,
  nameOfBlock,
  narrowed,
  same,
  stays,
  toThoseThatBlock,
  toThoseWithDeadline,
  type Row,
  type Tightening,
} from './tightening.ts';
import { textKey } from '../same-text.ts';

/** Who is reminded, and when a gate's turn comes, stays as it is where somebody is reminded of it. */
function whileReminded(key: string, of: (gate: Gate) => string): Tightening<Gate>['weakened'] {
  const { weakened } = same<Gate>(key, of);
  return (base, own) => (base.deadline === null ? null : weakened(base, own));
}

const either =
  <T>(...all: readonly Tightening<T>['weakened'][]): Tightening<T>['weakened'] =>
  (base, own) =>
    all.reduce<string | null>((found, weakened) => found ?? weakened(base, own), null);

const when: Tightening<Gate> = {
  path: ['when'],
  weakened: (base, own) => narrowed(base.when, own.when),
};

/** Every key of a gate. */
export const tightenGate: Readonly<Record<string, Row<Gate>>> = {
  preset: { free: 'What it fills in is compared key by key.' },
  title: { free: 'It is what people read; the gate is approved as before, and blocks what it did.' },
  noun: { free: 'It is what people read; the gate is approved as before, and blocks what it did.' },
  'prepared-by': {
    path: ['prepared-by'],
    // They are reminded, and may put reminders off.
    weakened: whileReminded('prepared-by', ({ preparedBy }) => preparedBy),
  },
  approve: {
    path: ['approve'],
    weakened: (base, own) => {
      // An edit by any approver would keep the approval, where one by those who gave it did before.
      const isLooser = base.staleOn.includes('spec-edit') && asksTheSpeakers(base) && !asksTheSpeakers(own);
      return isRuleAsStrict(base.approve, own.approve) && !isLooser
        ? null
        : 'The same roles approve, or more of their people: a higher "count", "all" instead of "any". Where another role is to approve as well, give it a gate of its own that blocks the same.';
    },
  },
  // By another label it could be opened in ways that the base does not know, and its own could not be taken off any more.
  label: same('label', ({ label }) => (label === null ? null : quoted(label))),
  blocks: more('blocks', ({ blocks }) => blocks.map(nameOfBlock)),
  after: {
    path: ['after'],
    weakened: either(
      more<Gate>('after', ({ after }) => after).weakened,
      whileReminded('after', ({ after }) => `[${after.toSorted().join(', ')}]`),
    ),
  },
  'ready-when.merged-pull-request': {
    path: ['ready-when', 'merged-pull-request'],
    weakened: either(
      stays(true, (gate: Gate) => gate.readyWhen.mergedPullRequest),
      whileReminded('merged-pull-request', ({ readyWhen }) => String(readyWhen.mergedPullRequest)),
    ),
  },
  'requires.sections': {
    path: ['requires', 'sections'],
    weakened: more<Gate>('sections', ({ requires }) => requires.sections).weakened,
  },
  'requires.consent': {
    path: ['requires', 'consent'],
    weakened: more<Gate>('consent', ({ requires }) => requires.consent).weakened,
  },
  // What is accepted one by one is accepted by words that would not open the gate as a whole.
  'requires.criteria': {
    path: ['requires', 'criteria'],
    weakened: same<Gate>('criteria', ({ requires }) =>
      requires.criteria === null ? null : quoted(requires.criteria),
    ).weakened,
  },
  'requires.sub-issues': {
    path: ['requires', 'sub-issues'],
    weakened: stays(true, ({ requires }) => requires.subIssues),
  },
  'covers.sections': {
    path: ['covers', 'sections'],
    weakened: ({ covers }, own) => (own.covers === null ? null : lost(covers, own.covers)),
  },
  'when.types': when,
  'when.labels': when,
  deadline: { path: ['deadline'], weakened: ({ deadline }, own) => later(deadline, own.deadline) },
  waive: {
    path: ['waive'],
    // Whoever may make a waiver may also end one: so all of them, or none.
    weakened: ({ waive }, own) =>
      own.waive.length === 0 || haveSameEntries(own.waive, waive)
        ? null
        : waive.length === 0
          ? 'Nobody may waive it.'
          : `Write [${waive.join(', ')}], or [] for nobody.`,
  },
  locked: { path: ['locked'], weakened: stays(true, ({ locked }) => locked) },
  'closing-accepts': {
    path: ['closing-accepts'],
    weakened: stays(false, ({ closingAccepts }) => closingAccepts),
  },
  'close-reasons': more('close-reasons', ({ closeReasons }) => closeReasons),
  'stale-on': more('stale-on', ({ staleOn }) => staleOn),
  'independent-of': more('independent-of', ({ independentOf }) => independentOf),
  mode: { path: ['mode'], weakened: ({ mode }, own) => milder(mode, own.mode) },
};

const nameOfPerson = ({ github, jira }: Policy['people'][number]): string => `${github} ${jira}`;

/** Who is taken for whom decides who has a say. */
const people: Tightening<Policy> = {
  path: ['people'],
  weakened: (base, own) =>
    haveSameEntries(base.people.map(nameOfPerson), own.people.map(nameOfPerson))
      ? null
      : 'Who is who is for the base to say: take it out here.',
};

const appliesTo: Tightening<Policy> = {
  path: ['applies-to'],
  weakened: (base, own) => narrowed(base.appliesTo, own.appliesTo),
};

const signs: Tightening<Policy> = {
  path: ['jira', 'gates'],
  weakened: ({ jira: base }, { jira: own }) =>
    JSON.stringify(base?.gates ?? {}) === JSON.stringify(own?.gates ?? {})
      ? null
      : 'What approves a gate in Jira is for the base to say: take it out here.',
};

/** It matters where Jira decides one of the locked gates. */
const toThoseInJira = (locked: readonly Gate[], { jira }: Policy): boolean =>
  locked.some(({ name }) => Object.hasOwn(jira?.gates ?? {}, name));

/** What closes for a reason that a gate leaves alone gets past it. */
const resolutions: Tightening<Policy> = {
  path: ['jira', 'resolutions'],
  weakened: ({ jira: base }, { jira: own }) =>
    base === null || JSON.stringify(base.resolutions) === JSON.stringify(own?.resolutions)
      ? null
      : 'What resolutions mean is for the base to say: take it out here.',
  matters: toThoseInJira,
};

/** The values of a key of Jira's part, mildest first. */
function stricter<K extends 'onUnavailable' | 'mode'>(
  key: K,
  order: readonly JiraPart[K][],
): Tightening<Policy>['weakened'] {
  return ({ jira: base }, { jira: own }) => {
    if (base === null) return null;
    const allowed = order.slice(order.indexOf(base[key]));
    return own !== null && allowed.includes(own[key]) ? null : `Write ${listed(allowed)}, or take it out.`;
  };
}

const calendar = ['reminders', 'calendar'] as const;
const ofText = { free: 'It is what people read; the gate is approved as before, and blocks what it did.' };
const inOwnProject = {
  free: 'Each repository has projects of its own, and statuses there. Moving an issue approves no gate.',
};

/** Every key of a policy, but those of its roles and its gates: what would lead round a locked gate. */
export const tightenPolicy: Readonly<Record<string, Row<Policy>>> = {
  version: { free: 'There is one version.' },
  extends: { free: 'What the base locks is locked for whatever builds on it, through however many bases.' },
  mode: { path: ['mode'], weakened: ({ mode }, own) => milder(mode, own.mode) },
  'people.*.github': people,
  'people.*.jira': people,
  'applies-to.types': appliesTo,
  'applies-to.labels': appliesTo,
  'exempt.labels': {
    path: ['exempt', 'labels'],
    weakened: fewer(({ exempt }) => exempt.labels.map(textKey)),
  },
  'exempt.by': {
    path: ['exempt', 'by'],
    weakened: (base, own) =>
      own.exempt.labels.length === 0 ? null : fewer<Policy>(({ exempt }) => exempt.by)(base, own),
  },
  'exempt.authors': { path: ['exempt', 'authors'], weakened: fewer(({ exempt }) => exempt.authors) },
  'exempt.paths': { path: ['exempt', 'paths'], weakened: fewer(({ exempt }) => exempt.paths) },
  'work.labels': {
    path: ['work', 'labels'],
    weakened: more<Policy>('labels', ({ work }) => work.labels.map(textKey)).weakened,
    matters: toThoseThatBlock('start'),
  },
  'work.assignment': {
    path: ['work', 'assignment'],
    weakened: stays(true, ({ work }) => work.assignment),
    matters: toThoseThatBlock('start'),
  },
  'work.pull-request': {
    path: ['work', 'pull-request'],
    weakened: stays(true, ({ work }) => work.pullRequest),
    matters: toThoseThatBlock('start'),
  },
  'work.branch': {
    path: ['work', 'branch'],
    weakened: stays(true, ({ work }) => work.branch),
    matters: toThoseThatBlock('start'),
  },
  'pull-requests.require-issue': {
    path: ['pull-requests', 'require-issue'],
    weakened: stays(true, ({ pullRequests }) => pullRequests.requireIssue),
    matters: toThoseThatBlock('start', 'merge'),
  },
  'pull-requests.closed-issues': {
    path: ['pull-requests', 'closed-issues'],
    weakened: ({ pullRequests: base }, { pullRequests: own }) =>
      base.closedIssues === 'refuse' && own.closedIssues === 'allow' ? 'It stays refuse.' : null,
    matters: toThoseThatBlock('start', 'merge'),
  },
  // With other repositories' issues, a pull request's comments would be about others, or about none.
  'pull-requests.linked-repositories': {
    path: ['pull-requests', 'linked-repositories'],
    weakened: same<Policy>('linked-repositories', ({ pullRequests: { linkedRepositories: names } }) =>
      names.length === 0 ? null : `[${names.toSorted().join(', ')}]`,
    ).weakened,
  },
  // A time zone decides when a deadline is over, and when a waiver ends that was made until a day.
  'reminders.calendar.timezone': {
    path: [...calendar, 'timezone'],
    weakened: same<Policy>('timezone', ({ calendar: { timezone } }) => timezone).weakened,
    matters: (locked) => toThoseWithDeadline(locked) || locked.some(({ waive }) => waive.length > 0),
  },
  // On other days nobody is reminded.
  'reminders.calendar.workdays': {
    path: [...calendar, 'workdays'],
    weakened: more<Policy>('workdays', ({ calendar: { workdays } }) => workdays).weakened,
    matters: toThoseWithDeadline,
  },
  'reminders.calendar.holidays': {
    path: [...calendar, 'holidays'],
    weakened: fewer(({ calendar: { holidays } }) => holidays),
    matters: toThoseWithDeadline,
  },
  // Told when a reminder did not help, and asked when Baton stops undoing something.
  'reminders.escalate-to': {
    path: ['reminders', 'escalate-to'],
    weakened: (base, own) =>
      base.escalateTo === null || base.escalateTo === own.escalateTo
        ? null
        : `Take it out here: it stays ${base.escalateTo}.`,
  },
  'jira.site': {
    path: ['jira', 'site'],
    weakened: ({ jira: base }, { jira: own }) =>
      base === null || base.site === own?.site ? null : `Take it out here: it stays ${base.site}.`,
  },
  'jira.projects': inOwnProject,
  'jira.gates.*.status': signs,
  'jira.gates.*.label': signs,
  'jira.gates.*.field': signs,
  'jira.gates.*.value': signs,
  'jira.keys-in': {
    path: ['jira', 'keys-in'],
    weakened: ({ jira: base }, { jira: own }) =>
      base === null ? null : lost(base.keysIn, own?.keysIn ?? []),
  },
  'jira.show-titles': { free: 'It is what people read.' },
  'jira.transitions.on-pull-request': inOwnProject,
  'jira.transitions.on-merge': inOwnProject,
  'jira.transitions.on-accept': inOwnProject,
  'jira.resolutions.completed': resolutions,
  'jira.resolutions.not_planned': resolutions,
  'jira.resolutions.duplicate': resolutions,
  // What is done in Jira about what a gate does not allow there.
  'jira.mode': {
    path: ['jira', 'mode'],
    weakened: stricter('mode', ['observe', 'comment', 'revert']),
    matters: toThoseInJira,
  },
  'jira.on-unavailable': {
    path: ['jira', 'on-unavailable'],
    weakened: stricter('onUnavailable', ['allow', 'cached', 'block']),
  },
  ...Object.fromEntries(customTextNames.map((name) => [`texts.${name}`, ofText])),
};

/** A role that a locked gate names (in `approve`, `waive` or `consent`) or that exempts, and any other role of the base. */
type RoleRow = Readonly<Record<'named' | 'other', (base: Role, own: Role) => string | null>>;

const stayed = 'Its members are the base’s: take it out here.';

const holders: Tightening<Policy> = {
  path: ['roles'],
  weakened: ({ jira: base }, { jira: own }) =>
    base === null || JSON.stringify(base.roles) === JSON.stringify(own?.roles ?? {})
      ? null
      : 'Who holds a role in Jira is for the base to say: take it out here.',
};

/** Every key of a role that is the same on GitHub and in Jira, or compared for all roles at once. */
export const tightenRole: Readonly<Record<string, RoleRow | Tightening<Policy>>> = {
  members: {
    named: (base, own) => (haveSameEntries(membersOf(base), membersOf(own)) ? null : stayed),
    // Whoever holds no role is no worker, and asks no question.
    other: (base, own) => {
      const missing = membersOf(base).filter((member) => !membersOf(own).includes(member));
      return missing.length === 0 ? null : `Keep ${listed(missing.map(quoted), 'and')}; you may add more.`;
    },
  },
  permission: {
    named: (base, own) => (base.permission === own.permission ? null : stayed),
    other: (base, own) =>
      base.permission === null || base.permission === own.permission
        ? null
        : `Keep "permission: ${base.permission}".`,
  },
  'jira.groups': holders,
  'jira.accounts': holders,
  'jira.project-roles': holders,
};
