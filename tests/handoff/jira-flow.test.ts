/** The work moves in Jira: on with a pull request, its merge and the acceptance, and back where a gate does not allow it. */
import { describe, expect, test } from 'vitest';

import { flowOf, policyInJira } from '../../src/handoff/index.ts';
import { anton, baton, ben, maria, olga } from './people.ts';
import { story, type Story } from './story.ts';
import { status } from './tracker.ts';

type NamingPull = Parameters<typeof flowOf>[0]['pulls'][number];

const policy = `roles: {pm: {members: [maria], jira: {groups: [product]}}, engineer: [anton, ben]}
gates:
  spec: {preset: spec}
  acceptance: {preset: acceptance, ready-when: {}}
jira:
  site: acme
  projects: [SHOP]
  mode: revert
  gates: {spec: {status: Approved}, acceptance: {label: accepted}}
  transitions: {on-pull-request: In Progress, on-merge: Review, on-accept: Done}
`;
/** As `policy`, but that it is done is the acceptance. */
const byDone = policy.replace('{label: accepted}', '{status: Done}').replace(', on-accept: Done', '');

const inJira = (text = policy): Story => story({ policy: text, repository: 'SHOP', by: maria });
const statuses = (
  [
    ['Draft', 'new'],
    ['Approved', 'new'],
    ['In Progress', 'indeterminate'],
    ['Review', 'indeterminate'],
    ['Done', 'done'],
    ['Rejected', 'done'],
  ] as const
).map(([name, category]) => ({ ...status(name), category }));

/** Pull requests that were opened when the issue was half a minute old. */
const pulls = (...states: readonly NamingPull['state'][]): readonly NamingPull[] =>
  states.map((state) => ({ state, openedAt: Date.UTC(2026, 2, 2, 9, 1, 30) }));

/** What is to be done in Jira. `now`: where it stands, unless it stands where its story ends. */
function flow(
  issue: Story,
  naming: readonly NamingPull[] = pulls('open'),
  {
    inForceSince = 0,
    now = issue.on.status,
    more = [],
  }: { inForceSince?: number; now?: string; more?: readonly (typeof statuses)[number][] } = {},
): string {
  const { verdict, issue: state } = issue.look();
  const stands = statuses.find(({ name }) => name === now);
  if (stands === undefined) throw new Error(`There is no status ${now}.`);
  const { policy: written } = issue.setting();
  const all = [...statuses, ...more];
  const scene = { issue: state, verdict, status: stands, statuses: all, pulls: naming, inForceSince };
  const found = flowOf({ ...scene, policy: written });
  if (found === null) return 'nothing';
  if (found.kind === 'move') return `moves to ${found.to}: ${found.because}`;
  const { kind, answer, by, what, gate, from, to, isResolved } = found;
  expect(kind).toBe('violation');
  const how = isResolved ? 'resolved it' : 'moved it';
  return `${answer}: ${by.login} ${how} from ${from.name} to ${to.name} (${what} of ${gate.gate.name})`;
}

/** The spec is approved, and the pull request was opened. */
const begun = (text = policy): Story => inJira(text).moves(maria, 'Approved').moves(baton, 'In Progress');

