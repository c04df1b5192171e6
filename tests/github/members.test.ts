/** Who holds which role. */
import nock from 'nock';
import { beforeEach, describe, expect, test } from 'vitest';

import type { Moment } from '../../src/handoff/index.ts';
import type { Asking, Membership } from '../../src/tracker.ts';
import { TryLater } from '../../src/tracker.ts';
import { permissions, type Policy } from '../../src/policy/index.ts';
import { answering, host } from './answering.ts';
import { failure } from './looking.ts';

const github = answering();

function policyOf(roles: Policy['roles']): Policy {
  return {
    ...({} as Policy),
    version: 1,
    roles,
    people: [],
    exempt: { labels: [], by: [], authors: [], paths: [] },
  };
}
/** Accounts by login, and their numbers. */
let numbers: Record<string, number> = {};
beforeEach(() => {
  numbers = { maria: 1, paula: 2, pete: 3, evan: 4, tina: 5, cora: 6, zoe: 7, eva: 8 };
  github.root = {
    user: ({ login: name }: { login: string }) =>
      numbers[name] === undefined
        ? null
        : { id: `U_${numbers[name]}`, databaseId: numbers[name], login: name },
  };
});
const person = (name: string) => ({ login: name, id: numbers[name.toLowerCase()] ?? 99 });
const login = (name: string) => ({ kind: 'login', login: name }) as const;
const team = (slug: string, org = 'acme') => ({ kind: 'team', org, slug }) as const;
const said = (who: string, kind: 'person' | 'bot' | 'nobody' = 'person'): Moment => ({
  kind: 'reopened',
  id: `RE_${who}`,
  at: 0,
  by: {
    login: who,
    kind,
    self: false,
    ...(numbers[who.toLowerCase()] === undefined ? {} : { id: String(numbers[who.toLowerCase()]) }),
  },
});
const members = (
  policy: Policy,
  moments: readonly Moment[] = [],
  logins: readonly string[] = [],
  pins: Asking['pins'] = new Map(),
): Promise<Membership> =>
  github.tracker.reads.members(
    { installation: github.installation, repository: 'acme/shop', kind: 'issue', number: 12 },
    policy,
    {
      moments,
      people: logins.map((name) => said(name).by),
      pins,
    },
  );
const teamOf = (
  slug: string,
  page: number,
  status: number,
  body: nock.Body,
  headers: nock.ReplyHeaders = {},
) =>
  nock(host)
    .get(`/orgs/acme/teams/${slug}/members`)
    .query({ per_page: 100, page })
    .reply(status, body, headers);
const itself = (slug: string, id: number, org = 'acme') =>
  nock(host)
    .get(`/orgs/${org}/teams/${slug}`)
    .reply(200, { id, node_id: `T_${id}`, slug });
const permissionOf = (who: string, status: number, body: nock.Body) =>
  nock(host).get(`/repos/acme/shop/collaborators/${who}/permission`).reply(status, body);
const roles = ({ today }: Membership): Record<string, string[]> =>
  Object.fromEntries(
    [...today].flatMap(([who, held]) => {
      const name = who.startsWith('#')
        ? Object.keys(numbers).find((each) => `#${numbers[each]}` === who)
        : who.endsWith('[bot]')
          ? who
          : undefined;
      return name === undefined ? [] : [[name, [...held].sort()]];
    }),
  );

