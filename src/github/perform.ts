/** Effects → one mutation document. */
import type { Effect } from '../handoff/index.ts';
import { TryLater, type Item, type Performed, type Repository } from '../tracker.ts';
import { answers } from './answers.ts';
import { ask } from './ask.ts';
import { checkMutation } from './check-run.ts';
import type { GitHub } from './client.ts';
import { shortened } from './cut.ts';
import { usersByLogin } from './documents.ts';
import { createLabel } from './labels.ts';
import { mutate, NotAllowed, send, worstOf, WrittenInPart, type Mutation } from './mutate.ts';
import type { Memory } from './observe.ts';

/** What was passed over, because what it was about is gone. */
export type Passed = { readonly effect: string; readonly why: string };

/** GitHub refuses longer comments. */
const longest = 65_536;

/**
 * Writes the effects, in their order, in one request; none when there are none.
 * Ids of labels and users that no look has seen are asked for first, and missing labels made; that is rare.
 * @param before called right before each write; what it throws is thrown, and nothing is written any more
 * @throws {NotAllowed} when GitHub refuses for good
 * @throws {TryLater} when something could not be written now; what was written before it stays
 */
export async function perform(
  github: GitHub,
  memory: Pick<Memory, 'labels' | 'users'>,
  item: Item,
  repository: Repository,
  effects: readonly Effect[],
  now: () => number,
  before?: () => void,
): Promise<Performed & { readonly passed: readonly Passed[] }> {
  if (effects.length === 0) return { written: [], locked: [], passed: [] };
  const { installation } = item;
  const where = 'number' in item ? `${item.repository}#${item.number}` : item.repository;
  const labels = await labelIds(github, memory, installation, repository, effects, before);
  const users = await userIds(github, memory, installation, effects);
  const ids: Ids = { repository, labels, users, now: now() };
  const mutations = effects.map((effect) => mutationOf(effect, ids));
  try {
    const needed = mutations.filter((mutation) => mutation !== null);
    const outcomes = await send(github, installation, needed, where, before);
    const of = new Map(needed.map((mutation, index) => [mutation, outcomes[index]]));
    const are = (...kinds: readonly string[]): readonly Effect[] =>
      effects.filter((_, index) => {
        const mutation = mutations[index];
        return kinds.includes((mutation && of.get(mutation)?.kind) ?? 'done');
      });
    const written = are('done', 'gone');
    const worst = worstOf(outcomes);
    if (worst instanceof NotAllowed) throw Object.assign(worst, { written });
    if (worst !== null) throw new WrittenInPart(worst, written);
    const passed = [...of].flatMap(([{ name }, outcome]): Passed[] =>
      outcome?.kind === 'gone' ? [{ effect: name, why: outcome.message }] : [],
    );
    return { written, locked: are('locked'), passed };
  } catch (error) {
    // The next look reads them again: what was kept may be of a label that was deleted and made anew.
    memory.labels.forget(repository.name);
    throw error;
  }
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
      const id = labels.get(effect.label.toLowerCase());
      if (id === undefined) return null;
      const input = { labelableId: effect.on, labelIds: [id] };
      return effect.kind === 'label'
        ? { name: 'addLabelsToLabelable', type: 'AddLabelsToLabelableInput', input }
        : { name: 'removeLabelsFromLabelable', type: 'RemoveLabelsFromLabelableInput', input };
    }
    case 'unassign': {
      const id = users.get(effect.login.toLowerCase());
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
    case 'remove-comment':
      return {
        name: 'deleteIssueComment',
        type: 'DeleteIssueCommentInput',
        input: { id: effect.comment },
        whenGone: 'ignore',
      };
    case 'comment': {
      const input = { subjectId: effect.on, body: shortened(effect.body, longest) };
      return { name: 'addComment', type: 'AddCommentInput', input };
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
  installation: number,
  repository: Repository,
  effects: readonly Effect[],
  before?: () => void,
): Promise<ReadonlyMap<string, string>> {
  const wanted = effects.flatMap((effect) => (effect.kind === 'label' ? [effect.label] : []));
  const unwanted = effects.flatMap((effect) => (effect.kind === 'unlabel' ? [effect.label] : []));
  if (wanted.length + unwanted.length === 0) return new Map();
  const ids = await labels.ids(installation, repository, [...wanted, ...unwanted]);
  const missing = [...new Set(wanted)].filter((name) => !ids.has(name.toLowerCase()));
  if (missing.length === 0) return ids;
  const create = missing.map((name) => createLabel(repository, { name }));
  await mutate(github, installation, create, `the labels of ${repository.name}`, before);
  return labels.ids(installation, repository, [...wanted, ...unwanted]);
}

async function userIds(
  github: GitHub,
  { users }: Pick<Memory, 'users'>,
  installation: number,
  effects: readonly Effect[],
): Promise<ReadonlyMap<string, string>> {
  const logins = new Set(
    effects.flatMap((effect) => (effect.kind === 'unassign' ? [effect.login.toLowerCase()] : [])),
  );
  const unknown = [...logins].filter((login) => users.get(login) === undefined);
  if (unknown.length > 0) {
    const variables = Object.fromEntries(unknown.map((login, index) => [`login${index}`, login]));
    const document = usersByLogin(unknown.length);
    const found = await ask(github, installation, document, variables, answers.usersByLogin, (_, errors) =>
      errors.filter(({ type }) => type !== 'NOT_FOUND'),
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
