/** Why an issue of Jira is as it is, for one repository whose policy decides there. Nothing is written, and nobody is asked for anything. */
import { foldIssue, judge, shownOnIssue, timesInJira, type Verdict, whyIssue } from '../handoff/index.ts';
import { partsOf } from '../jira/index.ts';
import type { Problem } from '../policy/index.ts';
import { includesText } from '../same-text.ts';
import type { Item, Repository } from '../tracker.ts';
import {
  gatherInJira,
  type InForce,
  placeOf,
  pullsListed,
  readerOf,
  readIssue,
  whileReached,
  withoutSecretTeams,
  type Deps,
} from './facts/index.ts';
import { readOnly } from './memory/index.ts';

/** Why Baton says nothing of an issue of Jira in a repository. */
type Unexplained =
  /** The repository is not there, or cannot be seen with what asks. */
  | { readonly kind: 'no-repository' }
  | { readonly kind: 'no-policy' }
  /** There never was a policy that could be used. */
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] }
  /** The policy says nothing of Jira. */
  | { readonly kind: 'not-in-jira'; readonly policyUrl: string }
  /** The policy's site is none that is known here. */
  | { readonly kind: 'unknown-site'; readonly site: string }
  /** `projects`: those that the policy names. */
  | { readonly kind: 'other-project'; readonly projects: readonly string[]; readonly policyUrl: string }
  /** The policy names its project, and what configures the sites does not let the repository see it. */
  | { readonly kind: 'not-allowed'; readonly site: string; readonly project: string }
  /** It is not there, or cannot be seen. */
  | { readonly kind: 'gone'; readonly site: string };

/** A pull request that names an issue of Jira. */
export type Naming = {
  readonly name: string;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
};

/** What Baton would say of an issue of Jira. */
export type ExplanationInJira =
  | Unexplained
  | {
      readonly kind: 'jira-issue';
      /** What it is called now: it may have been moved. */
      readonly key: string;
      /** Empty where the policy shows no titles. */
      readonly title: string;
      readonly url: string;
      /** Where the policy can be read. */
      readonly policyUrl: string;
      readonly verdict: Verdict;
      /** Markdown: one sentence, then the reasoning, as a pull request that names it has it. */
      readonly why: string;
      readonly pulls: readonly Naming[];
      /** What is not known, in sentences. */
      readonly problems: readonly string[];
    };

type Explaining = Pick<Deps, 'reads' | 'jira' | 'store' | 'inForce' | 'now'>;

/**
 * @param asked `issue`: its key. `meant`: the id of the repository; absent: whichever has the name now
 * @throws {TryLater} when something cannot be read now
 */
export async function explainInJira(
  deps: Explaining,
  {
    installation,
    repository: name,
    issue,
    meant,
  }: Pick<JiraItem, 'installation' | 'repository' | 'issue'> & { readonly meant?: string },
): Promise<ExplanationInJira> {
  const found = await deps.reads.readRepository(installation, name);
  if (found === null || (meant !== undefined && found.repository.id !== meant))
    return { kind: 'no-repository' };
  const { repository } = found;
  const inForce = await deps.inForce(installation, repository, found.policy);
  if (inForce.kind === 'none') return { kind: 'no-policy' };
  if (inForce.kind === 'broken') return { kind: 'broken', problems: inForce.problems };
  const { jira: part } = inForce.policy;
  const { url: policyUrl } = inForce;
  if (part === null) return { kind: 'not-in-jira', policyUrl };
  const { project } = partsOf(issue);
  if (!includesText(part.projects, project))
    return { kind: 'other-project', projects: part.projects, policyUrl };
  const item: JiraItem = { kind: 'jira-issue', installation, repository: name, site: part.site, issue };
  return explainThere(deps, { item, repository, inForce });
}

type JiraItem = Extract<Item, { kind: 'jira-issue' }>;

async function explainThere(
  deps: Explaining,
  {
    item,
    repository,
    inForce,
  }: {
    readonly item: JiraItem;
    readonly repository: Repository;
    readonly inForce: Extract<InForce, { kind: 'policy' }>;
  },
): Promise<ExplanationInJira> {
  const { reads, store } = deps;
  const { site, issue: key } = item;
  // Nothing is kept from before that could count while Jira cannot be reached.
  const policy = whileReached(inForce.policy);
  const reader = await readerOf(readOnly(store), placeOf(deps, { item, repository }), policy);
  if (reader === null) return { kind: 'unknown-site', site };
  const { project } = partsOf(key);
  if (!includesText(reader.view.projects, project)) return { kind: 'not-allowed', site, project };
  const read = await readIssue(reader, key);
  if (read.kind !== 'found') return { kind: 'gone', site };
  const { issue: observed } = read;
  const listed = await pullsListed(reads, item, { policy, part: reader.part, observed });
  const facts = await gatherInJira(reader, observed, listed.pulls);
  const pins = await reader.notebook.pins(repository.id);
  const here = withoutSecretTeams(await reads.members(item, policy, { pins }), inForce, repository);
  const issue = foldIssue(facts.issue);
  const now = Math.max(reads.now(), issue.state.lastMoment);
  const times = timesInJira(inForce.times);
  const circumstances = { policy: facts.policy, members: facts.members, now, inForceSince: inForce.since };
  const whole = shownOnIssue(judge(issue, { ...circumstances, times }), issue);
  // What a gate does not allow there is answered there.
  const verdict = whole.kind === 'gates' ? { ...whole, violations: [] } : whole;
  const problems = [...new Set([...here.problems, ...facts.problems, ...listed.problems])];
  // As on a pull request, it is told whom the roles mean on GitHub.
  const setting = { policy: facts.policy, members: here, policyUrl: inForce.url, problems, now };
  const { item: about } = observed.history;
  const called = `${about.repository}-${about.number}`;
  return {
    kind: 'jira-issue',
    key: called,
    title: reader.part.showTitles ? about.title : '',
    url: reader.view.urlOf(called),
    policyUrl: inForce.url,
    verdict,
    why: whyIssue(setting, verdict),
    pulls: listed.naming.map((pull) => ({
      name: `${pull.repository}#${pull.number}`,
      url: pull.url,
      state: pull.state,
    })),
    problems,
  };
}
