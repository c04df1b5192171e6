/** The documented alerts can be read, and the one whose counter is tested elsewhere fires on it. */
import { expect, test } from 'vitest';

import { documentedRules, fired, type Sample } from '../prometheus.ts';

test('each documented alert is played here, or where its counter is', () => {
  expect(documentedRules().map(({ alert }) => alert)).toEqual([
    'BatonOutage',
    'BatonDeliveriesNotKept',
    'BatonEventUnanswered',
    'BatonEventsPaced',
    'BatonItemRetried',
    'BatonGitHubChanged',
    'BatonDeadLetters',
  ]);
  const at = (values: Record<string, number>): Sample => ({ at: 0, values: new Map(Object.entries(values)) });
  expect(fired([at({ 'baton_github_schema_errors_total{what="Issue.x"}': 1 })])).toEqual([
    'BatonGitHubChanged',
  ]);
});
