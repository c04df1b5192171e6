/** What is remembered of GitHub between looks, and the changes that make it untrue. */
import * as z from 'zod';

import type { ChangeStore } from '../../store/index.ts';
import { TryLater } from '../../tracker.ts';
import type { GitHub } from '../client/index.ts';
import type { Hint } from './hint.ts';

export type Remembered = {
  /** Without a slug: of all its teams. */
  forgetTeams(org: string, slug?: string): void;
  forgetPermissions(repository: string): void;
  /** Somebody's, in all repositories. */
  forgetPermissionsOf(login: string): void;
  forgetLabels(repository: string): void;
  forgetOwnerPolicy(owner: string): void;
  forgetInstallation(installation: number): void;
  /** The App came to a repository at that time (milliseconds since the epoch, by GitHub's clock). */
  noteAdded(repository: string, at: number): void;
};

/** What is kept somewhere else, or leads to looks alone. */
const others = [
  'look',
  'look-at-head',
  'look-at-all',
  'label-renamed',
  'files-changed',
  'remark',
  'roles-changed',
  'repository-gone',
] as const;
type Telling = Exclude<Hint, { kind: (typeof others)[number] }>;

/** A hint that makes something untrue, and when it came, by GitHub's clock. */
export type Change = { readonly hint: Telling; readonly at: number };

const repository = z.string();
const installation = z.number();

/** A change as the database keeps it, in the first version. */
export const changeShape: z.ZodType<Change> = z.object({
  hint: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['labels-changed', 'repository-added', 'permissions-changed']), repository }),
    z.object({ kind: z.literal('teams-changed'), org: z.string(), slug: z.string().exactOptional() }),
    z.object({ kind: z.literal('person-changed'), login: z.string() }),
    z.object({ kind: z.literal('owner-policy-changed'), owner: z.string() }),
    z.object({ kind: z.enum(['installation-changed', 'installation-gone']), installation }),
  ]),
  at: z.number(),
});

export function changesOf(hints: readonly Hint[], at: number): readonly Change[] {
  return hints.filter(isTelling).map((hint) => ({ hint, at }));
}

function isTelling(hint: Hint): hint is Telling {
  return !others.some((kind) => kind === hint.kind);
}

export type HeedParts = {
  readonly changes: Pick<ChangeStore<Change>, 'changesSince'>;
  readonly remembered: Remembered;
  readonly github: Pick<GitHub, 'forget'>;
};

/**
 * Makes what is to be called before each look, once it is claimed: forgets what changes made untrue that are kept
 * since the last call. A change is kept together with the wishes that follow from it, so their looks know of it.
 */
export function createHeed({ changes, remembered, github }: HeedParts): () => Promise<void> {
  let last = 0;
  return async () => {
    const found = await changes.changesSince(last).catch((error: unknown) => {
      throw new TryLater('The store could not be read.', { cause: error });
    });
    // Two calls at once may both find one: it is forgotten twice.
    for (const { id, change } of found) {
      last = Math.max(last, id);
      if (change !== null) heed(change, remembered, github);
    }
  };
}

function heed({ hint, at }: Change, remembered: Remembered, github: Pick<GitHub, 'forget'>): void {
  switch (hint.kind) {
    case 'labels-changed':
      return remembered.forgetLabels(hint.repository);
    case 'repository-added':
      return remembered.noteAdded(hint.repository, at);
    case 'teams-changed':
      return hint.slug === undefined
        ? remembered.forgetTeams(hint.org)
        : remembered.forgetTeams(hint.org, hint.slug);
    case 'person-changed':
      return remembered.forgetPermissionsOf(hint.login);
    case 'permissions-changed':
      return remembered.forgetPermissions(hint.repository);
    case 'owner-policy-changed':
      return remembered.forgetOwnerPolicy(hint.owner);
    case 'installation-changed':
    case 'installation-gone':
      github.forget(hint.installation);
      return remembered.forgetInstallation(hint.installation);
    default:
      return hint satisfies never;
  }
}
