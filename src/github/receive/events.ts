/** What a webhook says should be looked at. Never what should be done: that is found by looking. */
import { z } from 'zod';

import type { Hint, Ourselves, Read } from './hint.ts';
import {
  checkRun,
  checkSuite,
  create,
  issueComment,
  issues,
  mergeGroup,
  pullRequest,
  remark,
  review,
  subIssues,
} from './item-events.ts';
import {
  installed,
  installedRepositories,
  label,
  member,
  membership,
  organization,
  push,
  repositoryChanged,
  teamChanged,
} from './place-events.ts';
import { sameText } from '../../same-text.ts';

/** Events of these kinds are the echo of our own writes when we sent them. */
const echoes: Readonly<Record<string, Read>> = {
  issues,
  issue_comment: issueComment,
  pull_request: pullRequest,
  pull_request_review: review,
  pull_request_review_comment: remark,
  label,
};
const others: Readonly<Record<string, Read>> = {
  check_run: checkRun,
  check_suite: checkSuite,
  create,
  installation: installed,
  installation_repositories: installedRepositories,
  member,
  membership,
  merge_group: mergeGroup,
  organization,
  push,
  repository: repositoryChanged,
  sub_issues: subIssues,
  team: teamChanged,
};
/** The events that the App listens to (app.yml names the same). */
export const eventNames: readonly string[] = [...Object.keys(echoes), ...Object.keys(others)].sort();

const revoked = z.object({ action: z.literal('revoked'), sender: z.object({ id: z.number() }) });

/** Who took back that the App may act in their name, by the id of their account; null: the payload does not say. */
export const revokedBy = (payload: unknown): number | null =>
  revoked.safeParse(payload).data?.sender.id ?? null;

const sent = z.object({ sender: z.object({ login: z.string() }) });

/**
 * What the event leads to; nothing for events and payloads that are not known.
 * Events that we caused ourselves lead to nothing, once it is known who we are; before, to a look too many.
 */
export function readEvent(name: string, payload: unknown, us: Ourselves): readonly Hint[] {
  const echo = Object.hasOwn(echoes, name) ? echoes[name] : undefined;
  if (echo !== undefined) {
    const sender = sent.safeParse(payload).data?.sender.login;
    if (us.login !== null && sender !== undefined && sameText(sender, us.login)) return [];
    return echo(payload, us);
  }
  return (Object.hasOwn(others, name) ? others[name]?.(payload, us) : undefined) ?? [];
}
