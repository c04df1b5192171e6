import { describe, expect, test } from 'vitest';
import { problemsOf, roles } from './reading.ts';

/** A text, and all that is said about it. */
type Row = readonly [text: string | null, problems: readonly string[]];

describe('what is wrong in roles, and in who approves', () => {
  describe('people', () => {
    test.each<Row>([
      [
        'people: [{github: maria, jira: m}, {github: "@Maria", jira: n}, {github: paul, jira: n}]',
        [
          '2:45: "@Maria" is said to be two people on GitHub. Keep the entry that is true.',
          '2:86: "n" is said to be two people in Jira. Keep the entry that is true.',
        ],
      ],
      [
        'people: [{github: "@acme/team", jira: " m"}, {githb: maria}]',
        [
          '2:19: "@acme/team" is a team, and one account is meant. Write a login.',
          '2:39: " m" begins or ends with a space. Take the space away.',
          '2:46: "github" is missing.',
          '2:46: "jira" is missing.',
          '2:47: "githb" is not a key of an entry of "people". Did you mean "github"?',
        ],
      ],
    ])('%s', (text, problems) => expect(problemsOf(`${roles}${text}`)).toEqual(problems));
  });

  test('a name that is meant is told with what cannot be seen in it', () => {
    const problems = problemsOf('roles:\n  \u00a0\tmaintainer: [m]\ngates: {spec: {approve: maintainer}}');
    expect(problems).toContain(
      String.raw`3:25: No role is named "maintainer". Did you mean "\u{a0}\u{9}maintainer"?`,
    );
  });

  describe('roles', () => {
    test.each<Row>([
      [
        'roles: {pm: [], engineer: [b]}',
        [
          '1:9: Nobody can hold this role. List logins or teams, like [maria, "@acme/product"], or write "permission: write".',
        ],
      ],
      [
        'roles: {pm: {}, engineer: [b]}',
        [
          '1:9: Nobody can hold this role. List logins or teams, like [maria, "@acme/product"], or write "permission: write".',
        ],
      ],
      [
        'roles: {pm: {members: []}, engineer: [b]}',
        [
          '1:9: Nobody can hold this role. List logins or teams, like [maria, "@acme/product"], or write "permission: write".',
        ],
      ],
      [
        'roles: {pm: maria, engineer: 007}',
        [
          '1:13: "pm" must be a list or a group of keys; here it is the text "maria". Write it as a list: [maria].',
          '1:30: "engineer" must be a list or a group of keys; here it is the number 007. Write it as a list: ["007"].',
        ],
      ],
      [
        'roles: {pm: "a, b", engineer: true}',
        [
          '1:13: "pm" must be a list or a group of keys; here it is the text "a, b". Write it as a list: [a, b].',
          '1:31: "engineer" must be a list or a group of keys; here it is true. Write it as a list: ["true"].',
        ],
      ],
      [
        'roles: {pm: , engineer: [b]}',
        [
          '1:13: "pm" must be a list or a group of keys; it is empty. Write what belongs to it below it, indented by two spaces, or delete the line.',
        ],
      ],
      [
        'roles:\n  pm:\n    -a\n    -b\n  engineer: [b]',
        [
          '3:5: "pm" must be a list or a group of keys; here it is the text "-a -b". Put a space after each -.',
        ],
      ],
      [
        'roles: {pm: [007, null, true, 1e3, 0x1F, .5], engineer: [b]}',
        [
          '1:14: An entry of "pm" must be a text; here it is the number 007. Put it in quotes: "007".',
          '1:19: An entry of "pm" must be a text; here it is null. Put it in quotes: "null".',
          '1:25: An entry of "pm" must be a text; here it is true. Put it in quotes: "true".',
          '1:31: An entry of "pm" must be a text; here it is the number 1e3. Put it in quotes: "1e3".',
          '1:36: An entry of "pm" must be a text; here it is the number 0x1F. Put it in quotes: "0x1F".',
          '1:42: An entry of "pm" must be a text; here it is the number .5. Put it in quotes: ".5".',
        ],
      ],
      [
        'roles: {pm: [[a], {b: c}], engineer: [b]}',
        [
          '1:14: An entry of "pm" must be a text; here it is a list. Write a text.',
          '1:19: An entry of "pm" must be a text; here it is a group of keys. Write a text.',
        ],
      ],
      [
        'roles: {pm: ["a b", "-a", "a@b.c", "", "a[bot", "' + 'x'.repeat(40) + '"], engineer: [b]}',
        [
          '1:14: "a b" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:21: "-a" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:27: "a@b.c" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:36: "" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:40: "a[bot" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:49: "' +
            'x'.repeat(40) +
            '" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
        ],
      ],
      [
        'roles: {pm: ["acme/x/y", "@acme/Product Team", "acme/", "/x", "a.b/c"], engineer: [b]}',
        [
          '1:14: "acme/x/y" is not the name of a team. Write the organization and the name in the address of the team\'s page: "@acme/product".',
          '1:26: "@acme/Product Team" is not the name of a team. Take the name in the address of the team\'s page: "@acme/product-team".',
          '1:48: "acme/" is not the name of a team. Write the organization and the name in the address of the team\'s page: "@acme/product".',
          '1:57: "/x" is not the name of a team. Write the organization and the name in the address of the team\'s page: "@acme/product".',
          '1:63: "a.b/c" is not the name of a team. Write the organization and the name in the address of the team\'s page: "@acme/product".',
        ],
      ],
      [
        'roles: {pm: {permission: owner}, engineer: {permission: [write]}}',
        [
          '1:26: "permission" must be read, triage, write, maintain or admin; here it is the text "owner". Write read, triage, write, maintain or admin.',
          '1:57: "permission" must be read, triage, write, maintain or admin; here it is a list. Write read, triage, write, maintain or admin.',
        ],
      ],
      [
        'roles: {"p m": [a], 1: [b], _x: [c], pm: [a], engineer: [b]}',
        [
          '1:9: "p m" cannot be the name of a role. Use letters, digits, - and _, beginning with a letter; at most 50.',
          '1:21: "1" cannot be the name of a role. Use letters, digits, - and _, beginning with a letter; at most 50.',
          '1:29: "_x" cannot be the name of a role. Use letters, digits, - and _, beginning with a letter; at most 50.',
        ],
      ],
      [
        'roles: {pm: [a], PM: [b], engineer: [c]}',
        ['1:18: "PM" is "pm" again but for capital letters. Rename one.'],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('roles that nobody defined', () => {
    test.each<Row>([
      [
        'roles: {product: [a], dev: [b]}',
        [
          '1:1: The default gates need a role named "pm", and there is none. Add it under "roles", like "pm: [maria]"; or write "gates:" with the roles you have.',
          '1:1: The default gates need a role named "engineer", and there is none. Add it under "roles", like "engineer: [maria]"; or write "gates:" with the roles you have.',
        ],
      ],
      [
        'roles: {pm: [a], enginer: [b]}',
        [
          '1:1: The default gates need a role named "engineer", and there is none. Is "enginer" meant to be it? Then rename it.',
        ],
      ],
      [roles + 'gates: {a: {approve: qq}}', ['2:22: No role is named "qq". Did you mean "qa"?']],
      [
        roles + 'gates: {a: {approve: {any: [pm, {role: dev, count: 2}]}, prepared-by: lead}}',
        [
          '2:40: No role is named "dev". Define it under "roles", or use pm, engineer or qa.',
          '2:71: No role is named "lead". Define it under "roles", or use pm, engineer or qa.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: "@acme/qa"}}',
        [
          '2:22: No role is named "@acme/qa". Define a role with these members under "roles", and name the role here.',
        ],
      ],
      [roles + 'gates: {a: {approve: PM}}', ['2:22: No role is named "PM". Did you mean "pm"?']],
      [
        roles + 'gates: {a: {approve: ""}}',
        ['2:22: No role is named "". Define it under "roles", or use pm, engineer or qa.'],
      ],
      [
        'roles: {product: [a]}\ngates: {spec: {preset: spec}}',
        [
          '2:24: "preset: spec" needs a role named "pm", and there is none. Add it under "roles", or write "prepared-by:" with one of your roles beside the preset.',
        ],
      ],
      [
        'roles: {product: [a]}\ngates:\n  spec:\n    preset: spec\n    approve: product\n',
        [
          '4:13: "preset: spec" needs a role named "pm", and there is none. Add it under "roles", or write "prepared-by:" with one of your roles beside the preset.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: toString}}',
        ['2:22: No role is named "toString". Define it under "roles", or use pm, engineer or qa.'],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('approve', () => {
    test.each<Row>([
      [
        roles + 'gates: {a: }',
        [
          '2:12: "a" must be a group of keys; it is empty. Write what belongs to it below it, indented by two spaces, or delete the line.',
        ],
      ],
      [
        roles + 'gates: {a: {title: A}}',
        [
          '2:9: "approve" is missing: nobody could approve it. Write "approve: " and a role; or "preset: spec" or "preset: acceptance", to start from a default gate.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: [pm, qa]}}',
        [
          '2:22: "approve" must be a text or a group of keys; here it is a list. Write one role; or {any: [pm, qa]} where one of them is enough, {all: [pm, qa]} where each is needed.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {}}}',
        [
          '2:13: Nobody is named here. Write a role, {any: [pm, qa]}, {all: [pm, qa]} or {role: pm, count: 2}; they nest.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {any: []}}}',
        ['2:23: Nobody is named here. Name roles, like [pm, qa].'],
      ],
      [
        roles + 'gates: {a: {approve: {any: pm}}}',
        ['2:28: "any" must be a list; here it is the text "pm". Write it as a list: [pm].'],
      ],
      [
        roles + 'gates: {a: {approve: {any: [pm], all: [qa]}}}',
        [
          '2:13: Only one of "role", "any" and "all" can stand here. Write a role, {any: [pm, qa]}, {all: [pm, qa]} or {role: pm, count: 2}; they nest.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {count: 2}}}',
        [
          '2:13: Nobody is named here. Write a role, {any: [pm, qa]}, {all: [pm, qa]} or {role: pm, count: 2}; they nest.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {any: [pm], count: 2}}}',
        [
          '2:13: "count" says how many people of one role are needed; "any" and "all" have none. Write it within them, like {any: [{role: pm, count: 2}, lead]}.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {role: pm, count: 0}}}',
        ['2:40: "count" must be at least 1; here it is the number 0.'],
      ],
      [
        roles + 'gates: {a: {approve: {role: pm, count: "2"}}}',
        ['2:40: "count" must be a whole number; here it is the text "2". Write a number, without quotes.'],
      ],
      [
        roles + 'gates: {a: {approve: {role: pm, count: 1.5}}}',
        [
          '2:40: "count" must be a whole number; here it is the number 1.5. Write a number, without quotes.',
          '2:40: 1.5 people of the role "pm" must approve, and it has 1. Lower the count, or add members to the role.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {role: pm, count: 2}}}',
        [
          '2:40: 2 people of the role "pm" must approve, and it has 1. Lower the count, or add members to the role.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: {all: [qa, {any: [{role: engineer, count: 3}, {all: [7]}]}]}}}',
        [
          '2:64: 3 people of the role "engineer" must approve, and it has 1. Lower the count, or add members to the role.',
          '2:75: An entry of "all" must be a text or a group of keys; here it is the number 7. Put it in quotes: "7".',
        ],
      ],
      [
        roles + 'gates: {a: {preset: acceptence}}',
        [
          '2:21: "preset" must be spec or acceptance; here it is the text "acceptence". Did you mean "acceptance"?',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });
});
