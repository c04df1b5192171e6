/**
 * Acts that Baton took back at once: a label that it took off again, a closing after which it opened the issue again. That
 * was its answer, and it stays the answer under a policy that was changed since.
 */
import { isAgainst } from '../commands/index.ts';
import { type Word, samePerson, type Actor, type Texts } from '../history/index.ts';
import type { Step } from './step.ts';
import { textKey } from '../../same-text.ts';

type WordStep = Extract<Step, { kind: 'word' }>;

/** What an act is about: nothing else undoes it. Null: no act. */
function subjectOf({ word, on }: WordStep): string | null {
  const place = on?.item.id ?? '';
  if (word.kind === 'labeled' || word.kind === 'unlabeled') return `${place} ${textKey(word.label)}`;
  return word.kind === 'closed' || word.kind === 'reopened' ? place : null;
}

/** Whoever edited the text or spoke against a gate: what others approved goes with that, and can come back. */
function undoingBy(step: Step, revisions: Texts['revisions']): Actor | null {
  if (step.kind === 'revision') return revisions[step.index]?.by ?? null;
  if (step.kind !== 'word' || step.word.kind !== 'spoken') return null;
  return step.word.commands.some(({ verb }) => isAgainst(verb)) ? step.word.by : null;
}

/** The ids of acts before an instant (milliseconds since the epoch) that were taken back with nothing else to cause it. */
export function takenBack(
  steps: readonly Step[],
  { revisions }: Pick<Texts, 'revisions'>,
  until: number,
): ReadonlySet<string> {
  const found = new Set<string>();
  const last = new Map<string, Word>();
  for (const step of steps) {
    const by = undoingBy(step, revisions);
    if (by !== null) for (const [key, act] of last) if (!samePerson(act.by, by)) last.delete(key);
    const subject = step.kind === 'word' ? subjectOf(step) : null;
    if (step.kind !== 'word' || subject === null) continue;
    const act = last.get(subject);
    last.delete(subject);
    if (!step.word.by.self) {
      if (step.at < until) last.set(subject, step.word);
    } else if (
      (act?.kind === 'labeled' && step.word.kind === 'unlabeled') ||
      (act?.kind === 'closed' && step.word.kind === 'reopened')
    ) {
      found.add(act.id);
    }
  }
  return found;
}
