/** What a policy says of Jira. */
import { describe, expect, test } from 'vitest';
import { describePolicy } from '../../src/policy/index.ts';
import { policyOf, problemsOf, roles } from './reading.ts';

const gates = 'gates: {spec: {preset: spec}, acceptance: {preset: acceptance}}\n';

test('a site and a project are enough; nothing is decided there then', () => {
  expect(policyOf(`${roles}jira: {site: acme, projects: [SHOP]}`).jira).toEqual({
    site: 'acme',
    projects: ['SHOP'],
    gates: {},
    roles: {},
    keysIn: ['title', 'branch'],
    showTitles: false,
    transitions: { onPullRequest: null, onMerge: null, onAccept: null },
    resolutions: { completed: [], not_planned: [], duplicate: [] },
    mode: 'observe',
    onUnavailable: 'block',
  });
});

test('everything that can be said', () => {
  const { jira } = policyOf(`roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: { jira: { project-roles: [Developers] } }
  qa:
    members: [quin]
    jira: { groups: ["952d12c3-5b5b-4d04-bb32-44d383afc4b2", qa-team], accounts: ["712020:f7Cb"] }
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance, approve: qa }
  launch: { approve: pm }
jira:
  site: acme
  projects: [SHOP, PAY_2, SHOP]
  gates:
    spec: { status: "10010" }
    acceptance: { label: accepted }
    launch: { field: customfield_10070, value: Ready }
  keys-in: [branch, body]
  show-titles: true
  transitions: { on-pull-request: "3", on-merge: In test, on-accept: "10002" }
  resolutions: { not_planned: [Abgelehnt, "10001"], duplicate: [Duplikat] }
  mode: revert
  on-unavailable: cached
`);
  expect(jira).toEqual({
    site: 'acme',
    projects: ['SHOP', 'PAY_2'],
    gates: {
      spec: { kind: 'status', status: '10010' },
      acceptance: { kind: 'label', label: 'accepted' },
      launch: { kind: 'field', field: 'customfield_10070', value: 'Ready' },
    },
    roles: {
      pm: { groups: ['product'], accounts: [], projectRoles: [] },
      engineer: { groups: [], accounts: [], projectRoles: ['Developers'] },
      qa: {
        groups: ['952d12c3-5b5b-4d04-bb32-44d383afc4b2', 'qa-team'],
        accounts: ['712020:f7Cb'],
        projectRoles: [],
      },
    },
    keysIn: ['branch', 'body'],
    showTitles: true,
    transitions: { onPullRequest: '3', onMerge: 'In test', onAccept: '10002' },
    resolutions: { completed: [], not_planned: ['Abgelehnt', '10001'], duplicate: ['Duplikat'] },
    mode: 'revert',
    onUnavailable: 'cached',
  });
});

test('people in Jira count, where a role needs several', () => {
  const text = (jira: string): string =>
    `roles: {pm: {members: [maria]${jira}}}\ngates: {a: {approve: {role: pm, count: 2}}}\njira: {site: acme, projects: [SHOP]}`;
  expect(problemsOf(text(''))).toEqual([
    '2:40: 2 people of the role "pm" must approve, and it has 1. Lower the count, or add members to the role.',
  ]);
  expect(problemsOf(text(', jira: {groups: [product]}'))).toEqual([]);
});

/** The same roles, with people in Jira. */
const both = 'roles: {pm: {members: [maria], jira: {groups: [product]}}, engineer: [emil], qa: [quin]}\n';

