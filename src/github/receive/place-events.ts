/** Events about a repository, an organization or an installation (GitHub: "Webhook events and payloads"). */
import { z } from 'zod';

import { personOf } from '../../handoff/index.ts';
import { textKey } from '../../same-text.ts';
import type { RolesChange } from '../../store/index.ts';
import { policyPaths } from '../../policy-paths.ts';
import { isOwners } from './without-policy.ts';
import { inRepository, installation, lookAtRepository, named, reader, type Hint } from './hint.ts';

const person = z.object({ id: z.number(), login: z.string() });
const called = z.object({ id: z.number().optional(), slug: z.string().optional() });
const team = called.extend({ parent: called.nullish().catch(undefined) });

const files = z.array(z.string());
export const push = reader(
  inRepository.extend({
    ref: z.string(),
    deleted: z.boolean().optional(),
    forced: z.boolean().optional(),
    commits: z
      .array(z.object({ added: files, modified: files, removed: files }))
      .nullish()
      .catch(undefined),
  }),
  (payload) => {
    const { full_name, default_branch, node_id } = payload.repository;
    if (payload.ref !== `refs/heads/${default_branch}` || payload.deleted === true) return [];
    const { commits } = payload;
    const { id: installation } = payload.installation;
    // GitHub lists up to 2048 commits, and none of those that a forced push took away.
    const unsure = payload.forced === true || !commits || commits.length === 0 || commits.length >= 2048;
    const paths = unsure
      ? null
      : commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]);
    const files: Hint = {
      kind: 'files-changed',
      installation,
      repository: full_name,
      repositoryId: node_id,
      paths: paths === null ? null : [...new Set(paths)],
      only: 'policy',
    };
    if (paths?.some((path) => policyPaths.includes(path)) === false) return [files];
    const here = { ...lookAtRepository(installation, full_name, true), only: 'policy' } as const;
    const all = policyForAll(installation, full_name).map((hint) =>
      hint.kind === 'look-at-all' ? ({ ...hint, only: 'policy' } as const) : hint,
    );
    return [files, here, ...all];
  },
);

export const label = reader(
  inRepository.extend({
    label: z.object({ node_id: z.string(), name: z.string() }),
    changes: z
      .object({ name: z.object({ from: z.string() }).optional() })
      .optional()
      .catch(undefined),
  }),
  (payload) => {
    const { full_name, node_id } = payload.repository;
    const oldName = payload.changes?.name?.from;
    // A colour or a description says nothing.
    if (payload.action === 'edited' && oldName === undefined) return [];
    const changed: Hint = { kind: 'labels-changed', repository: full_name };
    // A new label is on nothing yet.
    if (payload.action === 'created') return [changed];
    const names = [payload.label.name, ...(oldName === undefined ? [] : [oldName])];
    const renamed: Hint[] =
      oldName === undefined
        ? []
        : [
            {
              kind: 'label-renamed',
              repository: full_name,
              repositoryId: node_id,
              label: payload.label.node_id,
              oldName,
              newName: payload.label.name,
            },
          ];
    return [
      changed,
      ...renamed,
      {
        kind: 'look',
        item: {
          installation: payload.installation.id,
          repository: full_name,
          kind: 'labels',
          names: names.map((name) => name.toLowerCase()).toSorted(),
        },
        soon: true,
      },
    ];
  },
);

const goneFrom = (installation: number, repository: string): Hint => ({
  kind: 'repository-gone',
  installation,
  repository,
});

