import { describe, expect, test } from 'vitest';
import type { Gate, Policy } from '../../src/policy/index.ts';
import { policyOf, roles } from './reading.ts';

const spec: Gate = {
  name: 'spec',
  title: 'Spec approval',
  noun: 'the spec',
  preparedBy: 'pm',
  approve: { kind: 'role', role: 'pm', count: 1 },
  label: 'spec:approved',
  blocks: [{ kind: 'start' }, { kind: 'merge' }],
  after: [],
  readyWhen: { mergedPullRequest: false },
  requires: { sections: [], consent: [], criteria: null, subIssues: false },
  covers: null,
  when: null,
  deadline: null,
  waive: [],
  locked: false,
  closingAccepts: false,
  closeReasons: ['completed'],
  staleOn: ['spec-edit'],
  independentOf: [],
  mode: 'enforce',
};

const acceptance: Gate = {
  name: 'acceptance',
  title: 'Acceptance',
  noun: 'the result',
  preparedBy: 'engineer',
  approve: { kind: 'role', role: 'pm', count: 1 },
  label: 'pm:accepted',
  blocks: [{ kind: 'close' }],
  after: ['spec'],
  readyWhen: { mergedPullRequest: true },
  requires: { sections: [], consent: [], criteria: null, subIssues: false },
  covers: null,
  when: null,
  deadline: null,
  waive: [],
  locked: false,
  closingAccepts: true,
  closeReasons: ['completed'],
  staleOn: ['reopen'],
  independentOf: [],
  mode: 'enforce',
};

const smallest: Policy = {
  version: 1,
  mode: 'enforce',
  roles: [
    {
      name: 'pm',
      members: [
        { kind: 'login', login: 'maria' },
        { kind: 'team', org: 'acme', slug: 'product' },
      ],
      permission: null,
    },
    { name: 'engineer', members: [{ kind: 'team', org: 'acme', slug: 'engineering' }], permission: null },
  ],
  people: [],
  appliesTo: null,
  exempt: { labels: [], by: ['pm'], authors: [], paths: [] },
  work: { labels: [], assignment: true, pullRequest: true, branch: true },
  pullRequests: { requireIssue: true, closedIssues: 'refuse', linkedRepositories: [] },
  gates: [spec, acceptance],
  calendar: { timezone: 'UTC', workdays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] },
  texts: {},
  isReminding: false,
  escalateTo: null,
  jira: null,
};

