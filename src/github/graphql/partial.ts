/** Answers with errors in them: which errors leave a whole story all the same. */
import type { GraphqlError } from '../client/index.ts';

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
  return errors.filter((error) => !passedOver(data, error, repository.toLowerCase()));
}

function passedOver(data: unknown, { type, path = [] }: GraphqlError, repository: string): boolean {
  // Which others have the same head is known from looking at them, too.
  if (path.includes('associatedPullRequests')) return true;
  // GitHub gives no type to an error of its own making: a label that it promised, and does not have any more.
  const hidden = type === 'NOT_FOUND' || type === 'FORBIDDEN';
  const labelGone = path.at(-1) === 'label';
  if (!hidden && !labelGone) return false;
  if (type === 'NOT_FOUND' && path[0] === 'repository' && path.length <= 2) return true;
  if (path[0] === 'remarks' && path.length === 2) return true;
  if (path.at(-1) === 'mergeQueueEntry' || path.at(-1) === 'subIssue') return true;
  for (const [index, step] of path.entries()) {
    if (!links.has(step) || path[index + 1] !== 'nodes' || typeof path[index + 2] !== 'number') continue;
    const list = at(data, path.slice(0, index + 2));
    const position = path[index + 2] as number;
    if (!Array.isArray(list)) return false;
    const node: unknown = list[position];
    const owner = at(node, ['repository', 'nameWithOwner']);
    const isEvent = step === 'timelineItems' || (step === 'page' && owner === undefined);
    if (isEvent && node !== null && path.includes('closer', index)) {
      Object.assign(node as object, { closer: { kind: 'Hidden' } });
      return true;
    }
    if (isEvent && !labelGone && (type !== 'NOT_FOUND' || node !== null)) return false;
    if (!isEvent && !hidden) continue;
    if (typeof owner === 'string' && owner.toLowerCase() === repository) continue;
    list[position] = null;
    return true;
  }
  return false;
}

function at(data: unknown, path: readonly Step[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<Step, unknown>>)[step];
  }
  return value;
}
