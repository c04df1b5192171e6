/** How long a decision takes: fold, judge and plan, for histories of 10 to 100,000 moments. */
import {
  foldIssue,
  judge,
  planIssue,
  type Actor,
  type Members,
  type Moment,
  type Observed,
} from '../../src/handoff/index.ts';
import { readPolicy } from '../../src/policy/index.ts';
import type { Figures } from './compare.ts';

const policyText = 'roles:\n  pm: [maria]\n  engineer: [anton, ben]\n';

const person = (login: string): Actor => ({ login, kind: 'person', self: false });
const [maria, anton, ben] = [person('maria'), person('anton'), person('ben')];

/** A history as issues have them: mostly talk, some labels, a few commands and edits. */
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

const members: Members = {
  today: new Map([
    ['maria', new Set(['pm'])],
    ['anton', new Set(['engineer'])],
    ['ben', new Set(['engineer'])],
  ]),
  recorded: new Map(),
  mentions: new Map([
    ['pm', ['maria']],
    ['engineer', ['anton', 'ben']],
  ]),
};

/** Prints a row for each length: milliseconds for the whole decision, the median of several. */
export function benchHeart(): Figures {
  const figures: Record<string, readonly number[]> = {};
  const read = readPolicy(policyText, 'roles.yml');
  if (read.kind !== 'policy') throw new Error('The bench policy has problems.');
  const { policy } = read;
  console.log('\nfold + judge + plan, from a whole history (median of 9)');
  for (const length of [10, 1_000, 100_000]) {
    const moments = history(length);
    const observed: Observed = {
      history: {
        item: { tracker: 'github', repository: 'acme/shop', number: 1, id: 'I1', url: '', title: 'Coupons' },
        author: maria,
        moments,
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
    };
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      const issue = foldIssue(observed);
      const now = length * 1000;
      const verdict = judge(issue, { policy, members, now, inForceSince: 0 });
      planIssue(issue, verdict, {
        policy,
        members,
        policyUrl: '',
        problems: [],
        now,
        inForceSince: 0,
        justSaid: [],
      });
      return performance.now() - start;
    }).toSorted((one, other) => one - other);
    figures[`a decision from ${length} moments`] = times;
    const median = times[4] ?? 0;
    console.log(
      `  ${String(length).padStart(7)} moments  ${median.toFixed(2).padStart(9)} ms  ${((median * 1000) / length).toFixed(2).padStart(7)} µs a moment`,
    );
  }
  return figures;
}
