/** What is kept of an issue of Jira: what was answered there, what is under way, and what may still come. */
import * as z from 'zod';

import type { ViolationOutcome, ViolationInJira } from '../../handoff/index.ts';
import type { Moving } from './crossing.ts';

/** What was done about an issue, by whichever look. Instants: milliseconds since the epoch. */
export type Answered = {
  /** By the id of the act: whose look (the item's key) answered it, and how. */
  readonly answers: readonly {
    readonly move: string;
    readonly by: string;
    readonly came: ViolationOutcome;
  }[];
  /** When it was moved back. */
  readonly reverted: readonly number[];
  /** It is being moved, or was, and what came of that is not known yet. */
  readonly undoing: Undoing | null;
  /** What is to be said, or was. */
  readonly pending: Saying | null;
  /** Comments that told somebody of something they may do again, oldest first. */
  readonly told?: readonly Told[];
  /** Moves whose answers were lost, and that were not there to be seen: Jira may still make them. */
  readonly late?: readonly Undoing[];
};

export type Undoing = Moving & {
  /** The id of what is undone; of other moves, what they are. */
  readonly move: string;
  readonly by: string;
  readonly at: number;
  /** null: it was explained before, or there is nothing to explain. */
  readonly saying: Saying | null;
};

/** A comment in which somebody was told of something. */
export type Told = {
  /** Jira's id of it. */
  readonly comment: string;
  /** Who did what, and what came of it. */
  readonly about: string;
  /** What it says. */
  readonly paragraphs: readonly string[];
  /** When they did it first: before it was made, by Jira's clock. */
  readonly since: number;
  /** How often they did it. */
  readonly times: number;
};

export type Saying = {
  readonly paragraphs: readonly string[];
  /** When what it is about happened, by Jira's clock. */
  readonly since: number;
  /** The id of an act: it is said only as long as that is to be answered. Absent: in any case. */
  readonly only?: string;
  /** Who did what, and what came of it: told once. Absent: it is told each time. */
  readonly about?: string;
  /** The comment that told them before, and is to tell them again. */
  readonly instead?: Told;
  /** The issue gets the label for a person, too. */
  readonly isStuck?: boolean;
};

const told = z.object({
  comment: z.string(),
  about: z.string(),
  paragraphs: z.array(z.string()),
  since: z.number(),
  times: z.number(),
});
const saying = z.object({
  paragraphs: z.array(z.string()),
  since: z.number(),
  only: z.string().exactOptional(),
  about: z.string().exactOptional(),
  instead: told.exactOptional(),
  isStuck: z.boolean().exactOptional(),
});
const undoingShape = z.object({
  what: z.enum(['revert', 'move', 'righting']).exactOptional(),
  to: z.string(),
  after: z.string().nullable().exactOptional(),
  absentAt: z.string().nullable().exactOptional(),
  move: z.string(),
  by: z.string(),
  at: z.number(),
  saying: saying.nullable(),
});
export const answeredShape: z.ZodType<Answered> = z.object({
  answers: z.array(
    z.object({ move: z.string(), by: z.string(), came: z.enum(['told', 'reverted', 'stuck', 'often']) }),
  ),
  reverted: z.array(z.number()),
  undoing: undoingShape.nullable(),
  pending: saying.nullable(),
  told: z.array(told).exactOptional(),
  late: z.array(undoingShape).exactOptional(),
});

export const nothingAnswered: Answered = { answers: [], reverted: [], undoing: null, pending: null };

/** How long after a move that was not there it may still come (milliseconds). */
export const lateFor = 15 * 60_000;
/** How many answers are kept, and how many comments. */
const mostAnswers = 50;
const mostTold = 20;
/** How long a comment tells of what somebody does again (milliseconds): after that, it is overlooked. */
export const tellsFor = 24 * 60 * 60_000;

/** True where nothing is left to be done about it: the answer of the look that came first stands, whatever other policies say. */
export function isAnswered({ answers }: Answered, { id }: ViolationInJira, by: string): boolean {
  const given = answers.find(({ move }) => move === id);
  // One that could not be moved back may be now.
  return given !== undefined && !(given.came === 'stuck' && given.by === by);
}

/** True where an earlier look broke off. */
export const isOpen = ({ undoing, pending }: Answered): boolean => undoing !== null || pending !== null;

/** True where a move may still come that an earlier look gave up. */
export const isAwaited = ({ late = [] }: Answered, now: number): boolean =>
  late.some(({ at }) => at > now - lateFor);

export function undone(answered: Answered, { move, by, at, saying }: Undoing): Answered {
  const after = withAnswer(answered, { move, by, came: 'reverted' });
  return { ...after, reverted: [...after.reverted, at], undoing: null, pending: saying };
}

export function withAnswer(answered: Answered, one: Answered['answers'][number]): Answered {
  const others = answered.answers.filter(({ move }) => move !== one.move);
  return { ...answered, answers: [...others, one].slice(-mostAnswers) };
}

/** The comment that told of the same not long before an instant (by Jira's clock). */
export const toldBefore = ({ told = [] }: Answered, about: string, at: number): Told | null =>
  told.findLast((each) => each.about === about && each.since > at - tellsFor) ?? null;

/** What was said in a comment. */
export function withTold(answered: Answered, said: Saying, comment: string | null): Answered {
  const { about, paragraphs, instead } = said;
  if (about === undefined || comment === null) return answered;
  const others = (answered.told ?? []).filter((each) => each.about !== about);
  const since = instead?.since ?? said.since;
  const one: Told = { comment, about, paragraphs, since, times: (instead?.times ?? 0) + 1 };
  return { ...answered, told: [...others, one].slice(-mostTold) };
}
