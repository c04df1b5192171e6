import { describe, expect, test } from 'vitest';
import { policyKeys, problemsOf, roles } from './reading.ts';

/** A text, and all that is said about it. */
type Row = readonly [text: string | null, problems: readonly string[]];

describe('what is wrong in a policy', () => {
  describe('the file as a whole', () => {
    test.each<Row>([
      [
        '',
        [
          '1:1: The file is empty. The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        '# nothing\n',
        [
          '1:1: The file is empty. The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        '- a\n',
        [
          '1:1: A policy is made of keys like "roles:"; here it is a list. The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        'hello',
        [
          '1:1: A policy is made of keys like "roles:"; here it is the text "hello". The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        '7',
        [
          '1:1: A policy is made of keys like "roles:"; here it is the number 7. The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        'roles:',
        [
          '1:7: "roles" must be a group of keys; it is empty. Write what belongs to it below it, indented by two spaces, or delete the line.',
        ],
      ],
      ['roles: {}', ['1:1: No role is defined. Write at least two, like pm: [maria] and engineer: [emil].']],
      [
        'gates: {a: {approve: pm}}',
        [
          '1:1: "roles" is missing: nobody could approve anything. The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.',
        ],
      ],
      [
        'roles: [pm]',
        [
          '1:8: "roles" must be a group of keys; here it is a list. Write its keys below it, indented by two spaces.',
        ],
      ],
      [
        'roles: {pm: [a]}\nroles: {pm: [b]}',
        [
          '1:1: The default gates need a role named "engineer", and there is none. Add it under "roles", like "engineer: [maria]"; or write "gates:" with the roles you have.',
          '2:1: "roles" stands here twice. Keep one of the two, with everything that belongs to it.',
        ],
      ],
      [
        null,
        ['1:1: The file is too large, or not text. A policy is a YAML file of a few lines, saved as UTF-8.'],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('version and mode', () => {
    test.each<Row>([
      [
        roles + 'version: "1"',
        ['2:10: "version" must be 1; here it is the text "1". Write 1, without quotes.'],
      ],
      [roles + 'version: 2', ['2:10: "version" must be 1; here it is the number 2. Write 1.']],
      [roles + 'version: 1.0.0', ['2:10: "version" must be 1; here it is the text "1.0.0". Write 1.']],
      [
        roles + 'mode: enforced',
        [
          '2:7: "mode" must be enforce, warn or observe; here it is the text "enforced". Did you mean "enforce"?',
        ],
      ],
      [
        roles + 'mode: [warn]',
        ['2:7: "mode" must be enforce, warn or observe; here it is a list. Write enforce, warn or observe.'],
      ],
      [
        roles + 'mode:',
        ['2:6: "mode" must be enforce, warn or observe; it is empty. Write enforce, warn or observe.'],
      ],
      [
        roles + 'mode: on',
        [
          '2:7: "mode" must be enforce, warn or observe; here it is the text "on". Write enforce, warn or observe.',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('unknown keys and keys of later versions', () => {
    test.each<Row>([
      [roles + 'rolse: {}', ['2:1: "rolse" is not a key of a policy. Did you mean "roles"?']],
      [roles + 'gate: {}', ['2:1: "gate" is not a key of a policy. Did you mean "gates"?']],
      [roles + 'label: x', ['2:1: "label" is not a key of a policy. It belongs in a gate.']],
      [roles + 'foo: 1', ['2:1: "foo" is not a key of a policy. Known here: ' + policyKeys + '.']],
      [roles + '"a b": 1', ['2:1: "a b" is not a key of a policy. Known here: ' + policyKeys + '.']],
      [
        roles + 'applies_to: {labels: [a]}',
        ['2:1: "applies_to" is not a key of a policy. Did you mean "applies-to"?'],
      ],
      [
        roles + 'pullRequests: {}',
        ['2:1: "pullRequests" is not a key of a policy. Did you mean "pull-requests"?'],
      ],
      [
        'roles: {pm: [a], engineer: {permissions: write}}',
        ['1:29: "permissions" is not a key of a role. Did you mean "permission"?'],
      ],
      [
        'roles: {pm: [a], engineer: {members: [b], jira: {groups: []}}}',
        [
          '1:43: Nobody in Jira can hold this role. List groups, accounts or project-roles, or delete "jira".',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm, lable: x, prepared_by: pm}}',
        [
          '2:26: "lable" is not a key of a gate. Did you mean "label"?',
          '2:36: "prepared_by" is not a key of a gate. Did you mean "prepared-by"?',
        ],
      ],
      [
        roles + 'gates: {a: {aprove: pm}}',
        ['2:13: "aprove" is not a key of a gate. Did you mean "approve"?'],
      ],
      [
        roles + 'gates: {a: {approve: {rol: pm}}}',
        ['2:23: "rol" is not a key of "approve". Did you mean "role"?'],
      ],
      [
        roles +
          'gates: {a: {approve: pm, requires: {section: [a], consent: [pm], criteria: A, sub-issues: done}}}',
        [
          '2:37: "section" is not a key of "requires". Did you mean "sections"?',
          '2:91: "sub-issues" must be satisfied; here it is the text "done". Write satisfied.',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, covers: {}, when: {}, deadline: 2 days, waive: [pm], ready-when: {merged: true}}}',
        [
          '2:26: "sections" is missing.',
          '2:38: No issue would be meant. Name types or labels, or delete the key.',
          '2:92: "merged" is not a key of "ready-when". Known here: merged-pull-request.',
        ],
      ],
      [roles + 'people: []\njira: {}\ntexts: {}', ['3:1: "site" is missing.', '3:1: "projects" is missing.']],
      [
        roles + 'work: {label: [a], assigment: true}',
        [
          '2:8: "label" is not a key of "work". Did you mean "labels"?',
          '2:20: "assigment" is not a key of "work". Did you mean "assignment"?',
        ],
      ],
      [roles + 'exempt: {author: [a]}', ['2:10: "author" is not a key of "exempt". Did you mean "authors"?']],
      [
        roles + 'pull-requests: {require-issues: true}',
        ['2:17: "require-issues" is not a key of "pull-requests". Did you mean "require-issue"?'],
      ],
      [
        roles + 'applies-to: {type: [Bug], labels: [a]}',
        ['2:14: "type" is not a key of "applies-to". Did you mean "types"?'],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });
});
