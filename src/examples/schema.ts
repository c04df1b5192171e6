/**
 * The language of examples, as they are written beside a policy (`.github/roles.test.yml`). What one place of the file cannot
 * tell (is there such a role?) is in `check.ts`.
 */
import * as z from 'zod';

import { statusName, type Status } from '../handoff/index.ts';

/** Where the schema for editors can be read. */
const schemaAddress = 'https://www.schemastore.org/baton-roles-test.json';

const statuses = [
  'preparing',
  'waiting',
  'satisfied',
  'stale',
  'returned',
  'questioned',
  'waived',
  'not applicable',
] as const satisfies readonly Status[];

/** A gate's status by what may be written for it: as a card shows it, or by the name that logs have. */
export const statusesByWord: ReadonlyMap<string, Status> = new Map(
  statuses.flatMap((status) => [
    [status, status],
    [statusName(status), status],
  ]),
);

export const conclusions = ['success', 'failure', 'neutral', 'none'] as const;
export const states = ['open', 'closed', 'merged'] as const;
const openable = ['issue', 'pull request'] as const;

const say = (description: string, ...examples: readonly unknown[]) => ({
  description,
  ...(examples.length === 0 ? {} : { examples: [...examples] }),
});
const line = (description: string, ...examples: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(200)
    .meta(say(description, ...examples));
const lines = (description: string, ...examples: readonly string[]) =>
  z.array(line(description, ...examples)).describe(description);
/** One, or a list of them. */
const some = (description: string, ...examples: readonly string[]) =>
  z
    .union([line(description, ...examples), lines(description, ...examples)])
    .meta(say(description, examples[0] ?? '', examples));
const text = (description: string, ...examples: readonly string[]) =>
  z
    .string()
    .max(20_000)
    .meta(say(description, ...examples));

const thing = line(
  'An issue or a pull request, by its name in the example: "issue" and "pull request" unless "name" says another.',
  'issue',
  'pull request',
);
const person = line('Somebody’s login.', 'maria', 'dependabot[bot]');

const people = z
  .record(
    z.string(),
    z
      .union([line('A role.', 'pm'), lines('Roles; none: [].', 'pm', 'lead')])
      .meta(say('Which roles they hold.', 'pm', ['pm', 'lead'], [])),
  )
  .meta({
    description: 'Who holds which roles: stand-ins for the people and teams of the policy.',
    examples: [{ maria: 'pm', anton: 'engineer', rita: [] }],
  });

const starts = line('When it begins, in the policy’s time zone.', '2026-01-05 09:00').meta({
  default: '2026-01-05 09:00',
});

export const edits = z
  .strictObject({
    title: text('The new title.', 'Coupons').optional(),
    body: text('The new text.', 'One coupon per order.').optional(),
  })
  .meta(say('The title or the text of an issue is edited.', { body: 'One coupon per order.' }));

export const check = z.strictObject({
  is: z
    .enum(conclusions)
    .optional()
    .meta(say('What it comes to; failure: it blocks merging; none: there is no check.', 'success')),
  title: text('A piece of its title.', 'You can merge this').optional(),
});

export const expectation = z
  .strictObject({
    on: thing.optional(),
    gates: z
      .record(
        z.string(),
        z.enum([...statusesByWord.keys()]).meta(say('Its status, as cards show it.', 'approved')),
      )
      .optional()
      .meta(say('How gates of the issue stand.', { spec: 'approved', acceptance: 'not ready yet' })),
    baton: some(
      'Whose turn it is, all of them, by roles or people; nobody: nobody’s.',
      'pm',
      'maria',
    ).optional(),
    check: z
      .union([z.enum(conclusions), check])
      .optional()
      .meta(
        say('Baton’s check on the pull request.', 'success', { is: 'failure', title: 'Waiting for maria' }),
      ),
    state: z.enum(states).optional().meta(say('Its state.', 'closed')),
    labels: some('Labels that are on it now.', 'spec:approved').optional(),
    'without-labels': some('Labels that are not on it now.', 'spec:approved').optional(),
    assignees: z
      .array(person)
      .optional()
      .meta(say('Everybody who is assigned; nobody: [].', ['anton'], [])),
    'labels-added': some('Labels that Baton added since the expectation before.', 'pm:accepted').optional(),
    'labels-removed': some(
      'Labels that Baton removed since the expectation before.',
      'spec:approved',
    ).optional(),
    reopened: z
      .boolean()
      .optional()
      .meta(say('Whether Baton reopened it since the expectation before.', true)),
    answer: some(
      'A piece of what Baton said, beside the card, since the expectation before.',
      'can’t be approved',
    ).optional(),
    silent: z
      .boolean()
      .optional()
      .meta(say('Whether Baton said nothing, beside the card, since the expectation before.', true)),
    card: some('A piece of the card on the issue.', 'Waiting for maria').optional(),
  })
  .meta(say('What is to be so at this point.', { gates: { spec: 'approved' }, baton: 'engineer' }));

/** What somebody can do, each with the keys that go with it. */
export const acts = {
  opens: ['name', 'title', 'body', 'labels', 'type', 'assignees', 'sub-issue-of', 'closing', 'files'],
  comments: ['on'],
  reviews: ['on'],
  edits: ['on'],
  'adds-label': ['on'],
  'removes-label': ['on'],
  assigns: ['on'],
  unassigns: ['on'],
  'adds-sub-issue': ['on'],
  'removes-sub-issue': ['on'],
  pushes: ['files'],
  merges: [],
  closes: ['as'],
  reopens: [],
} as const;
export type Verb = keyof typeof acts;
export const verbs = Object.keys(acts) as readonly Verb[];

const reasons = ['completed', 'not planned', 'duplicate'] as const;

export const step = z.strictObject({
  by: person.optional().describe('Who does it.'),
  opens: z.enum(openable).optional().meta(say('Opens an issue or a pull request.', 'issue')),
  comments: text('Comments with this text.', '/approve spec').optional(),
  reviews: text('Reviews the pull request with this text.', 'Looks good.').optional(),
  edits: edits.optional(),
  'adds-label': line('Adds this label.', 'spec:approved').optional(),
  'removes-label': line('Removes this label.', 'spec:approved').optional(),
  assigns: person.optional().describe('Assigns this person.'),
  unassigns: person.optional().describe('Unassigns this person.'),
  'adds-sub-issue': thing.optional().describe('Makes this issue a sub-issue.'),
  'removes-sub-issue': thing.optional().describe('Takes this sub-issue out.'),
  pushes: thing.optional().describe('Pushes to this pull request.'),
  merges: thing.optional().describe('Merges this pull request, as if no check were required.'),
  closes: thing.optional().describe('Closes this issue or pull request.'),
  reopens: thing.optional().describe('Reopens this issue or pull request.'),
  passes: line(
    'So much time passes; working days are those of the policy’s calendar.',
    '2 working days',
    '15 minutes',
    '36 hours',
  ).optional(),
  expect: expectation.optional(),
  on: thing.optional().describe('Where it is done; needed only where there are several.'),
  name: line('What the example calls what is opened.', 'backend').optional(),
  title: text('Its title.', 'Coupons').optional(),
  body: text('Its text.', '## Problem').optional(),
  labels: lines('Labels that it is opened with.', 'bug').optional(),
  type: line('The issue’s type.', 'Feature').optional(),
  assignees: z
    .array(person)
    .optional()
    .meta(say('Who is assigned from the beginning.', ['anton'])),
  'sub-issue-of': thing.optional().describe('The issue that it is a sub-issue of.'),
  closing: some('The issues that the pull request closes when it is merged.', 'issue').optional(),
  files: lines('The files that it changes.', 'src/coupons.ts').optional(),
  as: z
    .enum(reasons)
    .optional()
    .meta({ ...say('Why an issue is closed.', 'not planned'), default: 'completed' }),
});
export type WrittenStep = z.output<typeof step>;
export type WrittenExpectation = z.output<typeof expectation>;

export const example = z.strictObject({
  name: line('What it shows, in a few words.', 'Work starts once the spec is approved'),
  people: people.optional(),
  starts: starts.optional(),
  steps: z
    .array(step.describe('Something that somebody does, time that passes, or what is to be so then.'))
    .min(1)
    .describe('What happens, in order, and what is expected in between.'),
});

export const file = z
  .strictObject({
    people: people.optional(),
    starts: starts.optional(),
    examples: z
      .array(example.describe('A story, and what Baton is to make of it.'))
      .min(1)
      .describe('The examples. Each begins with an empty repository.'),
  })
  .meta({
    title: 'Baton: examples of a role policy (.github/roles.test.yml)',
    description: 'Stories that a role policy is tested with: who does what, and what Baton is to make of it.',
  });
export type WrittenFile = z.output<typeof file>;

/** For editors: JSON Schema, draft 7. */
export function examplesSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(file, { io: 'input', target: 'draft-7' });
  return { $schema, $id: schemaAddress, ...rest };
}