describe('a policy that is read', () => {
  test('two roles mean the default gates', () => {
    expect(policyOf('roles:\n  pm: [maria, "@acme/product"]\n  engineer: ["@acme/engineering"]\n')).toEqual(
      smallest,
    );
  });

  test('the default gates, written out with their keys, are the default gates', () => {
    const written = policyOf(`
roles:
  pm: [maria, "@acme/product"]
  engineer: ["@acme/engineering"]
gates:
  spec:
    title: Spec approval
    prepared-by: pm
    approve: pm
    label: "spec:approved"
    blocks: [start, merge]
    stale-on: [spec-edit]
  acceptance:
    title: Acceptance
    prepared-by: engineer
    approve: pm
    label: "pm:accepted"
    after: [spec]
    blocks: [close]
    ready-when: { merged-pull-request: true }
    closing-accepts: true
    stale-on: [reopen]
`);
    expect(written).toEqual(smallest);
  });

  test('every key of the policy', () => {
    const { gates, ...rest } = policyOf(`
version: 1
mode: warn
roles:
  PM: [Maria, "@Acme/Product", acme/design, "@paul", maria, "dependabot[bot]"]
  engineer: { members: [emil], permission: write }
  anybody_with-1: { permission: triage }
people: [{ github: "@Maria", jira: "712020:f7Cb" }, { github: paul, jira: paul.k }]
applies-to: { types: [Feature, Story], labels: [Feature] }
exempt: { labels: [Chore], by: [engineer, PM, engineer], authors: ["Renovate[bot]", "@Maria"], paths: ["docs/**", "*.{md,txt}"] }
work: { labels: [in progress], branch: false }
pull-requests: { require-issue: false, closed-issues: allow, linked-repositories: [Acme/Planning.next] }
gates: { a: { approve: PM } }
`);
    expect(gates).toHaveLength(1);
    expect(rest).toEqual({
      version: 1,
      mode: 'warn',
      roles: [
        {
          name: 'PM',
          members: [
            { kind: 'login', login: 'maria' },
            { kind: 'team', org: 'acme', slug: 'product' },
            { kind: 'team', org: 'acme', slug: 'design' },
            { kind: 'login', login: 'paul' },
            { kind: 'login', login: 'dependabot[bot]' },
          ],
          permission: null,
        },
        { name: 'engineer', members: [{ kind: 'login', login: 'emil' }], permission: 'write' },
        { name: 'anybody_with-1', members: [], permission: 'triage' },
      ],
      people: [
        { github: 'maria', jira: '712020:f7Cb' },
        { github: 'paul', jira: 'paul.k' },
      ],
      appliesTo: { types: ['Feature', 'Story'], labels: ['Feature'] },
      exempt: {
        labels: ['Chore'],
        by: ['engineer', 'PM'],
        authors: ['renovate[bot]', 'maria'],
        paths: ['docs/**', '*.{md,txt}'],
      },
      work: { labels: ['in progress'], assignment: true, pullRequest: true, branch: false },
      pullRequests: {
        requireIssue: false,
        closedIssues: 'allow',
        linkedRepositories: ['acme/planning.next'],
      },
      calendar: smallest.calendar,
      texts: {},
      isReminding: false,
      escalateTo: null,
      jira: null,
    });
  });

  test('a gate with nothing but its approvers', () => {
    expect(policyOf(`${roles}gates: {design-review: {approve: qa}}`).gates).toEqual([
      {
        name: 'design-review',
        title: 'Design review',
        preparedBy: 'qa',
        approve: { kind: 'role', role: 'qa', count: 1 },
        label: null,
        blocks: [],
        after: [],
        readyWhen: { mergedPullRequest: false },
        requires: spec.requires,
        covers: null,
        when: null,
        deadline: null,
        waive: [],
        locked: false,
        closingAccepts: false,
        closeReasons: ['completed'],
        staleOn: [],
        independentOf: [],
        mode: 'enforce',
      },
    ]);
  });

  test('every key of a gate', () => {
    const { gates } = policyOf(`${roles}
mode: observe
gates:
  first: { approve: pm }
  second:
    title: "Zweite Prüfung: 2. 👩‍💻"
    prepared-by: engineer
    approve: { any: [{ role: qa, count: 2 }, { all: [pm, engineer] }] }
    label: QA ok
    blocks: [start, merge, close, third, start]
    after: [first, first]
    ready-when: { merged-pull-request: true }
    requires: { sections: [Problem, "Acceptance criteria"] }
    closing-accepts: true
    close-reasons: [completed, not_planned, duplicate]
    stale-on: [spec-edit, push, reopen]
    independent-of: [author, assignees, pull-request-authors]
    mode: enforce
  third: { preset: spec, title: Third }
`);
    expect(gates[1]).toEqual({
      name: 'second',
      title: 'Zweite Prüfung: 2. 👩‍💻',
      preparedBy: 'engineer',
      approve: {
        kind: 'any',
        of: [
          { kind: 'role', role: 'qa', count: 2 },
          {
            kind: 'all',
            of: [
              { kind: 'role', role: 'pm', count: 1 },
              { kind: 'role', role: 'engineer', count: 1 },
            ],
          },
        ],
      },
      label: 'QA ok',
      blocks: [{ kind: 'start' }, { kind: 'merge' }, { kind: 'close' }, { kind: 'gate', gate: 'third' }],
      after: ['first'],
      readyWhen: { mergedPullRequest: true },
      requires: { ...spec.requires, sections: ['Problem', 'Acceptance criteria'] },
      covers: null,
      when: null,
      deadline: null,
      waive: [],
      locked: false,
      closingAccepts: true,
      closeReasons: ['completed', 'not_planned', 'duplicate'],
      staleOn: ['spec-edit', 'push', 'reopen'],
      independentOf: ['author', 'assignees', 'pull-request-authors'],
      mode: 'enforce',
    });
    expect(gates[0]?.mode).toBe('observe');
    // Under another title, sentences take the title.
    const { noun: _, ...nameless } = spec;
    expect(gates[2]).toEqual({ ...nameless, name: 'third', title: 'Third', mode: 'observe' });
  });

  test('a preset gives what is not written beside it', () => {
    const { gates } = policyOf(`${roles}
gates:
  spec: { preset: spec, approve: { role: qa, count: 2 }, blocks: [], label: ready }
  done: { preset: acceptance, closing-accepts: false, stale-on: [], ready-when: {} }
`);
    expect(gates).toEqual([
      { ...spec, approve: { kind: 'role', role: 'qa', count: 2 }, blocks: [], label: 'ready' },
      {
        ...acceptance,
        name: 'done',
        closingAccepts: false,
        staleOn: [],
        readyWhen: { mergedPullRequest: false },
      },
    ]);
  });

  test.each([
    ['its own', 'spec: { preset: spec, noun: the brief }', 'the brief'],
    ['the preset’s', 'spec: { preset: spec }', 'the spec'],
    ['that of a title as the preset has it', 'check: { approve: pm, title: Acceptance }', 'the result'],
    ['none with a title of its own', 'spec: { preset: spec, title: Proposal }', undefined],
    ['none without a preset', 'spec: { approve: pm }', undefined],
  ])('the noun of a gate is %s', (_, gate, noun) => {
    expect(policyOf(`${roles}gates: {${gate}}`).gates[0]?.noun).toBe(noun);
  });

  test('without "prepared-by", the first role that approves prepares', () => {
    const { gates } = policyOf(`${roles}gates: {a: {approve: {any: [{all: [qa, pm]}, engineer]}}}`);
    expect(gates[0]?.preparedBy).toBe('qa');
  });

  test.each([
    ['roles: {pm: ["007", no, on, y, nan, "1e3"], engineer: [emil]}', ['007', 'no', 'on', 'y', 'nan', '1e3']],
    ['{"roles": {"pm": ["a"], "engineer": ["b"]}}', ['a']],
    ['---\r\nroles:\r\n  pm:\r\n  - a\r\n  engineer: [b]\r\n...\r\n', ['a']],
    ['\uFEFFroles: {pm: [a], engineer: [b]} # 🙂', ['a']],
    ['%YAML 1.2\n---\nroles: {pm: [a], engineer: [b]}', ['a']],
    [
      'roles: {pm: [under_score, trailing-, acme_corp], engineer: [b]}',
      ['under_score', 'trailing-', 'acme_corp'],
    ],
  ])('%j', (text, logins) => {
    expect(policyOf(text).roles[0]?.members).toEqual(logins.map((login) => ({ kind: 'login', login })));
  });

  test('names that every object has are names like others', () => {
    const policy = policyOf(
      'roles: {constructor: [a], toString: [b]}\ngates: {hasOwnProperty: {approve: constructor}, valueOf: {approve: {any: [toString]}, after: [hasOwnProperty]}}',
    );
    expect(policy.gates.map((gate) => [gate.name, gate.preparedBy, gate.after])).toEqual([
      ['hasOwnProperty', 'constructor', []],
      ['valueOf', 'toString', ['hasOwnProperty']],
    ]);
  });
});

