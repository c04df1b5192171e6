/** A long timeline costs what is new of it, and says the same as if all of it had been read. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGitHubTracker, pastShape, type Reads } from '../../src/github/index.ts';
import { openStore, pastStore, type Store } from '../../src/store/index.ts';
import type { Item, Observation } from '../../src/tracker.ts';
import { clientOf, registerBaton } from '../baton.ts';
import { runs } from '../night.ts';

let github: Sandbox;
let store: Store;
let kept: Reads;
/** A tracker that keeps nothing: what it reads is the truth. */
let whole: () => Reads;
let installation: number;
const repository = 'acme/shop';
const minute = 60_000;

beforeEach(async () => {
  github = await startSandbox({ clock: createClock(Date.parse('2026-03-02T09:00:00Z')) });
  for (const login of ['olga', 'pia', 'ed']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['pia', 'ed'] });
  github.repository(repository, {
    private: true,
    collaborators: { pia: 'write', ed: 'write' },
    files: { '.github/roles.yml': 'roles: {pm: [pia], engineer: [ed]}\n' },
  });
  registerBaton(github);
  installation = github.install('baton', 'acme').id;
  const client = clientOf(github);
  const now = (): number => github.clock.now();
  store = await openStore(':memory:');
  kept = createGitHubTracker(client, { now, pasts: pastStore(store.db, pastShape, now) }).reads;
  const pasts = {
    past: async () => null,
    keepPast: async () => {},
    forgetPast: async () => {},
  };
  whole = () => createGitHubTracker(client, { now, pasts }).reads;
});

afterEach(async () => {
  const { unplayed, misfits } = github;
  await store.close();
  await github.close();
  expect({ unplayed, misfits }).toEqual({ unplayed: [], misfits: [] });
});

const as = (login: string) => github.as(login);
const item = (kind: 'issue' | 'pull-request', number: number): Item => ({
  installation,
  repository,
  kind,
  number,
});

/** How many requests a look took; what GitHub has is asked once a day, whoever looks. */
async function costOf(look: () => Promise<unknown>): Promise<number> {
  await look();
  github.requests.length = 0;
  await look();
  return github.requests.filter(
    ({ path, operation }) => !path.includes('access_tokens') && operation !== 'WhatIsThere',
  ).length;
}

/**
 * An observation, without the comments that hold no command and are not Baton's: they are nobody's word. How much of it was
 * read is told by the trace of it alone.
 */
function essential(seen: Observation): unknown {
  const words = (
    moments: readonly { kind: string; original?: string; text?: string; by: { self: boolean } }[],
  ) =>
    moments.filter(
      (moment) =>
        moment.kind !== 'commented' ||
        moment.by.self ||
        /^ {0,3}\/(approve|return|why)/m.test(`${moment.original}\n${moment.text}`),
    );
  if (seen.kind === 'gone') return seen;
  const issues = seen.kind === 'issue' ? [seen.issue] : seen.issues;
  return {
    ...seen,
    ...(seen.kind === 'pull-request'
      ? { pullRequest: { ...seen.pullRequest, moments: words(seen.pullRequest.moments) } }
      : {}),
    issues: issues.map(({ history, displayed }) => ({
      history: { ...history, moments: words(history.moments) },
      displayed: {
        ...displayed,
        pullRequests: displayed.pullRequests.map((pull) => ({ ...pull, moments: words(pull.moments) })),
      },
    })),
    issue: null,
    trace: null,
    traces: null,
  };
}

async function expectSame(of: Item): Promise<void> {
  expect(essential(await kept.observe(of))).toEqual(essential(await whole().observe(of)));
}

function longIssue(comments: number): string {
  const { number } = as('pia').openIssue(repository, { title: 'Coupons', body: 'One per order.' });
  const address = `${repository}#${number}`;
  for (let count = 0; count < comments; count += 1) as('ed').comment(address, `Note ${count}.`);
  github.clock.advance(2 * minute);
  return address;
}

