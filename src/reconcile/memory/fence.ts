/** Nothing is written by a look whose claim was lost: another worker may be looking, and would say it a second time. */
import type { Writes } from '../../github/index.ts';
import type { Turn } from '../../inbox/index.ts';
import type { JiraTracker, JiraView, ReadingFor } from '../../jira/index.ts';
import { TryLater, type Write } from '../../tracker.ts';

/** What ends a look, asked before each write, once it may not write any more. */
const askingWhether = (may: () => boolean) => (): void => {
  if (!may()) throw new TryLater('Another worker may be looking at it: its claim was lost.');
};

type Methods<Of, Method> = { readonly [Name in keyof Of]: Method };

/** The same methods, each with something around it. */
function around<Of extends Methods<Of, Method>, Method>(of: Of, put: (method: Method) => unknown): Of {
  const each = Object.entries<Method>(of).map(([name, method]) => [name, put(method)]);
  return Object.fromEntries(each) as Of;
}

/**
 * Ways to write that ask before they begin, and again right before each request, also where there is nothing to write: what
 * is recorded afterwards is another's, too. Every method there is, so that none can be forgotten.
 */
export function fenced<Of extends Methods<Of, Write<never, unknown>>>(writes: Of, ask: () => void): Of {
  return around<Of, Write<never, unknown>>(writes, (write) => async (what: never, before = () => {}) => {
    ask();
    return write(what, () => {
      ask();
      before();
    });
  });
}

/** What one look writes with: once its claim is not its own any more, whatever writes ends it. */
export function fencedWrites(writes: Writes, { stillMine }: Pick<Turn, 'stillMine'>): Writes {
  return fenced(writes, askingWhether(stillMine));
}

/** What looks wait for by it. */
export const laneOf = (site: string): string => `jira ${site}`;

/** The same for what a look writes into Jira; while it waits for Jira, others have its place. */
export function fencedJira(
  jira: JiraTracker | null,
  { stillMine, aside, causes, tries }: Pick<Turn, 'stillMine' | 'aside' | 'causes' | 'tries'>,
  saw: ReadingFor['saw'] = new Map(),
): JiraTracker | null {
  if (jira === null) return null;
  // What was tried in vain is read anew.
  const reader: ReadingFor = { causes: tries === 0 ? causes : [], own: new Set(), looked: new Set(), saw };
  return {
    ...jira,
    view(policy, repository, pins) {
      const view = jira.view(policy, repository, pins, reader);
      const { jira: part } = policy;
      return view === null || part === null
        ? view
        : viewAside(fencedView(view, stillMine), (work) => aside(laneOf(part.site), work));
    },
  };
}

type Waiting = (...of: never[]) => Promise<unknown>;

/** A view that gives the look's place away while it waits. */
function viewAside(view: JiraView, wait: (work: () => Promise<unknown>) => Promise<unknown>): JiraView {
  const aside =
    (method: Waiting): Waiting =>
    (...of) =>
      wait(() => method(...of));
  const { reads, writes } = view;
  return { ...view, reads: around(reads, aside), writes: around(writes, aside) };
}

/** A view that writes as long as it may. */
export function fencedView(view: JiraView, isStill: () => boolean): JiraView {
  return { ...view, writes: fenced(view.writes, askingWhether(isStill)) };
}
