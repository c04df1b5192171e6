/** Who holds which role. */
import nock from 'nock';
import { describe, expect, test } from 'vitest';

import type { Moment } from '../../src/handoff/index.ts';
import type { Membership } from '../../src/tracker.ts';
import { TryLater } from '../../src/tracker.ts';
import { permissions, type Policy } from '../../src/policy/index.ts';
import { answering, host } from './answering.ts';
import { failure } from './looking.ts';

const github = answering();

function policyOf(roles: Policy['roles']): Policy {
  return { ...({} as Policy), version: 1, roles };
}
const login = (name: string) => ({ kind: 'login', login: name }) as const;
const team = (slug: string, org = 'acme') => ({ kind: 'team', org, slug }) as const;
const said = (who: string, kind: 'person' | 'bot' | 'nobody' = 'person'): Moment => ({
  kind: 'reopened',
  id: `RE_${who}`,
  at: 0,
  by: { login: who, kind, self: false },
});
const members = (
  policy: Policy,
  moments: readonly Moment[] = [],
  logins: readonly string[] = [],
): Promise<Membership> =>
  github.tracker.members(
    { installation: github.installation, repository: 'acme/shop', kind: 'issue', number: 12 },
    policy,
    moments,
    logins,
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
const permissionOf = (who: string, status: number, body: nock.Body) =>
  nock(host).get(`/repos/acme/shop/collaborators/${who}/permission`).reply(status, body);
const roles = ({ today }: Membership): Record<string, string[]> =>
  Object.fromEntries([...today].map(([who, held]) => [who, [...held].sort()]));

describe('a role of logins and teams', () => {
  const policy = policyOf([
    { name: 'pm', members: [login('Maria'), team('product')], permission: null },
    { name: 'engineer', members: [team('engineering'), login('renovate[bot]')], permission: null },
  ]);

  test('is held by all of them, page by page; a bot only by its own name; asked for once', async () => {
    const link = `<${host}/x?page=2>; rel="next"`;
    teamOf('product', 1, 200, [{ login: 'Paula' }, { login: 'evil[bot]' }], { link });
    teamOf('product', 2, 200, [{ login: 'Pete' }]);
    teamOf('engineering', 1, 200, [{ login: 'evan' }, { login: 'maria' }]);
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
    teamOf('product', 1, 200, [{ login: 'paula' }]);
    await members(one);
    github.tracker.forgetTeams('Acme', 'Product');
    teamOf('product', 1, 200, [{ login: 'pete' }]);
    expect(roles(await members(one))).toEqual({ pete: ['pm'] });
    github.now += 600_000;
    teamOf('product', 1, 200, []);
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
    teamOf('product', 1, 200, [{ login: 'paula' }]);
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
    github.tracker.forgetPermissions('acme/shop', 'Zoe');
    permissionOf('zoe', 200, { permission: 'admin', role_name: 'admin' });
    expect(roles(await members(policy, [said('zoe')]))).toMatchObject({ zoe: ['engineer', 'triager'] });
    github.tracker.forgetPermissions('acme/shop');
    permissionOf('zoe', 200, { permission: 'none', role_name: '' });
    expect(roles(await members(policy, [said('zoe')]))).toEqual({ maria: ['pm'] });
  });
});
