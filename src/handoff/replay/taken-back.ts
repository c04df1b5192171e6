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

/** The last act about each subject that nothing has undone. */
class LastActs {
  private readonly bySubject = new Map<string, Word>();
  /** The subjects of each account's acts. */
  private readonly accounts = new Map<string, { readonly by: Actor; readonly subjects: Set<string> }>();

  set(subject: string, act: Word): void {
    const key = accountOf(act.by);
    const account = this.accounts.get(key) ?? { by: act.by, subjects: new Set() };
    this.accounts.set(key, account);
    account.subjects.add(subject);
    this.bySubject.set(subject, act);
  }

  take(subject: string): Word | undefined {
    const act = this.bySubject.get(subject);
    this.bySubject.delete(subject);
    if (act !== undefined) this.accounts.get(accountOf(act.by))?.subjects.delete(subject);
    return act;
  }

  /** Leaves only what the same person did. */
  keep(by: Actor): void {
    for (const [key, account] of this.accounts) {
      if (samePerson(account.by, by)) continue;
      for (const subject of account.subjects) this.bySubject.delete(subject);
      this.accounts.delete(key);
    }
  }
}

const accountOf = ({ id, login }: Actor): string => JSON.stringify([id, textKey(login)]);

/** The ids of acts before an instant (milliseconds since the epoch) that were taken back with nothing else to cause it. */
export function takenBack(
  steps: readonly Step[],
  { revisions }: Pick<Texts, 'revisions'>,
  until: number,
): ReadonlySet<string> {
  const found = new Set<string>();
  const last = new LastActs();
  for (const step of steps) {
    const by = undoingBy(step, revisions);
    if (by !== null) last.keep(by);
    const subject = step.kind === 'word' ? subjectOf(step) : null;
    if (step.kind !== 'word' || subject === null) continue;
    const act = last.take(subject);
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
