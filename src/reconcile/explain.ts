/** Why an item is as it is: what a decision would come to now, in words. Nothing is written, and nobody is asked for anything. */
import {
  asOfSentence,
  checkOnPull,
  type PullVerdict,
  shownOnIssue,
  shownOnPull,
  type Verdict,
  whyIssue,
  whyPull,
} from '../handoff/index.ts';
import type { Reads } from '../github/index.ts';
import type { JiraTracker } from '../jira/index.ts';
import type { Problem } from '../policy/index.ts';
import type { Store } from '../store/index.ts';
import type { Item } from '../tracker.ts';
import {
  createBases,
  createInForce,
  gather,
  issueFactsAsOf,
  judgeIssueFacts,
  judgePullFacts,
  placeOf,
  pullFactsAsOf,
  type Deps,
} from './facts/index.ts';
import { explainInJira, type ExplanationInJira } from './explain-in-jira.ts';
import { readOnly } from './memory/index.ts';

/** What Baton would say of an item. */
export type Explanation =
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
    }
  | {
      readonly kind: 'issue' | 'pull-request';
      readonly title: string;
      readonly url: string;
      /** Where the policy can be read. */
      readonly policyUrl: string;
      readonly verdict: Verdict | PullVerdict;
      /** Markdown: one sentence, then the reasoning, as `/why` has it. */
      readonly why: string;
      /** As of when it was judged (milliseconds since the epoch), and the sentence that says so; null: now. */
      readonly asOf: { readonly at: number; readonly sentence: string } | null;
      /** What stood in the way of knowing who holds which role, in sentences. */
      readonly problems: readonly string[];
    };

/**
 * Explains an issue or a pull request of GitHub.
 * @param at as of when (milliseconds since the epoch); null: now
 * @throws {TryLater} when something cannot be read now
 */
export async function explain(
  deps: Pick<Deps, 'reads' | 'jira' | 'store' | 'inForce' | 'now'>,
  item: Extract<Item, { kind: 'issue' | 'pull-request' }>,
  at: number | null,
): Promise<Explanation> {
  const { reads, store } = deps;
  const seen = await reads.observe(item);
  if (seen.kind === 'gone') return { kind: 'gone' };
  const { item: named } = seen.kind === 'issue' ? seen.issue.history : seen.pullRequest;
  const about = { title: named.title, url: named.url };
  const inForce = await deps.inForce(item.installation, seen.repository, seen.policy);
  if (inForce.kind === 'none') return { kind: 'no-policy', ...about };
  if (inForce.kind === 'broken') return { kind: 'broken', ...about, problems: inForce.problems };
  const place = placeOf(deps, { item, repository: seen.repository });
  const { timezone } = inForce.policy.calendar;
  const asOf = at === null ? null : { at, sentence: asOfSentence(at, { timezone, now: reads.now() }) };
  const shared = { kind: seen.kind, ...about, policyUrl: inForce.url, asOf };
  const when = { causes: [], told: at ?? reads.now() };
  if (seen.kind === 'issue') {
    const found = await gather(readOnly(store), place, inForce, seen);
    const facts = at === null ? found : issueFactsAsOf(found, at);
    if (facts === null) return { kind: 'later', ...about, openedAt: found.issue.history.moments[0]?.at ?? 0 };
    const { issue, verdict: whole, now } = judgeIssueFacts(facts, when);
    const verdict = shownOnIssue(whole, issue);
    const setting = { ...facts, policyUrl: inForce.url, now };
    return { ...shared, verdict, why: whyIssue(setting, verdict), problems: facts.problems };
  }
  const found = await gather(readOnly(store), place, inForce, seen);
  const facts = at === null ? found : pullFactsAsOf(found, at);
  if (facts === null) return { kind: 'later', ...about, openedAt: found.pullRequest.openedAt };
  const { pull, verdict: whole, now } = judgePullFacts(facts, when);
  const verdict = shownOnPull(whole, pull.pullRequest);
  const setting = { ...facts, policyUrl: inForce.url, now };
  const { title } = checkOnPull(pull, whole, { ...setting, justSaid: [] });
  const why = `${title}.\n\n${whyPull(setting, verdict)}`;
  return { ...shared, verdict, why, problems: facts.problems };
}

export type ExplainOptions = {
  readonly reads: Reads;
  readonly store: Store;
  /** The Jira sites that are known; absent or null: none. */
  readonly jira?: JiraTracker | null;
  readonly now?: () => number;
  readonly policyBases?: readonly string[] | undefined;
};

export type Explainer = {
  /** @param at as of when (milliseconds since the epoch); null or absent: now. @throws {TryLater} */
  readonly onGitHub: (item: Parameters<typeof explain>[1], at?: number | null) => Promise<Explanation>;
  /** An issue of Jira, for one repository. @throws {TryLater} */
  readonly inJira: (issue: Parameters<typeof explainInJira>[1]) => Promise<ExplanationInJira>;
};

/** Explains items one after the other; what is read for one is used for the next. */
export function createExplain({
  reads,
  store,
  jira = null,
  now = Date.now,
  policyBases,
}: ExplainOptions): Explainer {
  const paths = policyBases === undefined ? {} : { paths: policyBases };
  const bases = createBases({ reads, store, want: async () => {}, now, ...paths });
  const inForce = createInForce({ bases, reads, store, now: () => reads.now() });
  const deps = { reads, store, jira, inForce, now };
  return {
    onGitHub: (item, at = null) => explain(deps, item, at),
    inJira: (issue) => explainInJira(deps, issue),
  };
}
