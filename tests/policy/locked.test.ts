/** What a policy may do to the gates that its base locks, key by key: the tables of `tighten.ts`, one row at least for each. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';
import { formatProblem, readPolicy } from '../../src/policy/index.ts';
import { tightenGate, tightenPolicy, tightenRole } from '../../src/policy/tighten.ts';
import { allKeys, keysOf } from './keys.ts';

const path = '.github/roles.yml';
const base = `mode: warn
roles:
  pm: [maria, paul]
  engineer: { members: [anton], permission: write }
  lead: { members: [lena], jira: { groups: [leads] } }
people: [{ github: maria, jira: m1 }, { github: paul, jira: p1 }]
jira: { site: acme, projects: [SHOP], keys-in: [title, branch], on-unavailable: cached, gates: { design: { status: Approved } } }
applies-to: { types: [Feature], labels: [idea] }
exempt: { labels: [chore, typo], authors: ["renovate[bot]"], paths: ["docs/**", "*.md"] }
work: { labels: [doing], branch: false }
pull-requests: { linked-repositories: [acme/planning, acme/ideas] }
gates:
  design:
    approve: lead
    blocks: [spec]
    mode: enforce
  spec:
    approve: { all: [pm, { any: [engineer, { role: lead, count: 1 }] }] }
    label: "spec:ok"
    blocks: [start, merge]
    after: [design]
    ready-when: { merged-pull-request: true }
    requires: { sections: [Problem], consent: [engineer], criteria: Tasks }
    covers: { sections: [Problem, Tasks] }
    when: { labels: [feature] }
    waive: [lead, pm]
    closing-accepts: false
    close-reasons: [completed]
    stale-on: [reopen]
    independent-of: [author]
    locked: true
  free:
    approve: pm
    blocks: [close]
`;

/** What is told of a file that builds on the base: \`line: message hint\`. */
function told(own: string, from = base): readonly string[] {
  const file = { kind: 'file' as const, repository: 'acme/.github', path, text: from };
  const alone = readPolicy(from, path);
  expect(alone.kind === 'problems' ? alone.problems.map(formatProblem) : []).toEqual([]);
  const read = readPolicy(`extends: acme/.github\n${own}`, path, { repository: 'acme/shop', bases: [file] });
  if (read.kind === 'policy') return [];
  return read.problems.map(({ line, message, hint }) => `${line}: ${message} ${hint}`);
}
const rowsOf = (may: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.values(may).flat();

/** The keys of the outermost level. */
const firstsOf = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.map((key) => key.split('.')[0] ?? '')),
];

describe('every key of the language says what it can do to a locked gate', () => {
  const isElsewhere = (key: string): boolean => /^(roles|gates)\./.test(key);
  const tables: readonly (readonly [string, readonly string[], object])[] = [
    ['of a gate', keysOf('gates.*.'), tightenGate],
    ['of a role', keysOf('roles.*.'), tightenRole],
    ['of the rest', allKeys.filter((key) => !isElsewhere(key)), tightenPolicy],
  ];
  test.each(tables)('%s', (_, keys, table) => {
    expect(keys.length).toBeGreaterThan(4);
    expect(Object.keys(table).toSorted()).toEqual(keys.toSorted());
  });

  test('and so does the documentation', () => {
    const docs = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
    const [, section = ''] = /^### What a locked gate allows$([\s\S]*?)^##/m.exec(docs) ?? [];
    const rows = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
    const named = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key));
    const documented = allKeys.map((key) =>
      key
        .replace(/^gates\.\*\.(?=.)/, '')
        .replaceAll('.*', '')
        .replace(/^texts\..*/, 'texts'),
    );
    expect([...new Set(named)].toSorted()).toEqual([...new Set(documented)].toSorted());
  });
});

const inSpec = (keys: string): string => `gates:\n  spec:\n    ${keys}\n`;
const which = 'the gate "spec", which acme/.github locks';

