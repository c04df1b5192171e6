/** What a gate's status is called where people read it. */
import type { GateVerdict, Status } from '../verdict.ts';

const names: Readonly<Record<Status, string>> = {
  preparing: 'not ready yet',
  waiting: 'waiting for approval',
  satisfied: 'approved',
  stale: 'changed since approval',
  returned: 'sent back',
  questioned: 'question to answer',
  waived: 'waived',
  'not applicable': 'not needed',
};

export const statusName = (status: Status): string => names[status];

/** A small picture in front of it. */
export const icons: Readonly<Record<GateVerdict['status'], string>> = {
  preparing: '✏️',
  waiting: '⏳',
  satisfied: '✅',
  stale: '♻️',
  returned: '↩️',
  questioned: '❓',
  waived: '☑️',
  'not applicable': '➖',
};
