/** Engineers say early whether a spec can be built. */
import { expect, test } from 'vitest';
import { anton, ben, maria, olga } from './people.ts';
import { notCounted, outcomes, stands } from './shown.ts';
import { story, type Story } from './story.ts';

const policy = `roles: {pm: [maria, paul], engineer: [anton, ben], architect: [olga, anton]}
gates:
  spec: { preset: spec, requires: { consent: [engineer, architect] } }
`;
const opened = (): Story => story({ policy });
const asked = (roles: string) => ({ spec: 'preparing', baton: `${roles} for spec` });
const waiting = { spec: 'waiting', baton: 'pm for spec' };
const open = { spec: 'satisfied', baton: 'nobody' };

type Row = readonly [what: string, told: () => Story, stands: object, outcomes: readonly string[]];

test.each<Row>([
  ['is asked for first', opened, asked('engineer+architect'), []],
  [
    'by one role, the other is asked',
    () => opened().comments(ben, '/viable'),
    asked('architect'),
    ['viable spec: done'],
  ],
  [
    'by both, approval is waited for',
    () => opened().comments(ben, '/viable').comments(olga, '/viable'),
    waiting,
    ['viable spec: done', 'viable spec: done'],
  ],
  [
    'one person speaks for each of their roles',
    () => opened().comments(anton, '/viable'),
    waiting,
    ['viable spec: done'],
  ],
  [
    'by a product manager',
    () => opened().comments(maria, '/viable'),
    asked('engineer+architect'),
    ['viable: role'],
  ],
  [
    'with a condition',
    () => opened().comments(anton, '/viable if there is time'),
    asked('engineer+architect'),
    ['viable: extra-words'],
  ],
  [
    'edited later',
    () => opened().comments(anton, '/viable').editsComment(anton, '/viable, I think'),
    asked('engineer+architect'),
    ['viable: edited'],
  ],
  [
    'an approval before it does not count',
    () => opened().labels(maria, 'spec:approved').comments(anton, '/viable'),
    waiting,
    ['viable spec: done'],
  ],
  [
    'then approved',
    () => opened().comments(anton, '/viable').labels(maria, 'spec:approved'),
    open,
    ['viable spec: done'],
  ],
  [
    'refused, whoever prepares it has to change it',
    () => opened().comments(anton, '/not-viable There is no such interface.'),
    asked('pm'),
    ['not-viable spec: done'],
  ],
  [
    'refused, and edited into something else: it is still what was said',
    () => opened().comments(anton, '/viable').comments(ben, '/not-viable No.').editsComment(ben, '/viable'),
    asked('pm'),
    ['viable spec: done', 'not-viable spec: done', 'viable: edited'],
  ],
  [
    'refused without a reason',
    () => opened().comments(anton, '/not-viable'),
    asked('engineer+architect'),
    ['not-viable: no-reason'],
  ],
  [
    'said after a refusal',
    () => opened().comments(anton, '/not-viable No.').comments(anton, '/viable'),
    waiting,
    ['not-viable spec: done', 'viable spec: done'],
  ],
  [
    'refused after the approval, it closes the gate',
    () =>
      opened().comments(anton, '/viable').labels(maria, 'spec:approved').comments(ben, '/not-viable Not so.'),
    asked('pm'),
    ['viable spec: done', 'not-viable spec: done'],
  ],
  [
    'a rewritten text needs it again',
    () => opened().comments(anton, '/viable').edits(maria, { body: 'Something else.' }),
    asked('engineer+architect'),
    ['viable spec: done'],
  ],
  [
    'a text amended after the approval does not',
    () =>
      opened()
        .comments(anton, '/viable')
        .labels(maria, 'spec:approved')
        .edits(maria, { body: 'Something clearer.' }),
    open,
    ['viable spec: done'],
  ],
  [
    'whoever said it may edit the text',
    () => opened().comments(anton, '/viable').edits(anton, { body: 'Something clearer.' }),
    waiting,
    ['viable spec: done'],
  ],
])('viable: %s', (_what, told, standing, came) => {
  expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
    stands: standing,
    outcomes: came,
  });
});

test('an approval that came too early says what it lacked', () => {
  expect(notCounted(opened().labels(maria, 'spec:approved'))).toEqual(["maria's label for spec: consent"]);
});

test('where no gate asks for it, it is refused', () => {
  expect(outcomes(story().comments(anton, '/viable'))).toEqual(['viable: nobody']);
});
