/** From what was written to the whole policy: defaults and presets filled in, names in one form. */
import { principalOf, spanOf } from './names.ts';
import { resolveJira } from './jira.ts';
import { rolesOf } from './policy.ts';
import type {
  ApproveRule,
  Block,
  Calendar,
  Gate,
  IssueFilter,
  Mode,
  Policy,
  Principal,
  Role,
} from './policy.ts';
import type { WrittenGate, WrittenPolicy, WrittenRole, WrittenRule } from './schema.ts';

/** The two gates of a policy without `gates`, and what `preset` starts from. */
const presets: Readonly<Record<'spec' | 'acceptance', WrittenGate>> = {
  spec: {
    title: 'Spec approval',
    'prepared-by': 'pm',
    approve: 'pm',
    label: 'spec:approved',
    blocks: ['start', 'merge'],
    'stale-on': ['spec-edit'],
  },
  acceptance: {
    title: 'Acceptance',
    'prepared-by': 'engineer',
    approve: 'pm',
    label: 'pm:accepted',
    after: ['spec'],
    blocks: ['close'],
    'ready-when': { 'merged-pull-request': true },
    'closing-accepts': true,
    'stale-on': ['reopen'],
  },
};

/** The keys that a preset says. */
export const presetKeys = (preset: keyof typeof presets): readonly string[] => Object.keys(presets[preset]);

/** What sentences call the gates of presets, by their titles: with another title it is another thing. */
const nouns: ReadonlyMap<string, string> = new Map([
  ['Spec approval', 'the spec'],
  ['Acceptance', 'the result'],
]);

/** Gates by name, in the order they were written, each with its preset's keys. */
export type FilledGates = readonly (readonly [name: string, gate: WrittenGate])[];

/** The gates of a policy, each with what its preset says. */
export function filledGates(written: Pick<WrittenPolicy, 'gates'>): FilledGates {
  const gates = written.gates ?? presets;
  return Object.entries(gates).map(([name, gate]) => [
    name,
    gate.preset === undefined ? gate : { ...presets[gate.preset], ...gate },
  ]);
}

/** What sentences call it: as it is written, or as goes with a preset's title. */
function nounOf({ title = '', noun }: WrittenGate): string | undefined {
  return noun ?? nouns.get(title);
}

export function resolve(written: WrittenPolicy): Policy {
  const mode = written.mode ?? 'enforce';
  const gates = filledGates(written).map(([name, gate]) => resolveGate(name, gate, mode));
  const { exempt, work } = written;
  const pullRequests = written['pull-requests'];
  return {
    version: 1,
    mode,
    roles: Object.entries(written.roles).map(([name, role]) => resolveRole(name, role)),
    people: (written.people ?? []).map(({ github, jira }) => ({ github: loginOf(github), jira })),
    appliesTo: resolveFilter(written['applies-to']),
    exempt: {
      labels: exempt?.labels ?? [],
      // An exemption is from all gates at once, like a waiver from each: whoever decides about one of them may.
      by: unique(exempt?.by ?? gates.flatMap(({ approve, waive }) => [...rolesOf(approve), ...waive])),
      authors: (exempt?.authors ?? []).map(loginOf),
      paths: exempt?.paths ?? [],
    },
    work: {
      labels: work?.labels ?? [],
      assignment: work?.assignment ?? true,
      pullRequest: work?.['pull-request'] ?? true,
      branch: work?.branch ?? true,
    },
    pullRequests: {
      requireIssue: pullRequests?.['require-issue'] ?? true,
      closedIssues: pullRequests?.['closed-issues'] ?? 'refuse',
      linkedRepositories: (pullRequests?.['linked-repositories'] ?? []).map((name) => name.toLowerCase()),
    },
    gates,
    calendar: { ...usualCalendar, ...defined(written.reminders?.calendar ?? {}) },
    texts: defined(written.texts ?? {}),
    isReminding: isReminding(written),
    escalateTo: written.reminders?.['escalate-to'] ?? null,
    jira: resolveJira(written),
  };
}

