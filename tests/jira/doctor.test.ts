/** The examination of a site and of a policy: healthy, and with each thing broken, on the sandbox's Jira of both flavours. */
import { createClock, type Clock } from '@baton/sandbox';
import { startJira, type Flavour, type Jira } from '@baton/sandbox/jira';
import { afterEach, describe, expect, test } from 'vitest';

import { examineJira } from '../../src/jira/doctor/doctor.ts';
import type { JiraSite } from '../../src/jira/site.ts';
import { readPolicy, type JiraPart } from '../../src/policy/index.ts';

let jira: Jira;
let clock: Clock;
afterEach(() => jira.close());

const secrets = { webhook: 'the secret of the webhook', token: '' };

async function world(flavour: Flavour, version?: string): Promise<void> {
  clock = createClock(Date.UTC(2026, 0, 5, 9));
  jira = await startJira({
    flavour,
    clock,
    ...(flavour === 'data-center' ? { prefix: '/jira' } : {}),
    ...(version === undefined ? {} : { version }),
  });
  for (const handle of ['maria', 'paul', 'anton']) jira.user(handle);
  jira.user('baton', { kind: 'app', name: 'Baton' });
  jira.group('product', ['maria']);
  jira.status('Draft', 'new');
  jira.status('Approved', 'new');
  jira.workflow('Product', {
    initial: ['Draft'],
    transitions: [
      { name: 'Approve', from: ['Draft'], to: 'Approved' },
      { name: 'Start', from: ['Approved'], to: 'In Progress' },
      { name: 'Finish', from: ['In Progress'], to: 'Done' },
    ],
  });
  const roles = { Administrators: { users: ['baton'] }, Developers: { users: ['anton'] } };
  jira.project('SHOP', { workflow: 'Product', roles });
  jira.customField('Sign-off', 'select', ['Yes', 'No']);
  for (const summary of ['Coupons', 'Gift cards', 'Returns', 'Search'])
    jira.as('maria').createIssue('SHOP', { summary });
  const moves = [
    ['SHOP-2', 'Approved'],
    ['SHOP-3', 'Approved'],
    ['SHOP-3', 'In Progress'],
    ['SHOP-4', 'Approved'],
    ['SHOP-4', 'In Progress'],
    ['SHOP-4', 'Done'],
  ] as const;
  for (const [key, to] of moves) jira.as('maria').transition(key, to);
}

function site(changes: Partial<JiraSite> = {}): JiraSite {
  const isCloud = jira.flavour === 'cloud';
  secrets.token = isCloud ? jira.scopedToken('baton') : jira.token('baton');
  const { token } = secrets;
  return {
    name: 'acme',
    url: jira.url,
    apiUrl: isCloud ? jira.gateway : jira.url,
    flavour: jira.flavour,
    auth: { kind: 'bearer', token: () => token },
    webhookSecret: () => secrets.webhook,
    repositories: new Map([['acme/shop', ['SHOP']]]),
    ...changes,
  };
}

type Named = {
  readonly spec?: string;
  readonly merged?: string;
  readonly group?: string;
  readonly account?: string;
  readonly role?: string;
  readonly projects?: string;
};

/** A policy that names everything; by ids, unless told otherwise. */
function policy(named: Named = {}): JiraPart {
  const text = `roles:
  pm: { members: [maria], jira: { groups: ["${named.group ?? groupId()}"], accounts: ["${named.account ?? jira.idOf('paul')}"] } }
  engineer: { members: [anton], jira: { project-roles: ["${named.role ?? jira.roleId('Developers')}"] } }
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [${named.projects ?? 'SHOP'}]
  gates:
    spec: ${named.spec ?? `{ status: "${jira.statusId('Approved')}" }`}
    acceptance: { status: "${jira.statusId('Done')}" }
  transitions: { on-merge: "${named.merged ?? jira.statusId('In Progress')}" }
`;
  const read = readPolicy(text, 'roles.yml');
  if (read.kind === 'problems' || read.policy.jira === null) throw new Error(JSON.stringify(read));
  return read.policy.jira;
}

