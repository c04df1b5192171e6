/** Completion in the playground: what can stand at a place of a policy, by its schema and by the names in it. */
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { optionsAt, placeOf, type Schema } from '../../src/board/browser/completion.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../config/roles.schema.json', import.meta.url), 'utf8'),
) as Schema;

/** `|` is the cursor. */
function offered(text: string): readonly string[] {
  const [before = '', after = ''] = text.split('|');
  return (optionsAt(before, before + after, schema)?.options ?? []).map(({ label }) => label);
}

const names =
  'roles:\n  pm: [maria]\n  qa: [quinn]\ngates:\n  spec:\n    approve: pm\n  check:\n    approve: qa\n';

describe('keys', () => {
  test.each([
    ['at the top', 'ro|', ['roles', 'gates', 'mode', 'extends']],
    ['of a gate', `${names}    bl|`, ['blocks', 'label', 'stale-on', 'approve']],
    ['of a gate in braces', 'gates:\n  spec: { approve: pm, bl|', ['blocks', 'label']],
    ['further in', 'gates:\n  spec:\n    requires:\n      s|', ['sections', 'sub-issues', 'consent']],
    ['of who approves', 'gates:\n  spec:\n    approve: { a|', ['any', 'all', 'role', 'count']],
    ['behind comments and empty lines', 'reminders:\n  # when\n\n  c|', ['calendar', 'escalate-to']],
    ['in a list', 'people:\n  - gi|', ['github', 'jira']],
  ])('%s', (_, text, expected) => {
    expect(offered(text)).toEqual(expect.arrayContaining(expected));
  });
  test('with what they mean, and ready for their values', () => {
    const { options = [], begun } = optionsAt('mo', 'mo', schema) ?? {};
    expect(begun).toBe(2);
    expect(options.find(({ label }) => label === 'mode')).toEqual({
      label: 'mode',
      apply: 'mode: ',
      kind: 'key',
      info: expect.stringContaining('What Baton does until a gate is approved.'),
    });
    expect(options.find(({ label }) => label === 'gates')?.apply).toBe('gates:');
  });
});

describe('values', () => {
  test.each([
    ['one of a few', 'mode: |', ['enforce', 'warn', 'observe']],
    ['one of a few, in a list', 'gates:\n  spec:\n    stale-on: [pu|', ['spec-edit', 'push', 'reopen']],
    [
      'one of a few, in a list of lines',
      'gates:\n  spec:\n    stale-on:\n      - pu|',
      ['spec-edit', 'push'],
    ],
    ['yes and no', 'work:\n  branch: |', ['true', 'false']],
    ['a role of this policy', `${names}    waive: [|`, ['pm', 'qa']],
    ['a role within a rule', `${names}    approve: { any: [pm, |`, ['pm', 'qa']],
    ['a gate of this policy', `${names}    after: [|`, ['spec', 'check']],
    ['an act or a gate', `${names}    blocks: [start, |`, ['start', 'merge', 'close', 'spec']],
    ['an example', 'gates:\n  spec:\n    deadline: |', ['2 working days']],
  ])('%s', (_, text, expected) => {
    expect(offered(text)).toEqual(expect.arrayContaining(expected));
  });
});

test('in a comment there is nothing', () => {
  expect(offered('# mo|')).toEqual([]);
  expect(offered('mode: warn # m|')).toEqual([]);
});

test('whatever is written, it takes no time and ends', () => {
  const parts = fc.constantFrom(
    '  ',
    '- ',
    'gates',
    ':',
    ': ',
    '\n',
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '"',
    "'",
    'pm',
    '\t',
    'é',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 200 }), (all) => {
      const text = all.join('');
      placeOf(text);
      optionsAt(text, text, schema);
    }),
    { numRuns: 500 },
  );
});
