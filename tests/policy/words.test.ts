import { describe, expect, test } from 'vitest';
import { describePolicy, checkPolicyFile, readPolicy, type PolicyFile } from '../../src/policy/index.ts';
import { code, plain } from '../../src/markdown.ts';
import { nearest } from '../../src/policy/did-you-mean.ts';
import { shown } from '../../src/policy/problem.ts';
import { policyOf, roles } from './reading.ts';

const space = '\u200B';

describe('text from others in Markdown', () => {
  test.each([
    ['Hi @maria, see #12', `Hi @${space}maria, see \\#${space}12`],
    ['[x](http://y.z) <b> `c` *d* _e_', '\\[x\\]\\(http\\://y\\.z\\) \\<b\\> \\`c\\` \\*d\\* \\_e\\_'],
    ['a\r\nb\u0000c\u202Ed\u2028e', 'a bcd e'],
    ['as in GH-12', `as in GH${space}\\-12`],
    ['in\u200Bvisible', 'invisible'],
    ['1. | --- | &amp; ~x~', '1\\. \\| \\-\\-\\- \\| \\&amp; \\~x\\~'],
    ['', ''],
  ])('%j', (text, escaped) => expect(plain(text)).toBe(escaped));

  test.each([
    ['@maria', '`@maria`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['```', '```` ``` ````'],
    [' a ', '`a`'],
    ['a\nb', '`a b`'],
    ['', '` `'],
    ['a|b', '<code>a&#124;b</code>'],
  ])('%j as code', (text, span) => expect(code(text)).toBe(span));
});

describe('text from the file in messages', () => {
  test.each([
    ['plain', 'plain'],
    ['a\tb\nc\0', 'a\\u{9}b\\u{a}c\\u{0}'],
    ['\u200B\u202E\u00A0\u{d800}', '\\u{200b}\\u{202e}\\u{a0}\\u{d800}'],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    ['🙂'.repeat(100_000), `${'🙂'.repeat(59)}…`],
  ])('%#', (text, visible) => expect(shown(text)).toBe(visible));
});

describe('the nearest word', () => {
  test.each([
    ['gate', 'gates'],
    ['applies_to', 'applies-to'],
    ['appliesTo', 'applies-to'],
    ['wrok', 'work'],
    ['MODE', 'mode'],
    ['', null],
    ['something else', null],
    ['x'.repeat(1_000), null],
  ])('%s', (word, meant) => {
    expect(nearest(word, ['gates', 'applies-to', 'work', 'mode', 'roles'])).toBe(meant);
  });
});

describe('a policy in words', () => {
  test('the smallest', () => {
    const policy = policyOf(
      'roles: {pm: [maria, "@acme/product"], engineer: {members: [emil], permission: write}}',
    );
    expect(describePolicy(policy))
      .toBe(`Baton enforces this policy: until a gate is approved, what it blocks has to wait.

### Who holds which role
- \`pm\`: \`@maria\` and the team \`@acme/product\`
- \`engineer\`: \`@emil\` and anyone with at least write permission here

### The gates, in order
1. **Spec approval** (\`spec\`)
   - Somebody in \`pm\` approves: with the label \`spec:approved\` or with the comment \`/approve spec\`.
   - \`pm\` prepares it.
   - Until it is approved, the start of work (assignments and work labels are removed) and merges of its pull requests (the check does not pass) wait.
   - If anyone other than its approvers edits the title or the text, it has to be approved again.

2. **Acceptance** (\`acceptance\`)
   - Somebody in \`pm\` approves: with the label \`pm:accepted\`, with the comment \`/accept\` or by closing the issue as completed.
   - \`engineer\` prepares it; it’s ready for approval after **Spec approval** and once a pull request that closes the issue is merged.
   - Until it is approved, closing the issue as completed (Baton reopens it) waits.
   - If somebody reopens the issue, it has to be approved again.

### Where the gates apply
- All issues have gates.
- Work has started when somebody with a role other than the approvers' is assigned, a pull request for the issue is opened or a branch is created from the issue.
- A pull request needs a linked issue that was not closed before.`);
  });

  test('everything, with nasty names', () => {
    const policy = policyOf(`${roles}
mode: warn
applies-to: { types: [Feature], labels: ["\`x\` @maria"] }
exempt: { labels: [chore], authors: ["renovate[bot]"], paths: ["docs/**", "*.md"] }
work: { labels: [doing], assignment: false, pull-request: false, branch: false }
pull-requests: { require-issue: false, linked-repositories: [acme/planning] }
gates:
  first:
    title: "<b>@maria</b> & #12"
    approve: { any: [{ role: qa, count: 2 }, { all: [pm, engineer] }] }
    blocks: [start, close, second]
    close-reasons: [completed, not_planned]
    requires: { sections: [Problem, "Out | of scope"] }
    stale-on: [push]
    independent-of: [author, assignees, pull-request-authors]
  second: { approve: { all: [pm, qa] }, after: [first], mode: observe, blocks: [merge] }
  third: { approve: qa, mode: enforce, blocks: [merge] }
  fourth: { approve: qa }
`);
    expect(describePolicy(policy))
      .toBe(`Baton only warns: it says what should wait for an approval, and blocks and undoes nothing.

### Who holds which role
- \`pm\`: \`@maria\`
- \`engineer\`: \`@emil\`
- \`qa\`: \`@quin\` and the team \`@acme/qa\`

### The gates, in order
1. **\\<b\\>@${space}maria\\</b\\> \\& \\#${space}12** (\`first\`)
   - 2 people in \`qa\` or (somebody in \`pm\` and somebody in \`engineer\`) approve: with the comment \`/approve first\`.
   - \`qa\` prepares it.
   - Until it is approved, Baton warns and blocks nothing: the start of work, closing the issue as completed or not planned and the gate **Second** would wait.
   - It cannot be approved before there is text under \`Problem\` and <code>Out &#124; of scope</code>.
   - If something is pushed to the pull request, it has to be approved again.
   - The approval of the author of the issue, its assignees or the authors of its pull requests doesn’t count.

2. **Second** (\`second\`)
   - Somebody in \`pm\` and somebody in \`qa\` approve: with the comment \`/approve second\`.
   - \`pm\` prepares it; it’s ready for approval after **\\<b\\>@${space}maria\\</b\\> \\& \\#${space}12**.
   - Until it is approved, Baton writes nothing and blocks nothing.

3. **Third** (\`third\`)
   - Somebody in \`qa\` approves: with the comment \`/approve third\`.
   - \`qa\` prepares it.
   - Until it is approved, merges of its pull requests (the check does not pass) wait.

4. **Fourth** (\`fourth\`)
   - Somebody in \`qa\` approves: with the comment \`/approve fourth\`.
   - \`qa\` prepares it.
   - It blocks nothing: Baton only tracks whose turn it is.

### Where the gates apply
- Only issues of the type \`Feature\` or with the label \`\` \`x\` @maria \`\` have gates.
- Exempt: what somebody of \`qa\`, \`pm\` or \`engineer\` gave the label \`chore\`, what \`@renovate[bot]\` opened (while nobody else pushes to it) and pull requests that touch nothing but \`docs/**\` and \`*.md\`.
- Work has started when the label \`doing\` is added.
- A pull request without a linked issue passes.
- Issues of \`acme/planning\` count too.`);
  });
});

const path = '.github/roles.yml';
const file: PolicyFile = {
  repository: 'acme/shop',
  path,
  url: 'https://github.com/acme/shop/blob/HEAD/.github/roles.yml',
  hasLastGood: true,
};

describe('the check of a policy file', () => {
  test('a good file', () => {
    const result = readPolicy(roles, path);
    expect(checkPolicyFile(result, file)).toEqual({
      check: {
        conclusion: 'success',
        title: 'The policy is valid: 3 roles, 2 gates',
        summary: describePolicy(policyOf(roles)),
        annotations: [],
      },
      issue: null,
    });
  });

  test('a broken file, while the last good one stays in force', () => {
    const text = 'roles: {pm: [maria], engineer: [emil]}\nmode: enforced\nwork: {labels: ["<@maria>, #1"]}\n';
    expect(checkPolicyFile(readPolicy(text, path), file)).toEqual({
      check: {
        conclusion: 'failure',
        title: '2 problems in .github/roles.yml',
        summary: `\`.github/roles.yml\` can’t be used yet. Fix these lines:

- Line 2, column 7: "mode" must be enforce, warn or observe; here it is the text "enforced"\\. Did you mean "enforce"?
- Line 3, column 17: The label "\\<@${space}maria\\>, \\#${space}1" holds a comma\\. Several labels are several entries; one label cannot hold a comma\\.

Until then, the last valid policy of the default branch stays in force, even if you merge this.`,
        annotations: [
          {
            path,
            line: 2,
            column: 7,
            message:
              '"mode" must be enforce, warn or observe; here it is the text "enforced". Did you mean "enforce"?',
          },
          {
            path,
            line: 3,
            column: 17,
            message:
              'The label "<@maria>, #1" holds a comma. Several labels are several entries; one label cannot hold a comma.',
          },
        ],
      },
      issue: {
        title: 'The role policy in .github/roles.yml cannot be read',
        body: `The role policy in [\\.github/roles\\.yml](https://github.com/acme/shop/blob/HEAD/.github/roles.yml) of \`acme/shop\` has 2 problems, so it cannot be used.

- [Line 2, column 7](https://github.com/acme/shop/blob/HEAD/.github/roles.yml#L2): "mode" must be enforce, warn or observe; here it is the text "enforced"\\. Did you mean "enforce"?
- [Line 3, column 17](https://github.com/acme/shop/blob/HEAD/.github/roles.yml#L3): The label "\\<@${space}maria\\>, \\#${space}1" holds a comma\\. Several labels are several entries; one label cannot hold a comma\\.

**Until it’s fixed, the last valid policy stays in force:** gates, labels and checks work as before.

To fix it, change these lines on the default branch. A pull request is best: its check \`Baton policy\` says whether the file is valid before you merge it. Baton closes this issue as soon as the file is valid.`,
      },
    });
  });

  test('a broken file, and no good one before', () => {
    const report = checkPolicyFile(readPolicy('', path), { ...file, hasLastGood: false });
    expect(report.check.title).toBe('1 problem in .github/roles.yml');
    expect(report.check.summary.split('\n').at(-1)).toBe(
      'There is no valid policy on the default branch; if you merge this, gates do nothing.',
    );
    expect(report.issue?.body.split('\n\n')[2]).toBe(
      '**Until it’s fixed, there is no policy:** gates do nothing, and the checks of pull requests ask for action.',
    );
  });

  test('at most fifty problems are told, and how many there are', () => {
    const text = Array.from({ length: 120 }, (_, i) => `k${i}: 1`).join('\n');
    const { check, issue } = checkPolicyFile(readPolicy(text, path), file);
    expect(check.title).toBe('121 problems in .github/roles.yml');
    expect(check.annotations).toHaveLength(50);
    expect(check.summary).toContain('\n- and 71 more\n');
    expect(issue?.body).toContain('\n- and 71 more\n');
  });

  test('more gates than anybody can keep apart are one problem', () => {
    const gates = Array.from({ length: 201 }, (_, i) => `  g${i}: pm\n`);
    const { check } = checkPolicyFile(readPolicy(`roles: {pm: [a]}\ngates:\n${gates.join('')}`, path), file);
    expect(check.title).toBe('1 problem in .github/roles.yml');
    expect(check.annotations).toEqual([
      expect.objectContaining({
        line: 3,
        message: expect.stringContaining('There are 201 gates; a policy can have 200 at most.'),
      }),
    ]);
  });

  test('nothing is longer than GitHub takes', () => {
    const blocks = 'blocks: [start, merge, close]';
    const gates = Array.from(
      { length: 200 },
      (_, i) => `  g${i}-${'x'.repeat(30)}: {approve: {any: [pm, qa]}, ${blocks}}`,
    );
    const { check } = checkPolicyFile(
      readPolicy(`roles: {pm: [a], qa: [b]}\ngates:\n${gates.join('\n')}`, path),
      file,
    );
    expect(check.title).toBe('The policy is valid: 2 roles, 200 gates');
    expect(check.summary.length).toBeLessThan(65_535);
    expect(check.summary.split('\n').at(-1)).toBe('… and more, which is too long to show here.');
  });
});
