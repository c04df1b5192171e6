/** Commands in comments: where they may stand, who may say them, and how they are answered. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function newIssue(): Promise<string> {
  const { number } = await stage.act('ben', (ben) =>
    ben.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  return `${repository}#${number}`;
}

/** Somebody says something; gives back Baton's reactions to it and what it said. */
async function say(login: string, where: string, text: string): Promise<readonly string[]> {
  stage.heard(where);
  const comment = await stage.act(login, (somebody) => somebody.comment(where, text));
  return [...comment.reactions.map(({ content }) => content), ...stage.heard(where)];
}

const handoff = expect.stringContaining('**Waiting for @') as string;
const forPm = (verb: string, gate = 'Spec approval'): string =>
  `\`/${verb}\` for “${gate}” is for \`pm\` (maria).`;

test('each command, by who may', async () => {
  const issue = await newIssue();
  expect(await say('maria', issue, '/approve')).toEqual(['+1', handoff]);
  expect(await say('maria', issue, '/revoke spec')).toEqual(['+1', handoff]);
  expect(await say('maria', issue, '/return Not yet.')).toEqual(['+1']);
  expect(stage.see(issue).card?.notes).toContain('> Not yet\\.');
  expect(await say('maria', issue, '/request')).toEqual(['+1']);
  expect(stage.see(issue).card?.gates[0]).toBe(
    'Spec approval · waiting for approval · `pm` still has to approve it.',
  );
  expect(await say('maria', issue, '/approve SPEC')).toEqual(['+1', handoff]);
  expect(await say('anton', issue, '/request acceptance')).toEqual(['+1', handoff]);
  expect(await say('maria', issue, '/accept')).toEqual(['+1']);
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: ['pm:accepted', 'spec:approved'] });
});

