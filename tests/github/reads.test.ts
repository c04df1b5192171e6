/** What is read beside the items: what there is to look at, labels, and facts that only some policies ask for. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';

import type { OpenItems, ToList } from '../../src/github/read/open-items.ts';
import { TryLater, type Item, type Repository } from '../../src/tracker.ts';
import { answerFrom, answering, host, list, Refusal, type Plain } from './answering.ts';
import { failure } from './looking.ts';
import { at, issue, label, ms, pull, repository } from './stories.ts';

const github = answering();
const shop: Repository = {
  id: 'R_shop',
  name: 'acme/shop',
  defaultBranch: 'main',
  url: 'https://github.example/acme/shop',
};
const item = (kind: 'issue' | 'pull-request' = 'issue', number = 12): Item => ({
  installation: github.installation,
  repository: 'acme/shop',
  kind,
  number,
});

describe('what there is to look at', () => {
  const many = (count: number): Plain[] =>
    Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      updatedAt: new Date(ms('09:00:00') - index * 60_000).toISOString(),
      assignees: { totalCount: index === 101 ? 1 : 0 },
    }));
  const whole = async (more: Partial<ToList> = {}): Promise<OpenItems[]> => {
    const found: OpenItems[] = [];
    const what = { installation: github.installation, repository: 'acme/shop', ...more };
    for await (const page of github.tracker.reads.listOpen(what)) found.push(page);
    return found;
  };

  /** What was found, without how it goes on. */
  const pages = async (closedSince: number | null = null): Promise<Omit<OpenItems, 'goesOn'>[]> =>
    (await whole({ closedSince }))
      .map(({ issues, assigned, pullRequests }) => ({ issues, assigned, pullRequests }))
      .filter((page) => Object.values(page).some(({ length }) => length > 0));

  test('is every open issue and pull request, page by page, and what was closed since a time', async () => {
    const closed = [
      { number: 900, closedAt: at('11:00:00') },
      { number: 901, closedAt: at('08:00:00') },
    ];
    const issues = (args: { states: string[]; first: number; after?: string }) =>
      list(args.states[0] === 'OPEN' ? many(250) : closed)(args);
    github.root = {
      repository: repository({ issues, pullRequests: list([{ number: 300, updatedAt: at('08:00:00') }]) }),
    };
    const numbers = many(250).map(({ number }) => number);
    expect(await pages(ms('10:00:00'))).toEqual([
      { issues: [...numbers.slice(0, 100), 900], assigned: [], pullRequests: [300] },
      { issues: [101, ...numbers.slice(102, 200)], assigned: [102], pullRequests: [] },
      { issues: numbers.slice(200), assigned: [], pullRequests: [] },
    ]);
    // What changed meanwhile may have moved to the beginning: nothing had.
    expect(github.asked).toHaveLength(4);
    expect(github.asked[0]?.variables['since']).toBe('2026-03-01T10:00:00.000Z');
    expect(
      (await pages())
        .flatMap(({ issues: open, assigned }) => [...open, ...assigned])
        .toSorted((one, other) => one - other),
    ).toEqual(numbers);
  });

  test('is also what changed while it was listed, and so moved to where was read before', async () => {
    const fresh = { number: 251, updatedAt: at('09:30:00'), assignees: { totalCount: 0 } };
    let reads = 0;
    const issues = (args: { states: string[]; first: number; after?: string }) => {
      if (args.after === undefined || args.after === null) reads += 1;
      return list(reads === 1 ? many(250) : [fresh, ...many(250)])(args);
    };
    github.root = { repository: repository({ issues, pullRequests: list([]) }) };
    const found = (await pages()).flatMap((page) => [...page.issues, ...page.assigned]);
    expect(found).toHaveLength(251);
    expect(found.at(-1)).toBe(251);
    expect(github.asked).toHaveLength(4);
  });

  test('goes on where it broke off, and lists nothing twice that was listed before', async () => {
    github.root = {
      repository: repository({
        issues: list(many(250)),
        pullRequests: list([{ number: 300, updatedAt: at('08:00:00') }]),
      }),
    };
    const [first, ...others] = await whole();
    const from = first?.goesOn ?? null;
    expect(from?.isChecking).toBe(false);
    github.asked.splice(0);
    expect(await whole({ from })).toEqual(others);
    expect(github.asked).toHaveLength(3);
    // What moved to the beginning meanwhile is still told from what was read there.
    const checking = others.at(-2)?.goesOn ?? null;
    expect(checking).toMatchObject({ isChecking: true, next: { issues: null, pulls: null } });
    expect(await whole({ from: checking })).toEqual([others.at(-1)]);
    expect(others.at(-1)).toEqual({ pullRequests: [], assigned: [], issues: [], goesOn: null });
  });

  test('begins anew where GitHub does not know the place any more', async () => {
    const issues = (args: { states: string[]; first: number; after?: string }) => {
      if (args.after === 'gone')
        throw new Refusal('INVALID_CURSOR_ARGUMENTS', '`gone` does not appear valid.');
      return list(many(3))(args);
    };
    github.root = { repository: repository({ issues, pullRequests: list([]) }) };
    const from = { next: { issues: 'gone' }, newest: 0, listed: '', isChecking: false };
    expect((await whole({ from })).map((page) => page.issues)).toEqual([[1, 2, 3]]);
  });

  test('of pull requests alone asks for nothing else', async () => {
    github.root = {
      repository: repository({ pullRequests: list([{ number: 30, updatedAt: at('08:00:00') }]) }),
    };
    expect((await whole({ pullsAlone: true })).map(({ pullRequests }) => pullRequests)).toEqual([[30]]);
    expect(github.asked[0]?.variables).toMatchObject({ issues: false, closed: false });
  });

  test('is nothing where the repository is gone', async () => {
    github.root = {
      repository: () => {
        throw new Refusal('NOT_FOUND', 'Could not resolve to a Repository');
      },
    };
    expect(await pages()).toEqual([]);
  });
});