describe('the work moves on', () => {
  test.each<readonly [what: string, issue: Story, naming: readonly NamingPull[], then: string]>([
    [
      'a pull request, once the spec is approved',
      inJira().moves(maria, 'Approved'),
      pulls('open'),
      'moves to In Progress: pull-request',
    ],
    ['a pull request before the spec is approved', inJira(), pulls('open'), 'nothing'],
    ['no pull request', inJira().moves(maria, 'Approved'), [], 'nothing'],
    ['one that was closed', inJira().moves(maria, 'Approved'), pulls('closed'), 'nothing'],
    [
      'where nothing but merging waits for the spec',
      inJira(policy.replace('{preset: spec}', '{preset: spec, blocks: [merge]}')),
      pulls('open'),
      'moves to In Progress: pull-request',
    ],
    [
      'one that is merged at once skips a status',
      inJira().moves(maria, 'Approved'),
      pulls('merged'),
      'moves to Review: merge',
    ],
    ['but not before the spec is approved', inJira(), pulls('merged'), 'nothing'],
    ['a merge', begun(), pulls('merged'), 'moves to Review: merge'],
    ['a merge, while another is open', begun(), pulls('merged', 'open'), 'nothing'],
    ['one is merged, another was closed', begun(), pulls('closed', 'merged'), 'moves to Review: merge'],
    [
      'the acceptance',
      begun().moves(baton, 'Review').labels(maria, 'accepted'),
      pulls('merged'),
      'moves to Done: accept',
    ],
    [
      'the acceptance, while a pull request is open',
      begun().moves(baton, 'Review').labels(maria, 'accepted'),
      pulls('merged', 'open'),
      'nothing',
    ],
    [
      'the acceptance of what no pull request names',
      begun().moves(baton, 'Review').labels(maria, 'accepted'),
      [],
      'nothing',
    ],
    [
      'the acceptance of what is still in progress: somebody chose so',
      begun().labels(maria, 'accepted'),
      pulls('merged'),
      'nothing',
    ],
    ['once it is merged, and somebody moved it on', begun().moves(ben, 'Draft'), pulls('merged'), 'nothing'],
    ['where it is already', begun(), pulls('open'), 'nothing'],
    [
      'where it is moved a second time: somebody chose another status since',
      begun().moves(maria, 'Approved'),
      pulls('open'),
      'nothing',
    ],
    ['nor is it skipped when it was there', begun().moves(maria, 'Approved'), pulls('merged'), 'nothing'],
    [
      'where somebody moved it there and back, and Baton did not',
      inJira().moves(maria, 'Approved').moves(anton, 'In Progress').moves(maria, 'Approved'),
      pulls('open'),
      'moves to In Progress: pull-request',
    ],
    [
      'from a status that the flow does not know',
      inJira().moves(maria, 'Approved').moves(anton, 'Review'),
      pulls('open'),
      'nothing',
    ],
    [
      'nor from a closed one, also where it is merged',
      inJira().moves(maria, 'Approved').finishes(maria, 'Rejected', 'not_planned'),
      pulls('merged'),
      'nothing',
    ],
    [
      'where Baton moved it and its resolution was set in the same name',
      begun().moves(baton, 'Review').finishes(baton, 'Rejected', 'not_planned').resolves(baton, 'duplicate'),
      pulls('open'),
      'nothing',
    ],
    [
      'again from where it was closed in its name and opened by somebody',
      inJira()
        .finishes(baton, 'Rejected', 'not_planned')
        .resolves(baton, 'duplicate')
        .moves(maria, 'Approved'),
      pulls('open'),
      'moves to In Progress: pull-request',
    ],
  ])('%s', (_, issue, naming, then) => {
    expect(flow(issue, naming)).toBe(then);
  });

  test('again for a pull request that was opened after the last time', () => {
    const issue = begun().moves(maria, 'Approved');
    const later = { state: 'open', openedAt: issue.on.clock.now } as const;
    expect(flow(issue, [later])).toBe('moves to In Progress: pull-request');
    expect(flow(issue, [later, ...pulls('closed')])).toBe('nothing');
    // In the very instant in which Baton moved it, it was open.
    const moved = issue.on.moments.findLast(({ by }) => by.self)?.at ?? 0;
    expect(flow(issue, [{ state: 'open', openedAt: moved }])).toBe('nothing');
    expect(flow(issue, [{ state: 'open', openedAt: moved + 1 }])).toContain('moves');
  });

  test('from the status that approves the spec, also where it counts as work', () => {
    const issue = inJira(
      policy.replace('status: Approved', 'status: Review').replace('merge: Review', 'merge: Done'),
    );
    expect(flow(issue.moves(maria, 'Review'))).toBe('moves to In Progress: pull-request');
  });

  test('a merge alone, and the acceptance alone, from any status of the work', () => {
    const onMerge = policy.replace('on-pull-request: In Progress, ', '');
    const issue = inJira(onMerge).moves(maria, 'Approved');
    expect(flow(issue, pulls('open'))).toBe('nothing');
    expect(flow(issue, pulls('merged'))).toBe('moves to Review: merge');
    expect(flow(issue.moves(anton, 'In Progress'), pulls('merged'))).toBe('moves to Review: merge');
    expect(flow(issue.labels(maria, 'accepted'), pulls('merged'))).toBe('nothing');
    const onAccept = onMerge.replace('on-merge: Review, ', '');
    const accepted = inJira(onAccept).moves(maria, 'Approved').labels(maria, 'accepted');
    expect(flow(accepted, pulls('merged'))).toBe('moves to Done: accept');
    expect(flow(accepted.finishes(maria, 'Rejected', 'not_planned'), pulls('merged'))).toBe('nothing');
  });

  test('not back from where it was closed before the policy, though its status accepts it', () => {
    const onMerge = byDone.replace('on-pull-request: In Progress, ', '');
    const issue = inJira(onMerge).moves(maria, 'Approved').finishes(anton, 'Done');
    const after = { inForceSince: issue.on.clock.now + 1 };
    expect(flow(issue, pulls('merged'), after)).toBe('nothing');
  });

  test('not to a name that several statuses have, one of which closes it before it is accepted', () => {
    expect(flow(begun(), pulls('merged'))).toBe('moves to Review: merge');
    const other = { id: '7', name: 'Review', category: 'done' } as const;
    expect(flow(begun(), pulls('merged'), { more: [other] })).toBe('nothing');
  });

  test('to one that is not among them: Jira says so itself', () => {
    const elsewhere = policy.replace('on-merge: Review', 'on-merge: Elsewhere');
    expect(flow(begun(elsewhere), pulls('merged'))).toBe('moves to Elsewhere: merge');
  });

  test('not to a status that opens a gate, or closes the issue before it is accepted', () => {
    const closing = policy.replace('on-merge: Review, on-accept: Done', 'on-merge: Done');
    expect(flow(begun(closing), pulls('merged'))).toBe('nothing');
    const signing = byDone.replace('on-merge: Review', 'on-merge: Done');
    expect(flow(begun(signing), pulls('merged'))).toBe('nothing');
    // Where the acceptance only warns, or is about something else than closing as completed, the flow goes on.
    const warned = closing.replace('acceptance: {', 'acceptance: {mode: warn, ');
    expect(flow(begun(warned), pulls('merged'))).toBe('moves to Done: merge');
    const onlyRejected = closing.replace('acceptance: {', 'acceptance: {close-reasons: [not_planned], ');
    expect(flow(begun(onlyRejected), pulls('merged'))).toBe('moves to Done: merge');
    const holdsMerge = closing.replace('acceptance: {', 'acceptance: {blocks: [merge], ');
    expect(flow(begun(holdsMerge), pulls('merged'))).toBe('moves to Done: merge');
    // Also one that accepts, where a gate that closing does not wait for is not open.
    const more = policy
      .replace('gates:\n', 'gates:\n  launch: {approve: pm, blocks: [merge]}\n')
      .replace('gates: {spec', 'gates: {launch: {status: Done}, spec');
    expect(flow(begun(more).moves(baton, 'Review').labels(maria, 'accepted'), pulls('merged'))).toBe(
      'nothing',
    );
  });

  test('it is accepted once every gate is open that closing waits for, if there is one', () => {
    const none = policy
      .replace('acceptance: {', 'acceptance: {blocks: [merge], ')
      .replace('on-merge: Review, on-accept: Done', 'on-merge: Review');
    const issue = begun(none).labels(maria, 'accepted');
    expect(flow(issue, pulls('merged'))).toBe('moves to Review: merge');
    const two = policy
      .replace('gates:\n', 'gates:\n  launch: {approve: pm, blocks: [close]}\n')
      .replace('gates: {spec', 'gates: {launch: {label: launched}, spec');
    const half = begun(two).moves(baton, 'Review').labels(maria, 'accepted');
    expect(flow(half, pulls('merged'))).toBe('nothing');
    expect(flow(half.labels(maria, 'launched'), pulls('merged'))).toBe('moves to Done: accept');
    // Also one that only warns is waited for.
    const warned = two.replace('launch: {approve', 'launch: {mode: warn, approve');
    const asked = begun(warned).moves(baton, 'Review').labels(maria, 'accepted');
    expect(flow(asked, pulls('merged'))).toBe('nothing');
    expect(flow(asked.labels(maria, 'launched'), pulls('merged'))).toBe('moves to Done: accept');
  });

  test('only in Jira, under a policy that names it and has gates there', () => {
    const told = inJira().moves(maria, 'Approved');
    expect(flow(told)).not.toBe('nothing');
    const { verdict, issue } = told.look();
    const { policy: written } = told.setting();
    const [status] = statuses.filter(({ name }) => name === 'Approved');
    if (status === undefined) throw new Error('It is there.');
    const scene = {
      policy: written,
      issue,
      verdict,
      status,
      statuses,
      pulls: pulls('open'),
      inForceSince: 0,
    };
    expect(flowOf(scene)).not.toBeNull();
    expect(flowOf({ ...scene, policy: { ...written, jira: null } })).toBeNull();
    expect(
      flowOf({
        ...scene,
        issue: { ...issue, item: { ...issue.item, tracker: 'github', repository: 'acme/shop' } },
      }),
    ).toBeNull();
    const exempt = inJira(`${policy}exempt: {labels: [chore], by: [pm]}\n`)
      .labels(maria, 'chore')
      .moves(maria, 'Approved')
      .look();
    expect(exempt.verdict.kind).toBe('no-gates');
    expect(flowOf({ ...scene, ...exempt })).toBeNull();
    // As it is judged: under what the policy means in Jira.
    expect(policyInJira(written).gates.map(({ name }) => name)).toEqual(['spec', 'acceptance']);
  });
});

