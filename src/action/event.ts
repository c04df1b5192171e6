/** What a workflow's event asks for. Actions gives each event the payload of the webhook, but for some parts. */
import * as z from 'zod';

/** Whatever a workflow's token may do, it is of one repository: the number stands for what installs an App. */
export const installation = 1;

export type WorkflowEvent =
  /** As a webhook of that name. */
  | {
      readonly kind: 'webhook';
      readonly name: string;
      readonly payload: Readonly<Record<string, unknown>>;
    }
  /** Everything that is open. */
  | { readonly kind: 'everything' }
  /** GitHub gives its token no right to write. */
  | { readonly kind: 'from-fork' }
  /** Nothing follows from it. */
  | { readonly kind: 'nothing' };

const named = z.object({ full_name: z.string() });
const ofPull = z.object({
  repository: named,
  pull_request: z.object({ head: z.object({ repo: named.nullable() }) }),
});
const ofPush = z.object({ ref: z.string(), repository: z.object({ default_branch: z.string() }) });

/** Events of pull requests whose token may only read where they come from a fork. */
const readOnlyFromForks: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
]);
const byTime: ReadonlySet<string> = new Set(['schedule', 'workflow_dispatch', 'repository_dispatch']);

export function workflowEvent(name: string, payload: Readonly<Record<string, unknown>>): WorkflowEvent {
  if (byTime.has(name)) return { kind: 'everything' };
  if (readOnlyFromForks.has(name) && isFromFork(payload)) return { kind: 'from-fork' };
  if (name === 'push') {
    // Actions leaves out which files a commit changed.
    const pushed = ofPush.safeParse(payload).data;
    const isDefault = pushed?.ref === `refs/heads/${pushed?.repository.default_branch}`;
    return { kind: isDefault ? 'everything' : 'nothing' };
  }
  const webhook = name === 'pull_request_target' ? 'pull_request' : name;
  return { kind: 'webhook', name: webhook, payload: { ...payload, installation: { id: installation } } };
}

/** A fork that was deleted is one. */
function isFromFork(payload: unknown): boolean {
  const { data } = ofPull.safeParse(payload);
  if (data === undefined) return false;
  return data.pull_request.head.repo?.full_name !== data.repository.full_name;
}
