/** Effects → one mutation document. */
import type { Effect } from '../../handoff/index.ts';
import { TryLater, type Item, type Performed, type Repository } from '../../tracker.ts';
import {
  answers,
  ask,
  usersByLogin,
  Invalid,
  send,
  worstOf,
  WrittenInPart,
  type Mutation,
  type Outcome,
  type Sending,
} from '../graphql/index.ts';
import { checkMutation } from './check-run.ts';
import type { GitHub } from '../client/index.ts';
import { shortened } from './cut.ts';
import { createLabel } from '../labels/index.ts';
import type { Memory } from '../read/index.ts';
import { textKey } from '../../same-text.ts';

export type Performing = {
  readonly now: () => number;
  /** What GitHub finds invalid for reasons that nobody knows counts as refused. */
  readonly isLast: boolean;
  /** Called right before each write; what it throws is thrown, and nothing is written any more. */
  readonly before?: () => void;
};

/** What is to be written, and where. */
type Wanted = {
  readonly item: Item;
  readonly repository: Repository;
  readonly effects: readonly Effect[];
};

/** What was passed over, because what it was about is gone. */
export type Passed = { readonly effect: string; readonly why: string };

/** GitHub refuses longer comments. */
const longest = 65_536;

/**
 * Writes the effects, in their order, in one request; none when there are none.
 * Ids of labels and users that no look has seen are asked for first, and missing labels made; that is rare.
 * Each stands alone: one that GitHub refuses keeps no other from being written.
 * @throws {TryLater} when something could not be written now; what was written before it stays
 */
export async function perform(
  github: GitHub,
  memory: Pick<Memory, 'labels' | 'users'>,
  { item, repository, effects }: Wanted,
  { now, isLast, before }: Performing,
): Promise<Performed & { readonly passed: readonly Passed[] }> {
  if (effects.length === 0) return { written: [], locked: [], isLimited: false, refused: [], passed: [] };
  const { installation } = item;
  const where = 'number' in item ? `${item.repository}#${item.number}` : item.repository;
  const { ids: labels, notMade } = await labelIds(github, memory, { item, repository, effects }, before);
  const users = await userIds(github, memory, installation, effects);
  const ids: Ids = { repository, labels, users, now: now() };
  const mutations = effects.map((effect) => mutationOf(effect, ids));
  try {
    const needed = mutations.filter((mutation) => mutation !== null);
    const outcomes = await send(github, { installation, where, before }, needed);
    const of = new Map(needed.map((mutation, index) => [mutation, outcomes[index]]));
    const first = effects.map((effect, index): Became => {
      const mutation = mutations[index] ?? null;
      const unmade = effect.kind === 'label' ? notMade.get(textKey(effect.label)) : undefined;
      const outcome = (mutation === null ? unmade : of.get(mutation)) ?? { kind: 'done' };
      return [effect, isLast ? settled(outcome) : outcome];
    });
    const became = await withNewComments(github, { installation, where, before }, first, ids);
    const written = became.flatMap(([effect, { kind }]) =>
      kind === 'done' || kind === 'gone' ? [effect] : [],
    );
    const failed = became.flatMap(([, outcome]) => (outcome.kind === 'failed' ? [outcome] : []));
    const worst = worstOf(failed);
    if (worst !== null) throw new WrittenInPart(worst, written);
    const passed = [...of].flatMap(([{ name }, outcome]): Passed[] =>
      outcome?.kind === 'gone' ? [{ effect: name, why: outcome.message }] : [],
    );
    const locked = became.flatMap(([effect, outcome]) => (outcome.kind === 'locked' ? [effect] : []));
    const isLimited = became.some(([, outcome]) => outcome.kind === 'locked' && outcome.isLimited);
    const refused = became.flatMap(([effect, outcome]) =>
      outcome.kind === 'refused' ? [{ effect, refused: outcome.refused }] : [],
    );
    return { written, locked, isLimited, refused, passed };
  } catch (error) {
    // The next look reads them again: what was kept may be of a label that was deleted and made anew.
    memory.labels.forget(repository.name);
    throw error;
  }
}

/** What GitHub has found invalid again and again will not be taken. */
const settled = (outcome: Outcome): Outcome =>
  outcome.kind === 'failed' && outcome.error instanceof Invalid
    ? { kind: 'refused', refused: outcome.error.refused }
    : outcome;

type Became = readonly [Effect, Outcome];

/** What GitHub does not let Baton say in a comment that is there is said in a new one. */
async function withNewComments(
  github: GitHub,
  sending: Sending,
  became: readonly Became[],
  ids: Ids,
): Promise<readonly Became[]> {
  const said = became.flatMap(([effect, outcome]) => {
    if (effect.kind !== 'comment' || effect.comment === undefined) return [];
    if (outcome.kind !== 'refused' || outcome.refused.kind === 'archived') return [];
    const { kind, on, body } = effect;
    const mutation = mutationOf({ kind, on, body }, ids);
    return mutation === null ? [] : [{ effect, mutation }];
  });
  const outcomes = await send(
    github,
    sending,
    said.map(({ mutation }) => mutation),
  );
  const anew = new Map<Effect, Outcome | undefined>(
    said.map(({ effect }, index) => [effect, outcomes[index]]),
  );
  return became.map(([effect, outcome]) => [effect, anew.get(effect) ?? outcome]);
}

