/** What resolutions say of why an issue was closed. */
import { expect, test } from 'vitest';

import { reasonOf } from '../../src/jira/read/resolutions.ts';

const none = { completed: [], not_planned: [], duplicate: [] };
const named = (...names: string[]) => ({ id: '10001', names });

test.each([
  [
    'completed',
    [
      'Done',
      'Fixed',
      'Resolved',
      'Complete',
      'Released',
      'Erledigt',
      'Whatever',
      'Deduplicated',
      'Unloaded and done',
    ],
  ],
  [
    'not_planned',
    [
      "Won't Do",
      'Won’t do',
      'Wont Fix',
      'WILL NOT DO',
      'Cannot Reproduce',
      "Can't reproduce",
      'Declined',
      'Rejected',
      'Invalid',
      'Obsolete',
      'Cancelled',
      'Canceled',
      'Not a bug',
      'Not a defect',
      'Not Done',
      'Not fixed',
      'No longer needed',
      'Superseded',
      'Deferred',
      'Postponed',
      'Not planned',
      'Works as designed',
      'Incomplete',
    ],
  ],
  ['duplicate', ['Duplicate', 'duplicated', 'Duplikat', 'Duplicado']],
] as const)('%s, by their names', (reason, names) => {
  expect(names.map((name) => [name, reasonOf(named(name), none)])).toEqual(
    names.map((name) => [name, reason]),
  );
});

test('none at all is what is done', () => expect(reasonOf(null, none)).toBe('completed'));

test('what the policy says goes first, by id or name, in any case, as it is or was called', () => {
  const meant = { completed: ['Declined'], not_planned: ['10001', 'Abgelehnt'], duplicate: [] };
  expect(reasonOf({ id: '10002', names: ['declined'] }, meant)).toBe('completed');
  expect(reasonOf(named('Done'), meant)).toBe('not_planned');
  expect(reasonOf({ id: '7', names: ['Done', 'ABGELEHNT'] }, meant)).toBe('not_planned');
});

test('renamed since, it says what it said when it was chosen', () => {
  expect(reasonOf(named("Won't Do", 'Released'), none)).toBe('not_planned');
  expect(reasonOf(named('Done', "Won't Do"), none)).toBe('completed');
  expect(reasonOf(named('Wird nicht erledigt', "Won't Do"), none)).toBe('not_planned');
});
