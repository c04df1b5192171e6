/**
 * A long history is replayed once: as long as nothing comes that its gates could be changed by, the next evaluation finds
 * what the last one came to. It is found only where all that it was made from is the same.
 */
import type { Policy } from '../../policy/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import { type Members, noMembers } from '../history/index.ts';
import type { DecidedInJira, PolicyTimes } from '../gates/index.ts';
import type { PlayedIssue, Replay, Step } from '../replay/index.ts';
import { isAlike } from './alike.ts';

/** What a replay is made from. `now`: milliseconds since the epoch. */
type Made = {
  readonly policy: Policy;
  readonly issue: PlayedIssue;
  readonly steps: readonly Step[];
  readonly decidedInJira: DecidedInJira | null;
  readonly times: PolicyTimes;
  readonly now: number;
};

/** A map of which it is noted what was asked of it, and what the answers were. */
class Asked<T> extends Map<string, T> {
  readonly answers = new Map<string, T | undefined>();
  private readonly whole: ReadonlyMap<string, T>;
  private readonly copied: (answer: T) => T;

  constructor(whole: ReadonlyMap<string, T>, copied: (answer: T) => T) {
    super();
    this.whole = whole;
    this.copied = copied;
  }

  override get(key: string): T | undefined {
    const answer = this.whole.get(key);
    if (!this.answers.has(key)) this.answers.set(key, answer === undefined ? answer : this.copied(answer));
    return answer;
  }
}

type Kept = {
  readonly made: Made;
  readonly today: Asked<ReadonlySet<string>>['answers'];
  readonly recorded: Asked<ReadonlyMap<string, boolean>>['answers'];
  readonly replay: Replay;
};

/** Shorter ones are replayed as fast as they are found. */
const shortest = 200;
const mostBytes = 32_000_000;
/** About how many bytes a step takes, with its word, and what is kept up of it. */
const bytesPerStep = 1_000;

const kept = createLruCache<Kept>(
  100,
  mostBytes,
  ({ made }) =>
    bytesPerStep * made.steps.length +
    made.issue.state.revisions.reduce((sum, { body }) => sum + 2 * body.length, 0),
);

/**
 * Gives what was kept, or plays and keeps it. What is given is not to be changed.
 * @param play asks nobody else than these members who holds which role
 */
export function replayOnce(made: Made, members: Members, play: (members: Members) => Replay): Replay {
  if (made.steps.length < shortest) return play(members);
  const key = made.issue.item.id;
  const before = kept.get(key);
  if (before !== undefined && holds(before, made, members)) return before.replay;
  const today = new Asked(members.today, (roles) => new Set(roles));
  const recorded = new Asked(members.recorded, (roles) => roles);
  const replay = play({ ...noMembers, today, recorded });
  kept.set(key, { made, today: today.answers, recorded: recorded.answers, replay });
  return replay;
}

function holds({ made, today, recorded, replay }: Kept, asked: Made, members: Members): boolean {
  // Whatever hangs on which gate an object is, is asked of the very same.
  if (made.policy !== asked.policy) return false;
  const { now: then, ...before } = made;
  const { now, ...rest } = asked;
  // Time alone ends waivers, and what is of a time to come is played in another way.
  const isOver =
    now < then ||
    made.steps.some(({ at }) => at > then) ||
    replay.tracks.some(({ waiver }) => waiver?.until != null && waiver.until.at <= now);
  if (isOver || !isAlike(before, rest)) return false;
  // All are asked for again: whose roles a decision rests on is noted as they are asked for.
  let isSame = true;
  for (const [who, roles] of today) isSame = isAlike(roles, members.today.get(who)) && isSame;
  for (const [moment, roles] of recorded) isSame = isAlike(roles, members.recorded.get(moment)) && isSame;
  return isSame;
}
