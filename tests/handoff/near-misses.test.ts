/** People who meant a command and wrote none are told once which one; `/help` tells everybody what they can use. */
import { describe, expect, test } from 'vitest';
import { anton, ben, bot, maria, olga } from './people.ts';
import { outcomes, writes } from './shown.ts';
import { pullRequest, story } from './story.ts';

describe('an approver whose turn it is', () => {
  test.each([
    '/aprove',
    '/aprove spec',
    '/approved',
    '/Approved!',
    '/lgtm',
    '/LGTM',
    '/approvel spec',
    '/apporve spec',
    '/approve-spec',
    '/approve_spec',
    '/ approve spec',
    '//approve spec',
    '\\approve spec',
    '• /approve spec',
    '✅ /approve spec',
    '👍🏽 /approve spec',
    ':+1: /approve spec',
    '→ /approve spec',
    'LGTM',
    'lgtm 🚀',
    'LGTM, approved!',
    'Approved',
    'Approved, thanks!',
    'looks good, approve',
    'Looks good to me',
    'The spec is approved.',
    'I approve this.',
    '> Can we go?\n\nLGTM',
  ])('%j: did you mean', (text) => {
    expect(outcomes(story().comments(maria, text))).toEqual(['meant approve spec']);
  });

  test.each([
    'Not approved yet.',
    'LGTM but fix the typo',
    'LGTM once QA agrees',
    'Approved by legal already',
    'Is it approved?',
    'Is it approved',
    'lgtm?',
    'Good morning',
    'When it is approved, we can start with the checkout page and the emails, I think.',
    `LGTM. ${'And there is more to say about it. '.repeat(20)}`,
    '> LGTM',
    '~~/approve spec~~',
    '`/approve spec`',
    '`lgtm`',
    '```\n/aprove\n```',
    '✅ /retest',
    '"/approve spec"',
    '/retest',
    '/hold',
    '/close',
    '/assign @ben',
    '/usr/bin/approve',
    '/approved/by/legal.md',
    '/request-review',
    '/test all',
    'legal approved acceptance',
  ])('%j: silence', (text) => {
    expect(outcomes(story().comments(maria, text))).toEqual([]);
  });
});

test('misspelt commands of anybody with a role, by the command', () => {
  expect(outcomes(story().comments(anton, '/qestion Which tax?'))).toEqual(['meant question']);
  expect(outcomes(story().comments(maria, '/retrun spec No.'))).toEqual(['meant return spec']);
  expect(outcomes(story().comments(anton, '/requests acceptance'))).toEqual(['meant request acceptance']);
});

test('nobody else is told: engineers whose turn it is not, people without a role, bots', () => {
  expect(outcomes(story().comments(anton, 'LGTM'))).toEqual([]);
  expect(outcomes(story().comments(olga, '/aprove spec'))).toEqual([]);
  expect(outcomes(story().comments(bot('helper'), '/aprove spec'))).toEqual([]);
  const open = story().comments(maria, '/approve spec').comments(maria, 'LGTM, thanks!');
  expect(outcomes(open)).toEqual(['approve spec: done']);
});

test('one reaction and one sentence, once for each person', () => {
  const told = story().comments(maria, '/aprove').comments(maria, 'LGTM');
  const [first] = told.on.moments.slice(-2);
  expect(writes(told)).toEqual([
    `comments answer:${first?.id} hint:maria`,
    'reacts refused',
    'posts the card',
  ]);
  expect(writes(told)).toEqual([]);
  expect(writes(told.comments(maria, '/approved').comments(maria, 'Approved!'))).toEqual([]);
  told.comments(ben, '/qestion Why?');
  const [other] = told.on.moments.slice(-1);
  expect(writes(told)).toEqual([`comments answer:${other?.id} hint:ben`, 'reacts refused']);
  expect(writes(told.editsComment(ben, '/questoin Why?'))).toEqual([]);
});

describe('/help', () => {
  test('tells what would be done now', () => {
    expect(outcomes(story().comments(maria, '/help'))).toEqual([
      'help: approve spec, return spec, request spec, approve acceptance, return acceptance, question',
    ]);
    expect(outcomes(story().comments(anton, '/help'))).toEqual(['help: request acceptance, question']);
    const approved = story().comments(maria, '/approve spec');
    expect(outcomes(approved.comments(maria, '/help?')).at(-1)).toMatch(/revoke spec.*approve acceptance/);
    expect(outcomes(story().comments(anton, '/question Why?').comments(maria, '/help')).at(-1)).toMatch(
      /approve spec.*answer/,
    );
  });

  test('and changes nothing, however often it stands there', () => {
    const told = story().comments(maria, '/help\n/help\n/help');
    expect(outcomes(told)).toHaveLength(1);
    const [comment] = told.on.moments.slice(-1);
    expect(writes(told)).toEqual([`comments answer:${comment?.id}`, 'reacts done', 'posts the card']);
  });

  test('on pull requests: with one issue what counts for it, else what is left', () => {
    const issue = story();
    expect(outcomes(pullRequest({ closes: [issue] }).comments(maria, '/help'))).toEqual([
      'help: approve spec, return spec, request spec, approve acceptance, return acceptance, question',
    ]);
    expect(outcomes(pullRequest().comments(maria, '/help'))).toEqual(['help: ']);
  });

  test('is short for people without a role', () => {
    const told = story().comments(olga, '/help');
    const { effects } = told.look();
    const [answer] = effects.flatMap((effect) => (effect.kind === 'comment' ? [effect.body] : []));
    expect(answer?.split('\n').filter((line) => !line.startsWith('<!--'))).toEqual([
      '`/why` explains what this waits for. The other commands are for people with a role in this repository’s policy.',
    ]);
  });
});
