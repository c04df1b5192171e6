/** Who holds and held which role, for everybody on issues and pull requests. */
import {
  commandsIn,
  isOfOpening,
  personOf,
  type Actor,
  type Moment,
  type Observed,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Asking, Membership } from '../../tracker.ts';
import { recordedOf, recordNew, type Notebook } from '../memory/index.ts';
import { noting } from './asked.ts';
import { toReadAgain, type Scene } from './doubted.ts';
import type { Place } from './place.ts';
import { readAhead } from './read-ahead.ts';
import { momentsOf } from './said.ts';
import { sameText } from '../../same-text.ts';

/**
 * Who holds which role. Lists that may be out of date are read again where they would refuse somebody, or open something;
 * what is new is recorded.
 * @throws {TryLater}
 */
export async function membersOn(notebook: Notebook, place: Place, scene: Scene): Promise<Membership> {
  const { policy, issues, pulls } = scene;
  const { id } = place.repository;
  // Judging comes next, and finds the texts read.
  await readAhead(policy, issues, (moment) => asksForRoles(policy, moment));
  const moments = [...issues.flatMap(momentsOf), ...pulls.flatMap((pull) => pull.moments)].filter((moment) =>
    asksForRoles(policy, moment),
  );
  const asking: Asking = {
    moments,
    people: [
      ...issues.flatMap(({ displayed }) => displayed.assignees),
      // How fast an issue is written on depends on who acted there; pull requests are not paced.
      ...(pulls.length === 0 ? issues.flatMap(actedOn) : []),
    ],
    seen: eachOnce([...issues.flatMap(seenOn), ...pulls.map(({ author }) => author)]),
    pins: await notebook.pins(id),
  };
  const recorded = await recordedOf(notebook, id, { moments, policy });
  const read = async (more: Pick<Asking, 'again'>): Promise<Membership> => ({
    ...(await place.reads.members(place.item, policy, { ...asking, ...more })),
    recorded,
  });
  const kept = await read({});
  const again = toReadAgain(scene, kept, moments);
  const members = again === null ? kept : await read({ again });
  if (members.pins !== undefined && members.pins.length > 0) await notebook.pen?.keepPins(id, members.pins);
  const known = await recordNew(notebook, id, policy, { moments, members });
  return noting({ ...members, recorded: known });
}

/** True when it matters which roles the person held. */
function asksForRoles(policy: Policy, moment: Moment): boolean {
  if (moment.by.self) return false;
  switch (moment.kind) {
    case 'labeled':
    case 'unlabeled':
      return [...policy.gates.map(({ label }) => label), ...policy.exempt.labels].some(
        (label) => label !== null && sameText(label, moment.label),
      );
    case 'commented':
      return commandsIn(moment.original).length > 0 || commandsIn(moment.text).length > 0;
    case 'edited':
    case 'closed':
    case 'moved':
    case 'resolved':
    case 'set':
      return true;
    case 'opened':
    case 'reopened':
    case 'assigned':
    case 'unassigned':
    case 'linked':
    case 'unlinked':
    case 'retargeted':
    case 'retitled':
      return false;
    default:
      return moment satisfies never;
  }
}

/** People whose acts can change what an issue shows, besides what they said. What it was opened with is shown at once. */
const actedOn = (observed: Observed): readonly Actor[] => {
  const { moments } = observed.history;
  const [opened] = moments;
  const acts = [...moments, ...observed.displayed.pullRequests.flatMap((pull) => pull.moments)].filter(
    (moment) => moment.kind !== 'commented' && (opened === undefined || !isOfOpening(moment, opened)),
  );
  const authors = observed.displayed.pullRequests.map(({ author }) => author);
  return [...acts.map(({ by }) => by), ...authors].filter(({ kind }) => kind === 'person');
};

/** Everybody who did something on it and on its pull requests, and who is assigned. */
const seenOn = (observed: Observed): readonly Actor[] => [
  observed.history.author,
  ...observed.displayed.assignees,
  ...observed.displayed.pullRequests.map(({ author }) => author),
  ...momentsOf(observed).map(({ by }) => by),
];

const eachOnce = (actors: readonly Actor[]): readonly Actor[] => [
  ...new Map(actors.map((actor) => [`${personOf(actor)} ${actor.login}`, actor])).values(),
];
