/** Effects become one request, and its failures say what to do. */
import { afterEach, describe, expect, test } from 'vitest';

import type { Effect } from '../../src/handoff/index.ts';
import { TryLater, type Item, type Performed, type Repository } from '../../src/tracker.ts';
import { answerFrom, answering, list, Refusal, type Asked, type Plain } from './answering.ts';
import { failure } from './looking.ts';
import { evan, issue, label, repository } from './stories.ts';

const github = answering();
const shop: Repository = {
  id: 'R_shop',
  name: 'acme/shop',
  defaultBranch: 'main',
  url: 'https://github.example/acme/shop',
};
const item = (): Item => ({
  installation: github.installation,
  repository: 'acme/shop',
  kind: 'issue',
  number: 12,
});
const perform = (...effects: readonly Effect[]): Promise<Performed> =>
  github.tracker.writes.perform({ item: item(), repository: shop, effects });

/** A GitHub on which every mutation succeeds, but those of these names. */
function writable(refused: Readonly<Record<string, Refusal>> = {}, rest: Plain = {}): void {
  const done = (name: string) => () => {
    const refusal = refused[name];
    if (refusal !== undefined) throw refusal;
    return { clientMutationId: null };
  };
  const names = [
    'addLabelsToLabelable',
    'removeLabelsFromLabelable',
    'removeAssigneesFromAssignable',
    'reopenIssue',
    'closeIssue',
    'updateIssueComment',
    'addComment',
    'deleteIssueComment',
    'addReaction',
    'createCheckRun',
    'updateCheckRun',
    'createLabel',
  ];
  const root = { ...Object.fromEntries(names.map((name) => [name, done(name)])), ...rest };
  github.root = (asked: Asked) => answerFrom(root, asked);
}

/** The mutations of a request with their inputs, in order. */
function mutations(asked: Asked | undefined): readonly (readonly [string, unknown])[] {
  return [...(asked?.query ?? '').matchAll(/act(\d+): (\w+)/g)].map(([, index, name]) => [
    name ?? '',
    asked?.variables[`input${index}`],
  ]);
}

const look = async (): Promise<void> => {
  const seen = issue({ labels: list([label('in progress')]), assignees: list([evan]) });
  github.root = { repository: repository({ labels: list([label('spec:approved')]), issue: seen }) };
  await github.tracker.reads.observe(item());
  github.asked.length = 0;
};

afterEach(() => {
  github.asked.length = 0;
});

test('no effects are no request', async () => {
  await perform();
  expect(github.asked).toEqual([]);
});

test('effects on what was just looked at are one request, in their order', async () => {
  await look();
  writable();
  await perform(
    { kind: 'label', on: 'I_12', label: 'Spec:Approved' },
    { kind: 'unlabel', on: 'I_12', label: 'in progress' },
    { kind: 'unassign', on: 'I_12', login: 'Evan' },
    { kind: 'reopen', on: 'I_12' },
    { kind: 'close', on: 'I_12', reason: 'not_planned' },
    { kind: 'card', on: 'I_12', card: null, body: 'A card' },
    { kind: 'card', on: 'I_12', card: 'IC_1', body: 'The card' },
    { kind: 'remove-comment', comment: 'IC_2' },
    { kind: 'comment', on: 'I_12', body: '@maria, it is your turn.' },
    { kind: 'react', comment: 'IC_3', reaction: 'done' },
    { kind: 'react', comment: 'IC_4', reaction: 'refused' },
    {
      kind: 'check',
      check: null,
      report: { name: 'Baton', headSha: 'aaa', conclusion: null, title: 'Baton will retry', summary: 'x' },
    },
    {
      kind: 'check',
      check: 'CR_1',
      report: { name: 'Baton', headSha: 'aaa', conclusion: 'action_required', title: 'Wait', summary: 'x' },
    },
  );
  const time = '2026-03-01T12:00:00.000Z';
  expect(github.asked).toHaveLength(1);
  expect(mutations(github.asked[0])).toEqual([
    ['addLabelsToLabelable', { labelableId: 'I_12', labelIds: ['LA_spec:approved'] }],
    ['removeLabelsFromLabelable', { labelableId: 'I_12', labelIds: ['LA_in progress'] }],
    ['removeAssigneesFromAssignable', { assignableId: 'I_12', assigneeIds: ['U_evan'] }],
    ['reopenIssue', { issueId: 'I_12' }],
    ['closeIssue', { issueId: 'I_12', stateReason: 'NOT_PLANNED' }],
    ['addComment', { subjectId: 'I_12', body: 'A card' }],
    ['updateIssueComment', { id: 'IC_1', body: 'The card' }],
    ['deleteIssueComment', { id: 'IC_2' }],
    ['addComment', { subjectId: 'I_12', body: '@maria, it is your turn.' }],
    ['addReaction', { subjectId: 'IC_3', content: 'THUMBS_UP' }],
    ['addReaction', { subjectId: 'IC_4', content: 'CONFUSED' }],
    [
      'createCheckRun',
      {
        repositoryId: 'R_shop',
        name: 'Baton',
        headSha: 'aaa',
        status: 'IN_PROGRESS',
        startedAt: time,
        output: { title: 'Baton will retry', summary: 'x' },
      },
    ],
    [
      'updateCheckRun',
      {
        repositoryId: 'R_shop',
        checkRunId: 'CR_1',
        name: 'Baton',
        status: 'COMPLETED',
        conclusion: 'ACTION_REQUIRED',
        completedAt: time,
        output: { title: 'Wait', summary: 'x' },
      },
    ],
  ]);
});

