/** What can go wrong with Jira on demand: on the way of a request, or of a webhook. */
import type { FaultBoxOf } from '../faults.ts';

/** A request as faults and the log see it. */
export type SeenRequest = {
  readonly method: string;
  /** Without prefix and gateway, below `/rest/api/N`, with its query: `/issue/SHOP-1?fields=summary`. */
  readonly path: string;
  /** As Atlassian's description spells it, such as `GET /issue/{issueIdOrKey}`; null: it is not played. */
  readonly operation: string | null;
  /** A handle, `anonymous`, or `unknown` where the credentials do not hold. */
  readonly by: string;
};

/** "Rate limiting" on developer.atlassian.com: why Cloud says no. */
export type LimitReason =
  | 'jira-burst-based'
  | 'jira-quota-tenant-based'
  | 'jira-quota-global-based'
  | 'jira-per-issue-on-write';

export type JiraRequestFault = {
  readonly match: (request: SeenRequest) => boolean;
  /** `401`: as if the token had just expired. `slow` waits for `until`, or `milliseconds` (default 1000); `hang` never answers. */
  readonly kind: '429' | '409' | '401' | '5xx' | 'reset' | 'hang' | 'slow';
  /** How many requests it hits; default 1. */
  readonly times?: number;
  /** `after-doing`: the request was carried out, only its answer is lost. Default `before-doing`. */
  readonly when?: 'before-doing' | 'after-doing';
  readonly milliseconds?: number;
  readonly until?: Promise<unknown>;
  /** Seconds in `Retry-After` of `429` (default 30) and of `5xx` (default null); null: it does not say. */
  readonly seconds?: number | null;
  /** Cloud's `RateLimit-Reason`; null: it does not say. Default `jira-burst-based`. */
  readonly reason?: LimitReason | null;
  /** The status of `5xx`; default 503. */
  readonly status?: number;
};

export type SeenDelivery = {
  readonly event: string;
  readonly issue: string | null;
  readonly webhook: string;
};

export type JiraDeliveryFault = {
  readonly match: (delivery: SeenDelivery) => boolean;
  /** `late`: others overtake it; by `milliseconds` (default 200). */
  readonly kind: 'lost' | 'doubled' | 'late';
  readonly times?: number;
  readonly milliseconds?: number;
};

export type JiraFaultBox = FaultBoxOf<SeenRequest, JiraRequestFault, SeenDelivery, JiraDeliveryFault>;
export type JiraFaults = Pick<JiraFaultBox, 'add' | 'addForDeliveries' | 'clear' | 'pending'>;
