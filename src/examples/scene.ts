/** An example while its steps are read: who takes part, and what was opened so far. */
import { didYouMean, quoted, type Path, type Policy } from '../policy/index.ts';
import { sameText, textKey } from '../same-text.ts';
import type { People } from './people.ts';

export type Complain = (path: Path, message: string, hint: string | null) => void;

/** What is known of an example while its steps are read. */
export type Scene = {
  readonly policy: Policy;
  readonly people: People;
  /** What was opened so far, by name. */
  readonly opened: Map<string, 'issue' | 'pull request'>;
  readonly complain: Complain;
};

/** Somebody of the example, as they are written there; null: nobody is. */
export function somebody(login: string, path: Path, { people, complain }: Scene): string | null {
  const found = people.get(textKey(login));
  if (found !== undefined) return found.login;
  complain(
    path,
    `${quoted(login)} takes no part in the example.`,
    didYouMean(
      login,
      [...people.values()].map((each) => each.login),
    ) ?? `Add them to "people"; without a role: "${login}: []".`,
  );
  return null;
}

/** What was opened under a name; null: nothing, or something else. `kind` null: either. */
export function something(
  name: string,
  kind: 'issue' | 'pull request' | null,
  path: Path,
  { opened, complain }: Scene,
): string | null {
  const found = [...opened].find(([each]) => sameText(each, name));
  if (found === undefined) {
    complain(
      path,
      `Nothing was opened as ${quoted(name)} before.`,
      didYouMean(name, opened.keys()) ?? openedSoFar(opened),
    );
    return null;
  }
  const [own, is] = found;
  if (kind === null || is === kind) return own;
  complain(
    path,
    `${quoted(own)} is ${is === 'issue' ? 'an issue' : 'a pull request'}.`,
    `Name ${kind === 'issue' ? 'an issue' : 'a pull request'}.`,
  );
  return null;
}

const openedSoFar = (opened: Scene['opened']): string =>
  opened.size === 0
    ? 'Open it first: "- { by: maria, opens: issue }".'
    : `There is ${[...opened.keys()].map(quoted).join(', ')}.`;

/** What is meant where nothing is named: the only one there is. `kind` null: the only issue, else the only pull request. */
export function onlyOne(
  kind: 'issue' | 'pull request' | null,
  path: Path,
  { opened, complain }: Scene,
): string | null {
  const of = (wanted: string): readonly string[] =>
    [...opened].flatMap(([name, is]) => (is === wanted ? [name] : []));
  const issues = of('issue');
  const all = kind === null && issues.length > 0 ? issues : of(kind ?? 'pull request');
  const [only, second] = all;
  if (only !== undefined && second === undefined) return only;
  const what = kind ?? 'issue';
  if (only === undefined) complain(path, `No ${what} was opened before.`, openedSoFar(opened));
  else
    complain(
      path,
      'It is not clear where.',
      `Say it: "on: ${only}". There is ${all.map(quoted).join(', ')}.`,
    );
  return null;
}
