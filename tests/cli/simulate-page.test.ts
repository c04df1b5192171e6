/** The page of `baton simulate`, of figures that are given. */
import { expect, test } from 'vitest';

import { simulated, sums } from './simulated.ts';
import { asPage } from '../../src/simulation/page.ts';

const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)> "onload="x';

const now = Date.UTC(2026, 8, 14);
/** As a reader sees it, but for the pictures. */
const textOf = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('shows what would have been stopped and asked for, by week, and the worst surprises with links', () => {
  const page = asPage(simulated(), now);
  const text = textOf(page);
  for (const part of [
    'What new.yml would have done in acme/shop',
    '31 Aug 2026 to 13 Sep 2026, 5 issues and 12 pull requests',
    '7 merges blocked of 12',
    'median 12 h',
    '#4 Coupons It was merged on 2026-09-03. It would have waited 4 days for spec in #3 (pm).',
    'Merges blocked 7 4 +3',
    'Turns of all roles 9 9 0',
    'Week from spec no issue 31 Aug 3 1 7 Sep 4 1',
    'Week from pm 31 Aug 4 7 Sep 5',
    'spec 12 h 4 d 7',
    'Still had it at the end: pm 2.',
    'spec not by somebody who holds the role today 4',
    'What is decided in Jira is left out.',
    'with 42 requests',
  ])
    expect(text).toContain(part);
  expect(page).toContain('<a href="https://github.com/acme/shop/pull/4" rel="noreferrer">#4</a>');
  // Each chart has a picture for a desk, and one for a phone.
  expect(page.match(/role="img"/g)).toHaveLength(2 * 6);
});

test('says what there is nothing of', () => {
  const read = { issues: 0, pullRequests: 0, unread: [], requests: 3 };
  expect(textOf(asPage(simulated({ read }), now))).toContain('Nothing happened in that time.');
  const text = textOf(asPage(simulated({ today: null, surprises: [], weeks: [] }), now));
  expect(text).toContain('There is no policy in force to compare with.');
  expect(text).toContain('None: the policy would have stopped nobody.');
  expect(text).toContain('No merge and no closing.');
  const unread = { ...simulated().read, unread: [4, 9] };
  expect(textOf(asPage(simulated({ read: unread }), now))).toContain('GitHub did not answer about #4, #9');
});

test('what others wrote is text', () => {
  const [surprise] = simulated().surprises;
  const page = asPage(
    simulated({
      policy: hostile,
      proposed: sums(7, hostile),
      surprises: surprise === undefined ? [] : [{ ...surprise, title: hostile, url: 'javascript:alert(1)' }],
      weeks: [
        {
          week: '2026-08-31',
          withoutIssue: 0,
          gates: [{ gate: hostile, blocked: 1, reopened: 1, asked: 1 }],
          roles: [],
        },
      ],
    }),
    now,
  );
  expect(page.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<script|<img|<[^>]*\son\w+/i);
  expect(page).not.toContain('href="javascript');
  expect(page).toContain('&lt;script&gt;');
});

test('of many weeks and surprises it shows the last and the worst', () => {
  const [week] = simulated().weeks;
  const [surprise] = simulated().surprises;
  const text = textOf(
    asPage(
      simulated({
        weeks: week === undefined ? [] : Array.from({ length: 200 }, () => week),
        surprises: surprise === undefined ? [] : Array.from({ length: 60 }, () => surprise),
      }),
      now,
    ),
  );
  expect(text).toContain('The last 120 weeks.');
  expect(text).toContain('The first 50 of 60.');
});
