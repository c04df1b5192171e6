/** What a gate's track amounts to: its verdict. */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import { samePerson, shownText, type Texts } from '../history/index.ts';
import { partiesOf, type IssueState } from '../replay/index.ts';
import {
  consentsOf,
  criteriaVerdicts,
  missingOf,
  excludedFrom,
  listEditOf,
  removedOf,
  standingApprovals,
  type Track,
} from '../gates/index.ts';
import type { Evidence, GateVerdict } from '../verdict.ts';

/** The roles that have the baton with a gate that is not open. */
function holdersOf(track: Track, missing: ApproveRule | null): readonly string[] {
  switch (track.status) {
    case 'preparing':
      // Whether it is viable is asked of those who have not said it; once one says no, it is to be changed.
      return track.reason.kind === 'consent' && track.reason.refused === null
        ? track.reason.missing
        : [track.gate.preparedBy];
    case 'returned':
      return [track.gate.preparedBy];
    case 'waiting':
    case 'stale':
      return missing === null ? [] : rolesOf(missing);
    case 'questioned':
      return rolesOf(track.gate.approve);
    case 'satisfied':
    case 'waived':
    case 'not applicable':
      return [];
    default:
      return track.status satisfies never;
  }
}

/** The text that was approved beside the text now: where an edit made it stale, or an approver amended it. */
function differenceOf(track: Track, texts: Texts): GateVerdict['difference'] {
  const { last } = track.approvals;
  if (last === null) return null;
  const shown = (revision: number): string => shownText(texts, revision, track.gate);
  const after = shown(texts.current);
  if (track.reason.kind === 'edited') return { before: shown(last.revision), after };
  return track.open && track.amendments.length > 0 ? { before: shown(last.given), after } : null;
}

/** A gate that is decided elsewhere: as it stands there, holding back what it holds back here, unless a waiver was made here. */
function verdictInJira(track: Track, verdict: GateVerdict): GateVerdict {
  const { sign } = verdict.gate;
  const { open, waiver, ended, openTimes } = track;
  const gate = { ...track.gate, label: null, ...(sign === undefined ? {} : { sign }) };
  const shown = { ...verdict, gate, open, openTimes, ended: open ? null : ended };
  if (waiver === null || verdict.open) return shown;
  return { ...shown, status: 'waived', reason: { kind: 'waived' }, waiver, since: waiver.by, holders: [] };
}

/** What a gate's track amounts to. */
export function gateVerdict(track: Track, texts: Texts, issue: IssueState): GateVerdict {
  if (track.inJira !== null && track.applies) return verdictInJira(track, track.inJira.verdict);
  const { gate, status, open, reason, since, closedSince, openTimes, amendments, notCounted } = track;
  const approvals = standingApprovals(track, texts);
  const missing = missingOf(track, texts);
  const began = since ?? texts.revisions[0];
  return {
    gate,
    status,
    open,
    reason,
    since: began === undefined ? null : { id: began.id, at: began.at, by: began.by },
    closedSince,
    openTimes,
    approvals: approvals.map(({ id, at, by, via, roles, pullRequest }): Evidence => ({
      id,
      at,
      by,
      via,
      roles,
      pullRequest,
    })),
    amendments,
    missing,
    holders: holdersOf(track, missing),
    excluded: excludedFrom(gate, partiesOf(issue)),
    notCounted: open ? [] : notCounted.slice(-3),
    difference: differenceOf(track, texts),
    questions: [...track.questions],
    consents: consentsOf(track, texts),
    criteria: track.applies ? criteriaVerdicts(track, texts) : [],
    removed: track.applies ? removedOf(track, texts) : [],
    listEdit: track.applies ? listEditOf(track, texts) : null,
    waiver: status === 'waived' ? track.waiver : null,
    ended: open ? null : track.ended,
    ownWork: approvals.find((word) => samePerson(word.by, issue.author))?.by ?? null,
  };
}