describe("the gates' labels", () => {
  test('are made where they are missing, and stay as the team has made them look where they are not', async () => {
    const has = ['spec:approved'];
    const created: unknown[] = [];
    github.root = (asked) =>
      answerFrom(
        {
          node: {
            is: 'Repository',
            label: ({ name }: { name: string }) => (has.includes(name.toLowerCase()) ? label(name) : null),
          },
          createLabel: ({ input }: { input: { name: string } }) => {
            created.push({ ...input });
            has.push(input.name);
            return { clientMutationId: null };
          },
        },
        asked,
      );
    const wanted = [
      { name: 'Spec:Approved', color: '0e8a16', description: 'Spec approval' },
      { name: 'pm:accepted', color: '0e8a16', description: 'Acceptance' },
    ];
    await github.tracker.writes.ensureLabels({
      installation: github.installation,
      repository: shop,
      labels: wanted,
    });
    expect(created).toEqual([
      { repositoryId: 'R_shop', name: 'pm:accepted', color: '0e8a16', description: 'Acceptance' },
    ]);
    await github.tracker.writes.ensureLabels({
      installation: github.installation,
      repository: shop,
      labels: wanted,
    });
    expect(github.asked).toHaveLength(3);
  });
});

describe('the files of a pull request', () => {
  const compared = (commits: string, files: readonly unknown[]) =>
    nock(host)
      .get(`/repos/acme/shop/compare/${commits}`)
      .reply(200, { files } as nock.Body);
  const look = async (fields: Plain = {}) => {
    github.root = { repository: repository({ pullRequest: pull(fields) }) };
    const observation = await github.tracker.reads.observe(item('pull-request', 30));
    if (observation.kind !== 'pull-request') throw new Error('A pull request was expected');
    return observation.pullRequest;
  };
  const paths = async (fields: Plain = {}) =>
    github.tracker.reads.changedPaths(item('pull-request', 30), await look(fields));

  test('are those between its base and its head, old names too, read once for these commits', async () => {
    compared('bbb...aaa', [
      { filename: 'docs/a.md' },
      { filename: 'docs/b.md', previous_filename: 'src/b.ts' },
    ]);
    expect(await paths()).toEqual(['docs/a.md', 'docs/b.md', 'src/b.ts']);
    expect(await paths()).toEqual(['docs/a.md', 'docs/b.md', 'src/b.ts']);
    compared('ccc...aaa', [{ filename: 'src/c.ts' }]);
    expect(await paths({ baseRefOid: 'ccc' })).toEqual(['src/c.ts']);
    expect(await paths()).toEqual(['docs/a.md', 'docs/b.md', 'src/b.ts']);
  });

  test('are not known where there are more than GitHub lists', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ filename: `docs/${index}.md` }));
    compared('bbb...aaa', many);
    expect(await paths()).toBeNull();
  });
});

describe("an issue's type", () => {
  const typed = (status: number, body: nock.Body) =>
    nock(host).get('/repos/acme/shop/issues/12').reply(status, body);

  test.each([
    [{ type: { name: 'Feature' } }, 'Feature'],
    [{ type: null }, null],
    [{}, null],
  ])('in %j is %s', async (body, type) => {
    github.root = {
      repository: repository({
        issue: issue(),
        pullRequest: pull({ closingIssuesReferences: list([issue()]) }),
      }),
    };
    typed(200, body);
    const one = await github.tracker.reads.withTypes(item(), await github.tracker.reads.observe(item()));
    expect(one).toMatchObject({ issue: { displayed: { type } } });
    typed(200, body);
    const pullItem = item('pull-request', 30);
    const other = await github.tracker.reads.withTypes(
      pullItem,
      await github.tracker.reads.observe(pullItem),
    );
    expect(other).toMatchObject({ issues: [{ displayed: { type } }] });
    expect(await github.tracker.reads.withTypes(item(), { kind: 'gone' })).toEqual({ kind: 'gone' });
  });

  test('that cannot be read is tried again', async () => {
    github.root = { repository: repository({ issue: issue() }) };
    typed(404, {});
    const observation = await github.tracker.reads.observe(item());
    expect(await failure(github.tracker.reads.withTypes(item(), observation))).toBeInstanceOf(TryLater);
  });
});

test('an installation has a beginning, which is asked for once, and each repository added to it later; one that was removed has none', async () => {
  nock(host).get('/app/installations/5').reply(200, { created_at: '2026-02-01T00:00:00Z' });
  nock(host).get('/app/installations/6').reply(404, {});
  const since = Date.parse('2026-02-01T00:00:00Z');
  expect(await github.tracker.reads.installationSince(5, 'acme/shop')).toBe(since);
  expect(await github.tracker.reads.installationSince(5, 'acme/shop')).toBe(since);
  expect(await github.tracker.reads.installationSince(6, 'acme/shop')).toBeNull();
  github.tracker.remembered.noteAdded('Acme/Site', github.now);
  expect(await github.tracker.reads.installationSince(5, 'acme/site')).toBe(github.now);
  expect(await github.tracker.reads.installationSince(5, 'acme/shop')).toBe(since);
});
