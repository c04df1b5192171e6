/**
 * How fast an issue is written on. What somebody with a role does shows at once; where only people without one acted,
 * the card, the labels and the mentions follow at most once in a quarter of an hour. The check never waits: it is
 * computed from the timeline, whatever is shown.
 */
import type { Effect } from '../effect.ts';
import { type Actor, isOutsider, type Members, saidIn } from '../history/index.ts';
import type { IssueState } from '../replay/index.ts';
import type { Verdict } from '../verdict.ts';

/** Milliseconds between two writes that only people without a role caused, and between two mentions that they caused. */
const betweenWrites = 15 * 60_000;
const betweenMentions = 24 * 60 * 60_000;

/** What was done on an issue, told apart by who did it: another act makes another text. */
export type Acts = { readonly withRole: string; readonly without: string };

/** What is kept of an issue since it was written on. Instants are milliseconds since the epoch. */
export type Pace = Acts & {
  /** The policy that it was judged by. */
  readonly policy: string | null;
  /** When it was last written on because of people without a role; null: never. */
  readonly wrote: number | null;
  /** When they last caused somebody to be mentioned; null: never. */
  readonly mentioned: number | null;
};

/** Everything that was done on an issue and its pull requests, as far as it can lead to a write. */
export function actsOn({ state, pulls }: IssueState, members: Members): Acts {
  const acts: { readonly id: string; readonly by: Actor }[] = [...state.revisions, ...state.words];
  const withRole: string[] = [];
  for (const { pullRequest, state: own } of pulls) {
    const { item, author, headSha, state: now } = pullRequest;
    acts.push(...own.words, { id: `${item.id} ${now} ${headSha}`, by: author });
    // Who merged it is not told, but only people who may write do.
    if (now === 'merged') withRole.push(item.id);
  }
  const without: string[] = [];
  for (const { id, by } of acts) if (!by.self) (isOutsider(members, by) ? without : withRole).push(id);
  return { withRole: withRole.join(' '), without: without.join(' ') };
}

/** What of the planned effects is written now. */
export type Paced = {
  readonly effects: readonly Effect[];
  /** When the rest is due; null: there is no rest. */
  readonly again: number | null;
  /** What is to be kept. */
  readonly pace: Pace | null;
};

const isAnswer = (effect: Effect): boolean =>
  effect.kind === 'react' ||
  (effect.kind === 'comment' &&
    (effect.comment !== undefined ||
      saidIn(effect.body).every(({ kind }) => kind === 'answer' || kind === 'told' || kind === 'hint')));

const isMention = (effect: Effect): boolean =>
  effect.kind === 'comment' && saidIn(effect.body).some(({ kind }) => kind === 'handoff');

/**
 * Divides what is planned into what is written now and what waits. What undoes something never waits: how often that
 * happens has a limit of its own, and so have answers to commands.
 * @param before what was kept when the issue was last written on; null: nothing
 * @param done what is done now, and the policy that it is judged by
 */
export function pace(
  { effects, verdict }: { readonly effects: readonly Effect[]; readonly verdict: Verdict },
  before: Pace | null,
  done: Acts & { readonly policy: string | null },
  now: number,
): Paced {
  // Everything is shown: what was done until now causes nothing more.
  if (effects.every(isAnswer))
    return { effects, again: null, pace: before === null ? null : { ...before, ...done } };
  const { wrote, mentioned } = before ?? { wrote: null, mentioned: null };
  const isOutsiders =
    before !== null &&
    before.policy === done.policy &&
    before.withRole === done.withRole &&
    before.without !== done.without;
  const isUndoing =
    verdict.kind === 'gates' &&
    (verdict.violations.some(({ answer }) => answer === 'undo') || verdict.closedByMerge?.answer === 'undo');
  if (!isOutsiders || isUndoing) return { effects, again: null, pace: { ...done, wrote, mentioned } };
  // Beside an answer, the rest costs no further write.
  if (wrote !== null && now < wrote + betweenWrites && !effects.some(isAnswer))
    return { effects: [], again: wrote + betweenWrites, pace: before };
  const mentions = effects.filter(isMention);
  if (mentions.length === 0 || mentioned === null || now >= mentioned + betweenMentions) {
    const lately = mentions.length === 0 ? mentioned : now;
    return { effects, again: null, pace: { ...done, wrote: now, mentioned: lately } };
  }
  return {
    effects: effects.filter((effect) => !isMention(effect)),
    again: mentioned + betweenMentions,
    // What led to the mention is still to be told: whatever else they do, it stays theirs.
    pace: { ...before, wrote: now },
  };
}
