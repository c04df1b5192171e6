/** What a simulation found, made up. */
import type { Simulated, Sums } from '../../src/simulation/index.ts';

const waited = { asked: 9, median: 0.5, p90: 4, waiting: 2 };

export const sums = (blocked: number, gate = 'spec'): Sums => ({
  merges: { all: 12, blocked, noticed: 1, exempt: 0 },
  closings: { all: 8, reopened: 3, noticed: 0, handedOn: 2 },
  started: { undone: 0, noticed: 0 },
  gates: [{ gate, blocked, reopened: 3, undone: 0, ...waited, notCounted: [{ because: 'role', count: 4 }] }],
  roles: [{ role: 'pm', ...waited }],
});

export const simulated = (change: Partial<Simulated> = {}): Simulated => ({
  repository: 'acme/shop',
  policy: 'new.yml',
  since: '2026-08-31T00:00:00.000Z',
  until: '2026-09-13T12:00:00.000Z',
  read: { issues: 5, pullRequests: 12, unread: [], requests: 42 },
  proposed: sums(7),
  today: sums(4),
  weeks: ['2026-08-31', '2026-09-07'].map((week, at) => ({
    week,
    withoutIssue: 1,
    gates: [{ gate: 'spec', blocked: 3 + at, reopened: 1 + at, asked: 4 + at }],
    roles: [{ role: 'pm', asked: 4 + at }],
  })),
  surprises: [
    {
      kind: 'blocked',
      item: '#4',
      title: 'Coupons',
      url: 'https://github.com/acme/shop/pull/4',
      at: null,
      gates: ['spec'],
      roles: ['pm'],
      days: 4,
      sentence: 'It was merged on 2026-09-03. It would have waited 4 days for spec in #3 (pm).',
    },
  ],
  unknown: ['What is decided in Jira is left out.'],
  ...change,
});
