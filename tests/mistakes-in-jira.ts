/**
 * What people do wrong on an issue of Jira, one after the other: Baton's comments are counted, each of which Jira sends to
 * people by mail. The same script is a story of the tests and a row of the benchmark. maria is the product manager, anton
 * and ben are engineers.
 */
import type { Jira } from '@baton/sandbox/jira';

/** Where it is played: somebody acts, and all that follows from it happens. */
type Played = {
  readonly jira: Jira;
  readonly inJira: (login: string, what: (somebody: ReturnType<Jira['as']>) => void) => Promise<void>;
};

type Step = { readonly by: string; readonly to: string };

const moves = (by: string, ...to: readonly string[]): readonly Step[] => to.map((each) => ({ by, to: each }));

/** From Draft on. What is moved back is tried again. */
export const lifeInJira: readonly Step[] = [
  ...moves('anton', 'Approved', 'Approved', 'Approved', 'Approved'),
  ...moves('anton', 'Draft', 'Approved', 'Draft', 'Approved', 'Draft', 'Approved', 'Draft'),
  ...moves('maria', 'Approved'),
  ...moves('ben', 'In Progress', 'Done', 'In Progress', 'Done'),
  ...moves('ben', 'In Progress', 'Done', 'In Progress'),
  ...moves('anton', 'Done', 'In Progress', 'Review', 'Done'),
  ...moves('maria', 'Done'),
];

/** Plays it on an issue in Draft. `each`: told of each step, with how many comments came of it. */
export async function liveInJira(
  { jira, inJira }: Played,
  key: string,
  each: (step: Step, comments: number) => void = () => {},
): Promise<number> {
  const count = (): number => jira.issue(key).comments.length;
  for (const step of lifeInJira) {
    const before = count();
    await inJira(step.by, (somebody) => somebody.transition(key, step.to));
    each(step, count() - before);
  }
  return count();
}
