/**
 * What a gate does not allow in Jira: it is told, or undone and explained. Once for an issue, whichever repositories name it,
 * and whatever was lost on the way: what is to be done is kept before it is done, and found in Jira where nobody knows
 * whether it was.
 */
import { breachInJira, type BreachInJira, type CameOfIt } from '../handoff/index.ts';
import type { JiraSight, JiraView } from '../jira/index.ts';
import { rolesOf } from '../policy/index.ts';

/** What was done about an issue's breaches, by whichever look. Instants: milliseconds since the epoch. */
export type Answered = {
  /** By the id of the move: whose look (the item's key) answered it, and how. */
  readonly answers: readonly { readonly move: string; readonly by: string; readonly came: CameOfIt }[];
  /** When it was moved back. */
  readonly reverted: readonly number[];
  /** It is being moved back, or was. */
  readonly undoing: Undoing | null;
  /** What is to be said, or was. */
  readonly pending: Saying | null;
};

type Undoing = {
  /** The id of the move that is undone, and of the status that it is moved back to. */
  readonly move: string;
  readonly to: string;
  readonly by: string;
  readonly at: number;
  /** null: it was explained before. */
  readonly saying: Saying | null;
};

/** `since`: when what it is about happened, by Jira's clock. */
type Saying = { readonly paragraphs: readonly string[]; readonly since: number };

export const nothingAnswered: Answered = { answers: [], reverted: [], undoing: null, pending: null };

const hour = 60 * 60_000;
/** How often an issue is moved back within an hour. */
const mostReverts = 3;
/** How many answers are kept. */
const mostAnswers = 50;
/** Put on an issue that could not be moved back. */
const stuckLabel = 'baton-needs-a-person';

/** Who answers, and how. */
export type Hand = {
  readonly view: JiraView;
  /** The issue's. */
  readonly key: string;
  /** The key of the item that is looked at. */
  readonly by: string;
  /** By GitHub's clock (milliseconds since the epoch). */
  readonly now: number;
  readonly keep: (answered: Answered) => Promise<void>;
};

/** True where nothing is left to be done about it: the answer of the look that came first stands, whatever other policies say. */
export function isAnswered({ answers }: Answered, { id }: BreachInJira, by: string): boolean {
  const given = answers.find(({ move }) => move === id);
  // One that could not be moved back may be now.
  return given !== undefined && !(given.came === 'stuck' && given.by === by);
}

/** True where an earlier look broke off. */
export const isOpen = ({ undoing, pending }: Answered): boolean => undoing !== null || pending !== null;

/** Finds out how far an earlier look came, and says what it did not come to say. */
export async function takeUp(hand: Hand, answered: Answered, { observed }: JiraSight): Promise<Answered> {
  const { undoing } = answered;
  let known = answered;
  if (undoing !== null) {
    const moves = observed.history.moments.filter((moment) => moment.kind === 'moved');
    const next = moves[moves.findIndex(({ id }) => id === undoing.move) + 1];
    const isUndone = next?.by.self === true && next.to.id === undoing.to;
    known = isUndone ? undone(answered, undoing) : { ...answered, undoing: null };
    await hand.keep(known);
  }
  if (known.pending === null) return known;
  const { paragraphs, since } = known.pending;
  const isTold = await hand.view.hasTold(hand.key, paragraphs, since);
  return isTold ? said(hand, known) : say(hand, known);
}

/**
 * Answers a breach that is not answered.
 * @param status the id of the status in which it was judged
 * @returns what came of it, for the log
 */
export async function answer(
  hand: Hand,
  answered: Answered,
  breach: BreachInJira,
  status: string,
): Promise<string> {
  const { view, key, by, now, keep } = hand;
  const before: Answered = { ...answered, reverted: answered.reverted.filter((at) => at > now - hour) };
  const isExplained = before.answers.some(({ move }) => move === breach.id);
  const saying = (came: CameOfIt): Saying | null =>
    isExplained
      ? null
      : { paragraphs: breachInJira(breach, rolesOf(breach.gate.gate.approve), came), since: breach.at };
  const tell = async (came: CameOfIt): Promise<string> => {
    const after: Answered = {
      ...withAnswer(before, { move: breach.id, by, came }),
      undoing: null,
      pending: saying(came),
    };
    await keep(after);
    await say(hand, after);
    return came;
  };
  if (breach.answer === 'comment') return tell('told');
  if (before.reverted.length >= mostReverts) return tell('often');
  const undoing: Undoing = { move: breach.id, to: breach.from.id, by, at: now, saying: saying('reverted') };
  await keep({ ...before, undoing });
  const came = await view.move(key, breach.from.id, status);
  if (came === 'changed') {
    await keep(before);
    return 'changed meanwhile';
  }
  if (came === 'stuck') {
    // Whoever takes it off has seen it.
    if (!isExplained) await view.mark(key, stuckLabel);
    return tell('stuck');
  }
  const after = undone(before, undoing);
  await keep(after);
  await say(hand, after);
  return 'reverted';
}

function undone(answered: Answered, { move, by, at, saying }: Undoing): Answered {
  const after = withAnswer(answered, { move, by, came: 'reverted' });
  return { ...after, reverted: [...after.reverted, at], undoing: null, pending: saying };
}

function withAnswer(answered: Answered, one: Answered['answers'][number]): Answered {
  const others = answered.answers.filter(({ move }) => move !== one.move);
  return { ...answered, answers: [...others, one].slice(-mostAnswers) };
}

async function say(hand: Hand, answered: Answered): Promise<Answered> {
  if (answered.pending === null) return answered;
  await hand.view.tell(hand.key, answered.pending.paragraphs);
  return said(hand, answered);
}

async function said({ keep }: Hand, answered: Answered): Promise<Answered> {
  const after: Answered = { ...answered, pending: null };
  await keep(after);
  return after;
}
