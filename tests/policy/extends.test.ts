/** Policies that build on others: what comes out of both, and what is told where. */
import { describe, expect, test } from 'vitest';
import { formatProblem, nextBase, readPolicy, type Base, type PolicyResult } from '../../src/policy/index.ts';
import { policyOf } from './reading.ts';

const path = '.github/roles.yml';
const file = (text: string | null, repository = 'acme/.github', at = path): Base => ({
  kind: 'file',
  repository,
  path: at,
  text,
});
const read = (own: string, ...bases: readonly Base[]): PolicyResult =>
  readPolicy(own, path, { repository: 'acme/shop', bases });
const combined = (own: string, ...bases: readonly Base[]) => {
  const result = read(own, ...bases);
  if (result.kind === 'policy') return result.policy;
  throw new Error(result.problems.map(formatProblem).join('\n'));
};
/** `line:column: message hint`; those that are told as another file's name it. */
const told = (own: string, ...bases: readonly Base[]): readonly string[] => {
  const result = read(own, ...bases);
  return result.kind === 'policy'
    ? []
    : result.problems.map((problem) => formatProblem(problem).replace(`${path}:`, ''));
};

const base = `roles:
  pm: [maria]
  engineer: { members: ["@acme/engineering"], permission: write }
mode: warn
exempt: { labels: [chore], paths: ["docs/**"] }
gates:
  spec: { preset: spec, requires: { sections: [Problem] } }
  acceptance: { preset: acceptance, approve: { role: pm } }
`;
const over = 'extends: acme/.github\n';

describe('one over the other', () => {
  test('alone with its base, a file says what the base says', () => {
    expect(combined(over, file(base))).toEqual(policyOf(base));
  });

  test('maps merge key by key, lists and everything else replace', () => {
    const own = `${over}mode: enforce
roles:
  pm: [paul]
  engineer: { members: [anton] }
  lead: [lena]
exempt: { labels: [] }
work: { branch: false }
gates:
  acceptance: { approve: { any: [pm, lead] }, label: "lead:accepted" }
  spec: { requires: { sections: [Why, How] } }
  launch: { approve: lead }
`;
    expect(combined(own, file(base))).toEqual(
      policyOf(`mode: enforce
roles:
  pm: [paul]
  engineer: { members: [anton], permission: write }
  lead: [lena]
exempt: { labels: [], paths: ["docs/**"] }
work: { branch: false }
gates:
  spec: { preset: spec, requires: { sections: [Why, How] } }
  acceptance: { preset: acceptance, approve: { any: [pm, lead] }, label: "lead:accepted" }
  launch: { approve: lead }
`),
    );
  });

  test('a role as a list and a role as keys: neither is a part of the other', () => {
    const { roles } = combined(`${over}roles: { engineer: [anton], pm: { permission: admin } }`, file(base));
    expect(roles).toEqual([
      { name: 'pm', members: [], permission: 'admin' },
      { name: 'engineer', members: [{ kind: 'login', login: 'anton' }], permission: null },
    ]);
  });

  test('the default gates are there only where no file of the chain writes gates', () => {
    const people = 'roles: { pm: [maria], engineer: [anton] }\n';
    const names = (own: string): readonly string[] =>
      combined(own, file(people)).gates.map(({ name }) => name);
    expect(names(over)).toEqual(['spec', 'acceptance']);
    expect(names(`${over}gates: { review: { approve: engineer } }`)).toEqual(['review']);
  });

  test('whose words open a gate is said as a whole; a gate in Jira may have that name all the same', () => {
    const jira = `roles: { pm: { members: [maria], jira: { groups: [p] } }, qa: { members: [quin], jira: { groups: [q] } } }
gates: { approve: { approve: { any: [pm, qa] } } }
jira: { site: acme, projects: [SHOP], gates: { approve: { field: customfield_10070, value: ready } } }
`;
    const own = `${over}gates: { approve: { approve: { role: qa } } }\njira: { gates: { approve: { value: done } } }\n`;
    const { gates, jira: found } = combined(own, file(jira));
    expect(gates[0]?.approve).toEqual({ kind: 'role', role: 'qa', count: 1 });
    expect(found?.gates).toEqual({
      approve: { kind: 'field', field: 'customfield_10070', value: 'done' },
    });
  });

  test('a base builds on another, and that on another', () => {
    const company = file('roles: { pm: [maria], engineer: [anton] }\nmode: warn\n', 'acme/.github');
    const division = file(
      'extends: acme/.github\nroles: { pm: [paul] }\nwork: { branch: false }\n',
      'acme/rules',
      'shops/roles.yml',
    );
    const policy = combined('extends: acme/rules:shops/roles.yml\nmode: enforce\n', division, company);
    expect(policy).toEqual(
      policyOf('roles: { pm: [paul], engineer: [anton] }\nmode: enforce\nwork: { branch: false }\n'),
    );
  });
});