describe('a role of logins and teams', () => {
  const policy = policyOf([
    { name: 'pm', members: [login('Maria'), team('product')], permission: null },
    { name: 'engineer', members: [team('engineering'), login('renovate[bot]')], permission: null },
  ]);

  test('is held by all of them, page by page; a bot only by its own name; asked for once', async () => {
    const link = `<${host}/x?page=2>; rel="next"`;
    teamOf('product', 1, 200, [person('Paula'), person('evil[bot]')], { link });
    teamOf('product', 2, 200, [person('Pete')]);
    itself('product', 11);
    teamOf('engineering', 1, 200, [person('evan'), person('maria')]);
    itself('engineering', 12);
    const [first, second] = await Promise.all([members(policy), members(policy)]);
    expect(first).toEqual(second);
    expect(roles(first)).toEqual({
      maria: ['engineer', 'pm'],
      paula: ['pm'],
      pete: ['pm'],
      evan: ['engineer'],
      'renovate[bot]': ['engineer'],
    });
    expect([...first.mentions]).toEqual([
      ['pm', ['Maria', 'acme/product']],
      ['engineer', ['acme/engineering', 'renovate[bot]']],
    ]);
    expect([first.recorded.size, first.problems]).toEqual([0, []]);
  });

  test('is read again when a team changed, and after ten minutes', async () => {
    const one = policyOf([{ name: 'pm', members: [team('product')], permission: null }]);
    teamOf('product', 1, 200, [person('paula')]);
    itself('product', 11);
    await members(one);
    github.tracker.remembered.forgetTeams('Acme', 'Product');
    teamOf('product', 1, 200, [person('pete')]);
    itself('product', 11);
    expect(roles(await members(one))).toEqual({ pete: ['pm'] });
    github.now += 600_000;
    teamOf('product', 1, 200, []);
    itself('product', 11);
    expect(roles(await members(one))).toEqual({});
  });

  test.each([
    [
      404,
      'The team @acme/product was not found, or Baton may not see it: check its name, and that Baton is installed on acme.',
    ],
    [
      403,
      'The members of @acme/product could not be read: Baton needs the permission "Members: read" on acme (Resource not accessible by integration',
    ],
  ])('is nobody where its team answers %i, and says so', async (status, problem) => {
    teamOf('product', 1, status, { message: 'Resource not accessible by integration' });
    const found = await members(policyOf([{ name: 'pm', members: [team('product')], permission: null }]));
    expect(roles(found)).toEqual({});
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]).toContain(problem);
  });

  test('is tried again when GitHub does not answer, and not remembered', async () => {
    const one = policyOf([{ name: 'pm', members: [team('product')], permission: null }]);
    teamOf('product', 1, 502, {});
    expect(await failure(members(one))).toBeInstanceOf(TryLater);
    teamOf('product', 1, 200, [person('paula')]);
    itself('product', 11);
    expect(roles(await members(one))).toEqual({ paula: ['pm'] });
  });
});

test.each([
  ['read', ['read']],
  ['triage', ['read', 'triage']],
  ['write', ['read', 'triage', 'write']],
  ['maintain', ['read', 'triage', 'write', 'maintain']],
  ['admin', ['read', 'triage', 'write', 'maintain', 'admin']],
])('who has the permission %s holds the roles of %j', async (permission, held) => {
  permissionOf('eva', 200, { permission, role_name: permission });
  const policy = policyOf(permissions.map((each) => ({ name: each, members: [], permission: each })));
  expect(roles(await members(policy, [said('eva')]))).toEqual({ eva: held.toSorted() });
});

describe('a role of a permission', () => {
  const policy = policyOf([
    { name: 'pm', members: [login('maria')], permission: null },
    { name: 'triager', members: [], permission: 'triage' },
    { name: 'engineer', members: [], permission: 'write' },
  ]);

  test('is held by who has it, asked only of persons who spoke or were named, once', async () => {
    permissionOf('evan', 200, { permission: 'write', role_name: 'maintain' });
    permissionOf('tina', 200, { permission: 'read', role_name: 'triage' });
    permissionOf('cora', 200, { permission: 'write', role_name: 'Release managers' });
    permissionOf('zoe', 404, {});
    const moments = [
      said('Evan'),
      said('evan'),
      said('helper[bot]', 'bot'),
      said('ghost', 'nobody'),
      said('zoe'),
    ];
    const expected = {
      maria: ['pm'],
      evan: ['engineer', 'triager'],
      tina: ['triager'],
      cora: ['engineer', 'triager'],
    };
    expect(roles(await members(policy, moments, ['Tina', 'cora', 'x[bot]']))).toEqual(expected);
    expect(roles(await members(policy, moments, ['tina', 'cora']))).toEqual(expected);
    github.tracker.remembered.forgetPermissions('acme/shop', 'Zoe');
    permissionOf('zoe', 200, { permission: 'admin', role_name: 'admin' });
    expect(roles(await members(policy, [said('zoe')]))).toMatchObject({ zoe: ['engineer', 'triager'] });
    github.tracker.remembered.forgetPermissions('acme/shop');
    permissionOf('zoe', 200, { permission: 'none', role_name: '' });
    expect(roles(await members(policy, [said('zoe')]))).toEqual({ maria: ['pm'] });
  });
});

