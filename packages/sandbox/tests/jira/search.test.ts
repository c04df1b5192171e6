/** The small part of JQL: in the searcher's time zone, only what they may see, page after page. */
import { afterEach, describe, expect, test } from 'vitest';
import { flavours, startWorld, type World } from './world.ts';

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const first = { cloud: '/search/jql', 'data-center': '/search' } as const;

describe.each(flavours)('%s', (flavour) => {
  const look = async (jql: string, more = '', as: string | null = 'bot'): Promise<Found> => {
    const { status, body } = await (world as World).call(
      'GET',
      `${first[flavour]}?jql=${encodeURIComponent(jql)}&fields=key${more}`,
      undefined,
      as,
    );
    return { status, ...(body as Omit<Found, 'status'>) };
  };
  const keys = ({ issues = [] }: Found): string[] => issues.map((one) => one.key);
  const problem = ({ status, errorMessages }: Found): unknown => [status, errorMessages];

  /** SHOP-1 at 9:00 in Berlin, OPS-1 a minute later, SHOP-2 two. */
  async function three(): Promise<void> {
    world = await startWorld(flavour);
    const { jira, clock } = world;
    for (const project of ['SHOP', 'OPS', 'SHOP']) {
      jira.as('maria').createIssue(project, { summary: project });
      clock.advance(60_000);
    }
  }

  test('since a minute, which is read in the time zone of whoever searches', async () => {
    await three();
    // The bot lives in New York: 9:00 in Berlin is 3:00.
    const since = (time: string): string =>
      `project in (SHOP, "OPS") AND updated >= "${time}" ORDER BY updated ASC, key ASC`;
    expect(keys(await look(since('2026/01/12 03:00')))).toEqual(['SHOP-1', 'OPS-1', 'SHOP-2']);
    expect(keys(await look(since('2026-01-12 03:01')))).toEqual(['OPS-1', 'SHOP-2']);
    expect(keys(await look(since('2026/01/12 09:00')))).toEqual([]);
    expect(keys(await look(since('2026/01/12 09:01'), '', 'maria'))).toEqual(['OPS-1', 'SHOP-2']);
    expect(keys(await look(since('-1m')))).toEqual(['SHOP-2']);
    expect(keys(await look(since('2026/01/12')))).toEqual(['SHOP-1', 'OPS-1', 'SHOP-2']);
    const invalid = await look(since('2026-01-12T03:00:00Z'));
    expect(problem(invalid)).toEqual([
      400,
      [
        expect.stringMatching(
          /^Date value '2026-01-12T03:00:00Z' for field 'updated' is invalid\. Valid formats/,
        ),
      ],
    ]);
  });

  test('what somebody may not see is not there, and its project is unknown to them', async () => {
    await three();
    expect(keys(await look('project in (OPS) ORDER BY key', '', 'vic'))).toEqual(['OPS-1']);
    expect(problem(await look('project in (SHOP, OPS)', '', 'vic'))).toEqual([
      400,
      ["The value 'SHOP' does not exist for the field 'project'."],
    ]);
    expect(problem(await look('project = NONE'))).toEqual([
      400,
      ["The value 'NONE' does not exist for the field 'project'."],
    ]);
  });

  test('by id: one that is not there, or not to be seen, refuses the whole search', async () => {
    await three();
    const { jira } = world as World;
    const [one, two] = ['SHOP-1', 'SHOP-2'].map((key) => jira.issue(key).id);
    expect(keys(await look(`id in (${one}, ${two}) ORDER BY key ASC`))).toEqual(['SHOP-1', 'SHOP-2']);
    expect(problem(await look(`id in (${one}, 99999)`))).toEqual([
      400,
      ["A value with ID '99999' does not exist for the field 'id'."],
    ]);
    jira.restrict('SHOP-2', 'user:maria');
    expect(problem(await look('key in (SHOP-1, SHOP-2)'))).toEqual([
      400,
      ["An issue with key 'SHOP-2' does not exist for field 'key'."],
    ]);
    expect(keys(await look('key in (SHOP-1, SHOP-2)', '', 'maria'))).toEqual(['SHOP-2', 'SHOP-1']);
    if (flavour === 'data-center') {
      const lenient = await look(`id in (${one}, ${two}, 99999)`, '&validateQuery=false');
      expect([keys(lenient), lenient.total]).toEqual([['SHOP-1'], 1]);
      return;
    }
    const { status, body } = await (world as World).call('POST', '/issue/bulkfetch', {
      issueIdsOrKeys: [String(two), '99999', 'shop-1', String(one)],
      fields: ['project'],
    });
    expect([status, keys(body as Found)]).toEqual([200, ['SHOP-1']]);
  });

  test('page after page', async () => {
    await three();
    const jql = 'project in (SHOP, OPS) ORDER BY updated ASC';
    const one = await look(jql, '&maxResults=2');
    expect(keys(one)).toEqual(['SHOP-1', 'OPS-1']);
    if (flavour === 'cloud') {
      expect([one.isLast, one.total, typeof one.nextPageToken]).toEqual([false, undefined, 'string']);
      const two = await look(jql, `&maxResults=2&nextPageToken=${one.nextPageToken ?? ''}`);
      expect([keys(two), two.isLast, two.nextPageToken]).toEqual([['SHOP-2'], true, undefined]);
      expect((await look(jql, '&nextPageToken=x')).status).toBe(400);
      // Without fields there is the id, and nothing else; without a restriction there is no answer.
      const bare = await (world as World).call(
        'GET',
        `/search/jql?jql=${encodeURIComponent(jql)}&maxResults=1`,
      );
      expect(Object.keys((bare.body as { issues: object[] }).issues[0] ?? {})).toEqual(['id']);
      expect(problem(await look('ORDER BY updated ASC'))).toEqual([
        400,
        ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
      ]);
      // The search of before is gone.
      expect((await (world as World).call('GET', `/search?jql=${encodeURIComponent(jql)}`)).status).toBe(410);
    } else {
      expect([one.startAt, one.maxResults, one.total]).toEqual([0, 2, 3]);
      expect(keys(await look(jql, '&maxResults=2&startAt=2'))).toEqual(['SHOP-2']);
    }
    expect((world as World).jira.unplayed).toEqual([]);
  });

  test('JQL that is not played fails loudly, and is listed', async () => {
    await three();
    expect((await look('project = SHOP OR project = OPS')).status).toBe(501);
    expect((await look('assignee = currentUser()')).status).toBe(501);
    expect((world as World).jira.unplayed).toEqual([
      expect.stringContaining("JQL's OR"),
      expect.stringContaining('the JQL function currentUser'),
    ]);
  });
});

type Found = {
  readonly status: number;
  readonly issues?: readonly { readonly key: string }[];
  readonly errorMessages?: readonly string[];
  readonly isLast?: boolean;
  readonly nextPageToken?: string;
  readonly total?: number;
  readonly startAt?: number;
  readonly maxResults?: number;
};
