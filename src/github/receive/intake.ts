/** From a delivery to what is wanted: hints become wishes for looks, and changes of what is remembered. */
import { z } from 'zod';

import type { Consequences, Want } from '../../inbox/index.ts';
import { last, later, soon, urgent, wantOf } from '../../items.ts';
import { baseStore, boardStore, noPolicyStore, policyTeamStore, remarkStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { changesOf } from './cache-invalidation.ts';
import type { GitHub } from '../client/index.ts';
import { createBotLabels, type BotLabelParts } from './forged-by-bots.ts';
import { readEvent } from './events.ts';
import type { Hint } from './hint.ts';
import { policyPaths } from '../../policy-paths.ts';
import { pastKey } from '../read/index.ts';
import { restingOnChanges } from './roles-changes.ts';
import { mayHaveBrought, whereItMatters, type NoPolicies } from './without-policy.ts';

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

export type IntakeParts = {
  readonly appId: number;
  /** Told of deliveries from which nothing follows. */
  readonly ignore?: (delivery: Delivery) => void;
  /** Keeps the delivery and what follows from it, together; a second copy does nothing. */
  readonly keep: (delivery: Delivery, consequences: Consequences<Work>) => Promise<unknown>;
  readonly github: Pick<GitHub, 'knownSelf' | 'now'>;
  readonly noPolicies: NoPolicies;
  /** The labels that open gates in a repository, by its id; in lower case. */
  readonly gateLabels: BotLabelParts['gateLabels'];
};

/** A wish to look at it. `cause`: the id of the delivery that led to it. */
export function wish(
  work: Work,
  {
    soon: isSoon,
    urgent: isUrgent = false,
    cause,
    only,
    notBefore,
  }: {
    readonly soon: boolean;
    /** Something may have to be undone. */
    readonly urgent?: boolean;
    readonly cause?: string | undefined;
    /** What alone may be otherwise; absent: anything. */
    readonly only?: string | null | undefined;
    readonly notBefore?: number;
  },
): Want<Work> {
  const own = work.kind === 'sweep' ? last : later;
  const live = isUrgent ? urgent : soon;
  const options = {
    priority: isSoon ? live : own,
    ...(cause === undefined ? {} : { cause }),
    ...(only == null ? {} : { only }),
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
    case 'digest':
    case 'round':
    case 'trial':
    case 'onboarding':
    case 'required':
    case 'jira-issue':
    case 'sub-issues':
      return wantOf(work, options);
    default:
      return work satisfies never;
  }
}

/** Takes deliveries; resolves once they and what they lead to are kept. */
export function createIntake(parts: IntakeParts): (delivery: Delivery) => Promise<void> {
  const isForgedByBot = createBotLabels({ gateLabels: parts.gateLabels, now: parts.github.now });
  return async (delivery) => {
    const { id, name, payload } = delivery;
    const us = { appId: parts.appId, login: parts.github.knownSelf()?.login ?? null };
    const hints = await whereItMatters(readEvent(name, payload, us), parts.noPolicies);
    // A second copy of it would lead to nothing, too.
    if (hints.length === 0) return parts.ignore?.(delivery);
    const isUrgent = mayBeUndone(delivery) || (await isForgedByBot(delivery, us.login));
    // Told by GitHub's clock: it is compared with what people did there.
    const at = parts.github.now();
    await parts.keep(delivery, {
      swept: isSwept(delivery, hints),
      wants: hints.flatMap((hint) => {
        const work = workOf(hint);
        if (work === null) return [];
        const isSoon = hint.kind !== 'look' || hint.soon;
        const only = 'only' in hint ? hint.only : undefined;
        return [wish(work, { soon: isSoon, urgent: isUrgent, cause: id, only })];
      }),
      forgets: hints.flatMap((hint) =>
        hint.kind === 'installation-gone' ? [String(hint.installation)] : [],
      ),
      changes: changesOf(hints, at),
      renames: hints.flatMap((hint) => {
        if (hint.kind !== 'label-renamed') return [];
        const { repositoryId: repository, label, oldName } = hint;
        return [{ repository, rename: { label, oldName, at } }];
      }),
      ...alsoOf(hints, id, at),
    });
  };
}

/**
 * What GitHub dates an issue or a pull request anew for ("updated"), so that the sweep finds it. Not here: what takes an item
 * away, and changes of old comments, of reviews and of sub-issues, of which nothing says so.
 */
const dated: Readonly<Record<string, ReadonlySet<string>>> = {
  issues: new Set(
    'opened edited labeled unlabeled assigned unassigned closed reopened milestoned'.split(' '),
  ),
  issue_comment: new Set(['created']),
  pull_request: new Set(
    'opened edited labeled unlabeled assigned unassigned closed reopened synchronize ready_for_review'.split(
      ' ',
    ),
  ),
};
const acted = z.object({ action: z.string() });

/**
 * What Baton undoes where nobody was to do it, and what makes a check wrong that says one may merge. Bots that label and
 * assign by the thousand are events like others, but for gate labels (see `forged-by-bots.ts`).
 */
const undone: Readonly<Record<string, ReadonlySet<string>>> = {
  issues: new Set('edited labeled unlabeled assigned unassigned closed reopened'.split(' ')),
  pull_request: new Set('edited labeled unlabeled'.split(' ')),
  label: new Set(['edited', 'deleted']),
};
const actedBy = acted.extend({ sender: z.object({ type: z.string() }) });

function mayBeUndone({ name, payload }: Delivery): boolean {
  const actions = Object.hasOwn(undone, name) ? undone[name] : undefined;
  if (actions === undefined) return false;
  const act = actedBy.safeParse(payload).data;
  return act !== undefined && act.sender.type !== 'Bot' && actions.has(act.action);
}

/** Whether a sweep finds all that a delivery told. */
function isSwept({ name, payload }: Pick<Delivery, 'name' | 'payload'>, hints: readonly Hint[]): boolean {
  const actions = Object.hasOwn(dated, name) ? dated[name] : undefined;
  if (actions?.has(acted.safeParse(payload).data?.action ?? '') !== true) return false;
  return hints.every(
    (hint) => hint.kind === 'look' && (hint.item.kind === 'issue' || hint.item.kind === 'pull-request'),
  );
}

/**
 * Keeps which remarks are to be read, and looks at the repositories whose policies build on files that changed, and at what
 * rests on roles that changed: which these are, the store knows.
 */
function alsoOf(hints: readonly Hint[], cause: string, at: number): Pick<Consequences<Work>, 'also'> {
  const changed = hints.filter((hint) => hint.kind === 'files-changed');
  const remarks = hints.filter((hint) => hint.kind === 'remark');
  const policies = mayHaveBrought(hints, policyPaths);
  const roles = hints.flatMap((hint) => (hint.kind === 'roles-changed' ? [hint.change] : []));
  const gone = hints.flatMap((hint) => (hint.kind === 'installation-gone' ? [hint.installation] : []));
  const lost = hints.filter((hint) => hint.kind === 'repository-gone');
  const many = changed.length + remarks.length + policies.length + roles.length + gone.length + lost.length;
  if (many === 0) return {};
  return {
    async also(db) {
      const items = await restingOnChanges(db, roles, at);
      const wants: Want<Work>[] = items.map((item) => wish(item, { soon: false, cause }));
      for (const installation of gone) {
        await policyTeamStore(db).forgetInstallationTeams(installation);
        await boardStore(db).clearBoard({ installation }, at);
      }
      for (const { installation, repository: name } of lost)
        await boardStore(db).clearBoard({ installation, name }, at);
      const kept = remarkStore(db);
      for (const { installation, repository } of policies)
        await noPolicyStore(db).policyMayHaveCome(installation, repository);
      for (const { pullRequest: pull, remark, byOutsider, repository, number, is } of remarks) {
        const item = pastKey(repository, number);
        if (is === 'gone') await kept.forgetRemark(pull, remark);
        else await kept.noteRemark({ pull, item, remark, byOutsider }, at);
      }
      for (const { installation, repository: name, repositoryId: id, paths, only } of changed) {
        const users = await baseStore(db).touchBases(installation, { id, name }, paths);
        const why = { soon: true, cause, only };
        wants.push(...users.map((user) => wish({ kind: 'repository', ...user }, why)));
      }
      return wants;
    },
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
    case 'remark':
    case 'label-renamed':
    case 'labels-changed':
    case 'repository-added':
    case 'teams-changed':
    case 'person-changed':
    case 'roles-changed':
    case 'permissions-changed':
    case 'owner-policy-changed':
    case 'files-changed':
    case 'repository-gone':
    case 'installation-changed':
    case 'installation-gone':
      return null;
    default:
      return hint satisfies never;
  }
}
