/** Which commands are still to be answered, and how: by a reaction, or in a comment, too. */
import type { Effect } from '../effect.ts';
import { isOutsider, personOf, type Said, whatWasSaid } from '../history/index.ts';
import { answerSizes, needsComment } from '../judge/index.ts';
import type { Answer } from '../verdict.ts';
import { personName, sentencesOf, type Setting } from '../words/index.ts';
import type { Unanswered } from './telling.ts';

/** Commands older than this are not answered any more (milliseconds): nobody is waiting for it. */
const answerWithin = 24 * 60 * 60 * 1000;

type Answering = Setting & {
  readonly inForceSince: number;
  readonly remembered?: readonly Said[];
  readonly unansweredSince?: number | null;
};

/** What is to be seen where the commands were given. */
type Answered = {
  readonly said: readonly Said[];
  /** When Baton answered commands there (milliseconds since the epoch). */
  readonly answered: readonly number[];
};

/** What still needs a comment, and the reactions. */
type ToAnswer = { readonly unanswered: readonly Unanswered[]; readonly reactions: readonly Effect[] };

/** @param reasoning what `/why` gives */
export function toAnswer(
  plan: Answering,
  answers: readonly Answer[],
  { said, answered }: Answered,
  reasoning: () => string,
): ToAnswer {
  // What was said before the policy was in force was not said to Baton.
  const waiting = Math.min(plan.now, plan.unansweredSince ?? plan.now);
  const since = Math.max(waiting - answerWithin, plan.inForceSince);
  const wasSaid = whatWasSaid([...said, ...(plan.remembered ?? [])]);
  const hinted = new Set<string>();
  const sizes = answerSizes(answers, answered, { members: plan.members, since });
  let reasons: string | null = null;
  const once = (): string => (reasons ??= reasoning());
  const unanswered: Unanswered[] = [];
  const reactions: Effect[] = [];
  for (const answer of answers) {
    const { comment, reacted, outcomes, at, by } = answer;
    if (at < since || outcomes.length === 0) continue;
    const isAnswered = wasSaid({ kind: 'answer', to: comment });
    const person = personOf(by);
    const hint: Said = { kind: 'hint', what: person };
    if (outcomes.every(({ kind }) => kind === 'meant')) {
      // Once for each of them: whatever they write later, they know.
      if ((hinted.has(person) || wasSaid(hint)) && !isAnswered) continue;
      hinted.add(person);
    }
    const size = sizes.get(answer) ?? 'reaction';
    if (size !== 'reaction' && lacksAnswer(answer) && !isAnswered)
      unanswered.push({
        answer,
        sentences: sentencesOf(plan, answer, once),
        said: outcomes.some(({ kind }) => kind === 'meant') ? [hint] : [],
        isLast: size === 'last',
        name: isOwnHandoff(plan, answer) ? personName(by) : null,
      });
    const refused = outcomes.some(({ kind }) => kind === 'refused' || kind === 'meant');
    if (!reacted) reactions.push({ kind: 'react', comment, reaction: refused ? 'refused' : 'done' });
  }
  return { unanswered, reactions };
}

/** True where a handoff that is written now may be what the same comment led to. Those without a role may wait for theirs. */
const isOwnHandoff = ({ members }: Answering, { by, outcomes }: Answer): boolean =>
  !isOutsider(members, by) && outcomes.some(({ kind }) => kind === 'done');

/**
 * True when a command's outcome is told by a comment. The reaction does not stand for it: GitHub may have taken the one
 * and refused the other. But what was reacted to as done, without asking for reasons, needed no comment then.
 */
function lacksAnswer({ outcomes, reacted, reaction }: Answer): boolean {
  if (!needsComment(outcomes) || reaction === 'over') return false;
  return !reacted || reaction === 'refused' || outcomes.some(({ kind }) => kind === 'why' || kind === 'help');
}
