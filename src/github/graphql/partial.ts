/** Answers with errors in them: which errors leave a whole story all the same. */
import type { GraphqlError } from '../client/index.ts';
import { editLists } from './fragments.ts';
import { sameText } from '../../same-text.ts';

type Step = string | number;

/** Connections whose nodes may be somebody else's, or may be gone, without harm to the rest. */
const links = new Set<Step>([
  'stories',
  'closingIssuesReferences',
  'closedByPullRequestsReferences',
  'subIssues',
  'timelineItems',
  'page',
]);

/**
 * Takes out of `data` what may be missing, and returns the errors that remain.
 * - What was asked for is gone: `repository` or its issue or pull request is null, and stays so.
 * - An issue or a pull request of another repository cannot be read: it is left out as a whole.
 * - A label event's label is gone: the event is left out, and counted as missing.
 * - What closed an issue cannot be seen: then it was something, and not a person's own word.
 * - What became a part of an issue, or ceased to be one, is gone or cannot be seen: then it is not known which it was.
 * - A remark is gone: it says nothing any more.
 * - Baton may not see the merge queue: then a queue that asks for the check has to be enough.
 * @param repository whose items must be readable, `owner/name`
 */
export function withoutUnreadable(
  data: unknown,
  errors: readonly GraphqlError[],
  repository: string,
): readonly GraphqlError[] {
  return errors.filter((error) => !passedOver(data, error, repository));
}

function passedOver(data: unknown, { type, path = [] }: GraphqlError, repository: string): boolean {
  // Which others have the same head is known from looking at them, too.
  if (path.includes('associatedPullRequests')) return true;
  // Its files can be listed by themselves.
  if (path[1] === 'pullRequest' && path[2] === 'files') return true;
  // GitHub gives no type to an error of its own making: a label that it promised, and does not have any more.
  const hidden = type === 'NOT_FOUND' || type === 'FORBIDDEN';
  const labelGone = path.at(-1) === 'label';
  if (!hidden && !labelGone) return false;
  const gone: Gone = { path, notFound: type === 'NOT_FOUND', hidden, labelGone };
  if (isNothing(gone)) return true;
  for (const index of path.keys()) {
    const isOver = withoutNode(data, gone, index, repository);
    if (isOver !== null) return isOver;
  }
  return false;
}

/** An error about what is not there, or not to be seen. */
type Gone = {
  readonly path: readonly Step[];
  /** It is not there, as far as Baton may know. */
  readonly notFound: boolean;
  /** That, or Baton may not see it. */
  readonly hidden: boolean;
  readonly labelGone: boolean;
};

/** True for what may be null where it stands: whoever reads it knows what that means. */
function isNothing({ path, notFound }: Gone): boolean {
  if (path[0] === 'repository' && path.length <= 2 && notFound) return true;
  if (path[0] === 'remarks' && path.length === 2) return true;
  if (path.length === 2 && editLists.some((name) => name === path[0])) return true;
  return path.at(-1) === 'mergeQueueEntry' || path.at(-1) === 'subIssue';
}

/**
 * Takes the node of a list out that an error is in, if the list begins at this place of the error's path.
 * @returns whether the rest is whole without it; null: there is no such list, or its node has to stay
 */
function withoutNode(
  data: unknown,
  { path, notFound, hidden, labelGone }: Gone,
  index: number,
  repository: string,
): boolean | null {
  const [step, nodes, position] = path.slice(index, index + 3);
  if (step === undefined || !links.has(step) || nodes !== 'nodes' || typeof position !== 'number')
    return null;
  const list = at(data, path.slice(0, index + 2));
  if (!Array.isArray(list)) return false;
  const node: unknown = list[position];
  const owner = at(node, ['repository', 'nameWithOwner']);
  const isEvent = step === 'timelineItems' || (step === 'page' && owner === undefined);
  if (isEvent && node !== null && path.includes('closer', index)) {
    Object.assign(node as object, { closer: { kind: 'Hidden' } });
    return true;
  }
  if (isEvent && !labelGone && (!notFound || node !== null)) return false;
  if (!isEvent && !hidden) return null;
  if (typeof owner === 'string' && sameText(owner, repository)) return null;
  list[position] = null;
  return true;
}

function at(data: unknown, path: readonly Step[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<Step, unknown>>)[step];
  }
  return value;
}
