/** What a policy says of Jira, filled in. */
import type { JiraHolders, JiraPart, JiraSign } from './policy.ts';
import type { WrittenPolicy } from './schema.ts';

type WrittenJira = NonNullable<WrittenPolicy['jira']>;
type WrittenSign = NonNullable<WrittenJira['gates']>[string];

/** Null: Jira takes no part. */
export function resolveJira({ jira, roles }: Pick<WrittenPolicy, 'jira' | 'roles'>): JiraPart | null {
  if (jira === undefined) return null;
  const gates = Object.entries(jira.gates ?? {}).map(([gate, sign]) => [gate, signOf(sign)] as const);
  const holders = Object.entries(roles).flatMap(([name, role]) =>
    Array.isArray(role) || role.jira === undefined ? [] : [[name, holdersOf(role.jira)] as const],
  );
  return {
    site: jira.site,
    projects: [...new Set(jira.projects)],
    gates: Object.fromEntries(gates),
    roles: Object.fromEntries(holders),
    keysIn: [...new Set(jira['keys-in'] ?? (['title', 'branch'] as const))],
    showTitles: jira['show-titles'] ?? false,
    transitions: {
      onPullRequest: jira.transitions?.['on-pull-request'] ?? null,
      onMerge: jira.transitions?.['on-merge'] ?? null,
      onAccept: jira.transitions?.['on-accept'] ?? null,
    },
    resolutions: {
      completed: jira.resolutions?.completed ?? [],
      not_planned: jira.resolutions?.not_planned ?? [],
      duplicate: jira.resolutions?.duplicate ?? [],
    },
    mode: jira.mode ?? 'observe',
    onUnavailable: jira['on-unavailable'] ?? 'block',
  };
}

export function signOf({ status, label, field = '', value = '' }: WrittenSign): JiraSign {
  if (status !== undefined) return { kind: 'status', status };
  return label === undefined ? { kind: 'field', field, value } : { kind: 'label', label };
}

function holdersOf(written: {
  groups?: string[] | undefined;
  accounts?: string[] | undefined;
  'project-roles'?: string[] | undefined;
}): JiraHolders {
  return {
    groups: written.groups ?? [],
    accounts: written.accounts ?? [],
    projectRoles: written['project-roles'] ?? [],
  };
}
