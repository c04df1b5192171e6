/** An item of GitHub, read and judged, and nothing written: what explanations and pages are made from. */
import {
  asOfSentence,
  checkOnPull,
  type IssueState,
  type PullVerdict,
  shownOnIssue,
  shownOnPull,
  type TextSetting,
  type Verdict,
} from '../handoff/index.ts';
import type { Problem } from '../policy/index.ts';
import type { Item } from '../tracker.ts';
import {
  gather,
  issueFactsAsOf,
  judgeIssueFacts,
  judgePullFacts,
  placeOf,
  pullFactsAsOf,
  type Deps,
  type InForce,
  type IssueFacts,
  type PullFacts,
} from './facts/index.ts';
import { readOnly } from './memory/index.ts';

export type Explaining = Pick<Deps, 'reads' | 'jira' | 'store' | 'inForce' | 'now'>;
export type OnGitHub = Extract<Item, { kind: 'issue' | 'pull-request' }>;

/** What nobody can judge. */
export type NotJudged =
  /** It is not there, or cannot be seen with what asks. */
  | { readonly kind: 'gone' }
  /** It was opened later than it was asked about. */
  | { readonly kind: 'later'; readonly title: string; readonly url: string; readonly openedAt: number }
  | { readonly kind: 'no-policy'; readonly title: string; readonly url: string }
  /** There never was a policy that could be used. */
  | {
      readonly kind: 'broken';
      readonly title: string;
      readonly url: string;
      readonly problems: readonly Problem[];
    };

/** What explanations of both kinds have. */
type Shared<Kind> = {
  readonly kind: Kind;
  readonly title: string;
  readonly url: string;
  /** Where the policy can be read. */
  readonly policyUrl: string;
  /** As of when it was judged (milliseconds since the epoch), and the sentence that says so; null: now. */
  readonly asOf: { readonly at: number; readonly sentence: string } | null;
};

export type JudgedNow =
  | NotJudged
  | {
      readonly kind: 'issue';
      readonly shared: Shared<'issue'>;
      readonly inForce: Extract<InForce, { kind: 'policy' }>;
      readonly facts: IssueFacts;
      readonly issue: IssueState;
      /** As it is shown there. */
      readonly verdict: Verdict;
      readonly setting: TextSetting;
    }
  | {
      readonly kind: 'pull-request';
      readonly shared: Shared<'pull-request'>;
      readonly facts: PullFacts;
      /** As it is shown there. */
      readonly verdict: PullVerdict;
      /** Of its check. */
      readonly title: string;
      readonly setting: TextSetting;
    };

export type How = {
  /** As of when (milliseconds since the epoch); null: now. */
  readonly at: number | null;
  /** The id of the repository that is meant; null: whichever has the name now. */
  readonly meant: string | null;
};

/**
 * Reads an item and judges it.
 * @throws {TryLater} when something cannot be read now
 */
export async function judgeNow(deps: Explaining, item: OnGitHub, { at, meant }: How): Promise<JudgedNow> {
  const { reads, store } = deps;
  const seen = await reads.observe(item);
  if (seen.kind === 'gone' || (meant !== null && seen.repository.id !== meant)) return { kind: 'gone' };
  const { item: named } = seen.kind === 'issue' ? seen.issue.history : seen.pullRequest;
  const about = { title: named.title, url: named.url };
  const inForce = await deps.inForce(item.installation, seen.repository, seen.policy);
  if (inForce.kind === 'none') return { kind: 'no-policy', ...about };
  if (inForce.kind === 'broken') return { kind: 'broken', ...about, problems: inForce.problems };
  const place = placeOf(deps, { item, repository: seen.repository });
  const { timezone } = inForce.policy.calendar;
  const asOf = at === null ? null : { at, sentence: asOfSentence(at, { timezone, now: reads.now() }) };
  const shared = { ...about, policyUrl: inForce.url, asOf };
  const when = { causes: [], told: at ?? reads.now() };
  if (seen.kind === 'issue') {
    const found = await gather(readOnly(store), place, inForce, seen);
    const facts = at === null ? found : issueFactsAsOf(found, at);
    if (facts === null) return { kind: 'later', ...about, openedAt: found.issue.history.moments[0]?.at ?? 0 };
    const { issue, verdict: whole, now } = judgeIssueFacts(facts, when);
    const verdict = shownOnIssue(whole, issue);
    const setting = { ...facts, policyUrl: inForce.url, now };
    return { kind: 'issue', shared: { kind: 'issue', ...shared }, inForce, facts, issue, verdict, setting };
  }
  const found = await gather(readOnly(store), place, inForce, seen);
  const facts = at === null ? found : pullFactsAsOf(found, at);
  if (facts === null) return { kind: 'later', ...about, openedAt: found.pullRequest.openedAt };
  const { pull, verdict: whole, now } = judgePullFacts(facts, when);
  const verdict = shownOnPull(whole, pull.pullRequest);
  const setting = { ...facts, policyUrl: inForce.url, now };
  const { title } = checkOnPull(pull, whole, { ...setting, justSaid: [] });
  return {
    kind: 'pull-request',
    shared: { kind: 'pull-request', ...shared },
    facts,
    verdict,
    title,
    setting,
  };
}