describe('which file is read next', () => {
  const place = { repository: 'acme/shop', path };
  const next = (text: string | null, ...bases: readonly Base[]) => nextBase({ ...place, text }, bases);
  const named = { repository: 'acme/.github', path };

  test.each([
    ['the one that is named', over, named],
    ['by its path', 'extends: acme/rules:a/b.yml\nx: 1', { repository: 'acme/rules', path: 'a/b.yml' }],
    ['none, where none is named', base, null],
    ['none, where it is no place', 'extends: acme', null],
    ['none, where it cannot be read', 'extends: [', null],
    ['none, where there is no text', null, null],
    ['none, where it is the file itself', 'extends: Acme/Shop', null],
  ])('%s', (_, text, expected) => expect(next(text)).toEqual(expected));

  test('what the last one found names; nothing after one that was not found, or that was read before', () => {
    expect(next(over, file('extends: acme/rules'))).toEqual({ repository: 'acme/rules', path });
    expect(next(over, file(base))).toBeNull();
    expect(next(over, file('extends: acme/shop'))).toBeNull();
    expect(next(over, { kind: 'unseen', ...named })).toBeNull();
    expect(next(over, { kind: 'missing', ...named })).toBeNull();
  });
});

describe('what is told', () => {
  test('all that is wrong in the file itself, and what the base does not have', () => {
    const own = `${over}mod: warn
gates:
  spec: { approve: lead, blocks: [start, launch] }
  launch: { title: Launch }
`;
    expect(told(own, file(base))).toEqual([
      '2:1: "mod" is not a key of a policy. Did you mean "mode"?',
      '4:20: No role is named "lead". Define it under "roles", or use pm or engineer.',
      '5:3: "approve" is missing: nobody could approve it. Write "approve: " and a role; or "preset: spec" or "preset: acceptance", to start from a default gate.',
    ]);
  });

  test('what comes of both stands in the file itself, as near as can be', () => {
    const strict = `roles: { pm: [maria, paul] }
exempt: { labels: [chore] }
gates:
  spec: { approve: { role: pm, count: 2 }, label: a }
  launch: { approve: pm, after: [spec], label: b }
`;
    const own = `${over}roles:
  pm: [maria]
  PM: [otto]
gates:
  spec:
    after: [launch]
    label: B
  launch:
    label: chore
`;
    expect(told(own, file(strict))).toEqual([
      '3:7: 2 people of the role "pm" must approve, and it has 1. Lower the count, or add members to the role.',
      '4:3: "PM" is "pm" again but for capital letters. Rename one.',
      '9:3: The gates "launch" and "spec" wait for each other in a circle: launch → spec → launch. Each comes before the next; take one of them out of "after" or "blocks".',
      '10:12: The label "chore" shows the gate "launch", so it cannot say that an issue has no gates. Use two labels.',
    ]);
    expect(told(`${over}gates: { spec: { label: b } }`, file(strict))).toEqual([
      '2:25: The label "b" shows the gate "spec" already. Give each gate a label of its own.',
    ]);
  });

  test('what is wrong in the base, with its place there, where the base is named; and beside it what is wrong here', () => {
    const broken = 'roles:\n  pm: [maria]\n  engineer: [anton]\ngats: {}\nmode: on\n';
    expect(told(`mode: of\n${over}gates: { spec: { label: x } }\n`, file(broken))).toEqual([
      '1:7: "mode" must be enforce, warn or observe; here it is the text "of". Write enforce, warn or observe.',
      '2:10: In acme/.github:.github/roles.yml:4:1 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
      '2:10: In acme/.github:.github/roles.yml:5:7 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
    expect(told(over, file(null))).toEqual([
      '1:10: In acme/.github:.github/roles.yml:1:1 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('what is wrong further along is told once, with its place', () => {
    expect(
      told(
        'extends: acme/rules',
        file(`${over}mod: warn\n`, 'acme/rules'),
        file('roles: {}', 'acme/.github'),
      ),
    ).toEqual([
      '1:10: In acme/rules:.github/roles.yml:2:1 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
      '1:10: In acme/.github:.github/roles.yml:1:1 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('a base is a whole policy', () => {
    expect(told(`${over}roles: { engineer: [anton] }`, file('roles: { pm: [maria] }'))).toEqual([
      '1:10: In acme/.github:.github/roles.yml:1:1 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('a base that is not there, or that cannot be seen', () => {
    const place = { repository: 'acme/rules', path: 'a.yml' };
    expect(told('extends: acme/rules:a.yml', { kind: 'missing', ...place })).toEqual([
      '1:10: The repository "acme/rules" has no file "a.yml" on its default branch. Add it there, or name another policy to build on.',
    ]);
    expect(told('extends: acme/rules:a.yml', { kind: 'unseen', ...place })).toEqual([
      '1:10: The repository "acme/rules" cannot be seen. Let the same installation of the GitHub App reach it, or fix the name: a policy can only build on one of its own owner.',
    ]);
    expect(told(over, file('extends: acme/rules:a.yml'), { kind: 'unseen', ...place })).toEqual([
      '1:10: In acme/.github:.github/roles.yml:1:10 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('what is no place at all', () => {
    expect(told('extends: acme')).toEqual([
      '1:10: "acme" is not a policy to build on. Write owner/name, like acme/.github, or a file in it, like acme/rules:.github/teams.yml.',
    ]);
    expect(told('extends: [acme/rules]\ngates: { spec: { label: x } }')).toEqual([
      '1:10: "extends" must be a text; here it is a list. Write a text.',
    ]);
  });

  test('circles, with their names', () => {
    expect(told('extends: acme/shop')).toEqual(['1:10: This policy builds on itself. Delete the line.']);
    expect(
      told(over, file('extends: acme/rules:a.yml'), file('extends: acme/shop', 'acme/rules', 'a.yml')),
    ).toEqual([
      '1:10: In acme/rules:a.yml:1:10 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
    expect(told(over, file('extends: acme/rules'), file('extends: acme/.github', 'acme/rules'))).toEqual([
      '1:10: In acme/rules:.github/roles.yml:1:10 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('five may build on each other, and no more', () => {
    const chain = (length: number): readonly Base[] =>
      Array.from({ length }, (_, index) =>
        file(
          index + 1 < length
            ? `extends: acme/r${index + 1}`
            : 'roles: { pm: [maria], engineer: [anton] }\nmode: warn',
          `acme/r${index}`,
        ),
      );
    expect(combined('extends: acme/r0', ...chain(5)).mode).toBe('warn');
    expect(
      nextBase({ repository: 'acme/shop', path, text: 'extends: acme/r0' }, chain(6).slice(0, 5)),
    ).toBeNull();
    expect(told('extends: acme/r0', ...chain(6).slice(0, 5))).toEqual([
      '1:10: In acme/r4:.github/roles.yml:1:10 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('alone, a file that builds on another cannot be told', () => {
    expect(told(over)).toEqual([
      '1:10: The policy "acme/.github", on which this one builds, was not read. Baton reads it on GitHub, where both are.',
    ]);
  });
});