describe('in the gate', () => {
  const may: Readonly<Record<string, readonly string[]>> = {
    preset: [],
    title: ['title: Something else'],
    noun: ['noun: the other text'],
    'prepared-by': ['prepared-by: lead'],
    approve: [
      'approve: { all: [pm, engineer, lead] }',
      'approve: { all: [{ role: pm, count: 2 }, { any: [lead, engineer] }] }',
      'approve: { all: [pm, { any: [{ all: [engineer, lead] }, { role: engineer, count: 3 }] }] }',
    ],
    label: ['label: "SPEC:ok"'],
    blocks: ['blocks: [close, merge, start, free]'],
    after: ['after: [design]'],
    'ready-when': ['ready-when: {}'],
    requires: [
      'requires: { sections: [How, Problem], consent: [lead, engineer] }',
      'requires: { sub-issues: satisfied }',
    ],
    covers: ['covers: { sections: [Tasks, How, problem] }'],
    when: ['when: { labels: [Feature, bug], types: [Epic] }'],
    deadline: ['deadline: 2 days'],
    waive: ['waive: []', 'waive: [pm, lead]'],
    locked: ['locked: true'],
    'closing-accepts': ['closing-accepts: false'],
    'close-reasons': ['close-reasons: [duplicate, completed]'],
    'stale-on': ['stale-on: [reopen, push]'],
    'independent-of': ['independent-of: [assignees, author]'],
    mode: ['mode: enforce'],
  };
  test('each key is here', () =>
    expect(Object.keys(may).toSorted()).toEqual(firstsOf(keysOf('gates.*.')).toSorted()));
  test.each(rowsOf(may))('may be tightened: %s', (keys) => expect(told(inSpec(keys))).toEqual([]));

  const approve =
    'The same roles approve, or more of their people: a higher "count", "all" instead of "any". Where another role is to approve as well, give it a gate of its own that blocks the same.';
  const keep = (entries: string): string => `Keep ${entries}; you may add more.`;
  test.each([
    ['approve', 'approve: pm', approve],
    ['approve', 'approve: { any: [pm, engineer, lead] }', approve],
    ['approve', 'approve: { all: [engineer, lead] }', approve],
    ['label', 'label: other', 'Take it out here: it stays "spec:ok".'],
    ['blocks', 'blocks: [start]', keep('"merge"')],
    ['after', 'after: []', keep('"design"')],
    ['ready-when.merged-pull-request', 'ready-when: { merged-pull-request: false }', 'It stays true.'],
    ['requires.sections', 'requires: { sections: [How] }', keep('"Problem"')],
    ['requires.consent', 'requires: { consent: [] }', keep('"engineer"')],
    ['requires.criteria', 'requires: { criteria: Others }', 'Take it out here: it stays "Tasks".'],
    ['covers.sections', 'covers: { sections: [Tasks] }', keep('"Problem"')],
    ['when', 'when: { labels: [bug] }', keep('"feature"')],
    ['waive', 'waive: [lead]', 'Write [lead, pm], or [] for nobody.'],
    ['waive', 'waive: [lead, pm, engineer]', 'Write [lead, pm], or [] for nobody.'],
    ['locked', 'locked: false', 'It stays true.'],
    ['closing-accepts', 'closing-accepts: true', 'It stays false.'],
    ['close-reasons', 'close-reasons: [duplicate]', keep('"completed"')],
    ['stale-on', 'stale-on: []', keep('"reopen"')],
    ['independent-of', 'independent-of: [assignees]', keep('"author"')],
    ['mode', 'mode: observe', 'Write warn or enforce, or take it out.'],
  ])('cannot be weakened: %s, with %s', (key, keys, hint) =>
    expect(told(inSpec(keys))).toEqual([`4: "${key}" weakens ${which}. ${hint}`]),
  );

  test('what the base does not say cannot be narrowed', () => {
    const plain = `roles: { pm: [maria], engineer: [anton] }
gates:
  spec: { approve: pm, blocks: [start], label: a, waive: [], locked: true }
`;
    expect(told(inSpec('covers: { sections: [A] }'), plain)).toEqual([
      `4: "covers.sections" weakens ${which}. Take it out here: it has to go on meaning everything.`,
    ]);
    expect(told(inSpec('when: { labels: [a1] }'), plain)).toEqual([
      `4: "when" weakens ${which}. Take it out here: it is for all issues.`,
    ]);
    expect(told(inSpec('waive: [pm]'), plain)).toEqual([`4: "waive" weakens ${which}. Nobody may waive it.`]);
    expect(told(inSpec('requires: { criteria: A }'), plain)).toEqual([
      `4: "requires.criteria" weakens ${which}. Take it out here.`,
    ]);
  });

  test('a deadline may get shorter', () => {
    const plain = `roles: { pm: [maria], engineer: [anton] }
gates:
  spec: { approve: pm, label: a, deadline: 2 working days, locked: true }
`;
    for (const span of ['1 working day', '2 days', '48 hours']) {
      expect(told(inSpec(`deadline: ${span}`), plain)).toEqual([]);
    }
    for (const span of ['3 working days', '1 week', '49 hours']) {
      expect(told(inSpec(`deadline: ${span}`), plain)).toEqual([
        `4: "deadline" weakens ${which}. It can have 2 working days at most.`,
      ]);
    }
    expect(told(inSpec('deadline: 1 working day'), plain.replace('2 working days', '2 days'))).toEqual([
      `4: "deadline" weakens ${which}. It can have 2 days at most.`,
    ]);
  });

  test('an approval that an edit by one of its speakers alone carried over is not carried over by any approver’s', () => {
    const several = `roles: { pm: [maria], engineer: [anton] }
gates: { spec: { approve: { all: [pm] }, stale-on: [spec-edit], locked: true } }
`;
    expect(told(inSpec('approve: pm'), several)).toEqual([`4: "approve" weakens ${which}. ${approve}`]);
    expect(told(inSpec('approve: { role: pm, count: 1 }'), several.replace('{ all: [pm] }', 'pm'))).toEqual(
      [],
    );
  });

  test('while somebody is reminded of it, whom and when is not for others to say', () => {
    const plain = `roles: { pm: [maria], engineer: [anton] }
gates:
  design: { approve: pm }
  spec: { approve: pm, prepared-by: engineer, label: a, deadline: 2 days, locked: true }
`;
    expect(told(inSpec('title: Something else'), plain)).toEqual([]);
    expect(told(inSpec('prepared-by: pm'), plain)).toEqual([
      `4: "prepared-by" weakens ${which}. Take it out here: it stays engineer.`,
    ]);
    expect(told(inSpec('after: [design]'), plain)).toEqual([
      `4: "after" weakens ${which}. Take it out here: it stays [].`,
    ]);
    expect(told(inSpec('ready-when: { merged-pull-request: true }'), plain)).toEqual([
      `4: "ready-when.merged-pull-request" weakens ${which}. Take it out here: it stays false.`,
    ]);
  });

  test('a preset that says otherwise is where it is told', () => {
    expect(told(inSpec('preset: spec'))).toEqual([]);
    const bare = `roles: { pm: [maria], engineer: [anton] }\ngates: { spec: { approve: pm, locked: true } }\n`;
    expect(told(inSpec('preset: acceptance').replace('acceptance', 'spec'), bare)).toEqual([
      `4: "label" weakens ${which}. Take it out here.`,
    ]);
  });
});

