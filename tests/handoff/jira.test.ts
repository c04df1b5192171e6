/** Gates that are decided in Jira: who brings an issue to a status, sets a label or a field, and who may. */
import { describe, expect, test } from 'vitest';
import { anton, ben, bot, maria, nobody, olga, paul } from './people.ts';
import { gatesOf, outcomes } from './shown.ts';
import { pullRequest, story, type PullStory, type Story } from './story.ts';

const policy = `roles:
  pm: {members: [maria, paul], jira: {groups: [product]}}
  engineer: [anton, ben]
gates:
  design: {approve: engineer}
  spec: {preset: spec}
  acceptance: {preset: acceptance, ready-when: {}}
  launch: {approve: pm, label: "launch:ready", mode: warn}
jira:
  site: acme
  projects: [SHOP]
  gates:
    spec: {status: Approved}
    acceptance: {field: customfield_10070, value: Accepted}
    launch: {label: launch-ready}
`;

const inJira = (by = maria): Story => story({ policy, repository: 'SHOP', by });

/** The status of the spec, and of the others where they are asked for. */
const spec = (issue: Story): string => String(gatesOf(issue.look().verdict)['spec']);
const statuses = (issue: Story): object => gatesOf(issue.look().verdict);

test('the gates that Jira decides, and no other', () => {
  expect(statuses(inJira())).toEqual({
    spec: 'waiting',
    acceptance: 'preparing',
    launch: 'waiting',
    baton: 'pm for spec, pm for launch',
  });
});

describe('a status opens the spec', () => {
  test.each<readonly [what: string, act: (issue: Story) => unknown, status: string]>([
    ['a product manager moves it there', (it) => it.moves(maria, 'Approved'), 'satisfied'],
    ['in other letters', (it) => it.moves(maria, 'APPROVED'), 'satisfied'],
    [
      'and on from there, whoever does',
      (it) => it.moves(maria, 'Approved').moves(anton, 'In progress'),
      'satisfied',
    ],
    ['an engineer moves it there', (it) => it.moves(anton, 'Approved'), 'waiting'],
    ['somebody of no role', (it) => it.moves(olga, 'Approved'), 'waiting'],
    ['an app', (it) => it.moves(bot('automation'), 'Approved'), 'waiting'],
    ['an account that is gone', (it) => it.moves(nobody, 'Approved'), 'waiting'],
    ['it came with a move from another project', (it) => it.moves(maria, 'Approved', 'move'), 'waiting'],
    ['it is moved elsewhere', (it) => it.moves(maria, 'In progress'), 'waiting'],
    [
      'approved, and somebody edits it',
      (it) => it.moves(maria, 'Approved').edits(anton, { body: 'Two.' }),
      'stale',
    ],
    [
      'approved, and an approver edits it',
      (it) => it.moves(maria, 'Approved').edits(paul, { body: 'Two.' }),
      'satisfied',
    ],
    [
      'approved, and somebody else brings it there once more',
      (it) => it.moves(maria, 'Approved').moves(anton, 'Draft').moves(anton, 'Approved'),
      'stale',
    ],
    [
      'which an approver makes good',
      (it) =>
        it
          .moves(maria, 'Approved')
          .moves(anton, 'Draft')
          .moves(anton, 'Approved')
          .moves(paul, 'Draft')
          .moves(paul, 'Approved'),
      'satisfied',
    ],
    [
      'approved, and an engineer moves it back',
      (it) => it.moves(maria, 'Approved').moves(anton, 'Draft'),
      'satisfied',
    ],
    [
      'approved, and an approver moves it back',
      (it) => it.moves(maria, 'Approved').moves(paul, 'Draft'),
      'waiting',
    ],
    [
      'approved, and an engineer moves it from there to there',
      (it) => it.moves(maria, 'Approved').moves(anton, 'Approved'),
      'satisfied',
    ],
    [
      'approved, and its workflow is replaced by one with the same status',
      (it) => it.moves(maria, 'Approved').moves(anton, 'approved', 'move'),
      'satisfied',
    ],
    [
      'an engineer moves it there, and from there to there',
      (it) => it.moves(anton, 'Approved').moves(anton, 'Approved'),
      'waiting',
    ],
    [
      'an engineer moves it there, and an approver from there to there',
      (it) => it.moves(anton, 'Approved').moves(maria, 'Approved'),
      'satisfied',
    ],
    [
      'not approved, and an approver replaces its workflow by one with the same status',
      (it) => it.moves(anton, 'Approved').moves(maria, 'approved', 'move'),
      'waiting',
    ],
    [
      'approved and edited, and an engineer moves it from there to there',
      (it) => it.moves(maria, 'Approved').edits(anton, { body: 'Two.' }).moves(anton, 'Approved'),
      'stale',
    ],
    [
      'approved and edited, and an approver moves it from there to there',
      (it) => it.moves(maria, 'Approved').edits(anton, { body: 'Two.' }).moves(paul, 'Approved'),
      'satisfied',
    ],
    [
      'approved, begun, and an approver moves it back to the draft',
      (it) => it.moves(maria, 'Approved').moves(anton, 'In progress').moves(paul, 'Draft'),
      'waiting',
    ],
    [
      'approved, begun, reviewed, and an approver moves it back to the work',
      (it) =>
        it
          .moves(maria, 'Approved')
          .moves(anton, 'In progress')
          .moves(anton, 'In review')
          .moves(paul, 'In progress'),
      'satisfied',
    ],
  ])('%s', (_, act, status) => {
    const issue = inJira(ben);
    act(issue);
    expect(spec(issue)).toBe(status);
  });

  test('by its id, too', () => {
    const issue = story({
      policy: policy.replace('status: Approved', 'status: id of Ready'),
      repository: 'SHOP',
    });
    expect(spec(issue.moves(maria, 'Ready'))).toBe('satisfied');
  });
});

