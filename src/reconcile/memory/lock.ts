/** Nothing is written by a look whose claim was lost: another worker may be looking, and would say it a second time. */
import type { GitHubTracker } from '../../github/index.ts';
import type { Turn } from '../../inbox/index.ts';
import type { JiraTracker, JiraView, ReadingFor } from '../../jira/index.ts';
import { TryLater } from '../../tracker.ts';

/** What ends a look, asked before each write, once it may not write any more. */
const askingWhether = (may: () => boolean) => (): void => {
  if (!may()) throw new TryLater('Another worker may be looking at it: its claim was lost.');
};

/** A tracker for one look: whatever writes ends the look once its claim is not its own any more. */
export function whileMine(tracker: GitHubTracker, { stillMine }: Pick<Turn, 'stillMine'>): GitHubTracker {
  const ask = askingWhether(stillMine);
  return {
    ...tracker,
    // Also where there is nothing to write: what is recorded afterwards is another's, too.
    async perform(item, repository, effects, isLast) {
      ask();
      return tracker.perform(item, repository, effects, isLast, ask);
    },
    async ensureLabels(...labels) {
      ask();
      return tracker.ensureLabels(...labels);
    },
    async restoreLabel(...label) {
      ask();
      return tracker.restoreLabel(...label);
    },
    async tellProblem(...problem) {
      ask();
      return tracker.tellProblem(...problem);
    },
    async tellDigest(...digest) {
      ask();
      return tracker.tellDigest(...digest);
    },
    async tellOnboarding(...onboarding) {
      ask();
      return tracker.tellOnboarding(...onboarding);
    },
  };
}

/** What looks wait for by it. */
export const laneOf = (site: string): string => `jira ${site}`;

/** The same for what a look writes into Jira; while it waits for Jira, others have its place. */
export function jiraWhileMine(
  jira: JiraTracker | null,
  { stillMine, aside, causes, tries }: Pick<Turn, 'stillMine' | 'aside' | 'causes' | 'tries'>,
): JiraTracker | null {
  if (jira === null) return null;
  // What was tried in vain is read anew.
  const reader: ReadingFor = { causes: tries === 0 ? causes : [], own: new Set(), looked: new Set() };
  return {
    ...jira,
    view(policy, repository, pins) {
      const view = jira.view(policy, repository, pins, reader);
      const { jira: part } = policy;
      return view === null || part === null
        ? view
        : viewAside(viewWhile(view, stillMine), (work) => aside(laneOf(part.site), work));
    },
  };
}

/** A view that gives the look's place away while it waits. */
function viewAside(view: JiraView, wait: <T>(work: () => Promise<T>) => Promise<T>): JiraView {
  return {
    ...view,
    named: (...of) => wait(() => view.named(...of)),
    misfits: (...of) => wait(() => view.misfits(...of)),
    observe: (...of) => wait(() => view.observe(...of)),
    look: (...of) => wait(() => view.look(...of)),
    again: (...of) => wait(() => view.again(...of)),
    move: (...of) => wait(() => view.move(...of)),
    tell: (...of) => wait(() => view.tell(...of)),
    hasTold: (...of) => wait(() => view.hasTold(...of)),
    mark: (...of) => wait(() => view.mark(...of)),
    link: (...of) => wait(() => view.link(...of)),
    unpinned: (...of) => wait(() => view.unpinned(...of)),
    rolesOf: (...of) => wait(() => view.rolesOf(...of)),
  };
}

/** A view that writes as long as it may. */
export function viewWhile(view: JiraView, isStill: () => boolean): JiraView {
  const ask = askingWhether(isStill);
  return {
    ...view,
    move: (key, to, from, before = () => {}) =>
      view.move(key, to, from, () => {
        ask();
        before();
      }),
    async tell(...what) {
      ask();
      await view.tell(...what);
    },
    async mark(...what) {
      ask();
      await view.mark(...what);
    },
    async link(...what) {
      ask();
      await view.link(...what);
    },
  };
}