describe('beside the gate', () => {
  const may: Readonly<Record<string, readonly string[]>> = {
    version: ['version: 1'],
    extends: [],
    mode: ['mode: enforce\ngates: { design: { mode: enforce } }'],
    roles: ['roles: { qa: [otto] }'],
    gates: [
      'gates: { free: { blocks: [], mode: observe }, launch: { approve: lead, blocks: [spec, merge] } }',
    ],
    'applies-to': ['applies-to: { types: [Feature, Bug], labels: [idea] }'],
    exempt: ['exempt: { labels: [Typo], by: [pm], authors: [], paths: ["*.md"] }'],
    work: ['work: { labels: [begun, doing], branch: true }'],
    'pull-requests': [
      'pull-requests: { require-issue: true, closed-issues: refuse, linked-repositories: [acme/ideas, Acme/planning] }',
    ],
    people: ['people: [{ github: Paul, jira: p1 }, { github: maria, jira: m1 }]'],
    jira: [
      'jira: { projects: [PAY], mode: revert, keys-in: [branch, title, body], on-unavailable: block, transitions: { on-merge: Done }, resolutions: { duplicate: [] } }',
    ],
    reminders: ['reminders: { escalate-to: lead }'],
    texts: [],
  };
  test('each key is here', () => expect(Object.keys(may).toSorted()).toEqual(firstsOf(allKeys).toSorted()));
  test.each(rowsOf(may))('may be tightened: %s', (keys) => expect(told(keys)).toEqual([]));

  test.each([
    ['applies-to', 'applies-to: { labels: [idea], types: [Bug] }', 'Keep "Feature"; you may add more.'],
    ['exempt.labels', 'exempt: { labels: [chore, bug] }', 'Take out "bug".'],
    ['exempt.authors', 'exempt: { authors: ["renovate[bot]", Anton] }', 'Take out "anton".'],
    ['exempt.paths', 'exempt: { paths: ["**"] }', 'Take out "**".'],
    ['work.labels', 'work: { labels: [begun] }', 'Keep "doing"; you may add more.'],
    ['work.assignment', 'work: { assignment: false }', 'It stays true.'],
    ['work.pull-request', 'work: { pull-request: false }', 'It stays true.'],
    ['pull-requests.closed-issues', 'pull-requests: { closed-issues: allow }', 'It stays refuse.'],
    ['pull-requests.require-issue', 'pull-requests: { require-issue: false }', 'It stays true.'],
    [
      'jira.gates',
      'jira: { gates: { design: { status: Draft } } }',
      'What approves a gate in Jira is for the base to say: take it out here.',
    ],
    [
      'jira.gates',
      'jira: { gates: { free: { status: Done } } }',
      'What approves a gate in Jira is for the base to say: take it out here.',
    ],
    ['jira.site', 'jira: { site: other }', 'Take it out here: it stays acme.'],
    ['jira.keys-in', 'jira: { keys-in: [title] }', 'Keep "branch"; you may add more.'],
    [
      'jira.resolutions',
      'jira: { resolutions: { not_planned: [Done] } }',
      'What resolutions mean is for the base to say: take it out here.',
    ],
    ['jira.on-unavailable', 'jira: { on-unavailable: allow }', 'Write cached or block, or take it out.'],
    [
      'roles',
      'roles: { lead: { members: [lena], jira: { groups: [everybody] } } }',
      'Who holds a role in Jira is for the base to say: take it out here.',
    ],
    [
      'people',
      'people: [{ github: maria, jira: p1 }]',
      'Who is who is for the base to say: take it out here.',
    ],
    [
      'pull-requests.linked-repositories',
      'pull-requests: { linked-repositories: [acme/ideas] }',
      'Take it out here: it stays [acme/ideas, acme/planning].',
    ],
  ])('cannot lead round it: %s, with %s', (key, keys, hint) =>
    expect(told(keys)).toEqual([`2: "${key}" would lead round ${which}. ${hint}`]),
  );

  test('the days on which somebody is reminded of it stay as they are, or get more', () => {
    const plain = `roles: { pm: [maria], engineer: [anton], lead: [lena] }
gates: { spec: { approve: pm, deadline: 3 days, locked: true } }
reminders:
  calendar: { timezone: Europe/Berlin, workdays: [mon, tue, wed, thu], holidays: [2026-12-25] }
  escalate-to: lead
`;
    const inCalendar = (keys: string): string => `reminders: { calendar: { ${keys} } }`;
    for (const keys of ['workdays: [sun, mon, tue, wed, thu]', 'holidays: []', 'timezone: europe/berlin'])
      expect(told(inCalendar(keys), plain)).toEqual([]);
    expect(told('reminders: { escalate-to: lead }', plain)).toEqual([]);
    const round = (key: string, hint: string): readonly string[] => [
      `2: "reminders.${key}" would lead round ${which}. ${hint}`,
    ];
    expect(told(inCalendar('workdays: [mon]'), plain)).toEqual(
      round('calendar.workdays', 'Keep "tue", "wed" and "thu"; you may add more.'),
    );
    expect(told(inCalendar('holidays: [2026-12-25, 2026-12-26]'), plain)).toEqual(
      round('calendar.holidays', 'Take out "2026-12-26".'),
    );
    expect(told(inCalendar('timezone: Pacific/Kiritimati'), plain)).toEqual(
      round('calendar.timezone', 'Take it out here: it stays Europe/Berlin.'),
    );
    expect(told('reminders: { escalate-to: engineer }', plain)).toEqual(
      round('escalate-to', 'Take it out here: it stays lead.'),
    );
    // What the base does not say is as it is without: Monday to Friday, in UTC.
    const silent = plain.replace(/reminders:[^]*$/, '');
    expect(told(inCalendar('workdays: [mon]'), silent)).toEqual(
      round('calendar.workdays', 'Keep "tue", "wed", "thu" and "fri"; you may add more.'),
    );
    expect(told('reminders: { escalate-to: lead }', silent)).toEqual([]);
    // Nobody is reminded of it, so it is for each repository to say on which days people work.
    const free = silent.replace('deadline: 3 days, ', '');
    expect(told(inCalendar('workdays: [mon], timezone: Asia/Tokyo, holidays: [2026-05-01]'), free)).toEqual(
      [],
    );
    // But a waiver ends with a day.
    expect(
      told(inCalendar('timezone: America/Adak'), free.replace('locked', 'waive: [lead], locked')),
    ).toEqual(round('calendar.timezone', 'Take it out here: it stays UTC.'));
  });

  test('what is done in Jira about a locked gate that it decides does not get milder', () => {
    const mode = (jira: string, gate = 'spec'): readonly string[] =>
      told(
        `jira: { mode: ${jira} }`,
        `roles: { pm: [maria], engineer: [anton] }
people: [{ github: maria, jira: m1 }]
jira: { site: acme, projects: [SHOP], mode: comment, gates: { ${gate}: { status: Approved } } }
gates: { spec: { approve: pm, locked: true }, free: { approve: pm } }
`,
      );
    expect(mode('revert')).toEqual([]);
    expect(mode('observe', 'free')).toEqual([]);
    expect(mode('observe')).toEqual([
      `2: "jira.mode" would lead round ${which}. Write comment or revert, or take it out.`,
    ]);
  });

  test('the mode of all is the mode of the gate, too', () => {
    const hint = 'Write warn or enforce, or take it out.';
    expect(told('mode: observe')).toEqual([
      `2: "mode" weakens ${which}. ${hint}`,
      `2: "mode" would lead round ${which}. ${hint}`,
    ]);
  });

  test('what no locked gate holds back is free', () => {
    const closing = `roles: { pm: [maria], engineer: [anton] }
gates: { spec: { approve: pm, blocks: [close], locked: true } }
`;
    expect(
      told(
        'work: { assignment: false, pull-request: false }\npull-requests: { require-issue: false, closed-issues: allow }\n',
        closing,
      ),
    ).toEqual([]);
    expect(
      told('mode: observe\nexempt: { authors: [anton] }\n', base.replace('    locked: true\n', '')),
    ).toEqual([]);
  });

  test('who exempts is for the base to say', () => {
    const exempting = (
      by: string,
    ): string => `roles: { pm: [maria], engineer: [anton], qa: [otto], lead: [lena] }
exempt: { labels: [chore]${by} }
gates:
  spec: { approve: pm, blocks: [merge], locked: true }
  test: { approve: qa, waive: [lead] }
`;
    const round = (hint: string): readonly string[] => [`2: "exempt.by" would lead round ${which}. ${hint}`];
    expect(told('exempt: { by: [pm] }', exempting(', by: [pm, lead]'))).toEqual([]);
    expect(told('exempt: { by: [pm, engineer] }', exempting(', by: [pm]'))).toEqual(
      round('Take out "engineer".'),
    );
    // Where nobody says it, it is who opens or waives a gate of the base, whatever gates are added.
    expect(told('exempt: { by: [qa, lead] }', exempting(''))).toEqual([]);
    expect(told('exempt: { by: [engineer] }', exempting(''))).toEqual(round('Take out "engineer".'));
    const added = 'gates: { review: { approve: engineer, blocks: [merge] }, test: { approve: engineer } }';
    expect(told(added, exempting(''))).toEqual([]);
    const file = { kind: 'file' as const, repository: 'acme/.github', path, text: exempting('') };
    const read = readPolicy(`extends: acme/.github\n${added}`, path, {
      repository: 'acme/shop',
      bases: [file],
    });
    expect(read.kind === 'policy' && read.policy.exempt.by).toEqual(['pm', 'qa', 'lead']);
    // And so is who holds these roles.
    expect(told('roles: { qa: [otto, anton] }', exempting(''))).toEqual([
      `2: The role "qa" gives others a say in ${which}. Its members are the base’s: take it out here.`,
    ]);
    expect(told('roles: { qa: [otto, anton] }', exempting(', by: [pm]'))).toEqual([]);
    expect(told('roles: { qa: [otto, anton] }', exempting('').replace('[chore]', '[]'))).toEqual([]);
  });

  test('roles that it names keep their members, others may get more', () => {
    const says = `gives others a say in ${which}. Its members are the base’s: take it out here.`;
    expect(told('roles: { pm: [maria, paul, otto] }')).toEqual([`2: The role "pm" ${says}`]);
    expect(told('roles:\n  pm: [maria]\n  engineer: { permission: admin }\n')).toEqual([
      `3: The role "pm" ${says}`,
      `4: The role "engineer" ${says}`,
    ]);
    expect(told('roles: { pm: [Paul, maria], engineer: { members: [anton] } }')).toEqual([]);
    const plain = `roles: { pm: [maria], engineer: { members: [anton, "@acme/a"], permission: write } }
gates: { spec: { approve: pm, blocks: [start], locked: true } }
`;
    expect(told('roles: { engineer: { members: [otto, "@acme/a", anton] } }', plain)).toEqual([]);
    expect(told('roles: { engineer: { members: [otto], permission: admin } }', plain)).toEqual([
      `2: The role "engineer" would lead round ${which}. Keep "anton" and "@acme/a"; you may add more.`,
    ]);
    expect(told('roles: { engineer: { permission: read } }', plain)).toEqual([
      `2: The role "engineer" would lead round ${which}. Keep "permission: write".`,
    ]);
  });
});