describe('a gate that says little', () => {
  const gatesOf = (text: string): readonly Gate[] => policyOf(`${roles}gates:\n${text}`).gates;

  test('has its name as its title, with spaces', () => {
    const titles = gatesOf('  spec: { approve: pm }\n  design--review-: { approve: pm }\n').map(
      ({ title }) => title,
    );
    expect(titles).toEqual(['Spec', 'Design review']);
  });

  test('has the noun of a preset whose title it has', () => {
    const noun = (keys: string): string | undefined => gatesOf(`  a: { ${keys} }\n`)[0]?.noun;
    expect(noun('preset: spec')).toBe('the spec');
    expect(noun('preset: spec, title: Design')).toBeUndefined();
    expect(noun('preset: spec, title: Design, noun: the design')).toBe('the design');
    expect(noun('approve: pm, title: Acceptance')).toBe('the result');
    expect(noun('approve: pm')).toBeUndefined();
  });

  test('requires that all parts are done where it says so, and is for what either list names', () => {
    const [first, second] = gatesOf(
      '  a: { approve: pm, requires: { sub-issues: satisfied }, when: { labels: [big] } }\n  b: { approve: pm, when: { types: [Bug] } }\n',
    );
    expect([first?.requires.subIssues, second?.requires.subIssues]).toEqual([true, false]);
    expect([first?.when, second?.when]).toEqual([
      { types: [], labels: ['big'] },
      { types: ['Bug'], labels: [] },
    ]);
  });
});

test('somebody is reminded where one gate has a deadline', () => {
  const reminds = (gates: string): boolean => policyOf(`${roles}gates: { ${gates} }\n`).isReminding;
  expect(reminds('a: { approve: pm }, b: { approve: qa, deadline: 1 day }')).toBe(true);
  expect(reminds('a: { approve: pm }, b: { approve: qa }')).toBe(false);
});