test('a check with annotations is a new check run: they would add up otherwise', async () => {
  writable();
  const annotations = Array.from({ length: 60 }, (_, index) => ({
    path: '.github/roles.yml',
    line: index + 1,
    column: 3,
    message: 'What is this?',
  }));
  const report = {
    name: 'Baton policy',
    headSha: 'aaa',
    conclusion: 'failure',
    title: 'Broken',
    summary: 'x',
    annotations,
  } as const;
  await perform({ kind: 'check', check: 'CR_1', report });
  const [[name, input] = []] = mutations(github.asked[0]);
  expect(name).toBe('createCheckRun');
  const { output } = input as { output: { annotations: unknown[] } };
  expect(output.annotations).toHaveLength(50);
  expect(output.annotations[0]).toEqual({
    path: '.github/roles.yml',
    message: 'What is this?',
    annotationLevel: 'FAILURE',
    location: { startLine: 1, endLine: 1, startColumn: 3, endColumn: 3 },
  });
});

describe('texts that are longer than GitHub takes', () => {
  const sent = async (body: string): Promise<string> => {
    writable();
    await perform({ kind: 'comment', on: 'I_12', body });
    const [[, input] = []] = mutations(github.asked[0]);
    return (input as { body: string }).body;
  };

  test('are cut, say so, and keep what Baton knows them by', async () => {
    const body = `${'A line that is not long.\n'.repeat(4_000)}<!-- baton:handoff pm -->`;
    const cut = await sent(body);
    expect(cut.length).toBeLessThanOrEqual(65_536);
    expect(cut).toMatch(
      /not long\.\n\n_Too long for GitHub: the rest was cut off here\._\n<!-- baton:handoff pm -->$/,
    );
  });

  test('are never cut within a character, nor within a block of code', async () => {
    const cut = await sent(`\`\`\`\n${'🥁'.repeat(40_000)}`);
    expect(cut.length).toBeLessThanOrEqual(65_536);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut).toContain('\n```\n\n_Too long');
  });

  test('stay as they are when they just fit', async () => {
    const body = 'x'.repeat(65_536);
    expect(await sent(body)).toBe(body);
  });
});

describe('ids that no look has seen', () => {
  test('are asked for, and a label that is missing is made', async () => {
    const made: Plain[] = [];
    writable(
      {},
      {
        node: () => ({
          is: 'Repository',
          label: ({ name }: { name: string }) => made.find((each) => each['name'] === name) ?? null,
        }),
        user: ({ login }: { login: string }) => {
          if (login === 'gone') throw new Refusal('NOT_FOUND', 'Could not resolve to a User');
          return { id: `U_${login}` };
        },
        createLabel: ({ input }: { input: { name: string } }) => {
          made.push(label(input.name));
          return { clientMutationId: null };
        },
      },
    );
    await perform(
      { kind: 'label', on: 'I_12', label: 'pm:accepted' },
      { kind: 'unlabel', on: 'I_12', label: 'nowhere' },
      { kind: 'unassign', on: 'I_12', login: 'zoe' },
      { kind: 'unassign', on: 'I_12', login: 'gone' },
    );
    expect(mutations(github.asked.at(-1))).toEqual([
      ['addLabelsToLabelable', { labelableId: 'I_12', labelIds: ['LA_pm:accepted'] }],
      ['removeAssigneesFromAssignable', { assignableId: 'I_12', assigneeIds: ['U_zoe'] }],
    ]);
  });
});