describe('other gates', () => {
  test('one that a locked gate waits for is locked with it', () => {
    expect(told('gates:\n  design: { approve: pm, blocks: [] }\n')).toEqual([
      '3: "approve" weakens the gate "design", which acme/.github locks with "spec", which waits for it. ' +
        'The same roles approve, or more of their people: a higher "count", "all" instead of "any". Where another role is to approve as well, give it a gate of its own that blocks the same.',
      '3: "blocks" weakens the gate "design", which acme/.github locks with "spec", which waits for it. Keep "spec"; you may add more.',
    ]);
  });

  test('one that holds it back goes on doing so when the locked one gets stricter', () => {
    expect(told(inSpec('mode: enforce'))).toEqual([]);
    const milder = base.replace('    mode: enforce\n', '');
    expect(told(inSpec('mode: enforce'), milder)).toEqual([
      `4: The gate "design" would no longer block ${which}: its mode is milder. Write "mode: enforce" for it as well.`,
    ]);
  });

  test('questions about the spec go on closing it', () => {
    const named = `roles: { pm: [maria], engineer: [anton] }
gates:
  first: { approve: pm, when: { labels: [x] } }
  design: { approve: pm, stale-on: [spec-edit], locked: true }
`;
    const hint =
      'They go to the gate named "spec", else to the first with "stale-on: [spec-edit]", else to the first of all.';
    const away = (gate: string): string =>
      `Questions about the spec would go to the gate "${gate}", and not to the gate "design", which acme/.github locks. ${hint}`;
    expect(told('gates:\n  spec: { approve: pm }\n', named)).toEqual([`3: ${away('spec')}`]);
    expect(told('gates:\n  first: { stale-on: [spec-edit] }\n', named)).toEqual([`3: ${away('first')}`]);
    expect(told('gates:\n  later: { approve: pm, stale-on: [spec-edit] }\n', named)).toEqual([]);
    const outranked = named.replace(
      'when: { labels: [x] } }',
      'stale-on: [spec-edit], when: { labels: [x] } }',
    );
    expect(told('gates:\n  first: { when: { labels: [y] } }\n', outranked)).toEqual([`3: ${away('first')}`]);
  });
});