export const repositoryChanged = reader(
  inRepository.extend({
    changes: z
      .object({
        default_branch: z.unknown().optional(),
        repository: z
          .object({ name: z.object({ from: z.string() }) })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
  (payload) => {
    const {
      action = '',
      changes,
      installation: { id },
    } = payload;
    const { full_name, node_id } = payload.repository;
    // Who can read it decides what may be shown of it elsewhere, and what may be shown in it.
    const telling = ['created', 'renamed', 'transferred', 'unarchived', 'publicized', 'privatized'];
    const isMoved = action === 'edited' && changes?.default_branch !== undefined;
    const files =
      isMoved || [...telling, 'deleted'].includes(action)
        ? [anyFile(id, full_name, node_id), ...policyForAll(id, full_name)]
        : [];
    if (action === 'deleted') return [...files, goneFrom(id, full_name)];
    if (!isMoved && !telling.includes(action)) return files;
    const { from = '' } = changes?.repository?.name ?? {};
    // What it was for all of its owner's repositories, it is not any more.
    const before = policyForAll(id, `${full_name.split('/')[0]}/${from}`);
    if (action === 'transferred') return [...files, ...before, ...cameTo(id, full_name)];
    return [...files, ...before, lookAtRepository(id, full_name, true)];
  },
);

/** A collaborator came, left, or has another permission. */
export const member = reader(
  inRepository.extend({ member: person.nullish().catch(undefined) }),
  ({ installation: { id }, repository: { full_name }, member: who }) => [
    { kind: 'permissions-changed', repository: full_name },
    changeOf(id, { whose: who == null ? null : keysOf(who), permissions: true, only: full_name }),
  ],
);

const inOrganization = z.object({
  installation,
  action: z.string(),
  organization: z.object({ login: z.string() }),
  repository: named.nullish().catch(undefined),
});

/** Somebody came to a team, or left it. Whoever is in a team is in those above it, too. */
export const membership = reader(
  inOrganization.extend({ member: person, team }),
  ({ installation: { id }, organization: { login: org }, member: who, team: of }): readonly Hint[] => [
    { kind: 'teams-changed', org, ...(of.parent == null && of.slug !== undefined ? { slug: of.slug } : {}) },
    { kind: 'person-changed', login: who.login },
    changeOf(id, {
      whose: keysOf(who),
      // Only the next one above is told, and a deleted team's are not.
      by: { org, ...namesOf(of), any: of.parent != null || of.slug === undefined },
      permissions: true,
    }),
  ],
);

/** A team came, went, or changed, itself or what it may do. */
export const teamChanged = reader(
  inOrganization.extend({
    team,
    changes: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
  ({ installation: { id }, action, organization: { login: org }, team: of, ...payload }): readonly Hint[] => {
    const { repository: where, changes = {} } = payload;
    const forget: Hint = { kind: 'teams-changed', org };
    const granted: readonly Hint[] =
      where == null
        ? []
        : [
            { kind: 'permissions-changed', repository: where.full_name },
            changeOf(id, { permissions: true, only: where.full_name }),
          ];
    if (action === 'added_to_repository' || action === 'removed_from_repository') return [forget, ...granted];
    const names = Object.keys(changes);
    // Where it is not told what changed, it may be what is above it.
    const isMoved = action === 'edited' && names.length === 0;
    const isSame = ['description', 'notification_setting', 'repository'];
    if (action === 'edited' && !isMoved && names.every((name) => isSame.includes(name)))
      return names.includes('repository') ? granted : [];
    return [
      forget,
      ...granted,
      changeOf(id, {
        by: { org, ...namesOf(of), any: isMoved },
        permissions: isMoved || action === 'deleted',
      }),
    ];
  },
);

/** Somebody came to an organization or left it, with all of its teams; or it has another name. */
export const organization = reader(
  inOrganization.extend({
    membership: z.object({ user: person.nullish() }).nullish().catch(undefined),
  }),
  ({ installation: { id }, action, organization: { login: org }, membership: of }): readonly Hint[] => {
    if (action === 'member_invited') return [];
    const forget: Hint = { kind: 'teams-changed', org };
    const who = of?.user;
    if (who == null || !action.startsWith('member_'))
      return [forget, { kind: 'look-at-all', installation: id }];
    return [
      forget,
      { kind: 'person-changed', login: who.login },
      changeOf(id, { whose: keysOf(who), by: { org, slugs: [], ids: [], any: true }, permissions: true }),
    ];
  },
);

/** Under what is kept whose roles a decision rests on: the account, and its name. */
const keysOf = ({ id, login }: z.output<typeof person>): readonly string[] => [
  personOf({ id: String(id), login }),
  textKey(login),
];

/** What a team is called, and the one above it. */
function namesOf({ slug, id, parent }: z.output<typeof team>): {
  readonly slugs: readonly string[];
  readonly ids: readonly string[];
} {
  const above = parent ?? {};
  return {
    slugs: [slug, above.slug].flatMap((each) => each ?? []),
    ids: [id, above.id].flatMap((each) => (each === undefined ? [] : [String(each)])),
  };
}

/** Of everybody, by no team, no permissions, everywhere; but for what is said. */
const changeOf = (installation: number, what: Partial<RolesChange>): Hint => ({
  kind: 'roles-changed',
  change: { installation, whose: null, by: null, permissions: false, only: null, ...what },
});

/** `repository_selection`: `all`, or `selected` by somebody. */
const chosen = installation.extend({ repository_selection: z.string().optional().catch(undefined) });
type Chosen = z.output<typeof chosen>;

/** So many repositories at once are somebody's choice, and each is told how to begin; of more, none is. */
const mostChosen = 10;

function onboarding({ id, repository_selection }: Chosen, names: readonly string[]): readonly Hint[] {
  if (repository_selection !== 'selected' || names.length > mostChosen) return [];
  return names.map((repository) => ({
    kind: 'look',
    item: { kind: 'onboarding', installation: id, repository },
    soon: false,
  }));
}

/**
 * What no event of an installation has. GitHub signs the body, but not the header that names the event: a delivery
 * that somebody got hold of (a deleted comment, by way of a public channel) must not become the end of an installation.
 */
const ofOthers = {
  issue: z.unknown().optional(),
  comment: z.unknown().optional(),
  label: z.unknown().optional(),
  pull_request: z.unknown().optional(),
  check_run: z.unknown().optional(),
  check_suite: z.unknown().optional(),
  team: z.unknown().optional(),
};

export const installed = reader(
  z.object({
    installation: chosen,
    action: z.string(),
    repositories: z.array(named).nullish().catch(undefined),
    ...ofOthers,
  }),
  (payload) => {
    const { id } = payload.installation;
    if (Object.keys(ofOthers).some((key) => payload[key as keyof typeof ofOthers] !== undefined)) return [];
    switch (payload.action) {
      case 'created': {
        const names = (payload.repositories ?? []).map(({ full_name }) => full_name);
        return [
          ...names.map((name) => lookAtRepository(id, name, true)),
          ...onboarding(payload.installation, names),
        ];
      }
      case 'new_permissions_accepted':
      case 'unsuspend':
        return [
          { kind: 'installation-changed', installation: id },
          { kind: 'look-at-all', installation: id },
        ];
      case 'deleted':
      case 'suspend':
        return [{ kind: 'installation-gone', installation: id }];
      default:
        return [];
    }
  },
);

export const installedRepositories = reader(
  z.object({
    installation: chosen,
    repositories_added: z.array(named),
    repositories_removed: z.array(named).nullish().catch(undefined),
  }),
  ({ installation: by, repositories_added: added, repositories_removed: removed }) => [
    { kind: 'installation-changed', installation: by.id },
    ...[...added, ...(removed ?? [])].flatMap(({ full_name, node_id }) => [
      anyFile(by.id, full_name, node_id),
      ...policyForAll(by.id, full_name),
    ]),
    ...(removed ?? []).map(({ full_name }) => goneFrom(by.id, full_name)),
    ...added.flatMap(({ full_name }) => cameTo(by.id, full_name)),
    ...onboarding(
      by,
      added.map(({ full_name }) => full_name),
    ),
  ],
);

function anyFile(installation: number, repository: string, repositoryId: string): Hint {
  return { kind: 'files-changed', installation, repository, repositoryId, paths: null };
}

/** What follows for all repositories of an owner where it is the one that may hold their policy. */
function policyForAll(installation: number, repository: string): readonly Hint[] {
  if (!isOwners(repository)) return [];
  const [owner = ''] = repository.split('/');
  return [
    { kind: 'owner-policy-changed', owner },
    { kind: 'look-at-all', installation },
  ];
}

function cameTo(installation: number, repository: string): readonly Hint[] {
  return [{ kind: 'repository-added', repository }, lookAtRepository(installation, repository, true)];
}
