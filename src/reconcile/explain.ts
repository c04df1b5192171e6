/** Why an item is as it is: what a decision would come to now, in words. Nothing is written, and nobody is asked for anything. */
import { type PullVerdict, type Verdict, whyIssue, whyPull } from '../handoff/index.ts';
import type { Reads } from '../github/index.ts';
import type { JiraTracker } from '../jira/index.ts';
import type { Store } from '../store/index.ts';
import { createBases, createInForce } from './facts/index.ts';
import { explainInJira, type ExplanationInJira } from './explain-in-jira.ts';
import { type Explaining, judgeNow, type NotJudged, type OnGitHub } from './judge-now.ts';
import { type Story, storyNow } from './story.ts';

/** What Baton would say of an item. */
export type Explanation =
  | NotJudged
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
async function explain(deps: Explaining, item: OnGitHub, at: number | null): Promise<Explanation> {
  const found = await judgeNow(deps, item, { at, meant: null });
  if (found.kind === 'issue') {
    const { shared, setting, verdict, facts } = found;
    return { ...shared, verdict, why: whyIssue(setting, verdict), problems: facts.problems };
  }
  if (found.kind !== 'pull-request') return found;
  const { shared, setting, verdict, title, facts } = found;
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
  readonly onGitHub: (item: OnGitHub, at?: number | null) => Promise<Explanation>;
  /** What is told of an item now, with its course. @param meant the id of its repository: its name may be another's by now. @throws {TryLater} */
  readonly story: (item: OnGitHub, meant: string) => Promise<Story>;
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
    story: (item, meant) => storyNow(deps, item, meant),
    inJira: (issue) => explainInJira(deps, issue),
  };
}
