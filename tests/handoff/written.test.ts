/** Commands as people write them: what a reader sees on a line of its own is read, and what stays in doubt is answered. */
import { describe, expect, test } from 'vitest';
import { commandsIn } from '../../src/handoff/commands/commands.ts';
import type { Heard } from '../../src/handoff/verdict.ts';
import { anton, maria } from './people.ts';
import { outcomes, writes } from './shown.ts';
import { story } from './story.ts';

const read = (text: string): readonly string[] =>
  commandsIn(text).map(({ verb, words, doubt }) => (doubt === undefined ? `${verb} ${words}`.trim() : doubt));

test.each([
  '<img width="300" src="https://a.test/b.png" />\n/approve spec',
  '<img src="a">\n\n/approve spec',
  'See:\n<img src="a"/>\n/approve spec',
  '</details>\n/approve spec',
  '<details>\n<summary>Log</summary>\n\n```\n/approve\n```\n\n</details>\n/approve spec',
  '<details>\n<summary>Decision</summary>\n/approve spec\n</details>',
  '<picture>\n<source srcset="a">\n<img src="b">\n</picture>\n/approve spec',
  '<br>\n/approve spec',
  'So<br>/approve spec',
  '<p align="center">\n/approve spec\n</p>',
  '<p>/approve spec</p>',
  '<!-- a template -->\n/approve spec',
  '<!-- a template --> /approve spec',
  '![a](https://a.test/b.png)\n/approve spec\n![c](https://a.test/d.png)',
  'So\n    /approve spec',
  'So\r\n/approve spec\r\n',
  '\u00A0/approve\u202Fspec',
  '/approve\u3000spec',
  '/approve&nbsp;spec',
  '\u200B/app\u200Drove \uFEFFspec',
  '／approve spec',
  '／ａｐｐｒｏｖｅ　ｓｐｅｃ',
  '/APPROVE spec',
  '/approve spec.',
  '/approve spec!',
  '/approve spec …',
  '/approve spec。',
  '/approve spec,',
  '/approve: spec',
  '/approve spec”',
  '- /approve spec',
  '* /approve spec',
  '1. /approve spec',
  '- So\n- /approve spec',
  '**/approve spec**',
  '__/approve spec__',
  '_/approve spec_',
  '- **/approve** spec',
  '<b>/approve spec</b>',
  '@baton /approve spec',
  '@baton[bot] /approve spec',
  '@Baton, /approve spec',
  '**@baton** /approve spec',
  '> So\n\n/approve spec',
  '[spec]: https://a.test\n"title"\n/approve spec',
  '/approve spec\\\nand so on',
])('%j is read', (text) => {
  expect(read(text)).toEqual(['approve spec']);
});

test.each([
  ['> So\n/approve spec', 'quoted'],
  ['> - So\n/approve spec', 'quoted'],
  ['- [ ] /approve spec', 'box'],
  ['- [x] /approve spec', 'box'],
  ['## /approve spec', 'heading'],
  ['/approve spec\n---', 'heading'],
  ['<div>So\n/approve spec\n</div>', 'joined'],
  ['<img src="a">\n**/approve spec**', 'markup'],
  ['<img src="a">\n- /approve spec', 'markup'],
  ['/approve spec\u202E', 'signs'],
  ['/approve \u2066spec\u2069', 'signs'],
  ['/approve spec\u{E0041}', 'signs'],
  ['/waive spec no \u202Eeson until 2026-12-24', 'signs'],
  ['~~So\n/approve spec\nand so on~~', 'unclear'],
  ['![So\n/approve spec\n](https://a.test/b.png)', 'unclear'],
  ['![So][b\n/approve spec\n]\n\n[b /approve spec]: https://a.test/b.png', 'unclear'],
  ['$$\n/approve spec\n$$', 'unclear'],
  ['<script>\n/approve spec\n</script>', 'unclear'],
  ['<div hidden>\n/approve spec\n</div>', 'unclear'],
  ['Press <select> first.\n\n/approve spec', 'unclear'],
  ['[spec]: https://a.test\n"title" so\n/approve spec', 'unclear'],
  ['[spec]: https://a.test "title"\n"So\n/approve spec\nand on"', 'unclear'],
  ['[spec]: https://a.test "titl\nSo<br>/approve spec', 'unclear'],
  ['[spec]: https://a.test "title"_\n/approve spec', 'unclear'],
  ['> So\n<b>\nwords\n</b>\n- one\n1. /approve spec', 'unclear'],
  ['- one\n<b>\n</[a](https://a.test "b")\n/approve spec\n</b>', 'unclear'],
  ['<details><summary>Log</summary>\nSo\n<b>/approve spec</b>\n</details>', 'joined'],
  ['<del>\n</kbd>\n\n</del>\n\n/approve spec', 'approve spec'],
  ['Press <kbd>Enter.\n\n/approve spec', 'unclear'],
  ['- Press <del>Enter.\n\n/approve spec', 'unclear'],
  ['<del>\n\nSo</del>\n\n/approve spec', 'unclear'],
  ['<code>So <q></code>\n\n/approve spec', 'unclear'],
  ['\u200B**/approve spec**', 'markup'],
  ['_/approve spec_\u200B', 'markup'],
  ['[spec]:\nhttp<s://a.test\n\n/approve spec', 'unclear'],
  ['[spec]:\nhttp<table://a.test\n\n/approve spec', 'unclear'],
  ['<del>So\n\n[spec]:\nhttp</del>\n\n/approve spec', 'unclear'],
])('%j is answered', (text, doubt) => {
  expect(read(text)).toEqual([doubt]);
});

