/** Which ways there are from status to status. Jira shows a workflow to administrators alone, but for each issue what can be done with it. */
import type { JiraReading } from '../client/index.ts';
import type { JiraStatus } from '../shapes.ts';

export type Way = {
  readonly from: JiraStatus;
  /** A status's id. */
  readonly to: string;
  /** Fields that must be given and have no default. */
  readonly required: readonly string[];
};

export type Ways = {
  /** The statuses in which an issue stands that was asked. */
  readonly tried: readonly JiraStatus[];
  readonly ways: readonly Way[];
};

/** Asks one issue in each status: two requests for each. */
export async function waysIn(
  jira: JiraReading,
  project: string,
  statuses: readonly JiraStatus[],
): Promise<Ways> {
  const asked = await Promise.all(
    statuses.map(async (from) => {
      const issue = await jira.standingIn(project, from.id);
      const transitions = issue === null ? null : await jira.transitions(issue.key);
      if (transitions === null) return null;
      return { from, ways: transitions.map(({ to, required }): Way => ({ from, to: to.id, required })) };
    }),
  );
  const found = asked.filter((each) => each !== null);
  return { tried: found.map(({ from }) => from), ways: found.flatMap(({ ways }) => ways) };
}
