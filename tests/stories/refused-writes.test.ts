/** GitHub writes one document in part: each effect is the one that fails, and all the same everything is said once. */
import type { Acting, Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { oneOf } from '../night.ts';
import { commentsOf } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;

type Mutation = Parameters<Sandbox['faults']['addForMutations']>[0]['match'];

async function newIssue(): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  stage.heard(`${repository}#${number}`);
  return `${repository}#${number}`;
}

/** Everything that people see, times and ids aside. */
function picture(address: string): unknown {
  const item = stage.github.find.item(address);
  const numbered = new RegExp(`#${item.number}\\b`, 'g');
  const comments = item.timeline.filter((entry) => entry.kind === 'IssueComment' && !entry.deleted);
  const seen = stage.see(address);
  return JSON.parse(
    JSON.stringify({
      ...seen,
      // What is said late comes after what was said in time.
      said: seen.said.toSorted(),
      reactions: comments.map((entry) =>
        'reactions' in entry ? entry.reactions.map(({ content, by }) => [content, by.login]) : [],
      ),
      moves: item.timeline.map((entry) => entry.kind).filter((kind) => kind !== 'IssueComment'),
      cards: commentsOf(item).filter(({ body }) => body.includes('<!-- baton:card -->')).length,
    }).replaceAll(numbered, '#N'),
  ) as unknown;
}

type Scene = {
  /** What is there before; its address. */
  readonly before: () => Promise<string>;
  readonly acts: (somebody: (login: string) => Acting, item: string) => void;
  /** The mutations that it leads to, by what they are. */
  readonly writes: Readonly<Record<string, Mutation>>;
};

const says =
  (name: string, text: string): Mutation =>
  (mutation) =>
    mutation.name === name && JSON.stringify(mutation.input).includes(text);
const is =
  (name: string): Mutation =>
  (mutation) =>
    mutation.name === name;
const aCard = (mutation: Parameters<Mutation>[0]): boolean =>
  /addComment|updateIssueComment/.test(mutation.name) &&
  JSON.stringify(mutation.input).includes('baton:card');

const scenes: Readonly<Record<string, Scene>> = {
  'a new issue': {
    before: newIssue,
    acts: () => {},
    writes: {},
  },
  'an approval hands the baton on': {
    before: newIssue,
    acts: (as, issue) => as('maria').comment(issue, '/approve spec'),
    writes: {
      label: is('addLabelsToLabelable'),
      handoff: says('addComment', 'baton:handoff'),
      reaction: is('addReaction'),
      card: aCard,
    },
  },
  'back and forth': {
    before: async () => {
      const issue = await newIssue();
      await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
      await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
      return issue;
    },
    acts: (as, issue) => as('maria').comment(issue, '/approve spec'),
    writes: { handoff: says('addComment', 'baton:handoff'), card: aCard, reaction: is('addReaction') },
  },
  'a refused command, and a question for reasons': {
    before: newIssue,
    acts: (as, issue) => {
      as('anton').comment(issue, '/approve spec');
      as('rita').comment(issue, '/why');
    },
    writes: {
      'the refusal': says('addComment', 'is for `pm`'),
      'the reasons': says('addComment', 'baton:answer'),
      'the reaction that refuses': says('addReaction', 'CONFUSED'),
      'the reaction to the question': says('addReaction', 'THUMBS_UP'),
    },
  },
  'done, with reasons': {
    before: newIssue,
    acts: (as, issue) => as('maria').comment(issue, '/approve spec\n/why'),
    writes: { answer: says('addComment', 'baton:answer'), reaction: is('addReaction') },
  },
  'an assignment, a work label and a closing are undone': {
    before: newIssue,
    acts: (as, issue) => {
      as('anton').assign(issue, 'anton');
      stage.github.clock.advance(1000);
      as('anton').label(issue, 'in progress');
      stage.github.clock.advance(1000);
      as('anton').close(issue);
    },
    writes: {
      explanation: says('addComment', 'baton:undone'),
      unassigning: is('removeAssigneesFromAssignable'),
      'the label': is('removeLabelsFromLabelable'),
      reopening: is('reopenIssue'),
      card: aCard,
    },
  },
  'a gate’s label by the wrong person': {
    before: newIssue,
    acts: (as, issue) => as('anton').label(issue, 'spec:approved'),
    writes: {
      explanation: says('addComment', 'baton:undone'),
      'the label': is('removeLabelsFromLabelable'),
      card: aCard,
    },
  },
  'closed again once it is accepted': {
    before: async () => {
      const issue = await approvedIssue(stage);
      await stage.act('anton', (anton) => anton.close(issue));
      return issue;
    },
    acts: (as, issue) => as('maria').comment(issue, '/accept'),
    writes: { closing: is('closeIssue'), card: aCard, label: is('addLabelsToLabelable') },
  },
  'a command on a pull request': {
    before: () => openPull(stage, 'Nothing to close.'),
    acts: (as, pull) => as('anton').comment(pull, '/approve spec'),
    writes: { answer: says('addComment', 'baton:answer'), reaction: is('addReaction') },
  },
};

