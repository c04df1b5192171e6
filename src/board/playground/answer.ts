/** What a playground makes of a text and of what was clicked: all that takes a moment, away from who serves pages. */
import { castOf, rehearsalOf, watch, type Cast } from '../../examples/index.ts';
import { describePolicy, readPolicy, type Base, type Policy, type Problem } from '../../policy/index.ts';
import { markdown } from '../../pages/index.ts';
import { pictureOf } from '../policy/picture.ts';
import type { File } from '../policy/there.ts';
import { asExample } from './as-example.ts';
import { standInsFor } from './cast.ts';
import { chainFor } from './ground.ts';
import { offersOf } from './offers.ts';
import { nothingPlayed, played } from './show-play.ts';

export type Job = {
  readonly text: string;
  /** `owner/name` of the repository that it is for; a made-up one where it is for none. */
  readonly repository: string;
  /** Files that it may build on. */
  readonly bases: readonly File[];
  /** As the browser sent it: the steps until now, one more or none, and who acts. */
  readonly steps: unknown;
  readonly step: unknown;
  readonly who: string;
};

export type Answer = {
  readonly problems: readonly Problem[];
  /** HTML: the picture and the words; null: there are problems. */
  readonly rules: string | null;
  /** HTML: the example as it stands. */
  readonly play: string;
  /** The steps that are played now. */
  readonly steps: readonly object[];
};

/** So many steps can be played. */
export const mostSteps = 30;

const file = '.github/roles.yml';

export async function answerTo(job: Job): Promise<Answer> {
  const { text, repository } = job;
  const bases = chainFor(text, job);
  const read = readPolicy(text, file, { repository, bases });
  const before = stepsIn(job.steps);
  if (read.kind === 'problems')
    return { problems: read.problems, rules: null, play: nothingPlayed(before).toString(), steps: before };
  const { policy } = read;
  const rules = `${pictureOf(policy, 'The gates').toString()}${markdown(describePolicy(policy)).toString()}`;
  const { play, steps } = await playedOf(policy, { ...job, bases }, before);
  return { problems: [], rules, play, steps };
}

async function playedOf(
  policy: Policy,
  { text, repository, bases, step, who }: Omit<Job, 'bases'> & { readonly bases: readonly Base[] },
  before: readonly object[],
): Promise<Pick<Answer, 'play' | 'steps'>> {
  const cast = rolesFirst(castOf(standInsFor(policy), policy));
  const login = Object.keys(cast).find((each) => each === who) ?? Object.keys(cast)[0] ?? '';
  const next = isStep(step) ? { ...('passes' in step ? {} : { by: login }), ...step } : null;
  const wanted = next === null ? before : [...before, next];
  const attempt = (steps: readonly object[]) =>
    steps.length > mostSteps
      ? `An example here has ${mostSteps} steps at most.`
      : rehearsalOf(steps, cast, policy);
  const rehearsals: { readonly steps: readonly object[]; readonly refused: string | null }[] = [];
  if (wanted.length > 0) {
    const first = attempt(wanted);
    if (typeof first !== 'string') rehearsals.push({ steps: wanted, refused: null });
    else {
      // The policy may have changed since: what can still be played is.
      const last = lastPlayable(
        next === null ? wanted.slice(0, -1) : before,
        (each) => typeof attempt(each) !== 'string',
      );
      rehearsals.push({ steps: last, refused: first });
    }
  }
  const { steps, refused } = rehearsals[0] ?? { steps: [], refused: null };
  const rehearsal = steps.length === 0 ? null : attempt(steps);
  const watched =
    rehearsal === null || typeof rehearsal === 'string'
      ? { story: [], things: [], clock: '' }
      : await watch(rehearsal, { text, policy, bases, repository });
  const offers = offersOf(policy, watched, login);
  const example = steps.length === 0 ? null : asExample(steps, givenIn(cast, policy), watched);
  const play = played({ policy, cast, login, watched, offers, refused, example, steps }).toString();
  return { play, steps };
}

/** Who has no role comes last: an example seldom begins with what they do. */
function rolesFirst(cast: Cast): Cast {
  const all = Object.entries(cast);
  return Object.fromEntries(
    [true, false].flatMap((hasRole) => all.filter(([, roles]) => roles.length > 0 === hasRole)),
  );
}

/** Those whom the policy does not name itself. */
function givenIn(cast: Cast, policy: Policy): Cast {
  const own = castOf({}, policy);
  return Object.fromEntries(Object.entries(cast).filter(([login]) => !(login in own)));
}

function lastPlayable(
  steps: readonly object[],
  isPlayable: (steps: readonly object[]) => boolean,
): readonly object[] {
  for (let count = Math.min(steps.length, mostSteps); count > 0; count -= 1)
    if (isPlayable(steps.slice(0, count))) return steps.slice(0, count);
  return [];
}

const isStep = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a browser sent as the steps until now. */
const stepsIn = (value: unknown): readonly object[] =>
  Array.isArray(value) ? value.filter(isStep).slice(0, mostSteps) : [];
