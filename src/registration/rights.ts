/** What the App asks GitHub for, and why; the page explains it before GitHub asks. Held against app.yml by a test. */

/** By permission, as the manifest names it. */
export const reasons: Readonly<Record<string, string>> = {
  contents: 'Reads `.github/roles.yml` and CODEOWNERS. Baton can’t change code.',
  issues:
    'Reads issues. Writes labels, the card and comments, undoes assignments, and closes or reopens issues.',
  pull_requests: 'Reads pull requests and reviews. Writes labels, and answers commands there.',
  checks: 'Writes the checks Baton and Baton policy.',
  merge_queues: 'Hears when a merge queue waits for a check.',
  metadata: 'Reads names and who may write. GitHub gives this to every App.',
  members: 'Reads who is in which team, so that a role can be a team.',
};

export type Rights = {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
};

/** What an App lacks, as its settings on GitHub name it: `Members: read-only`, and events. */
export type Lacking = { readonly permissions: readonly string[]; readonly events: readonly string[] };

export function lackingOf(asked: Rights, granted: Rights): Lacking {
  const permissions = Object.entries(asked.permissions)
    .filter(([name, level]) => {
      const has = granted.permissions[name];
      return !(has === level || has === 'admin' || (has === 'write' && level === 'read'));
    })
    .map(([name, level]) => `${titleOf(name)}: ${level === 'write' ? 'read and write' : 'read-only'}`);
  return { permissions, events: asked.events.filter((event) => !granted.events.includes(event)) };
}

/** `pull_requests` as GitHub's settings write it: `Pull requests`. */
export function titleOf(permission: string): string {
  const words = permission.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