describe('names that changed hands', () => {
  const policy = policyOf([
    { name: 'pm', members: [login('maria'), team('product')], permission: null },
    { name: 'bot', members: [login('renovate[bot]')], permission: null },
  ]);
  const pin = (name: string, account: string | null, isCurrent = true) =>
    [name, { name, account, node: account === null ? null : `U_${account}`, isCurrent }] as const;

  test('are kept by whom they meant when they were read first; what is kept is told', async () => {
    teamOf('product', 1, 200, [person('pete')]);
    itself('product', 11);
    const found = await members(policy);
    expect(found.pins).toEqual([
      { name: 'maria', account: '1', node: 'U_1', isCurrent: true },
      { name: 'acme/product', account: '11', node: 'T_11', isCurrent: true },
    ]);
    expect(found.moved).toEqual([]);
    const kept = new Map([pin('maria', '1'), pin('acme/product', '11')]);
    expect((await members(policy, [], [], kept)).pins).toEqual([]);
  });

  test('hold no role for whoever has them now, and every role for whom they meant', async () => {
    teamOf('product', 1, 200, [person('pete')]);
    itself('product', 12);
    const users = (github.root as { user: unknown }).user;
    github.root = {
      user: users,
      nodes: () => [{ is: 'User', id: 'U_42', login: 'maria-lopez' }, null],
    };
    const found = await members(policy, [], [], new Map([pin('maria', '42'), pin('acme/product', '11')]));
    expect(Object.fromEntries([...found.today].map(([who, held]) => [who, [...held]]))).toEqual({
      '#42': ['pm'],
      'maria-lopez': ['pm'],
      'renovate[bot]': ['bot'],
    });
    expect(found.mentions.get('pm')).toEqual(['maria-lopez']);
    expect(found.moved).toEqual([
      { kind: 'taken', name: 'maria', nameNow: 'maria-lopez' },
      { kind: 'taken', name: '@acme/product', nameNow: null },
    ]);
    expect(found.pins).toEqual([]);
  });

  test('mean whoever has them, once the policy was written again', async () => {
    teamOf('product', 1, 200, [person('pete')]);
    itself('product', 12);
    const found = await members(
      policy,
      [],
      [],
      new Map([pin('maria', '42', false), pin('acme/product', '11', false)]),
    );
    expect(roles(found)).toMatchObject({ maria: ['pm'], pete: ['pm'] });
    expect(found.pins?.map(({ name, account }) => [name, account])).toEqual([
      ['maria', '1'],
      ['acme/product', '12'],
    ]);
  });

  test('of bots mean the first that is seen', async () => {
    const one = policyOf([{ name: 'bot', members: [login('renovate[bot]')], permission: null }]);
    const bot = (id: string): Moment => ({
      ...said('renovate[bot]', 'bot'),
      by: { login: 'renovate[bot]', kind: 'bot', self: false, id },
    });
    const first = await members(one, [bot('70')]);
    expect(first.pins).toEqual([{ name: 'renovate[bot]', account: '70', node: null, isCurrent: true }]);
    const other = await members(one, [bot('71')], [], new Map([['renovate[bot]', first.pins?.[0] as never]]));
    expect([other.today.get('#71'), [...(other.today.get('#70') ?? [])], other.moved]).toEqual([
      undefined,
      ['bot'],
      [{ kind: 'taken', name: 'renovate[bot]', nameNow: undefined }],
    ]);
  });

  test('are no way to another account’s permission', async () => {
    const one = policyOf([{ name: 'engineer', members: [], permission: 'write' }]);
    permissionOf('evan', 200, { permission: 'write', role_name: 'write', user: { id: 77, login: 'evan' } });
    expect(roles(await members(one, [said('evan')]))).toEqual({});
  });
});