const groupId = (): string => (jira.flavour === 'cloud' ? jira.groupId('product') : 'product');

/** What was found, one line each; what is well is left out, and whether webhooks reach Baton. */
async function examined(one: JiraSite, part: JiraPart | null, all = false): Promise<readonly string[]> {
  const findings = await examineJira([one], { policy: part, now: () => clock.now() });
  expect(JSON.stringify(findings)).not.toContain(secrets.token);
  expect(JSON.stringify(findings)).not.toContain(secrets.webhook);
  return findings
    .filter(({ what }) => what !== 'Whether webhooks reach Baton was not tried.')
    .filter(({ level }) => all || level !== 'ok')
    .map(({ level, what, remedy }) => `${level}: ${what}${remedy === null ? '' : ` ${remedy}`}`);
}

const flavours = ['cloud', 'data-center'] as const;

describe.each(flavours)('%s', (flavour) => {
  const isCloud = flavour === 'cloud';

  test('a healthy site, and a policy that names all by ids', async () => {
    await world(flavour);
    expect(await examined(site(), policy(), true)).toEqual([
      isCloud
        ? `ok: Jira 1001.0.0-SNAPSHOT (Cloud) answers at ${jira.gateway}.`
        : `ok: Jira 10.3.2 (Data Center) answers at ${jira.url}.`,
      `ok: Our account there is Baton (${jira.idOf('baton')}).`,
      'ok: Its clock and ours agree within a minute.',
      ...(isCloud
        ? ['ok: The scopes of its token let it write, as far as Jira tells where nothing is written.']
        : []),
      'ok: Our account may see who is in which group.',
      'ok: SHOP: our account may see issues, move issues, comment, set labels, link pull requests.',
      'ok: SHOP: our account may see who is in a project role.',
      `ok: jira.gates.spec: "${jira.statusId('Approved')}" is “Approved”.`,
      `ok: jira.gates.acceptance: "${jira.statusId('Done')}" is “Done”.`,
      'ok: jira.transitions.on-merge: "3" is “In Progress”.',
      'ok: jira.gates.spec: in SHOP, “Approved” can be reached from “Draft”.',
      'ok: jira.gates.acceptance: in SHOP, “Done” can be reached from “In Progress”.',
      'ok: jira.transitions.on-merge: in SHOP, “In Progress” can be reached from “Approved”.',
      'ok: roles.pm: the group “product” is there.',
      `ok: roles.pm: the account ${jira.idOf('paul')} is there.`,
      `ok: roles.engineer: "${jira.roleId('Developers')}" is the project role “Developers” in SHOP.`,
      'ok: A webhook secret is configured.',
    ]);
    expect([...jira.unplayed, ...jira.problems]).toEqual([]);
    // Nothing is changed: what is written is nothing, on an issue that there cannot be.
    const writing = jira.requests.filter(({ method }) => method !== 'GET');
    expect(writing.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual(
      isCloud
        ? [
            'POST /issue/0/transitions 404',
            'POST /issue/0/comment 404',
            'PUT /issue/0 404',
            'POST /issue/0/remotelink 404',
          ]
        : [],
    );
  });

  test('names are told their ids', async () => {
    await world(flavour);
    const named = {
      spec: '{ status: approved }',
      merged: 'In Progress',
      group: 'product',
      role: 'developers',
    };
    const why = 'an id stays when the name is changed.';
    expect(await examined(site(), policy(named))).toEqual([
      `note: jira.gates.spec: “approved” is the status "${jira.statusId('Approved')}". Write "${jira.statusId('Approved')}": ${why}`,
      `note: jira.transitions.on-merge: “In Progress” is the status "3". Write "3": ${why}`,
      // On Data Center groups have no ids.
      ...(isCloud
        ? [`note: roles.pm: “product” is the group "${groupId()}". Write "${groupId()}": ${why}`]
        : []),
      `note: roles.engineer: “developers” is the project role "${jira.roleId('Developers')}" in SHOP. Write "${jira.roleId('Developers')}": ${why}`,
    ]);
  });

  test('what the policy names and Jira does not have', async () => {
    await world(flavour);
    const lacks = { spec: '{ field: Sign-off, value: Yes }', merged: 'Merged', group: 'pms', role: 'Devs' };
    const account = isCloud ? '712020:nobody' : 'nobody';
    const field = (jira.customField('Other', 'text').id.match(/\d+/) ?? []).map(Number).map((n) => n - 1);
    const id = (name: string): string => `"${jira.statusId(name)}" (${name})`;
    expect(await examined(site(), policy({ ...lacks, account }))).toEqual([
      `wrong: jira.transitions.on-merge: SHOP has no status “Merged”. Write one of ${['Draft', 'Approved', 'In Progress', 'Done'].map(id).join(', ')}.`,
      `wrong: jira.gates.spec: Sign-off is no id of a field. Write customfield_${field.join('')}, which is “Sign-off”.`,
      'wrong: roles.pm: there is no group “pms”, or our account may not see it. Write the name or the id of a group, and give the account the global permission “Browse users and groups”.',
      `wrong: roles.pm: there is no account ${account}, or our account may not see it. Write the account's id, which ends the address of the profile (Cloud), or the user's name (Data Center).`,
      `wrong: roles.engineer: SHOP has no project role “Devs”. Write one of "${jira.roleId('Administrators')}" (Administrators), "${jira.roleId('Developers')}" (Developers).`,
    ]);
    const noField = policy({ spec: '{ field: customfield_99, value: Yes }' });
    expect(await examined(site(), noField)).toEqual([
      expect.stringContaining(
        'wrong: jira.gates.spec: there is no field customfield_99, or our account may not see it.',
      ),
    ]);
  });

  test('two fields of one name', async () => {
    await world(flavour);
    const field = jira.customField('Verdict', 'select', ['Yes', 'No']).id;
    const twin = jira.customField('verdict', 'text').id;
    const found = await examined(site(), policy({ spec: `{ field: ${field}, value: Yes }` }), true);
    expect(found.filter((line) => line.includes(' jira.gates.spec: '))).toEqual(
      isCloud
        ? [
            `ok: jira.gates.spec: ${field} is the field “Verdict”.`,
            `ok: jira.gates.spec: ${field} can be “Yes” on SHOP-4.`,
          ]
        : [
            `wrong: jira.gates.spec: another field has the name that ${field} has, and Jira's history does not tell which of them was set. Give one of them another name: ${twin} is called “Verdict”, too.`,
          ],
    );
  });

  test('the value of a field that opens a gate', async () => {
    await world(flavour);
    const field = jira.customField('Verdict', 'select', ['Yes', 'No']).id;
    const named = (value: string, of = field) => policy({ spec: `{ field: ${of}, value: "${value}" }` });
    const last = 'SHOP-4';
    const told = async (...args: Parameters<typeof examined>): Promise<readonly string[]> =>
      (await examined(...args)).filter((line) => line.includes(' jira.gates.spec: '));
    expect(await told(site(), named('yes'), true)).toEqual([
      `ok: jira.gates.spec: ${field} is the field “Verdict”.`,
      `ok: jira.gates.spec: ${field} can be “yes” on ${last}.`,
    ]);
    const remedy = 'Write one of its options, unless other types of issues have others.';
    expect(await told(site(), named('Ja'))).toEqual([
      `note: jira.gates.spec: on ${last}, ${field} can be “Yes”, “No”, and not “Ja”. ${remedy}`,
    ]);
    const many = jira.customField(
      'Many',
      'select',
      Array.from({ length: 25 }, (_, index) => `v${index}`),
    ).id;
    const shown = Array.from({ length: 20 }, (_, index) => `“v${index}”`).join(', ');
    expect(await told(site(), named('w', many))).toEqual([
      `note: jira.gates.spec: on ${last}, ${many} can be ${shown} and 5 more, and not “w”. ${remedy}`,
    ]);
    const none = jira.customField('None', 'select', []).id;
    expect(await told(site(), named('w', none))).toEqual([
      `note: jira.gates.spec: on ${last}, ${none} has no options, and cannot be “w”. ${remedy}`,
    ]);
    // Any text can be written there.
    expect(await told(site(), named('w', jira.customField('Words', 'text').id))).toEqual([]);
    jira.grant('SHOP', 'EDIT_ISSUES', 'user:maria');
    const unseen = (key: string): string =>
      `jira.gates.spec: whether ${field} can be “Yes” in ${key} cannot be seen`;
    expect(await told(site(), named('Yes'))).toEqual([
      `note: ${unseen('SHOP')}: our account cannot edit that field on ${last}. See that people can: that it is on the screen for editing, and belongs to that project and type of issue.`,
    ]);
    jira.project('PAY', { workflow: 'Product', roles: { Administrators: { users: ['baton'] } } });
    const pay = site({ repositories: new Map([['acme/shop', ['PAY']]]) });
    expect(await told(pay, policy({ spec: `{ field: ${field}, value: "Yes" }`, projects: 'PAY' }))).toEqual([
      `note: ${unseen('PAY')}, because no issue is there. Create an issue in PAY, and ask again.`,
    ]);
    expect([...jira.unplayed, ...jira.problems]).toEqual([]);
  });

  test('a site or a project that nobody configured', async () => {
    await world(flavour);
    const part = policy({ projects: 'SHOP, PAY' });
    expect(await examined(site(), part)).toEqual([
      'wrong: PAY: the policy names it, and no repository may see it. Add PAY to the repository at sites.acme.repositories, or take it out of the policy.',
      'wrong: PAY: there is no such project, or our account may not see it. Give the account the project permission “Browse projects” there, or fix the key.',
    ]);
    expect(await examined(site({ name: 'other' }), part)).toEqual([
      'wrong: The policy names the site “acme”, which the server does not know. Write one of other, or add the site to the file that JIRA_CONFIG names.',
    ]);
  });

  test.each([
    ['TRANSITION_ISSUES', 'move issues', 'Transition issues'],
    ['ADD_COMMENTS', 'comment', 'Add comments'],
    ['EDIT_ISSUES', 'set labels', 'Edit issues'],
    ['LINK_ISSUES', 'link pull requests', 'Link issues'],
  ] as const)('our account has not %s', async (permission, act, name) => {
    await world(flavour);
    jira.grant('SHOP', permission, 'user:maria');
    const wrong = `wrong: SHOP: our account may not ${act}. Give it the project permission “${name}” in SHOP.`;
    expect(await examined(site(), null)).toEqual([wrong]);
  });

  test('our account does not see the project', async () => {
    await world(flavour);
    jira.grant('SHOP', 'BROWSE_PROJECTS', 'user:maria');
    expect(await examined(site(), policy())).toEqual([
      'wrong: SHOP: there is no such project, or our account may not see it. Give the account the project permission “Browse projects” there, or fix the key.',
    ]);
  });

  test('our account does not see project roles', async () => {
    await world(flavour);
    jira.removeFromRole('SHOP', 'Administrators', { users: ['baton'] });
    expect(await examined(site(), policy())).toEqual([
      'wrong: SHOP: our account may not see who is in a project role. Give it the project permission “Administer projects” in SHOP, or name groups in the policy.',
    ]);
    expect(await examined(site(), null)).toEqual([
      'note: SHOP: our account may not see who is in a project role. To name project roles in a policy, give it the permission “Administer projects” in SHOP.',
    ]);
  });

  test('our account does not see groups', async () => {
    await world(flavour);
    jira.grantGlobally('USER_PICKER', 'user:maria');
    const what = 'Our account may not see who is in which group.';
    const remedy = 'Give it the global permission “Browse users and groups”.';
    expect(await examined(site(), null)).toEqual([`note: ${what} ${remedy}`]);
    expect(await examined(site(), policy())).toContain(`wrong: ${what} ${remedy}`);
  });

  test('no way leads to a status', async () => {
    await world(flavour);
    jira.status('Alone', 'new');
    jira.workflow('Dead end', {
      initial: ['Draft', 'Alone'],
      transitions: [{ name: 'Approve', to: 'Approved', roles: ['Developers'] }],
    });
    jira.project('PAY', { workflow: 'Dead end', roles: { Administrators: { users: ['baton'] } } });
    const pay = site({ repositories: new Map([['acme/shop', ['PAY']]]) });
    const part: JiraPart = {
      ...policy({ projects: 'PAY', merged: jira.statusId('Alone') }),
      gates: { spec: { kind: 'status', status: jira.statusId('Approved') } },
      roles: {},
    };
    const cannot = (place: string, name: string): string =>
      `note: ${place}: whether a transition leads to “${name}” in PAY cannot be seen, because no issue stands elsewhere. Create an issue in PAY, and ask again.`;
    expect(await examined(pay, part)).toEqual([
      cannot('jira.gates.spec', 'Approved'),
      cannot('jira.transitions.on-merge', 'Alone'),
    ]);
    jira.as('maria').createIssue('PAY', { summary: 'Coupons' });
    const remedy = 'Add a transition to the workflow, or let our account use the one that is there.';
    const none = (name: string, from: string): string =>
      `in PAY, no transition that our account may use leads to “${name}” from ${from}. ${remedy}`;
    // That nothing leads there is certain only once an issue stands everywhere else.
    expect(await examined(pay, part)).toEqual([
      `note: jira.gates.spec: ${none('Approved', '“Draft”')}`,
      `note: jira.transitions.on-merge: ${none('Alone', '“Draft”')}`,
    ]);
    jira.addToRole('PAY', 'Developers', { users: ['maria'] });
    jira.as('maria').createIssue('PAY', { summary: 'Vouchers' });
    jira.as('maria').transition('PAY-2', 'Approved');
    expect(await examined(pay, part)).toEqual([
      `note: jira.gates.spec: ${none('Approved', '“Draft”')}`,
      `wrong: jira.transitions.on-merge: ${none('Alone', '“Draft”, “Approved”')}`,
    ]);
  });

  test('the clock is off', async () => {
    await world(flavour);
    const off = async (seconds: number): Promise<readonly string[]> =>
      (await examineJira([site()], { policy: null, now: () => clock.now() + seconds * 1000 }))
        .filter(({ what, level }) => level !== 'ok' && what.includes('clock'))
        .map(({ what, remedy }) => `${what} ${remedy}`);
    const remedy = 'Let both machines take their time from the network (NTP).';
    expect(await off(50)).toEqual([]);
    expect(await off(90)).toEqual([`Its clock is 90 seconds behind ours. ${remedy}`]);
    expect(await off(-90)).toEqual([`Its clock is 90 seconds ahead of ours. ${remedy}`]);
  });

  test('the token is no good any more', async () => {
    await world(flavour);
    const before = site();
    jira.revokeTokens('baton');
    const where = isCloud
      ? 'admin.atlassian.com, at the service account'
      : "the account's profile in Jira, under personal access tokens";
    expect(await examined(before, policy())).toEqual([
      `wrong: Jira (acme) does not take our token: it has expired or was revoked. Make a new one (${where}), put it where sites.acme.auth names it, and start Baton again.`,
    ]);
  });

  test('it cannot be reached, or something else is there', async () => {
    await world(flavour);
    const gone = await startJira({ flavour });
    await gone.close();
    const nowhere = gone.url;
    expect(await examined(site({ apiUrl: nowhere }), policy())).toEqual([
      `wrong: Jira (acme) could not be reached: GET serverInfo: ECONNREFUSED. See whether ${nowhere} can be reached from here, and ask again in a minute.`,
    ]);
    const notThere = site({ apiUrl: `${jira.url}/wiki` });
    jira.faults.add({ match: () => true, kind: '5xx', status: 302, times: 2 });
    expect(await examined(notThere, null)).toEqual([
      'wrong: Jira (acme) wanted to send us elsewhere at GET serverInfo: is its address right? Look at url, cloud-id and api-url of sites.acme: is Jira there?',
    ]);
    jira.faults.add({ match: () => true, kind: '429', times: 9 });
    expect(await examined(site(), policy())).toEqual([
      expect.stringMatching(/^wrong: Jira \(acme\) asked us to wait .*ask again in a minute\.$/),
    ]);
  });

  test('the flavour is the other one', async () => {
    await world(flavour);
    const [said, is] = isCloud ? (['data-center', 'Cloud'] as const) : (['cloud', 'Data Center'] as const);
    expect(await examined(site({ flavour: said }), policy())).toEqual([
      `wrong: What answers is Jira ${is}, and the configuration says ${said}. Write "flavour: ${flavour}" at sites.acme, with the account that belongs to it.`,
    ]);
  });

  test('webhooks', async () => {
    await world(flavour);
    expect(await examined(site({ webhookSecret: null }), null)).toEqual([
      'note: No webhook secret is configured, so no webhooks are taken: what changes there is seen later. Make a webhook in Jira that leads to /jira/webhooks/acme, and name its secret in sites.acme.webhook-secret.',
    ]);
  });
});

test.each([
  ['9.12.4', false],
  ['10.1.9', false],
  ['10.2.0', true],
  ['11.0.1', true],
])('Data Center %s signs webhooks: %s', async (version, signs) => {
  await world('data-center', version);
  const told = `note: Jira ${version} does not sign webhooks, so none are taken: what changes there is seen later. Update Jira to 10.2 or newer, and give its webhook a secret.`;
  expect(await examined(site(), null)).toEqual(signs ? [] : [told]);
});

describe('cloud', () => {
  const withScopes = (...scopes: string[]): JiraSite => {
    const token = jira.scopedToken('baton', scopes);
    return site({ auth: { kind: 'bearer', token: () => token } });
  };

  test('the token lacks a scope for reading', async () => {
    await world('cloud');
    expect(await examined(withScopes('read:jira-work', 'write:jira-work'), null)).toEqual([
      'wrong: Jira (acme) does not let our account do GET myself. It needs: an account that may use Jira (scopes: read:jira-work, read:jira-user).',
    ]);
  });

  test('the token lacks the scope for writing, and nothing is written to find that out', async () => {
    await world('cloud');
    const before = JSON.stringify(jira.issue('SHOP-1').histories);
    expect(await examined(withScopes('read:jira-work', 'read:jira-user'), null)).toEqual([
      'wrong: The scopes of its token do not let it move issues, comment, set labels, link pull requests, whatever the account may do. Make a token that has write:jira-work, too, beside read:jira-work and read:jira-user, and put it where sites.acme.auth names it.',
    ]);
    const writing = jira.requests.filter(({ method }) => method !== 'GET');
    expect(writing.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(JSON.stringify(jira.issue('SHOP-1').histories)).toBe(before);
  });

  test('a token without scopes is not asked for them', async () => {
    await world('cloud');
    const token = jira.token('baton');
    const auth = { kind: 'basic', email: jira.emailOf('baton'), token: () => token } as const;
    expect(await examined(site({ apiUrl: jira.url, auth }), policy())).toEqual([]);
    expect(jira.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