const loginOf = (written: string): string => written.replace(/^@/, '').toLowerCase();

/** A deadline alone says that somebody is to be reminded. */
function isReminding(written: WrittenPolicy): boolean {
  return filledGates(written).some(([, { deadline }]) => deadline !== undefined);
}

const usualCalendar: Calendar = {
  timezone: 'UTC',
  workdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: [],
};

function defined<T extends object>(map: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as never;
}

function resolveFilter(
  filter: { readonly types?: string[] | undefined; readonly labels?: string[] | undefined } | undefined,
): IssueFilter | null {
  return filter === undefined ? null : { types: filter.types ?? [], labels: filter.labels ?? [] };
}

/** The members of a role, each once. */
export function membersOf(role: WrittenRole): readonly Principal[] {
  const written = Array.isArray(role) ? role : (role.members ?? []);
  const members = new Map<string, Principal>();
  for (const text of written) {
    const principal = principalOf(text);
    if (principal === null) continue;
    members.set(
      principal.kind === 'login' ? principal.login : `${principal.org}/${principal.slug}`,
      principal,
    );
  }
  return [...members.values()];
}

function resolveRole(name: string, role: WrittenRole): Role {
  return {
    name,
    members: membersOf(role),
    permission: Array.isArray(role) ? null : (role.permission ?? null),
  };
}

/** What a gate is where it does not say. */
const usualGate = {
  approve: { any: [] },
  blocks: [],
  after: [],
  waive: [],
  locked: false,
  'closing-accepts': false,
  'close-reasons': ['completed'],
  'stale-on': [],
  'independent-of': [],
} satisfies WrittenGate;

function resolveGate(name: string, written: WrittenGate, mode: Mode): Gate {
  const gate = { ...usualGate, mode, ...defined(written) };
  const approve = resolveRule(gate.approve);
  const noun = nounOf(written);
  return {
    name,
    title: gate.title ?? readable(name),
    ...(noun === undefined ? {} : { noun }),
    preparedBy: gate['prepared-by'] ?? rolesOf(approve)[0] ?? '',
    approve,
    label: gate.label ?? null,
    blocks: unique(gate.blocks).map(resolveBlock),
    after: unique(gate.after),
    readyWhen: { mergedPullRequest: gate['ready-when']?.['merged-pull-request'] ?? false },
    requires: resolveRequirements(gate.requires),
    covers: gate.covers?.sections ?? null,
    when: resolveFilter(gate.when),
    deadline: gate.deadline === undefined ? null : spanOf(gate.deadline),
    waive: unique(gate.waive),
    locked: gate.locked,
    closingAccepts: gate['closing-accepts'],
    closeReasons: unique(gate['close-reasons']),
    staleOn: unique(gate['stale-on']),
    independentOf: unique(gate['independent-of']),
    mode: gate.mode,
  };
}

function resolveRequirements(written: WrittenGate['requires']): Gate['requires'] {
  return {
    sections: written?.sections ?? [],
    consent: unique(written?.consent ?? []),
    criteria: written?.criteria ?? null,
    subIssues: written?.['sub-issues'] !== undefined,
  };
}

function resolveRule(rule: WrittenRule): ApproveRule {
  if (typeof rule === 'string') return { kind: 'role', role: rule, count: 1 };
  if (rule.any !== undefined) return { kind: 'any', of: rule.any.map(resolveRule) };
  if (rule.all !== undefined) return { kind: 'all', of: rule.all.map(resolveRule) };
  return { kind: 'role', role: rule.role ?? '', count: rule.count ?? 1 };
}

function resolveBlock(block: string): Block {
  return block === 'start' || block === 'merge' || block === 'close'
    ? { kind: block }
    : { kind: 'gate', gate: block };
}

/** `design-review` → `Design review`. */
function readable(name: string): string {
  const words = name.replaceAll(/-+/g, ' ').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
