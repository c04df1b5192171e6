/** A pull request as the board shows it. */
import { isOnlyObserved } from '../gates/index.ts';
import { personOf } from '../history/index.ts';
import type { PullReason, PullVerdict } from '../pull-verdict.ts';
import type { PullState } from '../replay/index.ts';
import { shownOnPull } from '../show/index.ts';
import { firstOfReason, pullHeadline, type Setting } from '../words/index.ts';
import { batonOf } from './baton.ts';
import { mostBatons, unlessLongDone, type BoardBaton, type BoardEntry } from './entry.ts';
import { stageBefore, stageBehind, type Placed } from './stage.ts';

type GateReason = PullReason & { readonly kind: 'gate' };

/**
 * A pull request as the board shows it; null: it is not there, because it is exempt, or no gate is about it.
 * @param whole its verdict, before anything is left out of it
 */
export function pullEntry(pull: PullState, whole: PullVerdict, setting: Setting): BoardEntry | null {
  const { pullRequest } = pull;
  const verdict = shownOnPull(whole, pullRequest);
  const isAbout =
    verdict.reasons.length > 0 || verdict.issues.some(({ verdict: of }) => of?.kind === 'gates');
  const isExempt = verdict.pass?.kind === 'exempt' || verdict.pass?.kind === 'policy-only';
  if (isExempt || !isAbout || isOnlyObserved(setting.policy)) return null;
  const { item, author, state, openedAt, mergedAt } = pullRequest;
  const doneAt = state === 'open' ? null : (mergedAt ?? pull.state.lastMoment);
  const gates = verdict.reasons.filter((reason): reason is GateReason => reason.kind === 'gate');
  const batons = state === 'open' ? batonsOf(verdict, gates, setting) : [];
  const isUnlinked = state === 'open' && verdict.reasons.some(({ kind }) => kind !== 'gate');
  const came = batons.flatMap(({ since }) => since ?? []);
  const entry: BoardEntry = {
    kind: 'pull-request',
    name: `#${item.number}`,
    number: item.number,
    title: item.title,
    url: item.url,
    state,
    ...placeOf(verdict, gates, { state, setting }),
    batons,
    author: isUnlinked ? { id: personOf(author), login: author.login } : null,
    follows: batons.length > 0,
    next: headlineOf(setting, verdict, state),
    since: doneAt ?? (came.length > 0 ? Math.max(...came) : openedAt),
    doneAt,
  };
  return unlessLongDone(entry, setting.now);
}

function headlineOf(setting: Setting, verdict: PullVerdict, state: BoardEntry['state']): string {
  switch (state) {
    case 'open':
      return pullHeadline(setting, verdict);
    case 'merged':
      return 'Merged';
    case 'closed':
      return 'Closed without merging';
    default:
      return state satisfies never;
  }
}

function placeOf(
  { reasons }: PullVerdict,
  gates: readonly GateReason[],
  { state, setting }: { readonly state: BoardEntry['state']; readonly setting: Setting },
): Placed {
  if (state !== 'open') return stageBehind('done');
  const [first] = gates;
  if (first !== undefined && reasons[0] === first) return stageBefore(first.gate, setting.policy);
  return stageBehind(reasons.length > 0 ? 'unlinked' : 'ready');
}

/** Who has to act first on each of its issues, each gate once. */
function batonsOf(
  verdict: PullVerdict,
  reasons: readonly GateReason[],
  setting: Setting,
): readonly BoardBaton[] {
  const all = reasons.map((reason) => {
    const gate = firstOfReason(verdict, reason);
    const of = verdict.issues.find(({ issue }) => issue.id === reason.issue.id)?.verdict;
    const baton =
      of?.kind === 'gates' ? of.batons.find(({ gate: name }) => name === gate.gate.name) : undefined;
    return {
      key: `${reason.issue.id} ${gate.gate.name}`,
      baton: batonOf(setting, gate, {
        since: baton?.since ?? null,
        leads: baton?.leads ?? true,
        deadline: null,
      }),
    };
  });
  return [...new Map(all.map(({ key, baton }) => [key, baton])).values()].slice(0, mostBatons);
}
