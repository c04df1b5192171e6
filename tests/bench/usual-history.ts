/** A history as issues have them. */
import type { Actor, Moment, Observed } from '../../src/handoff/index.ts';

const person = (login: string): Actor => ({ login, kind: 'person', self: false });
const [maria, anton, ben] = [person('maria'), person('anton'), person('ben')];

/** Mostly talk, some labels, a few commands and edits. */
function history(length: number): readonly Moment[] {
  const moments: Moment[] = [
    { kind: 'opened', id: 'm0', at: 0, by: maria, title: 'Coupons', body: 'What we want.' },
  ];
  for (let index = 1; index < length; index += 1) {
    const base = { id: `m${index}`, at: index * 1000 };
    const turn = index % 10;
    if (turn === 3) moments.push({ kind: 'labeled', ...base, by: anton, label: 'bug' });
    else if (turn === 6) moments.push({ kind: 'unlabeled', ...base, by: anton, label: 'bug' });
    else if (index % 100 === 7) moments.push({ kind: 'labeled', ...base, by: ben, label: 'spec:approved' });
    else if (index % 1000 === 8)
      moments.push({
        kind: 'edited',
        ...base,
        by: maria,
        title: null,
        body: `What we want, ${index}.`,
        lost: false,
      });
    else
      moments.push({
        kind: 'commented',
        ...base,
        by: anton,
        original: index % 100 === 9 ? '/why' : 'I think this is fine, see #4.',
        text: index % 100 === 9 ? '/why' : 'I think this is fine, see #4.',
        editedBy: null,
        url: '',
        reacted: true,
      });
  }
  return moments;
}

/** An open issue with so many moments. */
export const usualHistory = (length: number): Observed => ({
  history: {
    item: { tracker: 'github', repository: 'acme/shop', number: 1, id: 'I1', url: '', title: 'Coupons' },
    author: maria,
    moments: history(length),
  },
  displayed: {
    state: 'open',
    closedReason: null,
    labels: [],
    assignees: [],
    type: null,
    card: null,
    spareCards: [],
    subIssues: null,
    pullRequests: [],
    branches: [],
  },
});