test('through several bases it stays locked', () => {
  const company = { kind: 'file' as const, repository: 'acme/.github', path, text: base };
  const division = (text: string) => ({ kind: 'file' as const, repository: 'acme/rules', path, text });
  const read = (own: string, between: string) => {
    const result = readPolicy(own, path, { repository: 'acme/shop', bases: [division(between), company] });
    return result.kind === 'policy' ? [] : result.problems.map(formatProblem);
  };
  const between = 'extends: acme/.github\nexempt: { labels: [typo] }\n';
  expect(read('extends: acme/rules\nexempt: { labels: [chore] }\n', between)).toEqual([
    `.github/roles.yml:2:11: "exempt.labels" would lead round the gate "spec", which acme/rules locks. Take out "chore".`,
  ]);
  expect(
    read(
      'extends: acme/rules\n',
      'extends: acme/.github\nmode: enforce\ngates: { spec: { locked: false } }\n',
    ),
  ).toEqual([
    '.github/roles.yml:1:10: In acme/rules:.github/roles.yml:3:18 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
  ]);
});

test('rules too large to be compared are taken for weaker, unless they are the same', () => {
  const any = (count: number): string => `{ any: [${Array.from({ length: count }, () => 'pm').join(', ')}] }`;
  const large = `roles: { pm: [maria], engineer: [anton] }\ngates: { spec: { approve: ${any(150)}, locked: true } }\n`;
  expect(told(inSpec(`approve: ${any(150)}`), large)).toEqual([]);
  expect(told(inSpec(`approve: ${any(149)}`), large)).toHaveLength(1);
});
