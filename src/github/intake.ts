/** From a delivery to what is wanted: hints become wishes for looks, and forget what they made untrue. */
import type { Consequences, Want } from '../inbox/index.ts';
import { later, soon, wantOf } from '../items.ts';
import type { Item } from '../tracker.ts';
import type { GitHub } from './client.ts';
import { readEvent } from './events.ts';
import type { Hint } from './hint.ts';

/** What the inbox holds: items, and what has to be taken apart into items first. */
export type Work =
  | Item
  | {
      readonly kind: 'head';
      readonly installation: number;
      readonly repository: string;
      readonly sha: string;
    }
  /** Its repositories; `unknown`: only those in which nothing would be found out otherwise. */
  | { readonly kind: 'installation'; readonly installation: number; readonly unknown?: boolean }
  /** What changed in a repository lately. */
  | { readonly kind: 'sweep'; readonly installation: number; readonly repository: string }
  /** Deliveries that did not arrive; all installations. Asked as the App itself, which is installation 0. */
  | { readonly kind: 'missed' | 'installations'; readonly installation: 0 };

export type Delivery = { readonly id: string; readonly name: string; readonly payload: unknown };

/** What is remembered of GitHub between looks, and can become untrue. */
export type Remembered = {
  forgetTeams(org: string): void;
  forgetPermissions(repository: string): void;
  forgetLabels(repository: string): void;
  forgetOwnerPolicy(owner: string): void;
  forgetInstallation(installation: number): void;
  /** The App came to a repository just now. */
  noteAdded(repository: string): void;
};

export type IntakeParts = {
  readonly appId: number;
  /** Keeps the delivery and what follows from it, together; a second copy does nothing. */
  readonly keep: (delivery: Delivery, consequences: Consequences<Work>) => Promise<unknown>;
  readonly github: Pick<GitHub, 'knownSelf' | 'forget'>;
  readonly remembered: Remembered;
  readonly now: () => number;
};

/** A wish to look at it. `cause`: the id of the delivery that led to it. */
export function wish(
  work: Work,
  {
    soon: urgent,
    cause,
    notBefore,
  }: { readonly soon: boolean; readonly cause?: string | undefined; readonly notBefore?: number },
): Want<Work> {
  const options = {
    priority: urgent ? soon : later,
    ...(cause === undefined ? {} : { cause }),
    ...(notBefore === undefined ? {} : { notBefore }),
  };
  const group = String(work.installation);
  switch (work.kind) {
    case 'head':
      return { key: `${group} head ${work.sha}`, group, item: work, ...options };
    case 'installation':
      return { key: work.unknown === true ? `${group} unknown` : group, group, item: work, ...options };
    case 'sweep':
      return { key: `${group} sweep ${work.repository.toLowerCase()}`, group, item: work, ...options };
    case 'missed':
    case 'installations':
      return { key: `${group} ${work.kind}`, group, item: work, ...options };
    case 'issue':
    case 'pull-request':
    case 'merge-group':
    case 'repository':
    case 'labels':
      return wantOf(work, options);
    default:
      return work satisfies never;
  }
}

/** Takes deliveries; resolves once they and what they lead to are kept. */
export function createIntake(parts: IntakeParts): (delivery: Delivery) => Promise<void> {
  return async (delivery) => {
    const { id, name, payload } = delivery;
    const us = { appId: parts.appId, login: parts.github.knownSelf()?.login ?? null };
    const hints = readEvent(name, payload, us);
    // First: the looks that follow read anew what is forgotten here.
    for (const hint of hints) forgetWhat(hint, parts);
    const at = parts.now();
    await parts.keep(delivery, {
      wants: hints.flatMap((hint) => {
        const work = workOf(hint);
        return work === null ? [] : [wish(work, { soon: hint.kind !== 'look' || hint.soon, cause: id })];
      }),
      forgets: hints.flatMap((hint) =>
        hint.kind === 'installation-gone' ? [String(hint.installation)] : [],
      ),
      renames: hints.flatMap((hint) => {
        if (hint.kind !== 'label-renamed') return [];
        const { repositoryId: repository, label, oldName } = hint;
        return [{ repository, rename: { label, oldName, at } }];
      }),
    });
  };
}

/** What a hint says is to be looked at, if anything. */
function workOf(hint: Hint): Work | null {
  switch (hint.kind) {
    case 'look':
      return hint.item;
    case 'look-at-head': {
      const { installation, repository, sha } = hint;
      return { kind: 'head', installation, repository, sha };
    }
    case 'look-at-all':
      return { kind: 'installation', installation: hint.installation };
    case 'label-renamed':
    case 'labels-changed':
    case 'repository-added':
    case 'teams-changed':
    case 'permissions-changed':
    case 'owner-policy-changed':
    case 'installation-changed':
    case 'installation-gone':
      return null;
    default:
      return hint satisfies never;
  }
}

/** Forgets what a hint says is not true any more, and remembers what is from now on. */
function forgetWhat(hint: Hint, { remembered, github }: IntakeParts): void {
  switch (hint.kind) {
    case 'look':
    case 'look-at-head':
    case 'look-at-all':
    case 'label-renamed':
      return;
    case 'labels-changed':
      return remembered.forgetLabels(hint.repository);
    case 'repository-added':
      return remembered.noteAdded(hint.repository);
    case 'teams-changed':
      return remembered.forgetTeams(hint.org);
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