describe('what a gate does not allow', () => {
  test.each<readonly [what: string, issue: Story, then: string]>([
    [
      'an engineer approves the spec',
      inJira().moves(anton, 'Approved'),
      'revert: anton moved it from Draft to Approved (sign of spec)',
    ],
    [
      'somebody of no role does',
      inJira().moves(olga, 'Approved'),
      'revert: olga moved it from Draft to Approved (sign of spec)',
    ],
    [
      'where Baton only tells',
      inJira(policy.replace('mode: revert', 'mode: comment')).moves(anton, 'Approved'),
      'comment: anton moved it from Draft to Approved (sign of spec)',
    ],
    [
      'where Baton only watches',
      inJira(policy.replace('mode: revert', 'mode: observe')).moves(anton, 'Approved'),
      'nothing',
    ],
    [
      'where the gate only warns',
      inJira(policy.replace('spec: {', 'spec: {mode: warn, ')).moves(anton, 'Approved'),
      'nothing',
    ],
    ['Baton itself moved it', inJira().moves(baton, 'Approved'), 'nothing'],
    [
      'it was moved on since, by which nothing is opened',
      inJira().moves(anton, 'Approved').moves(anton, 'In Progress'),
      'nothing',
    ],
    [
      'closed before it is accepted',
      begun().finishes(anton, 'Done'),
      'revert: anton moved it from In Progress to Done (close of acceptance)',
    ],
    ['closed once it is accepted', begun().labels(maria, 'accepted').finishes(anton, 'Done'), 'nothing'],
    ['closed as something that is not done', begun().finishes(anton, 'Rejected', 'not_planned'), 'nothing'],
    [
      'which then gets the resolution of what is done',
      begun().finishes(anton, 'Rejected', 'not_planned').resolves(ben, 'completed'),
      'revert: ben resolved it from In Progress to Rejected (close of acceptance)',
    ],
    [
      'closed, and moved from one closed status to another',
      begun().finishes(anton, 'Done').finishes(ben, 'Rejected', 'completed'),
      'revert: anton moved it from In Progress to Done (close of acceptance)',
    ],
    [
      'accepted by somebody who may not, by the status',
      begun(byDone).finishes(anton, 'Done'),
      'revert: anton moved it from In Progress to Done (sign of acceptance)',
    ],
    [
      'closed from the status that approves the spec, which an engineer chose, too',
      inJira().moves(anton, 'Approved').finishes(anton, 'Done'),
      'revert: anton moved it from Draft to Done (close of acceptance)',
    ],
  ])('%s', (_, issue, then) => {
    expect(flow(issue)).toBe(then);
  });

  test('what is older than the policy is left; what was done in the instant in which it came is not', () => {
    const issue = inJira().moves(anton, 'Approved');
    const at = issue.on.clock.now;
    expect(flow(issue, pulls('open'), { inForceSince: at })).toContain('revert: anton');
    expect(flow(issue, pulls('open'), { inForceSince: at + 1 })).toBe('nothing');
  });

  test('where it stands elsewhere by now, the history is behind: nothing is done about it', () => {
    expect(flow(inJira().moves(anton, 'Approved'), pulls('closed'), { now: 'Draft' })).toBe('nothing');
    expect(flow(inJira(), pulls('closed'))).toBe('nothing');
  });

  test('where it was never open there is nowhere to move it back to', () => {
    const created = (closedReason: 'not_planned' | 'completed'): Story => {
      const issue = inJira();
      Object.assign(issue.on, { status: 'Rejected', state: 'closed', closedReason });
      return issue;
    };
    expect(flow(created('not_planned').resolves(ben, 'completed'), [])).toBe('nothing');
    expect(flow(created('completed').finishes(ben, 'Done'), [])).toBe('nothing');
  });

  test('where it was created in the status that approves the spec, it goes back there', () => {
    const issue = inJira();
    Object.assign(issue.on, { status: 'Approved' });
    expect(flow(issue.finishes(anton, 'Done'), [])).toBe(
      'revert: anton moved it from Approved to Done (close of acceptance)',
    );
  });

  test('a move that Baton put right again is as if it had never been', () => {
    const issue = begun().moves(baton, 'Review').moves(baton, 'In Progress');
    expect(flow(issue, pulls('merged'))).toBe('moves to Review: merge');
    // One that somebody else put right was Baton's move all the same.
    const other = begun().moves(baton, 'Review').moves(anton, 'In Progress');
    expect(flow(other, pulls('merged'))).toBe('nothing');
    const others = begun().moves(anton, 'Review').moves(baton, 'In Progress');
    expect(flow(others, pulls('merged'))).toBe('moves to Review: merge');
    const elsewhere = begun().moves(baton, 'Review').moves(baton, 'Approved').moves(anton, 'In Progress');
    expect(flow(elsewhere, pulls('merged'))).toBe('nothing');
  });
});
