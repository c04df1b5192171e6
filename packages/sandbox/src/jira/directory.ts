/** Finds what there is by name. A name that nobody has is a mistake of the story: an error, not Jira's refusal. */
import type {
  CustomField,
  FieldValue,
  Group,
  Holder,
  Issue,
  Project,
  Resolution,
  Role,
  Site,
  Status,
  User,
} from './model/index.ts';

export function named<T>(what: string, name: string, found: T | undefined): T {
  if (found === undefined) throw new Error(`There is no ${what} ${name} in the sandbox's Jira.`);
  return found;
}

export const userNamed = (site: Site, handle: string): User =>
  named(
    'user',
    handle,
    site.users.find((one) => one.handle === handle),
  );

export const groupNamed = (site: Site, name: string): Group =>
  named(
    'group',
    name,
    site.groups.find((one) => one.name === name),
  );

export const roleNamed = (site: Site, name: string): Role =>
  named(
    'role',
    name,
    site.roles.find((one) => one.name === name),
  );

export const statusNamed = (site: Site, name: string): Status =>
  named(
    'status',
    name,
    site.statuses.find((one) => one.name === name),
  );

export const resolutionNamed = (site: Site, name: string): Resolution =>
  named(
    'resolution',
    name,
    site.resolutions.find((one) => one.name === name),
  );

export const projectNamed = (site: Site, key: string): Project =>
  named(
    'project',
    key,
    site.projects.find((one) => one.key === key),
  );

/** By its id, its key, or a key that it had before it was moved: Jira leads on from that. */
export function findIssue(site: Site, idOrKey: string): Issue | undefined {
  const key = idOrKey.toUpperCase();
  return (
    site.issues.find((one) => one.id === idOrKey || one.key === key) ??
    site.issues.find((one) => one.formerKeys.includes(key))
  );
}

/** Null empties the field. A select's value is an option's name, a user's a handle. */
export function valueOf(site: Site, field: CustomField, value: string | null): FieldValue | undefined {
  if (value === null || value === '') return undefined;
  switch (field.type) {
    case 'text':
      return { kind: 'text', text: value };
    case 'select': {
      const option = named(
        `option of ${field.name}`,
        value,
        field.options.find((one) => one.value === value),
      );
      return { kind: 'option', ...option };
    }
    case 'user':
      return { kind: 'user', user: userNamed(site, value) };
    default:
      return field.type satisfies never;
  }
}

/** `anyone`, `logged-in`, `user:maria`, `group:pms` or `role:Developers`. */
export type HolderName = 'anyone' | 'logged-in' | `user:${string}` | `group:${string}` | `role:${string}`;

export function holderNamed(site: Site, name: HolderName): Holder {
  if (name === 'anyone' || name === 'logged-in') return { kind: name };
  const [kind, ...rest] = name.split(':');
  const of = rest.join(':');
  if (kind === 'user') return { kind: 'user', user: userNamed(site, of) };
  if (kind === 'group') return { kind: 'group', group: groupNamed(site, of) };
  return { kind: 'role', role: roleNamed(site, of) };
}
