/** What of an explanation programs are given. */
import type * as z from 'zod';

import type { Explanation, ExplanationInJira } from '../../reconcile/index.ts';
import type { gateShape, Summary } from '../outputs/explain.ts';

type ExplainedInJira = Extract<ExplanationInJira, { kind: 'jira-issue' }>;
type Explained = Exclude<Explanation, { kind: 'gone' | 'later' }>;

/** Names stay once they are here; others may come. */
export function summaryOf(item: string, explained: Explained): Summary {
  const { title, url } = explained;
  if (explained.kind === 'no-policy') return { item, kind: explained.kind, title, url };
  if (explained.kind === 'broken')
    return { item, kind: explained.kind, title, url, problems: explained.problems };
  const { kind, policyUrl, why, problems, verdict, asOf: then } = explained;
  const asOf = then === null ? null : new Date(then.at).toISOString();
  const [sentence = ''] = why.split('\n');
  return { item, kind, title, url, policyUrl, asOf, sentence, why, problems, gates: gatesIn(verdict) };
}

/** The same of an issue in Jira, for one repository. */
export const summaryInJira = (
  repository: string,
  { key, title, url, policyUrl, why, problems, verdict, pulls }: ExplainedInJira,
): Summary => ({
  item: key,
  kind: 'jira-issue',
  title,
  url,
  repository,
  policyUrl,
  asOf: null,
  sentence: why.split('\n')[0] ?? '',
  why,
  problems,
  gates: gatesIn(verdict),
  pullRequests: pulls.map(({ name: item, url: page, state }) => ({ item, url: page, state })),
});

type Verdict = Extract<Explained, { kind: 'issue' | 'pull-request' }>['verdict'];

function gatesIn(verdict: Verdict): Extract<Summary, { kind: 'issue' | 'pull-request' }>['gates'] {
  if ('issues' in verdict)
    return verdict.issues.flatMap(({ issue, gates }) =>
      gates.map((gate) => ({ of: issue.url, ...gateOf(gate) })),
    );
  return verdict.kind === 'gates' ? verdict.gates.map(gateOf) : [];
}

type Gate = Extract<Verdict, { kind: 'gates' }>['gates'][number];

const gateOf = ({ gate, status, open, holders, since, approvals }: Gate): z.output<typeof gateShape> => ({
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