type Ids = {
  readonly repository: Repository;
  readonly labels: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  readonly now: number;
};

/** null: there is nothing to do, for example a label to take off that does not exist. */
function mutationOf(effect: Effect, { repository, labels, users, now }: Ids): Mutation | null {
  switch (effect.kind) {
    case 'label':
    case 'unlabel': {
      const id = labels.get(textKey(effect.label));
      if (id === undefined) return null;
      const input = { labelableId: effect.on, labelIds: [id] };
      return effect.kind === 'label'
        ? { name: 'addLabelsToLabelable', type: 'AddLabelsToLabelableInput', input }
        : { name: 'removeLabelsFromLabelable', type: 'RemoveLabelsFromLabelableInput', input };
    }
    case 'unassign': {
      const id = users.get(textKey(effect.login));
      if (id === undefined) return null;
      return {
        name: 'removeAssigneesFromAssignable',
        type: 'RemoveAssigneesFromAssignableInput',
        input: { assignableId: effect.on, assigneeIds: [id] },
        whenGone: 'ignore',
      };
    }
    case 'reopen':
      return { name: 'reopenIssue', type: 'ReopenIssueInput', input: { issueId: effect.on } };
    case 'close': {
      const input = { issueId: effect.on, stateReason: effect.reason.toUpperCase() };
      return { name: 'closeIssue', type: 'CloseIssueInput', input };
    }
    case 'card': {
      const body = shortened(effect.body, longest);
      return effect.card === null
        ? { name: 'addComment', type: 'AddCommentInput', input: { subjectId: effect.on, body } }
        : { name: 'updateIssueComment', type: 'UpdateIssueCommentInput', input: { id: effect.card, body } };
    }
    case 'show-comment':
      return {
        name: 'unminimizeComment',
        type: 'UnminimizeCommentInput',
        input: { subjectId: effect.comment },
        whenGone: 'ignore',
      };
    case 'remove-comment':
      return {
        name: 'deleteIssueComment',
        type: 'DeleteIssueCommentInput',
        input: { id: effect.comment },
        whenGone: 'ignore',
      };
    case 'comment': {
      const body = shortened(effect.body, longest);
      return effect.comment === undefined
        ? { name: 'addComment', type: 'AddCommentInput', input: { subjectId: effect.on, body } }
        : {
            name: 'updateIssueComment',
            type: 'UpdateIssueCommentInput',
            input: { id: effect.comment, body },
          };
    }
    case 'react': {
      const content = effect.reaction === 'done' ? 'THUMBS_UP' : 'CONFUSED';
      const input = { subjectId: effect.comment, content };
      return { name: 'addReaction', type: 'AddReactionInput', input, whenGone: 'ignore' };
    }
    case 'check':
      return checkMutation(effect, repository, now);
    default:
      return effect satisfies never;
  }
}

async function labelIds(
  github: GitHub,
  { labels }: Pick<Memory, 'labels'>,
  { item: { installation }, repository, effects }: Wanted,
  before?: () => void,
): Promise<{
  readonly ids: ReadonlyMap<string, string>;
  /** What became of labels that could not be made, by name (lower case). */
  readonly notMade: ReadonlyMap<string, Outcome>;
}> {
  const notMade = new Map<string, Outcome>();
  const wanted = effects.flatMap((effect) => (effect.kind === 'label' ? [effect.label] : []));
  const unwanted = effects.flatMap((effect) => (effect.kind === 'unlabel' ? [effect.label] : []));
  if (wanted.length + unwanted.length === 0) return { ids: new Map(), notMade };
  const ids = await labels.ids(installation, repository, [...wanted, ...unwanted]);
  const missing = [...new Set(wanted)].filter((name) => !ids.has(textKey(name)));
  if (missing.length === 0) return { ids, notMade };
  const create = missing.map((name) => createLabel(repository, { name }));
  const outcomes = await send(
    github,
    { installation, where: `the labels of ${repository.name}`, before },
    create,
  );
  for (const [index, name] of missing.entries()) {
    const outcome = outcomes[index];
    if (outcome !== undefined && outcome.kind !== 'done') notMade.set(textKey(name), outcome);
  }
  return { ids: await labels.ids(installation, repository, [...wanted, ...unwanted]), notMade };
}

async function userIds(
  github: GitHub,
  { users }: Pick<Memory, 'users'>,
  installation: number,
  effects: readonly Effect[],
): Promise<ReadonlyMap<string, string>> {
  const logins = new Set(
    effects.flatMap((effect) => (effect.kind === 'unassign' ? [textKey(effect.login)] : [])),
  );
  const unknown = [...logins].filter((login) => users.get(login) === undefined);
  if (unknown.length > 0) {
    const variables = Object.fromEntries(unknown.map((login, index) => [`login${index}`, login]));
    const document = usersByLogin(unknown.length);
    const found = await ask(
      github,
      installation,
      { document, variables, answer: answers.usersByLogin },
      (_, errors) => errors.filter(({ type }) => type !== 'NOT_FOUND'),
    );
    if (found === null) throw new TryLater('The users to unassign could not be read.');
    for (const [index, login] of unknown.entries()) {
      const id = found[`user${index}`]?.id;
      if (id !== undefined) users.set(login, id);
    }
  }
  return new Map(
    [...logins].flatMap((login): [string, string][] => {
      const id = users.get(login);
      return id === undefined ? [] : [[login, id]];
    }),
  );
}