test('a hundred commands in one comment are read, and whoever wrote more is told from where on they do not count', () => {
  const text = `${'/request spec\n'.repeat(100)}/approve spec\n${'/return spec no\n'.repeat(1_000)}`;
  expect(read(text)).toEqual([...Array.from({ length: 100 }, () => 'request spec'), 'many']);
  expect(JSON.stringify(story().comments(maria, text).settles())).toContain(
    'I read no more than 100 commands in one comment, so I didn’t count your `/approve`, or anything behind it. Please write what you still mean in a comment of its own.',
  );
  expect(read(`${'/request spec\n'.repeat(99)}/approve spec`).at(-1)).toBe('approve spec');
});

test('behind ten thousand blocks nobody can tell what is shown', () => {
  expect(read(`${'- a\n'.repeat(4_000)}\n/approve spec`)).toEqual(['approve spec']);
  expect(read(`${'- a\n'.repeat(5_001)}\n/approve spec`)).toEqual(['unclear']);
});

test.each([
  '<!--\n/approve spec\n-->',
  '<div><!-- So\n/approve spec\n--></div>',
  '<pre>\n/approve spec\n</pre>',
  '<code>\n/approve spec\n</code>',
  'So <code>\n/approve spec</code>',
  '<img alt="\n/approve spec\n">',
  '<blockquote>\n/approve spec\n</blockquote>',
  '<table><tr><td>/approve spec</td></tr></table>',
  '<bdo dir="rtl">/approve spec</bdo>',
  '<center>\u200B\n<kbd>/approve spec</kbd></center>',
  '> /approve spec',
  '> > So\n> /approve spec',
  '```\n/approve spec\n```',
  '    /approve spec',
  '`/approve spec`',
  '**`/approve spec`**',
  '- `/approve spec` opens the gate',
  '@alice /approve spec',
  '@baton-fan /approve spec',
  'Please write /approve spec.',
  'Please write “/approve spec”.',
  '/аpprove spec',
  'src/approve spec',
  'a | b\n-|-\n/approve spec',
  '[^1]: /approve spec',
])('%j is nobody’s command', (text) => {
  expect(read(text)).toEqual([]);
});

test('Baton answers to its own name, whatever it is called there, and to nobody else’s', () => {
  const to = (name: string) => commandsIn(`@${name} /approve spec`, 'acme-baton').length;
  expect(['acme-baton', 'acme-baton[bot]', 'Acme-Baton', 'baton', 'alice', 'acme'].map(to)).toEqual([
    1, 1, 1, 1, 0, 0,
  ]);
});