test('a field opens the acceptance, and another value takes it back', () => {
  const issue = inJira().moves(maria, 'Approved');
  const acceptance = (): unknown => gatesOf(issue.look().verdict)['acceptance'];
  issue.sets(anton, 'customfield_10070', 'Accepted');
  expect(acceptance()).toBe('waiting');
  issue.sets(maria, 'customfield_10071', 'Accepted');
  expect(acceptance()).toBe('waiting');
  issue.sets(maria, 'customfield_10070', 'accepted');
  expect(acceptance()).toBe('satisfied');
  issue.sets(anton, 'customfield_10070', 'Broken');
  expect(acceptance()).toBe('satisfied');
  issue.sets(paul, 'customfield_10070', null);
  expect(acceptance()).toBe('waiting');
});

test('a label of Jira opens the gate that names it, and the label on GitHub does not', () => {
  const issue = inJira().moves(maria, 'Approved');
  const launch = (): unknown => gatesOf(issue.look().verdict)['launch'];
  issue.labels(maria, 'launch:ready');
  expect(launch()).toBe('waiting');
  issue.labels(anton, 'launch-ready').unlabels(anton, 'launch-ready');
  expect(launch()).toBe('waiting');
  issue.labels(paul, 'launch-ready');
  expect(launch()).toBe('satisfied');
});

test('on GitHub a status means nothing, and the label opens the gate as ever', () => {
  const issue = story({ policy: policy.replace('  design: {approve: engineer}\n', '') });
  issue.moves(maria, 'Approved');
  expect(spec(issue)).toBe('waiting');
  issue.labels(maria, 'spec:approved');
  expect(spec(issue)).toBe('satisfied');
});

