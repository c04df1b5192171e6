/** What Jira's own doctor finds, as a finding among others. */
import type { Finding as InJira } from '../../jira/index.ts';
import type { Finding } from './finding.ts';

const severities = { ok: 'fine', note: 'warning', wrong: 'problem' } as const;

export function fromJira({ site, level, what, remedy }: InJira): Finding {
  const where = site === null ? 'Jira' : `Jira, ${site}`;
  return { check: 'jira', where, severity: severities[level], what, remedy, link: null };
}
