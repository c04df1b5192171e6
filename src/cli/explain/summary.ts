/** What of an explanation programs are given. */
import type { Explanation } from '../../reconcile/index.ts';

type Explained = Exclude<Explanation, { kind: 'gone' }>;

/** Names stay once they are here; others may come. */
export function summaryOf(item: string, explained: Explained): object {
  const shared = { item, kind: explained.kind, title: explained.title, url: explained.url };
  if (explained.kind === 'no-policy') return shared;
  if (explained.kind === 'broken') return { ...shared, problems: explained.problems };
  const { policyUrl, why, problems, verdict } = explained;
  const [sentence = ''] = why.split('\n');
  return { ...shared, policyUrl, sentence, why, problems, gates: gatesIn(verdict) };
}

type Verdict = Extract<Explained, { kind: 'issue' | 'pull-request' }>['verdict'];

function gatesIn(verdict: Verdict): readonly object[] {
  if ('issues' in verdict)
    return verdict.issues.flatMap(({ issue, gates }) =>
      gates.map((gate) => ({ of: issue.url, ...gateOf(gate) })),
    );
  return verdict.kind === 'gates' ? verdict.gates.map(gateOf) : [];
}

type Gate = Extract<Verdict, { kind: 'gates' }>['gates'][number];

const gateOf = ({ gate, status, open, holders, since, approvals }: Gate): object => ({
  gate: gate.name,
  status,
  isOpen: open,
  holders,
  since: since === null ? null : new Date(since.at).toISOString(),
  approvals: approvals.map(({ by, at, via }) => ({
    by: by.login,
    at: new Date(at).toISOString(),
    via,
  })),
});
