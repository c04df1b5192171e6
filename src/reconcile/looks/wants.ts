/** Which other items are looked at after one was. */
import {
  judgeWithMerges,
  mostIssues,
  planIssue,
  type Circumstances,
  type IssueState,
  type Observed,
  type Plan,
} from '../../handoff/index.ts';
import { keyOf, later, wantOf } from '../../items.ts';
import type { Item, Observation } from '../../tracker.ts';
import { presentOf, type Deps, type Looking } from '../facts/index.ts';
import { sameText } from '../../same-text.ts';

/** Milliseconds that GitHub's times may be from each other: they are of whole seconds. */
const aMoment = 2_000;

type Kind = 'pull-request' | 'merge-group';

/** What is said on an issue counts for pull requests of other repositories by their own policies, whatever it means here. */
export async function wantElsewhere(
  deps: Deps,
  { item, turn }: Looking<'issue'>,
  { displayed }: Observed,
): Promise<void> {
  if (turn.causes.length === 0) return;
  const ownerOf = (repository: string): string => repository.split('/')[0] ?? '';
  const elsewhere = displayed.pullRequests.filter(
    ({ state, item: { repository } }) =>
      state === 'open' &&
      !sameText(repository, item.repository) &&
      sameText(ownerOf(repository), ownerOf(item.repository)),
  );
  const wants = elsewhere
    .slice(-mostIssues)
    .map(({ item: { repository, number } }) =>
      wantOf({ kind: 'pull-request', installation: item.installation, repository, number }),
    );
  if (wants.length > 0) await deps.want(wants);
}

/**
 * What a look at an item found of its repository's policy, where that is not what is kept: the repository is looked at, which
 * finds out for certain.
 */
export async function wantPolicyKnown(
  { store, want }: Deps,
  { installation, repository }: Item,
  hasPolicy: boolean,
): Promise<void> {
  const place = { installation, repository } as const;
  if ((await store.hasNoPolicy(place)) !== hasPolicy) return;
  await want([wantOf({ kind: 'repository', ...place }, { priority: later })]);
}

/**
 * The checks of its pull requests depend on the issue; those that are open are looked at.
 * @param first where an issue is looked at for the first time, the policy: in a round, pull requests that were looked at
 *   under it after what happened on the issue last have seen that, and those that are looked at right now see it
 */
export async function wantPulls(
  deps: Deps,
  { item, turn }: Looking<'issue'>,
  issue: IssueState,
  first?: string | null,
): Promise<void> {
  const isFirst = first !== undefined && turn.urgency === 'round' && turn.causes.length === 0;
  const pulls = issue.pulls
    .filter(({ pullRequest }) => pullRequest.state === 'open')
    .map(
      ({ pullRequest: { item: pull } }) =>
        ({
          kind: 'pull-request',
          installation: item.installation,
          repository: pull.repository,
          number: pull.number,
        }) as const,
    );
  const wants = pulls
    .filter((pull) => {
      const begun = isFirst ? (deps.lookedAt.under(pull, first) ?? deps.lookedAt.underWay(pull)) : null;
      return begun === null || begun < issue.state.lastMoment + aMoment;
    })
    .map((pull) => wantOf(pull));
  if (wants.length > 0) await deps.want(wants);
}

/** Notes which issues of other repositories a pull request links: what happens on them leads to looks, whatever holds there. */
export async function noteLinks(
  { store, now }: Deps,
  { item, repository }: Looking<Kind>,
  issues: readonly Observed[],
): Promise<void> {
  const elsewhere = issues
    .map(({ history }) => history.item)
    .filter((issue) => !sameText(issue.repository, repository.name));
  await store.noteLinked(
    keyOf(item),
    elsewhere.map((issue) =>
      keyOf({
        kind: 'issue',
        installation: item.installation,
        repository: issue.repository,
        number: issue.number,
      }),
    ),
    now(),
  );
}

/** While a pull request is queued, the check on its group's head is what decides. */
export async function wantGroup(
  { want, store }: Deps,
  { item, repository: { id } }: Looking<Kind>,
  { queued }: Extract<Observation, { kind: 'pull-request' }>,
): Promise<void> {
  if (queued === null || item.kind === 'merge-group') return;
  const { installation, repository, number } = item;
  // Others may be in the same group, and share its check.
  await store.expectJudged(id, queued, number, true);
  await want([wantOf({ kind: 'merge-group', installation, repository, number, headSha: queued })]);
}

/** Looks at the linked issues too, where an event on the pull request changes what they show. */
export async function wantIssues(
  deps: Deps,
  { item, repository, turn }: Looking<Kind>,
  issues: readonly IssueState[],
  circumstances: Omit<Circumstances, 'now'> & Pick<Plan, 'policyUrl'>,
): Promise<void> {
  // A look that an issue asked for does not ask back.
  if (turn.causes.length === 0 || item.kind === 'merge-group') return;
  const wants = issues
    .filter((issue) => sameText(issue.item.repository, repository.name))
    .filter((issue) => {
      const now = presentOf(turn, [issue.state.lastMoment], deps.reads.now());
      const verdict = judgeWithMerges(issue, { ...circumstances, now });
      const plan = { ...circumstances, problems: [], now, justSaid: [] };
      return planIssue(issue, verdict, plan).length > 0;
    })
    .map(({ item: { number } }) => number);
  await wantNumbers(deps, { item }, wants);
}

export async function wantNumbers(
  { want }: Deps,
  { item: { installation, repository } }: Pick<Looking<Kind>, 'item'>,
  numbers: readonly number[],
): Promise<void> {
  if (numbers.length > 0)
    await want(numbers.map((number) => wantOf({ kind: 'issue', installation, repository, number })));
}