describe('what GitHub refuses', () => {
  const gone = new Refusal('NOT_FOUND', "Could not resolve to a node with the global id of 'IC_2'.");

  test('because it is gone already is passed over', async () => {
    writable({ deleteIssueComment: gone, addReaction: gone });
    await perform(
      { kind: 'remove-comment', comment: 'IC_2' },
      { kind: 'react', comment: 'IC_2', reaction: 'done' },
    );
    expect(github.passed).toEqual([
      "deleteIssueComment: Could not resolve to a node with the global id of 'IC_2'.",
      "addReaction: Could not resolve to a node with the global id of 'IC_2'.",
    ]);
  });

  test('for a missing permission is said with the permission, and not tried again', async () => {
    const forbidden = new Refusal('FORBIDDEN', 'Resource not accessible by integration');
    writable({ createCheckRun: forbidden, addComment: new Refusal('UNPROCESSABLE', 'Busy') });
    const report = { name: 'Baton', headSha: 'a', conclusion: null, title: 'x', summary: 'x' } as const;
    const check = { kind: 'check', check: null, report } as const;
    const comment = { kind: 'comment', on: 'I_12', body: 'x' } as const;
    const sentence =
      'GitHub did not allow createCheckRun on acme/shop#12: Resource not accessible by integration. ' +
      'The App needs "Checks: write"; an owner can accept new permissions on the installation\'s settings page.';
    const refused = [{ effect: check, refused: { kind: 'permission', about: 'Checks: write', sentence } }];
    writable({ createCheckRun: forbidden });
    expect(await perform(comment, check)).toEqual({
      written: [comment],
      locked: [],
      isLimited: false,
      refused,
    });
    writable({ createCheckRun: forbidden, addComment: new Refusal('UNPROCESSABLE', 'Busy') });
    expect(await failure(perform(comment, check))).toBeInstanceOf(TryLater);
    const last = await github.tracker.writes.perform({
      item: item(),
      repository: shop,
      effects: [comment, check],
      isLast: true,
    });
    expect(last.refused.map(({ refused: { sentence: said } }) => said)).toEqual([
      'GitHub did not take addComment on acme/shop#12: Busy.',
      sentence,
    ]);
  });

  test.each([
    [
      'Repository was archived so is read-only and unable to create comment because issue is locked',
      'archived',
    ],
    [
      'could not be created. Interactions on this repository have been restricted to collaborators only.',
      null,
    ],
    ['was submitted too quickly', 'later'],
  ])('“%s”', async (message, kind) => {
    writable({ addComment: new Refusal('UNPROCESSABLE', message) });
    const comment = { kind: 'comment', on: 'I_12', body: 'x' } as const;
    const performing = github.tracker.writes.perform({
      item: item(),
      repository: shop,
      effects: [comment],
      isLast: true,
    });
    if (kind === 'later') return expect(await failure(performing)).toBeInstanceOf(TryLater);
    const { written, locked, isLimited, refused } = await performing;
    expect([written, locked, isLimited, refused.map(({ refused: { kind: why } }) => why)]).toEqual(
      kind === null ? [[], [comment], true, []] : [[], [], false, [kind]],
    );
  });

  test('otherwise is looked at again, and what was kept of the labels is forgotten', async () => {
    await look();
    writable({ addLabelsToLabelable: gone });
    const error = await failure(perform({ kind: 'label', on: 'I_12', label: 'spec:approved' }));
    expect(error).toBeInstanceOf(TryLater);
    github.root = { repository: repository({ issue: issue() }) };
    await github.tracker.reads.observe(item());
    expect(github.asked.at(-1)?.variables['labels']).toBe(true);
  });
});

test('what is called before each write can end the writing; a write is a label that is missing, too', async () => {
  writable({}, { node: () => ({ is: 'Repository', label: null }) });
  const lost = new Error('It is not mine any more.');
  const before = (): never => {
    throw lost;
  };
  const sent = (): number => github.asked.filter(({ query }) => query.startsWith('mutation')).length;
  const comment = { kind: 'comment', on: 'I_12', body: 'x' } as const;
  expect(
    await failure(
      github.tracker.writes.perform({ item: item(), repository: shop, effects: [comment] }, before),
    ),
  ).toBe(lost);
  const label = { kind: 'label', on: 'I_12', label: 'spec:approved' } as const;
  expect(
    await failure(
      github.tracker.writes.perform({ item: item(), repository: shop, effects: [label] }, before),
    ),
  ).toBe(lost);
  expect(sent()).toBe(0);
});