describe('an issue', () => {
  test('with three thousand events in its past costs one request, like a fresh one', async () => {
    const address = longIssue(3000);
    expect(await costOf(() => whole().observe(item('issue', 1)))).toBe(30);
    expect(await costOf(() => kept.observe(item('issue', 1)))).toBe(1);
    as('pia').comment(address, '/approve spec');
    github.requests.length = 0;
    await expectSame(item('issue', 1));
    expect(github.requests.filter(({ operation }) => operation === 'ResumeIssue')).toHaveLength(1);
  });

  test('what is kept survives a new process, and without it the whole is read again', async () => {
    longIssue(250);
    await kept.observe(item('issue', 1));
    expect(await store.db.selectFrom('pasts').select('item').execute()).toEqual([{ item: 'acme/shop#1' }]);
    await store.db.deleteFrom('pasts').execute();
    await expectSame(item('issue', 1));
  });

  test('an old approval that is edited, or deleted, is seen', async () => {
    const { number } = as('pia').openIssue(repository, { title: 'Coupons', body: 'One per order.' });
    const address = `${repository}#${number}`;
    const approval = as('pia').comment(address, '/approve spec');
    const other = as('pia').comment(address, 'Later: approve it.');
    for (let count = 0; count < 300; count += 1) as('ed').comment(address, `Note ${count}.`);
    github.clock.advance(26 * 60 * minute);
    await kept.observe(item('issue', 1));
    github.requests.length = 0;

    as('ed').editComment(approval, '/approve acceptance');
    await expectSame(item('issue', 1));
    as('ed').editComment(other, '/approve spec');
    await expectSame(item('issue', 1));
    github.clock.advance(2000);
    // Edited in turn with many others, it is not overlooked.
    for (let count = 0; count < 80; count += 1) as('ed').comment(address, `More ${count}.`);
    as('ed').editComment(approval, 'Never mind.');
    for (let count = 0; count < 80; count += 1) as('ed').comment(address, `Even more ${count}.`);
    await expectSame(item('issue', 1));
    github.clock.advance(2 * minute);
    as('ed').deleteComment(approval);
    await expectSame(item('issue', 1));
    expect(await costOf(() => kept.observe(item('issue', 1)))).toBe(1);
  });

  test.each([
    ['ahead of', 1],
    ['behind', -1],
  ])('what is old enough to be kept is told by GitHub’s clock, also where ours is %s it', async (_, sign) => {
    longIssue(250);
    const now = (): number => github.clock.now() + sign * 365 * 24 * 60 * minute;
    const other = createGitHubTracker(clientOf(github), {
      now,
      pasts: pastStore(store.db, pastShape, now),
    }).reads;
    expect(await costOf(() => other.observe(item('issue', 1)))).toBe(1);
    as('ed').comment(`${repository}#1`, '/approve');
    for (let n = 0; n < 150; n += 1) as('ed').comment(`${repository}#1`, 'Well.');
    github.clock.advance(2 * minute);
    await other.observe(item('issue', 1));
    // The command waits for Baton's reaction: what comes after it is not kept yet.
    expect(await costOf(() => other.observe(item('issue', 1)))).toBe(2);
  });

  test('a week later the whole is read once more', async () => {
    longIssue(250);
    await kept.observe(item('issue', 1));
    github.clock.advance(8 * 24 * 60 * minute);
    github.requests.length = 0;
    await kept.observe(item('issue', 1));
    expect(github.requests.map(({ operation }) => operation)).toEqual([
      'WhatIsThere',
      'ObserveIssue',
      'MoreOfIssue',
      'MoreOfIssue',
    ]);
    expect(await costOf(() => kept.observe(item('issue', 1)))).toBe(1);
  });

  test('a past that GitHub does not know any more is forgotten', async () => {
    longIssue(250);
    await kept.observe(item('issue', 1));
    const { content } = await store.db.selectFrom('pasts').select('content').executeTakeFirstOrThrow();
    const past = JSON.parse(content) as { readonly is: object };
    await store.db
      .updateTable('pasts')
      .set({ content: JSON.stringify({ ...past, is: { ...past.is, cursor: 'bm90IGEgY3Vyc29y' } }) })
      .execute();
    await expectSame(item('issue', 1));
  });
});

test('a pull request and its issue, both long, cost one request together', async () => {
  const address = longIssue(350);
  as('ed').push(repository, 'work', { files: { 'a.txt': 'a' } });
  const { number } = as('ed').openPull(repository, {
    title: 'Work',
    body: `Closes ${address}`,
    head: 'work',
  });
  for (let count = 0; count < 350; count += 1) as('ed').comment(`${repository}#${number}`, `Note ${count}.`);
  github.clock.advance(26 * 60 * minute);
  expect(await costOf(() => kept.observe(item('pull-request', number)))).toBe(1);
  expect(await costOf(() => kept.observe(item('issue', 1)))).toBe(1);
  const said = as('pia').comment(address, '/approve spec');
  as('pia').label(`${repository}#${number}`, 'spec:approved');
  await expectSame(item('pull-request', number));
  await expectSame(item('issue', 1));
  as('ed').editComment(said, '/return spec');
  await expectSame(item('pull-request', number));
  as('pia').deleteComment(said);
  for (const where of [address, `${repository}#${number}`]) {
    const old = github.find.item(where).timeline.find(({ kind }) => kind === 'IssueComment');
    if (old?.kind === 'IssueComment') as('ed').deleteComment(old);
    await expectSame(item('pull-request', number));
    await expectSame(item('issue', 1));
  }
});

type Act = readonly [kind: 'say' | 'command' | 'edit' | 'delete' | 'label' | 'own' | 'wait', which: number];

const act: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom('say', 'command', 'edit', 'delete', 'label', 'own', 'wait'),
  fc.nat(1000),
);

test('whatever people do, and whenever Baton looks, both ways of reading tell the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { maxLength: 8 }), { minLength: 2, maxLength: 6 }),
      async (looks) => {
        const address = longIssue(260);
        // GitHub's limit of an hour.
        github.clock.advance(61 * minute);
        const number = Number(address.split('#')[1]);
        const said: ReturnType<ReturnType<typeof as>['comment']>[] = [];
        for (const acts of looks) {
          github.clock.advance(1000);
          for (const [kind, which] of acts) {
            const target = said[which % Math.max(1, said.length)];
            if (kind === 'say') said.push(as('ed').comment(address, `Said ${which}.`));
            else if (kind === 'command') said.push(as('pia').comment(address, '/approve spec'));
            else if (kind === 'own')
              as('baton[bot]').comment(address, `<!-- baton:undone ${which} -->\nSo it is.`);
            else if (kind === 'label') as('pia').label(address, `label-${which}`);
            else if (kind === 'wait') github.clock.advance((which % 30) * 60 * minute);
            else if (target !== undefined && kind === 'edit')
              as('ed').editComment(target, which % 2 === 0 ? '/approve spec' : `Edited ${which}.`);
            else if (target !== undefined) {
              as('ed').deleteComment(target);
              said.splice(said.indexOf(target), 1);
            }
            if (which % 5 === 0) github.clock.advance(which * 100);
          }
          for (let count = 0; count < 60; count += 1) as('ed').comment(address, `Filler ${count}.`);
          await expectSame(item('issue', number));
        }
      },
    ),
    { numRuns: runs(12), endOnFailure: true },
  );
});
