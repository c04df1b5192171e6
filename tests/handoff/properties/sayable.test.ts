import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cardMarker,
  isCardBody,
  fold,
  foldIssue,
  judge,
  judgePull,
  emptyState,
  planIssue,
  planPull,
  saidIn,
  whyIssue,
  type Actor,
  type Moment,
  type Observed,
  type PullRequest,
} from '../../../src/handoff/index.ts';
import { nextStep, whyStatus } from '../../../src/handoff/words/sentences.ts';
import { baton, membersOf, policyOf } from '../people.ts';
import { runs } from '../../night.ts';
import { anyActs, anyPolicy, insiders, outsiders, played } from './histories.ts';

test('whatever is not open has a reason, a next step, and somebody who is to take it', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, (policy, acts) => {
      const { issue } = played(policy, acts);
      const { verdict } = issue.look();
      if (verdict.kind === 'no-gates') return;
      for (const each of verdict.gates.filter((gate) => !gate.open)) {
        expect(whyStatus(issue.setting(), each)).toMatch(/\w.*(?:[.:]|[.?!]?”)$/s);
        expect(nextStep(issue.setting(), each)).toMatch(/^[A-Z`].*\w.*\.$/s);
        expect(each.holders).not.toEqual([]);
      }
    }),
    { numRuns: runs(1000) },
  );
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('/approve', '/return x', '/why', cardMarker, '<!-- baton:handoff pm -->', '_No response_'),
  fc
    .array(
      fc.constantFrom(
        '/approve',
        ' ',
        '\n',
        '- [ ] ',
        '> ',
        '```',
        '<!--',
        '-->',
        '|',
        '#',
        '`',
        '\r',
        '@maria',
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join('')),
);
const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constantFrom(...insiders, ...outsiders, baton),
  anyText.map((login): Actor => ({ login, kind: 'person', self: false })),
);
const anyTime = fc.oneof(fc.nat(10), fc.integer());
const anyReason = fc.constantFrom('completed' as const, 'not_planned' as const, 'duplicate' as const);

const base = { id: fc.string({ maxLength: 5 }), at: anyTime, by: anyActor };
const anyMoment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ kind: fc.constant('opened' as const), ...base, title: anyText, body: anyText }),
  fc.record({
    kind: fc.constant('edited' as const),
    ...base,
    title: fc.option(anyText),
    body: fc.option(anyText),
    lost: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('labeled' as const, 'unlabeled' as const),
    ...base,
    label: fc.oneof(anyText, fc.constantFrom('spec:approved', 'pm:accepted')),
  }),
  fc.record({
    kind: fc.constantFrom('assigned' as const, 'unassigned' as const),
    ...base,
    assignee: anyActor,
  }),
  fc.record({
    kind: fc.constant('closed' as const),
    ...base,
    reason: anyReason,
    through: fc.constantFrom('person' as const, 'pull-request' as const, 'commit' as const),
  }),
  fc.record({ kind: fc.constant('reopened' as const), ...base }),
  fc.record({
    kind: fc.constant('commented' as const),
    ...base,
    original: anyText,
    text: anyText,
    editedBy: fc.option(anyActor),
    url: anyText,
    reacted: fc.boolean(),
  }),
);

const anyPull: fc.Arbitrary<PullRequest> = fc.record({
  item: fc.constant({
    tracker: 'github' as const,
    repository: 'acme/shop',
    number: 7,
    id: 'P7',
    url: 'https://github.com/acme/shop/pull/7',
    title: '',
  }),
  author: anyActor,
  state: fc.constantFrom('open' as const, 'merged' as const, 'closed' as const),
  openedAt: anyTime,
  mergedAt: fc.option(anyTime),
  labels: fc.array(anyText, { maxLength: 3 }),
  headSha: anyText,
  pushedAt: fc.option(anyTime),
  closes: fc.array(
    fc.constantFrom('acme/shop', 'other/place').map((repository) => ({
      tracker: 'github' as const,
      repository,
      number: 1,
      id: 'I1',
    })),
  ),
  linked: fc.array(
    fc.record({
      from: anyTime,
      to: fc.option(anyTime),
      issues: fc.option(
        fc.array(fc.constant({ tracker: 'github' as const, repository: 'acme/shop', number: 1 }), {
          maxLength: 2,
        }),
      ),
    }),
    { maxLength: 3 },
  ),
  moments: fc.array(anyMoment, { maxLength: 5 }),
  checks: fc.constant([]),
});

const anyIssue: fc.Arbitrary<Observed> = fc.record({
  history: fc.record({
    item: fc.record({
      tracker: fc.constant('github' as const),
      repository: fc.constant('acme/shop'),
      number: fc.constant(1),
      id: fc.constant('I1'),
      url: anyText,
      title: anyText,
    }),
    author: anyActor,
    moments: fc.array(anyMoment, { maxLength: 20 }),
  }),
  displayed: fc.record({
    state: fc.constantFrom('open' as const, 'closed' as const),
    closedReason: fc.option(anyReason),
    labels: fc.array(fc.oneof(anyText, fc.constantFrom('spec:approved', 'pm:accepted')), { maxLength: 4 }),
    assignees: fc.array(anyActor, { maxLength: 3 }),
    type: fc.option(anyText),
    card: fc.option(fc.record({ id: fc.constant('card'), body: anyText })),
    spareCards: fc.array(anyText, { maxLength: 2 }),
    subIssues: fc.constant(null),
    pullRequests: fc.array(anyPull, { maxLength: 2 }),
    branches: fc.array(anyText, { maxLength: 2 }),
  }),
});

test('no history makes Baton fall over, and nothing that people write is taken for its own words', () => {
  fc.assert(
    fc.property(anyPolicy, anyIssue, anyPull, (text, observed, pullRequest) => {
      const policy = policyOf(text);
      const members = membersOf(policy);
      const plan = { policy, members, policyUrl: '', problems: [], now: 10, inForceSince: 0, justSaid: [] };
      const issue = foldIssue(observed);
      const verdict = judge(issue, plan);
      const pull = { pullRequest, state: fold(emptyState, pullRequest.moments) };
      const onPull = planPull(pull, judgePull(pull, [issue], plan, 'other'), plan);
      const effects = [...planIssue(issue, verdict, plan), ...onPull];
      const answers = effects.flatMap((each) => (each.kind === 'comment' ? [each.body] : []));
      for (const body of answers) {
        expect(isCardBody(body)).toBe(false);
        expect(saidIn(body).length).toBeGreaterThan(0);
      }
      expect(saidIn(whyIssue(plan, verdict))).toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
});
