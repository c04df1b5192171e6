/** From a delivery to what is wanted: hints become wishes for looks, and forget what they made untrue. */
import type { Inbox, Want } from '../inbox/index.ts';
import { later, soon, wantOf } from '../items.ts';
import type { Store } from '../store/index.ts';
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
  | { readonly kind: 'installation'; readonly installation: number };

export type Delivery = { readonly id: string; readonly name: string; readonly payload: unknown };

/** What is remembered of GitHub between looks, and can become untrue. */
export type Remembered = {
  forgetTeams(org: string): void;
  forgetPermissions(repository: string): void;
  forgetLabels(repository: string): void;
  forgetOwnerPolicy(owner: string): void;
  forgetInstallation(installation: number): void;
};

export type IntakeParts = {
  readonly appId: number;
  readonly inbox: Pick<Inbox<Work>, 'want' | 'forget'>;
  readonly github: Pick<GitHub, 'knownSelf' | 'forget'>;
  readonly remembered: Remembered;
  readonly store: Pick<Store, 'recordRename'>;
  readonly now: () => number;
};

/** A wish to look at it. `cause`: the id of the delivery that led to it. */
export function wish(
  work: Work,
  { soon: urgent, cause }: { readonly soon: boolean; readonly cause?: string | undefined },
): Want<Work> {
  const options = { priority: urgent ? soon : later, ...(cause === undefined ? {} : { cause }) };
  const group = String(work.installation);
  switch (work.kind) {
    case 'head':
      return { key: `${group} head ${work.sha}`, group, item: work, ...options };
    case 'installation':
      return { key: group, group, item: work, ...options };
    case 'issue':
    case 'pull-request':
    case 'merge-group':
    case 'repository':
      return wantOf(work, options);
    default:
      return work satisfies never;
  }
}

/** Takes deliveries; resolves once what they lead to is noted. */
export function createIntake(parts: IntakeParts): (delivery: Delivery) => Promise<void> {
  return async ({ id, name, payload }) => {
    const us = { appId: parts.appId, login: parts.github.knownSelf()?.login ?? null };
    const wants: Want<Work>[] = [];
    for (const hint of readEvent(name, payload, us)) {
      const work = await heed(hint, parts);
      if (work !== null) wants.push(wish(work, { soon: hint.kind !== 'look' || hint.soon, cause: id }));
    }
    if (wants.length > 0) await parts.inbox.want(wants);
  };
}

/** Does what a hint says; returns what is to be looked at, if anything. */
async function heed(hint: Hint, parts: IntakeParts): Promise<Work | null> {
  const { remembered, inbox, github, store } = parts;
  switch (hint.kind) {
    case 'look':
      return hint.item;
    case 'look-at-head':
      return {
        kind: 'head',
        installation: hint.installation,
        repository: hint.repository,
        sha: hint.sha,
      };
    case 'look-at-all':
      return { kind: 'installation', installation: hint.installation };
    case 'label-renamed':
      await store.recordRename(hint.repositoryId, {
        label: hint.label,
        oldName: hint.oldName,
        at: parts.now(),
      });
      return null;
    case 'labels-changed':
      remembered.forgetLabels(hint.repository);
      return null;
    case 'teams-changed':
      remembered.forgetTeams(hint.org);
      return null;
    case 'permissions-changed':
      remembered.forgetPermissions(hint.repository);
      return null;
    case 'owner-policy-changed':
      remembered.forgetOwnerPolicy(hint.owner);
      return null;
    case 'installation-changed':
      github.forget(hint.installation);
      remembered.forgetInstallation(hint.installation);
      return null;
    case 'installation-gone':
      github.forget(hint.installation);
      remembered.forgetInstallation(hint.installation);
      await inbox.forget(String(hint.installation));
      return null;
    default:
      return hint satisfies never;
  }
}
