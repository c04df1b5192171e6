/** What pages tell of an item: what would be decided of it now, and what led there. Read only. */
import {
  gateStory,
  type GateStory,
  type IssueStory,
  type PullVerdict,
  storyOfIssue,
  tellingCourse,
  whyPullAlone,
} from '../handoff/index.ts';
import { inPortions } from '../in-portions.ts';
import { type Explaining, judgeNow, type NotJudged, type OnGitHub } from './judge-now.ts';

/** An issue that a pull request is judged by, with its gates as they stand for it. */
export type LinkedStory = {
  readonly issue: PullVerdict['issues'][number]['issue'];
  readonly title: string;
  /** Its page elsewhere; null: its name leads there. */
  readonly url: string | null;
  /** null: it could not be read. */
  readonly gates: readonly GateStory[] | null;
};

type Told = {
  readonly title: string;
  readonly url: string;
  /** Where the policy can be read. */
  readonly policyUrl: string;
  /** What stood in the way of knowing who holds which role, in sentences. */
  readonly problems: readonly string[];
};

export type Story =
  | Exclude<NotJudged, { kind: 'later' }>
  | (Told & { readonly kind: 'issue'; readonly story: IssueStory })
  | (Told & {
      readonly kind: 'pull-request';
      readonly state: 'open' | 'closed' | 'merged';
      readonly conclusion: PullVerdict['conclusion'];
      /** The title of its check. */
      readonly headline: string;
      /** Markdown: why it passes or does not, without its issues. */
      readonly why: string;
      readonly linked: readonly LinkedStory[];
    });

/** Of an issue with more moments, what led to where it stands takes seconds to tell. */
const mostTold = 20_000;

/**
 * @param meant the id of the item's repository
 * @throws {TryLater} when something cannot be read now
 */
export async function storyNow(deps: Explaining, item: OnGitHub, meant: string): Promise<Story> {
  const found = await judgeNow(deps, item, { at: null, meant });
  // Nothing is later than now.
  if (found.kind === 'later') return { kind: 'gone' };
  if (found.kind === 'issue') {
    const { shared, setting, verdict, issue, facts } = found;
    const isShort = facts.issue.history.moments.length <= mostTold;
    const telling = tellingCourse(facts.issue, { ...facts, now: setting.now });
    const course = isShort ? await inPortions(telling) : null;
    const story = storyOfIssue(setting, verdict, issue, course);
    return { ...shared, problems: facts.problems, story };
  }
  if (found.kind !== 'pull-request') return found;
  const { shared, setting, verdict, title: headline, facts } = found;
  const linked = verdict.issues.map(({ issue, title, url, verdict: of, gates }) => ({
    issue,
    title,
    url,
    gates: of === null ? null : gates.map((gate) => gateStory(setting, gate, [])),
  }));
  return {
    ...shared,
    problems: facts.problems,
    state: facts.pullRequest.state,
    conclusion: verdict.conclusion,
    headline,
    why: whyPullAlone(setting, verdict),
    linked,
  };
}