test('a gate is found by its name, whatever stands around it', () => {
  for (const text of [
    '/approve “spec”',
    '/approve `spec`.',
    '/approve **spec**',
    '/approve [spec]',
    '/approve ＳＰＥＣ',
  ])
    expect([text, outcomes(story().comments(maria, text))]).toEqual([text, ['approve spec: done']]);
  expect(outcomes(story().comments(maria, '/return spec: the error case'))).toEqual(['return spec: done']);
  expect(outcomes(story().comments(maria, '/approve spec?'))).toEqual(['approve: unknown-gate']);
  expect(outcomes(story().comments(maria, '/approve speс'))).toEqual(['approve: unknown-gate']);
});

test('a gate that was almost named is asked for, and nothing is done', () => {
  for (const text of [
    'the spec',
    'this spec, please',
    'the “Spec”!',
    'the spec gate',
    'gate spec',
    'specs',
    'spec?',
    'spec!?',
    '#spec',
    '(the spec)',
    'Specc',
    'spex',
    'this',
    'it, please',
    'the spec if QA agrees',
  ]) {
    const issue = story().comments(maria, `/approve ${text}`);
    expect([text, outcomes(issue)]).toEqual([text, ['approve: unknown-gate']]);
    const said = issue.settles().flat();
    const bodies = said.flatMap((each) => (each.kind === 'comment' ? [each.body] : []));
    expect([text, bodies.join('\n')]).toEqual([
      text,
      expect.stringContaining('Did you mean `/approve spec`? Please write it again like that.'),
    ]);
  }
  expect(outcomes(story().comments(maria, '/revoke this'))).toEqual(['revoke: no-gate-named']);
  for (const text of ['launch', 'the launch', 'everything', 'the moon'])
    expect([text, story().comments(maria, `/approve ${text}`).look().verdict]).toEqual([
      text,
      expect.objectContaining({
        answers: [
          expect.objectContaining({
            outcomes: [expect.objectContaining({ because: expect.not.objectContaining({ guess: 'spec' }) })],
          }),
        ],
      }),
    ]);
});

test('what is in doubt gets a reaction and one sentence, once', () => {
  const told = story().comments(anton, '> So\n/approve spec');
  const [comment] = told.on.moments.slice(-1);
  expect(writes(told)).toEqual([`comments answer:${comment?.id}`, 'reacts refused', 'posts the card']);
  expect(writes(told)).toEqual([]);
});

describe('what was silent when it was written', () => {
  const later = { changedAt: Number.NEGATIVE_INFINITY, labels: {}, widerSince: Number.POSITIVE_INFINITY };
  const done = { kind: 'done' as const, verb: 'approve' as const, gate: 'spec' };
  const said = (text: string, before: Heard['outcomes'] = null) => {
    const told = story({ times: later }).comments(maria, text);
    const [comment] = told.on.moments.slice(-1);
    if (before !== null) told.hears(comment?.id ?? '', { outcomes: before, pull: null, word: null });
    return told;
  };

  test('stays silent: it is refused like everything that was refused', () => {
    expect(outcomes(said('- /approve spec'))).toEqual(['approve: refused-before']);
    expect(outcomes(said('/approve spec'))).toEqual(['approve spec: done']);
  });

  test('but what is known to have counted goes on counting', () => {
    expect(outcomes(said('- /approve spec', [done]))).toEqual(['approve spec: done']);
    const told = said('- /approve spec');
    const [comment] = told.on.moments.slice(-1);
    if (comment?.kind !== 'commented') throw new Error('It is a comment.');
    told.on.moments.splice(-1, 1, { ...comment, reacted: true, reaction: 'done' });
    expect(outcomes(told)).toEqual(['approve spec: done']);
  });

  test('is told from what was heard in the same comment', () => {
    expect(outcomes(said('- /accept\n\n/approve spec', [done]))).toEqual([
      'accept: refused-before',
      'approve spec: done',
    ]);
  });
});

test.each([
  ['/return spec the \u2067כפתור\u2069 is wrong', 'spec the \u2067כפתור\u2069 is wrong'],
  ['/question what is \u200Eשלום\u200E?', 'what is \u200Eשלום\u200E?'],
  ['/return spec </details><script>alert(1)</script>', 'spec </details><script>alert(1)</script>'],
  ['/not-viable List<String> is `null`', 'List<String> is `null`'],
])('a text that decides nothing is kept as it was typed: %s', (text, words) => {
  expect(commandsIn(text)).toEqual([{ verb: commandsIn(text)[0]?.verb, words }]);
});