async function play(scene: Scene, meanwhile: () => void): Promise<unknown> {
  const item = await scene.before();
  meanwhile();
  stage.github.clock.advance(2000);
  scene.acts((login) => stage.github.as(login), item);
  await stage.settled();
  stage.github.faults.clear();
  await stage.act('rita', (rita) => rita.comment(item, 'Well.'));
  return picture(item);
}

describe.each(Object.entries(scenes))('%s', (_, scene) => {
  let undisturbed: unknown;
  // What a stage holds makes each act dearer.
  beforeAll(async () => {
    // What fails is tried again sooner than usual, and waits twice as long each time, as always.
    const rhythm = { backoff: { first: 20, most: 300_000 } };
    stage = await openStage({ policy: `${twoRoles}work: { labels: [in progress] }\n`, rhythm });
    await approvedIssue(stage);
    undisturbed = await play(scene, () => {});
  });
  afterAll(() => stage.close());

  test.each(Object.keys(scene.writes))('%s is refused, once or three times', async (write) => {
    const index = Object.keys(scene.writes).indexOf(write);
    const match = scene.writes[write] as Mutation;
    for (const times of oneOf(2, [1, 3], index)) {
      stage.github.faults.clear();
      const seen = await play(scene, () => stage.github.faults.addForMutations({ match, times }));
      expect(seen).toEqual(undisturbed);
    }
  });

  test.each([
    ['5xx', 'before-doing'],
    ['5xx', 'after-doing'],
    ['reset', 'after-doing'],
  ] as const)('%s %s', async (kind, when) => {
    const match = ({ kind: of }: { kind: string }): boolean => of === 'mutation';
    const seen = await play(scene, () => stage.github.faults.add({ match, kind, when }));
    expect(seen).toEqual(undisturbed);
  });

  test('all but one are refused, one after the other', async () => {
    for (const write of Object.keys(scene.writes)) {
      const kept = scene.writes[write] as Mutation;
      const match: Mutation = (mutation) => !kept(mutation);
      const seen = await play(scene, () => stage.github.faults.addForMutations({ match, times: 2 }));
      expect(seen).toEqual(undisturbed);
    }
  });
});

test('what was refused is said by a Baton that lost its database in between', async () => {
  const alone = await openStage({ rough: true });
  const { number } = await alone.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  const issue = `${repository}#${number}`;
  alone.heard(issue);
  alone.github.faults.addForMutations({ match: is('addComment'), times: 1000 });
  alone.github.clock.advance(2000);
  alone.hurry('maria', (maria) => maria.comment(issue, '/approve spec\n/why'));
  await alone.until(() => alone.see(issue).labels.includes('spec:approved'));
  await alone.restart(() => alone.github.faults.clear());
  await alone.act('rita', (rita) => rita.comment(issue, 'Well.'));
  expect(alone.heard(issue)).toEqual([
    expect.stringContaining('Waiting for @'),
    expect.stringContaining('Spec approval'),
  ]);
  await alone.close();
});
