import { describe, expect, test } from 'vitest';
import { policyKeys, problemsOf, roles } from './reading.ts';

/** A text, and all that is said about it. */
type Row = readonly [text: string | null, problems: readonly string[]];

describe('what is wrong in the YAML', () => {
  describe('slips in YAML', () => {
    test.each<Row>([
      [
        'roles:\n\tpm: [a]\n',
        ['2:1: A tab stands where spaces are needed. Indent with spaces: two for each level.'],
      ],
      [
        'roles:\n  pm: [a]\n engineer: [b]',
        [
          '3:1: This line is indented differently from those it belongs with. Lines that belong together begin in the same column; use two spaces for each level. If a bracket or a quotation mark was opened above, close it.',
        ],
      ],
      [
        'roles:\n  pm: [a, b\n  engineer: [b]\n',
        [
          '3:3: This line is indented differently from those it belongs with. Lines that belong together begin in the same column; use two spaces for each level. If a bracket or a quotation mark was opened above, close it.',
        ],
      ],
      [
        'roles: {pm: [maria, @acme/product], engineer: [`x`]}',
        [
          '1:21: Text that begins with @ must be in quotes. Write "@acme/product".',
          '1:48: Text that begins with ` must be in quotes. Write "`x`".',
          '1:48: "`x`" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
        ],
      ],
      [
        'roles:\n  pm: @acme/product\n',
        [
          '1:1: The default gates need a role named "engineer", and there is none. Add it under "roles", like "engineer: [maria]"; or write "gates:" with the roles you have.',
          '2:7: Text that begins with @ must be in quotes. Write "@acme/product".',
          '2:7: "pm" must be a list or a group of keys; here it is the text "@acme/product". Write it as a list: ["@acme/product"].',
        ],
      ],
      [
        'roles:\n  pm: [dependabot[bot]]\n',
        [
          '2:18: Between brackets, text that holds [ must be in quotes. Write "dependabot[bot]", for example.',
        ],
      ],
      ['roles:\n  pm: - a\n', ['2:7: A list with - cannot begin here. Begin it on a line of its own.']],
      [
        'roles:\n  pm [a]\n',
        [
          '2:3: "roles" must be a group of keys; here it is the text "pm [a]". Write its keys below it, indented by two spaces, each with a colon and a space after it.',
        ],
      ],
      [
        'roles:\n  pm:[a]\n',
        [
          '2:3: "roles" must be a group of keys; here it is the text "pm:[a]". Write its keys below it, indented by two spaces, each with a colon and a space after it.',
        ],
      ],
      [
        'roles: "x',
        [
          '1:10: Something is missing here: a closing bracket or quotation mark, a comma, a colon or a space. Compare the line with its neighbours.',
        ],
      ],
      [
        'roles: {pm: [a], engineer: [b] }}',
        [
          '1:33: This sign makes no sense here. Look for a missing comma or quotation mark before it; text with [ ] { } , # or ": " in it needs quotes.',
        ],
      ],
      [
        'roles: pm: [a]',
        [
          '1:8: There is a second key on this line. Put each key on a line of its own, or put text that holds ": " in quotes.',
        ],
      ],
      [
        'roles: {pm: ["\\x"]}',
        [
          '1:15: A backslash in double quotes begins a code, and this is none. Write two backslashes, or use single quotes.',
        ],
      ],
      [
        'a: 1\n---\nb: 1',
        ['2:1: A second document begins here, after ---. A policy is one document: delete the line.'],
      ],
      [
        roles + '---\n',
        ['2:1: A second document begins here, after ---. A policy is one document: delete the line.'],
      ],
      [
        '%YAML 1.1\n---\n' + roles,
        ['1:1: A policy is written in YAML 1.2. Delete the line that begins with %YAML.'],
      ],
      ['%FOO\n---\n' + roles, ['1:1: A line that begins with % is an instruction for YAML. Delete it.']],
      [
        '? {a: 1}\n: b',
        ['1:3: A list or a group of keys stands where a key is expected. Put text with [ or { in quotes.'],
      ],
      [roles + ': 1', ['2:1: A key is missing before the colon.']],
      [roles + '? |\n  a\n: 1', ['2:3: "a\\u{a}" is not a key of a policy. Known here: ' + policyKeys + '.']],
      [
        '<<<<<<< HEAD\nroles: {}\n=======\nroles: []\n>>>>>>> x\n',
        [
          '1:1: A merge conflict is left in the file. Keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>.',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('tricks', () => {
    test.each<Row>([
      [
        'roles: {pm: &a [maria], engineer: *a}',
        [
          '1:16: Text that begins with & is a name for this place (an anchor) in YAML, and policies have none. If it is meant as text, put it in quotes: "&a".',
          '1:35: Text that begins with * is a reference to another place (an alias) in YAML, and policies have none. If it is meant as text, put it in quotes: "*a".',
        ],
      ],
      [
        roles + 'exempt: {paths: [*.md, **/*.md, !docs/**]}',
        [
          '2:18: Text that begins with * is a reference to another place (an alias) in YAML, and policies have none. If it is meant as text, put it in quotes: "*.md".',
          '2:24: Text that begins with * is a reference to another place (an alias) in YAML, and policies have none. If it is meant as text, put it in quotes: "**/*.md".',
          '2:41: Text that begins with ! is a tag in YAML, and policies have none. If it is meant as text, put it in quotes: "!docs/**".',
        ],
      ],
      [
        roles + '<<: {mode: warn}',
        [
          '2:1: "<<" (merging keys from another place) is not part of the language of policies. Write the keys out.',
        ],
      ],
      [
        roles + '<<: *x',
        [
          '2:1: "<<" (merging keys from another place) is not part of the language of policies. Write the keys out.',
        ],
      ],
      [
        roles + 'work: &w\n  <<: *w',
        [
          '3:3: Text that begins with & is a name for this place (an anchor) in YAML, and policies have none. If it is meant as text, put it in quotes: "&w".',
        ],
      ],
      [
        'roles: !!set {a}',
        [
          '1:14: Text that begins with ! is a tag in YAML, and policies have none. If it is meant as text, put it in quotes: "!!set".',
        ],
      ],
      [
        'roles: {pm: !!str 007, engineer: !js/function "x", ? !x y : [a], ? &z q : [b], ? *z : [c]}',
        ['1:54: A list or a group of keys stands where a key is expected. Put text with [ or { in quotes.'],
      ],
      [
        '__proto__: {mode: warn}\nconstructor: 1\nroles: {pm: [maria], engineer: [emil], qa: [quin, "@acme/qa"]}\ngates: {__proto__: {approve: pm}, a: {__proto__: {}, approve: pm}}',
        [
          '1:1: "__proto__" cannot be a key or a name.',
          '2:1: "constructor" is not a key of a policy. Known here: ' + policyKeys + '.',
          '4:9: "__proto__" cannot be a key or a name.',
          '4:39: "__proto__" cannot be a key or a name.',
        ],
      ],
      [
        'roles: {pm: [a\u0000]}',
        [
          '1:15: An invisible or broken character stands here (U+0000). Delete it, and save the file as UTF-8.',
        ],
      ],
      [
        'roles: {pm: [a]}\ufffd',
        [
          '1:17: An invisible or broken character stands here (U+FFFD). Delete it, and save the file as UTF-8.',
        ],
      ],
      [
        'roles: {pm: ["a\u202eb"]}',
        [
          '1:16: An invisible or broken character stands here (U+202E). Delete it, and save the file as UTF-8.',
        ],
      ],
      [
        'roles: {pm: ["a\u200bb"], engineer: ["a\\u202eb\\0"]}',
        [
          '1:14: "a\\u{200b}b" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '1:33: "a\\u{202e}b\\u{0}" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
        ],
      ],
      [
        'roles:\u00a0{pm: [a]}',
        [
          '1:16: This sign makes no sense here. Look for a missing comma or quotation mark before it; text with [ ] { } , # or ": " in it needs quotes.',
        ],
      ],
      [
        'roles:\n\u00a0\u00a0pm: [a]',
        [
          '1:7: "roles" must be a group of keys; it is empty. Write what belongs to it below it, indented by two spaces, or delete the line.',
          '2:1: "\\u{a0}\\u{a0}pm" is not a key of a policy. Known here: ' + policyKeys + '.',
        ],
      ],
      [
        'roles: {pm: [a], engineer: ["' + 'x'.repeat(5000) + '"]}',
        [
          '1:29: "' +
            'x'.repeat(59) +
            '\u2026" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
        ],
      ],
      [
        '"' + 'k'.repeat(900) + '": 1\n' + roles,
        ['1:1: "' + 'k'.repeat(59) + '\u2026" is not a key of a policy. Known here: ' + policyKeys + '.'],
      ],
      [
        'x'.repeat(65537),
        [
          '1:1: The file has 65537 characters; a policy can have 65536 at most. Put people into teams instead of listing them one by one.',
        ],
      ],
      [
        '['.repeat(100),
        [
          '1:25: Lists and keys are nested more than 24 deep here. A policy needs fewer than ten levels; look for brackets that are not closed.',
        ],
      ],
      [
        '- '.repeat(100),
        [
          '1:49: Lists and keys are nested more than 24 deep here. A policy needs fewer than ten levels; look for brackets that are not closed.',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });
});
