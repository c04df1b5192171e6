import { describe, expect, test } from 'vitest';
import { problemsOf, roles } from './reading.ts';

/** A text, and all that is said about it. */
type Row = readonly [text: string | null, problems: readonly string[]];

describe('what is wrong in gates, and where they apply', () => {
  describe("a gate's other keys", () => {
    test.each<Row>([
      [
        roles + 'gates: {}',
        [
          '2:1: No gate is defined. Write at least one, or delete the line: then the two default gates apply.',
        ],
      ],
      [
        roles + 'gates:',
        [
          '2:7: "gates" must be a group of keys; it is empty. Write what belongs to it below it, indented by two spaces, or delete the line.',
        ],
      ],
      [
        roles + 'gates: [spec]',
        [
          '2:8: "gates" must be a group of keys; here it is a list. Write its keys below it, indented by two spaces.',
        ],
      ],
      [
        roles +
          'gates: {start: {approve: pm}, Merge: {approve: pm}, "2": {approve: pm}, a_b: {approve: pm}, "a b": {approve: pm}}',
        [
          '2:9: A gate cannot be named "start": in "blocks" that word means an act. Choose another name.',
          '2:31: A gate cannot be named "Merge": in "blocks" that word means an act. Choose another name.',
          '2:53: "2" cannot be the name of a gate, because people write it in /approve. Use letters, digits and -, beginning with a letter; at most 50. "title" may be any text.',
          '2:73: "a_b" cannot be the name of a gate, because people write it in /approve. Use letters, digits and -, beginning with a letter; at most 50. "title" may be any text.',
          '2:93: "a b" cannot be the name of a gate, because people write it in /approve. Use letters, digits and -, beginning with a letter; at most 50. "title" may be any text.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm}, A: {approve: pm}}',
        ['2:27: "A" is "a" again but for capital letters. Rename one.'],
      ],
      [
        roles +
          'gates: {a: {approve: pm, title: 5}, b: {approve: pm, title: ""}, c: {approve: pm, title: "a\\nb"}, d: {approve: pm, title: "' +
          't'.repeat(81) +
          '"}}',
        [
          '2:33: "title" must be a text; here it is the number 5. Put it in quotes: "5".',
          '2:61: A title cannot be empty. Write it, or delete the entry.',
          '2:90: A title must be on one line: "a\\u{a}b".',
          '2:123: A title can have 80 characters at most: "' + 't'.repeat(59) + '\u2026".',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, label: "' +
          'x'.repeat(51) +
          '"}, b: {approve: pm, label: "a,b"}, c: {approve: pm, label: ""}, d: {approve: pm, label: " x"}, e: {approve: pm, label: }, f: {approve: pm, label: [x]}}',
        [
          '2:33: The label "' + 'x'.repeat(51) + '" has 51 characters. GitHub allows 50.',
          '2:113: The label "a,b" holds a comma. Several labels are several entries; one label cannot hold a comma.',
          '2:145: A label cannot be empty. Write it, or delete the entry.',
          '2:174: " x" begins or ends with a space. Take the space away.',
          '2:205: "label" must be a text; it is empty. Write it after the colon, or delete the line.',
          '2:232: "label" must be a text; here it is a list. Write a text.',
        ],
      ],
      [
        `${roles}gates:\n  spec:\n    preset: spec\n    label: launch #1\n    title: The 2nd  #Brief # for us\n  other: # ours\n    approve: pm # or so\n    title: Spec # two\n    label: ready  # green\n    requires: { sections: ["Why #1"] }\n    when:\n      labels:\n        - feature #2\n        - bug#3\n`,
        [
          '5:12: A # after a space begins a comment, so only "launch" is left here. Put the text in quotes: "launch #1". If it is a comment, write a space after the #.',
          '6:12: A # after a space begins a comment, so only "The 2nd" is left here. Put the text in quotes: "The 2nd  #Brief # for us". If it is a comment, write a space after the #.',
          '14:11: A # after a space begins a comment, so only "feature" is left here. Put the text in quotes: "feature #2". If it is a comment, write a space after the #.',
        ],
      ],
      [
        `${roles}gates:\n  spec:\n    preset: spec\n    label: #1\n`,
        [
          '5:12: A # after a space begins a comment, so nothing is left here. Put the text in quotes: "#1". If it is a comment, write a space after the #.',
          '5:12: "label" must be a text; it is empty. Write it after the colon, or delete the line.',
        ],
      ],
      [
        `${roles}exempt: { authors: [dependabot, "Renovate", "app/dependabot", "dependabot[bot", "apps/acme-bot", "dependabot[bot]", renovate-bot, "renovate[bot]"] }\n`,
        [
          '2:21: "dependabot" is an App, and an App\'s login ends in [bot]. Write "dependabot[bot]".',
          '2:33: "Renovate" is an App, and an App\'s login ends in [bot]. Write "renovate[bot]".',
          '2:45: "app/dependabot" is an App, and an App\'s login ends in [bot]. Write "dependabot[bot]".',
          '2:63: "dependabot[bot" is an App, and an App\'s login ends in [bot]. Write "dependabot[bot]".',
          '2:81: "apps/acme-bot" is an App, and an App\'s login ends in [bot]. Write "acme-bot[bot]".',
        ],
      ],
      [
        `roles: {pm: [maria, "@app/qa"], engineer: [emil], bot: [dependabot], other: {members: [github-actions]}}\npeople: [{github: mergify, jira: x}]\n`,
        [
          '1:57: "dependabot" is an App, and an App\'s login ends in [bot]. Write "dependabot[bot]".',
          '1:88: "github-actions" is an App, and an App\'s login ends in [bot]. Write "github-actions[bot]".',
          '2:19: "mergify" is an App, and an App\'s login ends in [bot]. Write "mergify[bot]".',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, label: "🚀"}, b: {approve: pm, label: "👩‍🚀 🇩🇪"}, c: {approve: pm, label: "🚀 1"}, d: {approve: pm, label: "#1"}, e: {approve: pm, label: "1️⃣"}}',
        [
          '2:33: The label "🚀" is nothing but emoji, which GitHub does not take. Add a word: "🚀 launched".',
          '2:64: The label "👩\\u{200d}🚀 🇩🇪" is nothing but emoji, which GitHub does not take. Add a word: "🚀 launched".',
          '2:167: The label "1️⃣" is nothing but emoji, which GitHub does not take. Add a word: "🚀 launched".',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, label: Ready}, b: {approve: pm, label: ready}, spec: {preset: spec}, spec2: {preset: spec}}',
        [
          '2:65: The label "ready" shows the gate "a" already. Give each gate a label of its own.',
          '2:111: The label "spec:approved" shows the gate "spec" already. Give each gate a label of its own.',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, label: Ready}}\nwork: {labels: [todo, ready]}\nexempt: {labels: [READY]}\napplies-to: {labels: [Ready]}',
        [
          '3:23: The label "ready" shows the gate "a", so it cannot say that work has begun. Use two labels.',
          '4:19: The label "READY" shows the gate "a", so it cannot say that an issue has no gates. Use two labels.',
          '5:23: The label "Ready" shows the gate "a", so it cannot say that an issue has gates. Use two labels.',
        ],
      ],
      [
        roles +
          'applies-to: {labels: [idea, Doing]}\nwork: {labels: [doing]}\ngates: {a: {approve: pm, label: ready}, b: {approve: pm, when: {labels: [READY, DOING]}}}',
        [
          '2:29: The label "Doing" says that work has begun, so it cannot say that an issue has gates. Use two labels.',
          '4:74: The label "READY" shows the gate "a", so it cannot say that an issue has the gate "b". Use two labels.',
          '4:81: The label "DOING" says that work has begun, so it cannot say that an issue has the gate "b". Use two labels.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm, blocks: merge, after: , ready-when: merged, requires: [Problem]}}',
        [
          '2:34: "blocks" must be a list; here it is the text "merge". Write it as a list: [merge].',
          '2:48: "after" must be a list; it is empty. Write it after the colon, or delete the line.',
          '2:62: "ready-when" must be a group of keys; here it is the text "merged". Write its keys below it, indented by two spaces, each with a colon and a space after it.',
          '2:80: "requires" must be a group of keys; here it is a list. Write its keys below it, indented by two spaces.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm, requires: {sections: ["", "# Problem", 5]}}}',
        [
          '2:48: A heading cannot be empty. Write it, or delete the entry.',
          '2:52: "# Problem" begins with #. Write the words of the heading alone.',
          '2:65: An entry of "sections" must be a text; here it is the number 5. Put it in quotes: "5".',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, closing-accepts: yes, close-reasons: [done], stale-on: [edit], independent-of: [autor], mode: Warn}}',
        [
          '2:43: "closing-accepts" must be true or false; here it is the text "yes". Write true or false, without quotes.',
          '2:64: An entry of "close-reasons" must be completed, not_planned or duplicate; here it is the text "done". Write completed, not_planned or duplicate.',
          '2:82: An entry of "stale-on" must be spec-edit, push or reopen; here it is the text "edit". Write spec-edit, push or reopen.',
          '2:106: An entry of "independent-of" must be author, assignees or pull-request-authors; here it is the text "autor". Did you mean "author"?',
          '2:120: "mode" must be enforce, warn or observe; here it is the text "Warn". Did you mean "warn"?',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('the order of gates', () => {
    test.each<Row>([
      [
        roles + 'gates: {a: {approve: pm, after: [b], blocks: [strat, c]}}',
        [
          '2:34: No gate is named "b". Define it under "gates".',
          '2:47: No gate is named "strat". Did you mean "start"?',
          '2:54: No gate is named "c". Use start, merge or close.',
        ],
      ],
      [
        roles + 'gates: {design: {approve: pm}, a: {approve: pm, after: [desing], blocks: [Close]}}',
        [
          '2:57: No gate is named "desing". Did you mean "design"?',
          '2:75: No gate is named "Close". Did you mean "close"?',
        ],
      ],
      [
        roles + 'gates: {a: {preset: acceptance}}',
        [
          '2:21: The preset of the gate "a" comes after a gate named "spec", and there is none. Write "after: []" beside the preset, or name another gate there.',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm, after: [a]}}',
        ['2:34: The gate "a" waits for itself. Take it out.'],
      ],
      [
        roles + 'gates: {a: {approve: pm, blocks: [a]}}',
        ['2:35: The gate "a" waits for itself. Take it out.'],
      ],
      [
        roles +
          'gates: {a: {approve: pm, after: [c]}, b: {approve: pm, after: [a]}, c: {approve: pm, after: [b]}}',
        [
          '2:94: The gates "c", "a" and "b" wait for each other in a circle: c \u2192 a \u2192 b \u2192 c. Each comes before the next; take one of them out of "after" or "blocks".',
        ],
      ],
      [
        roles + 'gates: {a: {approve: pm, after: [b], blocks: [b]}, b: {approve: pm}}',
        [
          '2:47: The gates "b" and "a" wait for each other in a circle: b \u2192 a \u2192 b. Each comes before the next; take one of them out of "after" or "blocks".',
        ],
      ],
      [
        roles + 'gates: {spec: {preset: spec, after: [acceptance]}, acceptance: {preset: acceptance}}',
        [
          '2:73: The gates "acceptance" and "spec" wait for each other in a circle: acceptance \u2192 spec \u2192 acceptance. Each comes before the next; take one of them out of "after" or "blocks".',
        ],
      ],
      [
        roles +
          'gates: {a: {approve: pm, blocks: [b]}, b: {approve: pm, blocks: [a, d]}, c: {approve: pm, after: [d]}, d: {approve: pm, after: [c]}}',
        [
          '2:66: The gates "a" and "b" wait for each other in a circle: a \u2192 b \u2192 a. Each comes before the next; take one of them out of "after" or "blocks".',
          '2:129: The gates "d" and "c" wait for each other in a circle: d \u2192 c \u2192 d. Each comes before the next; take one of them out of "after" or "blocks".',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });

  describe('where gates apply', () => {
    test.each<Row>([
      [roles + 'applies-to: {}', ['2:1: No issue would be meant. Name types or labels, or delete the key.']],
      [
        roles + 'applies-to: {types: [], labels: []}',
        ['2:1: No issue would be meant. Name types or labels, or delete the key.'],
      ],
      [
        roles + 'applies-to: [feature]',
        [
          '2:13: "applies-to" must be a group of keys; here it is a list. Write its keys below it, indented by two spaces.',
        ],
      ],
      [
        roles + 'applies-to: {types: Bug, labels: [""]}',
        [
          '2:21: "types" must be a list; here it is the text "Bug". Write it as a list: [Bug].',
          '2:35: A label cannot be empty. Write it, or delete the entry.',
        ],
      ],
      [
        roles + 'exempt: {labels: ["a,b"], authors: ["@acme/qa", "a b"], paths: docs}',
        [
          '2:19: The label "a,b" holds a comma. Several labels are several entries; one label cannot hold a comma.',
          '2:37: "@acme/qa" is a team, and one account is meant. Write a login.',
          '2:49: "a b" is not a GitHub login. The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
          '2:64: "paths" must be a list; here it is the text "docs". Write it as a list: [docs].',
        ],
      ],
      [
        roles +
          'exempt: {paths: [/docs, ./docs, ../docs, docs/, "!docs", "a|b", "(a+)+b", "a{b", "{a}", "[a]", "a\\\\b", "*a*b*", "**/*/**/*/*", "", "{a,b}{a,b}{a,b}"]}',
        [
          '2:18: The path "/docs" cannot be used. Write paths as seen from the root of the repository, like docs/**.',
          '2:25: The path "./docs" cannot be used. Write paths as seen from the root of the repository, like docs/**.',
          '2:33: The path "../docs" cannot be used. Write paths as seen from the root of the repository, like docs/**.',
          '2:42: The path "docs/" cannot be used. For everything in the folder, write "docs/**".',
          '2:49: The path "!docs" cannot be used. Exclusions with ! are not supported.',
          '2:58: The path "a|b" cannot be used. Use *, **, ? and {a,b}; write ? for any other sign.',
          '2:65: The path "(a+)+b" cannot be used. Use *, **, ? and {a,b}; write ? for any other sign.',
          '2:75: The path "a{b" cannot be used. A brace has no partner.',
          '2:82: The path "{a}" cannot be used. Braces hold choices, like {md,txt}.',
          '2:89: The path "[a]" cannot be used. Use *, **, ? and {a,b}; write ? for any other sign.',
          '2:96: The path "a\\b" cannot be used. Use *, **, ? and {a,b}; write ? for any other sign.',
          '2:104: The path "*a*b*" cannot be used. Use at most four stars, two of them in one name, and two {\u2026}; or write several paths.',
          '2:113: The path "**/*/**/*/*" cannot be used. Use at most four stars, two of them in one name, and two {\u2026}; or write several paths.',
          '2:128: A path cannot be empty. Write it, or delete the entry.',
          '2:132: The path "{a,b}{a,b}{a,b}" cannot be used. Use at most four stars, two of them in one name, and two {\u2026}; or write several paths.',
        ],
      ],
      [
        roles + 'work: true',
        [
          '2:7: "work" must be a group of keys; here it is true. Write its keys below it, indented by two spaces, each with a colon and a space after it.',
        ],
      ],
      [
        roles + 'work: {assignment: yes, branch: 1, pull-request: "true", labels: }',
        [
          '2:20: "assignment" must be true or false; here it is the text "yes". Write true or false, without quotes.',
          '2:33: "branch" must be true or false; here it is the number 1. Write true or false, without quotes.',
          '2:50: "pull-request" must be true or false; here it is the text "true". Write true or false, without quotes.',
          '2:66: "labels" must be a list; it is empty. Write it after the colon, or delete the line.',
        ],
      ],
      [
        roles + 'pull-requests: {require-issue: no, linked-repositories: [shop, "a/b/c", "a b/c"]}',
        [
          '2:32: "require-issue" must be true or false; here it is the text "no". Write true or false, without quotes.',
          '2:58: "shop" is not the name of a repository. Write owner/name, like acme/shop.',
          '2:64: "a/b/c" is not the name of a repository. Write owner/name, like acme/shop.',
          '2:73: "a b/c" is not the name of a repository. Write owner/name, like acme/shop.',
        ],
      ],
    ])('%j', (text, problems) => expect(problemsOf(text)).toEqual(problems));
  });
});