test('each command, by who may not', async () => {
  const issue = await newIssue();
  const rows: readonly (readonly [login: string, text: string, answer: string])[] = [
    ['anton', '/approve spec', forPm('approve')],
    ['anton', '/accept', forPm('accept', 'Acceptance')],
    ['rita', '/return spec It is bad.', forPm('return')],
    ['anton', '/request spec', forPm('request')],
    ['maria', '/request acceptance', '`/request` for “Acceptance” is for `engineer` (`@acme/engineering`).'],
    ['anton', '/revoke spec', forPm('revoke')],
  ];
  for (const [login, text, answer] of rows) {
    const [reaction] = await say(login, issue, text);
    expect([reaction, stage.see(issue).said.join('\n')]).toEqual([
      'confused',
      expect.stringContaining(answer),
    ]);
  }
  // What anton tried about the spec is answered in one place.
  expect(stage.see(issue).said).toHaveLength(4);
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('what cannot be done, and what is not understood, is answered with one sentence', async () => {
  const issue = await newIssue();
  const gates = 'the gates are `spec` and `acceptance`';
  expect(await say('maria', issue, '/approve spex')).toEqual([
    'confused',
    'Did you mean `/approve spec`? Please write it again like that.',
  ]);
  expect(await say('maria', issue, '/approve launch')).toEqual([
    'confused',
    `There is no gate \`launch\` here; ${gates}.`,
  ]);
  expect(await say('maria', issue, '/approve spec, if it is cheap')).toEqual([
    'confused',
    expect.stringMatching(/^(There is no gate|`\/approve` takes only)/),
  ]);
  expect(await say('maria', issue, '/return spec')).toEqual([
    'confused',
    '`/return` needs a reason, so that the next person knows what to do: `/return spec the error case is missing`.',
  ]);
  expect(await say('maria', issue, '/revoke')).toEqual([
    'confused',
    `\`/revoke\` needs the name of a gate, as in \`/revoke spec\`; ${gates}.`,
  ]);
  expect(await say('maria', issue, '/revoke spec')).toEqual([
    'confused',
    '“Spec approval” has no approval to revoke.',
  ]);
  expect(await say('maria', issue, '/accept 1 3')).toEqual([
    'confused',
    'No gate here is accepted criterion by criterion; a plain `/accept` accepts the whole issue.',
  ]);
  expect(await say('maria', issue, '/viable')).toEqual(['confused', 'No gate here asks for that.']);
  expect(await say('maria', issue, '/answer Yes.')).toEqual(['confused', 'There’s no open question.']);
  expect(await say('maria', issue, '/waive spec It burns')).toEqual([
    'confused',
    'Nobody can waive “Spec approval”: the policy allows no waivers of it.',
  ]);
  expect(await say('maria', issue, '/approve')).toEqual(['+1', handoff]);
  expect(await say('maria', issue, '/request spec')).toEqual([
    'confused',
    '“Spec approval” is already approved.',
  ]);
});

test('words that are nobody’s, and words in quotes, code and HTML, are met with silence', async () => {
  const issue = await newIssue();
  for (const text of [
    '/usr/bin/env',
    '/deploy production',
    'please /approve spec',
    '> /approve spec',
    '```\n/approve spec\n```',
    '    /approve spec',
    '`/approve spec`',
    '<!--\n/approve spec\n-->',
    '<pre>\n/approve spec\n</pre>',
    '- `/approve spec` approves the spec',
    '@anton /approve spec',
  ])
    expect([text, await say('maria', issue, text)]).toEqual([text, []]);
  expect(stage.see(issue)).toMatchObject({ labels: [], card: { notes: [] } });
});

test('what people see on a line of its own is read, however it came there', async () => {
  const issue = await newIssue();
  for (const text of [
    '<img width="10" src="https://github.test/a.png" />\n/approve spec',
    '</details>\r\n/approve spec',
    '／approve\u00A0spec',
    '- /approve spec',
    '**/approve spec**',
    '@baton /approve spec.',
    '@baton[bot] /approve “spec”',
  ]) {
    expect([text, await say('maria', issue, text)]).toEqual([text, ['+1', handoff]]);
    expect(await say('maria', issue, '/revoke spec')).toEqual(['+1', handoff]);
  }
  expect(stage.see(issue)).toMatchObject({ labels: [] });
});

test('what stays in doubt is answered, and not done', async () => {
  const issue = await newIssue();
  expect(await say('maria', issue, '> Shall we?\n/approve spec')).toEqual([
    'confused',
    'Your `/approve` is right below a quote, so GitHub shows it as part of the quote and I didn’t count it. Please write it again with an empty line above it.',
  ]);
  expect(await say('maria', issue, '- [ ] /approve spec')).toEqual([
    'confused',
    expect.stringContaining('behind a checkbox'),
  ]);
  expect(await say('maria', issue, '/approve spec\u202E')).toEqual([
    'confused',
    expect.stringContaining('invisible characters'),
  ]);
  expect(stage.see(issue)).toMatchObject({ labels: [] });
});

test('whoever meant a command and wrote none is told once, also by a Baton that lost its database', async () => {
  const issue = await newIssue();
  const hint = expect.stringContaining('Did you mean `/approve spec`?') as string;
  expect(await say('maria', issue, 'LGTM, approved!')).toEqual(['confused', hint]);
  expect(await say('maria', issue, '/aprove')).toEqual([]);
  await stage.restart();
  expect(await say('maria', issue, '/lgtm')).toEqual([]);
  expect(await say('otto', issue, '/aprove')).toEqual([]);
  expect(await say('anton', issue, 'LGTM')).toEqual([]);
  expect(await say('anton', issue, '/qestion Which tax?')).toEqual([
    'confused',
    expect.stringContaining('Did you mean `/question <text>`?'),
  ]);
  expect(stage.see(issue)).toMatchObject({ labels: [] });
});

test('the text of a review is read like a comment, and an edited one does not count', async () => {
  const issue = await newIssue();
  const pull = await openPull(stage, `Closes #${issue.split('#')[1]}`);
  stage.heard(pull);
  const review = await stage.act('maria', (maria) =>
    maria.review(pull, { event: 'COMMENT', body: 'Fine.\n\n/approve spec' }),
  );
  expect(review.reactions.map(({ content }) => content)).toEqual(['+1']);
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await stage.act('ben', (ben) => ben.editReview(review, 'Fine.'));
  expect(stage.see(issue).labels).toEqual([]);
  const asked = await stage.act('anton', (anton) =>
    anton.review(pull, { event: 'COMMENT', body: '/approve spec' }),
  );
  expect([...asked.reactions.map(({ content }) => content), ...stage.heard(pull)].slice(0, 1)).toEqual([
    'confused',
  ]);
  await stage.act('maria', (maria) => maria.review(pull, { event: 'APPROVE', body: '' }));
  expect(stage.see(issue).labels).toEqual([]);
  await stage.restart();
  await stage.act('maria', (maria) => maria.review(pull, { event: 'APPROVE', body: '/approve spec' }));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('/help tells each person what they can use there now', async () => {
  const issue = await newIssue();
  const [reaction, answer] = await say('maria', issue, '/help');
  expect(reaction).toBe('+1');
  expect(answer).toContain('`/approve spec`: approves it');
  expect(answer).not.toContain('/waive');
  expect((await say('anton', issue, '/help'))[1]).not.toContain('/approve');
  expect((await say('rita', issue, '/help'))[1]).toMatch(/^`\/why` explains what this waits for/);
  const pull = await openPull(stage, `Closes #${issue.split('#')[1]}`);
  expect((await say('maria', pull, '/help'))[1]).toContain('`/approve spec`');
});

test('several lines hold several commands, with one answer', async () => {
  const issue = await newIssue();
  expect(await say('maria', issue, 'Fine:\r\n\r\n   /approve spec\r\n/accept\r\n\r\nThank you!')).toEqual([
    '+1',
  ]);
  expect(stage.see(issue).labels).toEqual(['pm:accepted', 'spec:approved']);
  const other = await newIssue();
  expect(await say('anton', other, '/approve spec\n/approve spec\n/approve nothing')).toEqual([
    'confused',
    `${forPm('approve')}\nThere is no gate \`nothing\` here; the gates are \`spec\` and \`acceptance\`.`,
  ]);
});

test('/why answers anybody with the whole reasoning, and changes nothing', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('otto', (otto) => otto.unlabel(issue, 'spec:approved'));
  const before = stage.see(issue);
  const [reaction, answer] = await say('rita', issue, '/why');
  expect(reaction).toBe('+1');
  expect(answer?.split('\n')).toEqual([
    'Waiting for `@acme/engineering` to build this, since then.',
    '#### Spec approval: approved',
    'Approved by maria (`pm`, also the author) with a label, then.',
    'It blocks starting work and merging. `pm` (maria) prepares it. It’s for `pm` (maria) to approve.',
    '#### Acceptance: not ready yet',
    'No pull request that closes this issue is merged yet.',
    'It blocks closing. `engineer` (`@acme/engineering`) prepares it. It’s for `pm` (maria) to accept.',
    'Next: Build it, and merge a pull request that closes this issue. If there’s nothing to merge, comment `/request acceptance` when it’s ready.',
    `The rules are in [this repository's policy](${stage.github.url}/acme/shop/blob/HEAD/.github/roles.yml).`,
  ]);
  expect({ ...stage.see(issue), said: before.said }).toEqual(before);
});

describe('on pull requests', () => {
  test('they mean the one linked issue, and are answered there', async () => {
    const issue = await newIssue();
    const pull = await openPull(stage, `Closes #${issue.split('#')[1] ?? ''}`);
    stage.heard(issue);
    expect(await say('anton', pull, '/approve spec')).toEqual(['confused', forPm('approve')]);
    expect(await say('maria', pull, '/approve spec')).toEqual(['+1']);
    expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
    expect(stage.see(issue).card?.gates[0]).toContain('Approved by maria (`pm`) in a comment on #');
    expect(stage.heard(issue)).toEqual([handoff]);
    expect(await say('maria', pull, '/return spec No.')).toEqual(['+1']);
    expect(stage.see(pull).checks[0]).toMatch(/^Baton: action_required · Waiting for maria to fix the spec/);
    const [reaction, why] = await say('rita', pull, '/why');
    expect([reaction, why?.split('\n')[0]]).toEqual([
      '+1',
      'You can merge this once maria fixes the spec of #15 (Coupons). Fix what was asked for, then comment `/request spec`.',
    ]);
    expect(stage.see(pull)).toMatchObject({ card: null, labels: [] });
  });

  test('with no issue, or with several, they are refused', async () => {
    const alone = await openPull(stage, 'Nothing.');
    expect(await say('maria', alone, '/approve spec')).toEqual([
      'confused',
      '`/approve` on a pull request is about the issue that it closes, and this one closes none; please comment on the issue.',
    ]);
    const [one, other] = [await newIssue(), await newIssue()];
    const both = await openPull(
      stage,
      `Closes #${one.split('#')[1] ?? ''} and closes #${other.split('#')[1] ?? ''}`,
    );
    expect(await say('maria', both, '/approve spec')).toEqual([
      'confused',
      'This pull request closes 2 issues, so `/approve` cannot tell which is meant; please comment on the issue itself.',
    ]);
    const [reaction, why] = await say('otto', both, '/why');
    expect([reaction, why?.split('\n')[0]]).toEqual(['+1', 'You can’t merge this yet:']);
    expect([stage.see(one).labels, stage.see(other).labels]).toEqual([[], []]);
  });
});

test('an edit that brings in a command does nothing, and is answered once', async () => {
  const issue = await newIssue();
  const comment = await stage.act('maria', (maria) => maria.comment(issue, 'Hm.'));
  await stage.act('maria', (maria) => maria.editComment(comment, 'Hm.\n/approve spec'));
  expect(stage.heard(issue)).toEqual([
    'You edited your comment, and edited comments don’t count; please write a new one.',
  ]);
  await stage.act('maria', (maria) => maria.editComment(comment, 'Hm!\n/approve spec'));
  expect(stage.heard(issue)).toEqual([]);
  const asked = await stage.act('rita', (rita) => rita.comment(issue, 'What is this?'));
  await stage.act('rita', (rita) => rita.editComment(asked, 'What is this?\n/why'));
  expect(stage.heard(issue)).toHaveLength(1);
});

test('events that come twice, or late, are answered once', async () => {
  const issue = await newIssue();
  stage.heard(issue);
  stage.github.faults.addForDeliveries({
    match: ({ event }) => event === 'issue_comment',
    kind: 'doubled',
    times: 2,
  });
  expect(await say('anton', issue, '/approve spec')).toEqual(['confused', forPm('approve')]);
  stage.github.faults.addForDeliveries({ match: ({ event }) => event === 'issue_comment', kind: 'delayed' });
  expect(await say('anton', issue, '/why')).toHaveLength(2);
  stage.github.faults.clear();
  for (const delivery of stage.github.deliveries.filter(({ event }) => event === 'issue_comment').slice(-2)) {
    const again = await fetch(delivery.url, {
      method: 'POST',
      headers: delivery.headers,
      body: JSON.stringify(delivery.payload),
    });
    expect(again.ok).toBe(true);
  }
  await stage.settled();
  expect(stage.heard(issue)).toEqual([]);
});

test('a command that waited for more than a day is heard, but not answered', async () => {
  const issue = await newIssue();
  stage.github.faults.addForDeliveries({
    match: ({ event }) => event === 'issue_comment',
    kind: 'lost',
    times: 2,
  });
  await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  stage.github.clock.advance(25 * 60 * 60_000);
  stage.heard(issue);
  await stage.act('ben', (ben) => ben.comment(issue, 'Anybody?'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  expect(stage.heard(issue)).toEqual([handoff]);
});