describe('what is wrong', () => {
  const nobody = (gate: string): string =>
    `Nobody in Jira can approve the gate "${gate}": nothing says who holds the roles there that approve it. Give them "jira" with groups, accounts or project-roles, or say under "people" who is who.`;
  const some = (jira: string): string => `${roles}${gates}jira: {site: acme, projects: [SHOP], ${jira}}`;
  test.each([
    ['jira: {projects: [SHOP]}', ['2:1: "site" is missing.']],
    [
      'jira: {site: "https://acme.atlassian.net", projects: [shop, A]}',
      [
        '2:14: "https://acme.atlassian.net" cannot be the name of a site. It is the name under which the server\'s own configuration knows the site, never an address.',
        '2:55: "shop" is not the key of a project. It is what stands before the number of an issue, in capital letters: SHOP in SHOP-12.',
        '2:61: "A" is not the key of a project. It is what stands before the number of an issue, in capital letters: SHOP in SHOP-12.',
      ],
    ],
    [
      'jira: {site: acme, projects: []}',
      ['2:20: No issue of Jira would count. Name projects by their keys, like [SHOP].'],
    ],
  ])('%s', (text, problems) => expect(problemsOf(roles + text)).toEqual(problems));

  test.each([
    ['gates: {spek: {status: Approved}}', ['3:46: No gate is named "spek". Did you mean "spec"?']],
    [
      'gates: {spec: {}, acceptance: {status: A, label: a}}',
      [
        '3:46: Nothing in Jira would approve the gate. Write {status: Approved}, {label: spec-approved} or {field: customfield_10070, value: Approved}.',
        '3:56: Only one of "status", "label" and "field" can stand here. Write {status: Approved}, {label: spec-approved} or {field: customfield_10070, value: Approved}.',
      ],
    ],
    [
      'gates: {spec: {field: customfield_1}, acceptance: {label: "two words"}}',
      [
        '3:46: The value of the field that approves the gate is missing. Write {field: customfield_10070, value: Approved}.',
        '3:96: "two words" holds a space, and labels in Jira have none. Write it exactly as in Jira.',
      ],
    ],
    [
      'resolutions: {done: [Fixed]}',
      ['3:52: "done" is not a key of "resolutions". Known here: completed, not_planned and duplicate.'],
    ],
    [
      'resolutions: {not_planned: [Declined], duplicate: [declined]}',
      [
        '3:38: The resolution "declined" stands under both "not_planned" and "duplicate". Keep it in one of them.',
      ],
    ],
    [
      'gates: {spec: {status: Done}, acceptance: {status: DONE}}',
      [
        `3:46: ${nobody('spec')}`,
        '3:68: This already approves the gate "spec". Give each gate a status, a label or a value of its own.',
        `3:68: ${nobody('acceptance')}`,
      ],
    ],
    [
      'on-unavailable: wait, mod: revert',
      [
        '3:54: "on-unavailable" must be block, cached or allow; here it is the text "wait". Write block, cached or allow.',
        '3:60: "mod" is not a key of "jira". Did you mean "mode"?',
      ],
    ],
    [
      'transitions: {on-merged: Done}, gates: {spec: {state: x}}',
      [
        '3:52: "on-merged" is not a key of "transitions". Did you mean "on-merge"?',
        '3:85: "state" is not a key of a gate in Jira. Did you mean "status"?',
      ],
    ],
  ])('%s', (text, problems) => expect(problemsOf(some(text))).toEqual(problems));

  test('a gate that requires consent is not for Jira, and people there are not for a policy without it', () => {
    expect(
      problemsOf(
        `${both}gates: {spec: {preset: spec, requires: {consent: [engineer]}}}\njira: {site: acme, projects: [SHOP], gates: {spec: {status: A}}}`,
      ),
    ).toEqual([
      '3:46: The gate "spec" requires consent, and nobody can say "/viable" in Jira. Take "consent" out of the gate, or have it decided on GitHub.',
    ]);
    expect(
      problemsOf(
        `${both}gates: {design: {approve: qa, blocks: [spec]}, spec: {preset: spec}}\njira: {site: acme, projects: [SHOP], gates: {spec: {status: A}}}`,
      ),
    ).toEqual([
      '3:46: The gate "design" blocks "spec", which is decided in Jira, and is not decided there itself. Name it here, too, or take it out of "blocks".',
    ]);
    expect(problemsOf('roles: {pm: [a], engineer: {members: [b], jira: {groups: [x]}}}')).toEqual([
      '1:43: The role "engineer" has people in Jira, and the policy says nothing of Jira. Write "jira:" with a site, its projects, and the gates that are decided there.',
    ]);
    expect(problemsOf('roles: {pm: [a], engineer: {members: [b], jira: {group: [x]}}}')).toEqual([
      '1:50: "group" is not a key of "jira" of a role. Did you mean "groups"?',
    ]);
  });

  test('a gate that nobody in Jira could ever open, and an issue that is never accepted', () => {
    const there = (approve: string, more = ''): readonly string[] =>
      problemsOf(
        `roles: {pm: {members: [maria], jira: {groups: [product]}}, qa: [quin]}\n${more}gates: {spec: {approve: ${approve}, blocks: [merge]}}\njira: {site: acme, projects: [SHOP], gates: {spec: {status: A}}}`,
      );
    expect(there('pm')).toEqual([]);
    expect(there('{any: [qa, pm]}')).toEqual([]);
    expect(there('{all: [qa, pm]}')).toEqual([`3:46: ${nobody('spec')}`]);
    expect(there('{role: qa, count: 1}')).toEqual([`3:46: ${nobody('spec')}`]);
    expect(there('qa', 'people: [{github: quin, jira: "712020:q"}]\n')).toEqual([]);
    expect(
      problemsOf(
        `${both}${gates}jira: {site: acme, projects: [SHOP], gates: {spec: {status: A}}, transitions: {on-accept: Done}}`,
      ),
    ).toEqual([
      '3:80: No gate that blocks "close" is decided in Jira, so no issue there is ever accepted. Name one under "gates" of "jira", or take "on-accept" out.',
    ]);
    expect(
      problemsOf(
        'roles: {pm: [a], engineer: [b]}\npeople: [{github: a, jira: "712020:F"}, {github: b, jira: "712020:f"}]',
      ),
    ).toEqual(['2:59: "712020:f" is said to be two people in Jira. Keep the entry that is true.']);
  });
});

test('in words', () => {
  const told = describePolicy(
    policyOf(`roles:
  pm: { members: [maria], jira: { groups: [product, leads], accounts: ["712020:f"] } }
  engineer: { jira: { project-roles: [Developers] } }
gates: { spec: { preset: spec }, acceptance: { preset: acceptance } }
jira:
  site: acme
  projects: [SHOP, PAY]
  gates: { spec: { status: Approved }, acceptance: { field: customfield_1, value: "Yes" } }
  transitions: { on-pull-request: In Progress, on-accept: Done }
  mode: revert
`),
  ).split('\n');
  expect(told.filter((line) => /Jira|there|count|moves/.test(line))).toEqual([
    '- `pm`: `@maria` and in Jira the groups `product` and `leads` and the account `712020:f`',
    '- `engineer`: in Jira the project role `Developers`',
    '   - For issues in Jira, only moving the issue to the status `Approved` approves it.',
    '   - For issues in Jira, only setting `customfield_1` to `Yes` approves it.',
    "- Issues of `SHOP` and `PAY` in Jira (`acme`) count, where a pull request names them in its title or branch's name.",
    '- When an issue there is moved too early, or approved by the wrong person, Baton moves it back.',
    '- Baton moves them to `In Progress` with a pull request and to `Done` once it is accepted.',
    '- While Jira cannot be reached, no pull request that names one passes.',
  ]);
});