describe('a pull request that names an issue of Jira', () => {
  const merge = policy.replace('  design: {approve: engineer}\n', '');
  const of = (more = merge, by = maria): Story =>
    story({ policy: more, repository: 'SHOP', number: 12, title: 'Secret plans', body: 'Very secret.', by });
  const check = (pull: PullStory): readonly string[] =>
    pull.look().effects.flatMap((each) => {
      if (each.kind !== 'check') return [];
      const lines = each.report.summary.split('\n');
      const before = lines.slice(
        0,
        lines.findIndex((line) => line.startsWith('### ')),
      );
      return [`${each.report.conclusion}: ${each.report.title}`, ...before.filter(Boolean)];
    });
  const head = '### [SHOP-12](https://tracker.test/SHOP/issues/12) ';

  test("is held back until the spec is approved there; what to do is said in Jira's words", () => {
    const issue = of();
    const pull = pullRequest({ closes: [issue] });
    expect(check(pull)).toEqual([
      'action_required: Waiting for pm to approve the spec of SHOP-12 in Jira',
      'You can merge this once `pm` approves the spec of [SHOP-12](https://tracker.test/SHOP/issues/12) in Jira. To approve it, move it to the status `Approved` in Jira.',
    ]);
    issue.moves(maria, 'Approved');
    expect(check(pull)[0]).toBe('success: You can merge this');
  });

  test('shows nothing of the issue but its key and how it stands, unless the policy says so', () => {
    const shown = (text: string): string => {
      const issue = of(text, anton).moves(maria, 'Approved').edits(anton, { body: 'Quite another secret.' });
      const pull = pullRequest({ closes: [issue] });
      return pull
        .look()
        .effects.flatMap((each) => (each.kind === 'check' ? [each.report.summary] : []))
        .join('\n');
    };
    expect(shown(merge)).toContain(`${head.trimEnd()}\n`);
    expect(shown(merge)).not.toMatch(/secret/i);
    const titled = shown(merge.replace('site: acme', 'site: acme\n  show-titles: true'));
    expect(titled).toContain(`${head}Secret plans`);
    expect(titled).toContain('Quite another secret.');
  });

  test('one that is not found, or of a project that the policy does not name', () => {
    const link = { tracker: 'jira', repository: 'SHOP', number: 99, id: 'jira SHOP-99' } as const;
    expect(check(pullRequest({ policy: merge, alsoCloses: [link] }))).toEqual([
      'action_required: SHOP-99 couldn’t be read',
      'You can’t merge this yet:',
      '- SHOP-99 wasn’t found in Jira, or Baton may not see it. If it was moved or deleted, write the key that counts now. Or ask the operator of Baton to let it see that project.',
    ]);
    expect(check(pullRequest({ policy: merge, alsoCloses: [{ ...link, repository: 'PAY' }] }))[0]).toBe(
      'action_required: Link the issue that this closes',
    );
  });

  test('all that it names have to pass, also one on GitHub', () => {
    const issue = of().moves(maria, 'Approved');
    const other = story({ policy: merge, clock: issue.on.clock });
    const pull = pullRequest({ closes: [other, issue] });
    expect(check(pull)[0]).toBe('action_required: Waiting for maria or paul to approve the spec of #1');
    other.comments(maria, '/approve spec');
    expect(check(pull)[0]).toBe('success: You can merge this');
    issue.edits(anton, { body: 'More.' });
    expect(check(pull)[0]).toBe(
      'action_required: Waiting for pm to approve the spec of SHOP-12 in Jira again',
    );
  });

  test('gates that are not decided in Jira need an issue on GitHub', () => {
    const issue = of(merge.replace('spec: {status: Approved}', ''));
    const pull = pullRequest({ closes: [issue] });
    expect(check(pull)).toEqual([
      'action_required: Link the issue that this closes',
      'You can’t merge this yet:',
      "- “Spec approval” is not decided in Jira, so it needs an issue on GitHub, too. Write `Closes #` and the issue's number in its description, or link the issue under “Development”.",
    ]);
  });

  test('one that names none is told both ways', () => {
    expect(check(pullRequest({ policy: merge }))).toEqual([
      'action_required: Link the issue that this closes',
      'You can’t merge this yet:',
      "- It names no issue. Write an issue's key, like `SHOP-12`, in its title or its branch's name; or write `Closes #` and the issue's number in its description, or link the issue under “Development”.",
    ]);
  });

  test('commands on it say where to go', () => {
    const pull = pullRequest({ closes: [of()] });
    pull.comments(maria, '/approve spec');
    expect(outcomes(pull)).toEqual(['approve: in-jira']);
    expect(
      pull
        .look()
        .effects.flatMap((each) => (each.kind === 'comment' ? [each.body] : []))
        .join(''),
    ).toContain('`/approve` does nothing here: SHOP-12 is decided in Jira.');
  });
});
