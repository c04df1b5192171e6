/**
 * The goals of `npm run bench`: what each part has to measure, and the promise that rests on it. A part returns a figure
 * for each of its rows, under the same name; `frame.ts` compares.
 */

export type Goal = {
  /** As the part calls it. */
  readonly figure: string;
  readonly unit: string;
  /** The promise. */
  readonly why: string;
} & ({ readonly atMost: number } | { readonly atLeast: number } | Noted);

/** No goal of its own: something else is computed from it. */
type Noted = { readonly noted: true };

/** By part. */
export type Goals = Readonly<Record<string, readonly Goal[]>>;

const oneLook = 'an event costs one read and at most one write';
const quiet = 'Baton says little';
const ageless = "cost doesn't grow with age";
const asFast = 'GitHub is answered about as fast as by an app that does nothing';
const noWaiting = 'nobody waits for what somebody else sends';
const atOnce = 'a restart is short, and a command answers at once';
const inAMinute = 'looking back on a thousand issues takes a minute and little memory';
const ownTable = 'the board reads its own table, and asks GitHub for nothing';
const bounded = 'what strangers do costs a bounded amount';

/** For what is the same on both of Jira's flavours but for the second read that Cloud needs. */
const inJira = (what: string, cloud: number, dataCenter: number): readonly Goal[] => [
  { figure: `cloud: ${what}`, unit: 'requests', atMost: cloud, why: oneLook },
  { figure: `data-center: ${what}`, unit: 'requests', atMost: dataCenter, why: oneLook },
];

export const goals = {
  cost: [
    { figure: 'reads in the story', unit: 'requests', atMost: 30, why: oneLook },
    { figure: 'writes in the story', unit: 'requests', atMost: 13, why: oneLook },
    ...[0, 3000].flatMap((past) =>
      [
        'a pull request opened',
        'new commits',
        'a comment on the issue',
        'a comment on the pull request',
        'a label',
        'a label removed',
        'a review',
      ].map((event) => ({
        figure: `reads for ${event}, after ${past} comments`,
        unit: 'requests',
        // Nobody knows of a new one that its issue has a long history: that is a request of its own, once.
        atMost: past > 0 && event === 'a pull request opened' ? 2 : 1,
        why: past === 0 ? oneLook : ageless,
      })),
    ),
  ],
  noise: [
    { figure: 'cards in a life', unit: 'comments', atMost: 1, why: quiet },
    { figure: 'handoffs in a life', unit: 'comments', atMost: 8, why: quiet },
    { figure: 'other comments in a life', unit: 'comments', atMost: 13, why: quiet },
    { figure: 'comments in a life in Jira', unit: 'comments', atMost: 4, why: quiet },
  ],
  jira: [
    ...inJira('opened, with all that is asked once', 8, 7),
    ...inJira('a comment on the pull request', 2, 1),
    ...inJira('approved in Jira: the check, and the issue moves on', 6, 5),
    ...inJira('a comment after our own change', 2, 1),
    ...[100, 1000, 10_000].flatMap((entries) =>
      inJira(`an edit in Jira, with ${entries} changes more`, 2, 1),
    ),
  ],
  slow: [
    { figure: 'a check while the site answers in 3 s', unit: 'ms', atMost: 2000, why: noWaiting },
    { figure: 'a check while the site hangs', unit: 'ms', atMost: 2000, why: noWaiting },
  ],
  core: [
    { figure: 'a decision from 10 moments', unit: 'ms', atMost: 2, why: ageless },
    { figure: 'a decision from 1000 moments', unit: 'ms', atMost: 2, why: ageless },
    { figure: 'a decision from 100000 moments', unit: 'ms', atMost: 60, why: ageless },
    { figure: '1000 texts that were read before', unit: 'ms', atMost: 15, why: ageless },
    { figure: '10000 texts that were read before', unit: 'ms', atMost: 60, why: ageless },
    { figure: 'the slowest mix of 10000 moments', unit: 'ms', atMost: 600, why: ageless },
    { figure: 'an evaluation of a known issue, over a fresh one', unit: '×', atMost: 1.3, why: ageless },
    { figure: 'the steepest growth for four times the moments', unit: '×', atMost: 6, why: ageless },
    { figure: 'the longest text about an issue', unit: 'characters', atMost: 20_000, why: quiet },
  ],
  acknowledge: [
    ...['idle', 'with evaluations running'].flatMap((state) =>
      ['irrelevant', 'relevant'].map((kind) => ({
        figure: `${state}, ${kind}: processor time over a bare Probot app`,
        unit: '×',
        atMost: 1.3,
        why: asFast,
      })),
    ),
    { figure: 'p99 at 25 relevant ones a second', unit: 'ms', atMost: 50, why: asFast },
  ],
  claims: ['SQLite', 'PostgreSQL'].map((store) => ({
    figure: `a claim and its end with 20,000 waiting over those with 2,000, ${store}`,
    unit: '×',
    atMost: 2,
    why: 'a backlog makes no evaluation slower',
  })),
  load: ['SQLite', 'PostgreSQL'].map((store) => ({
    figure: `reads for one item of a backlog, ${store}`,
    unit: 'requests',
    atMost: 1,
    why: 'deliveries of one item fold into one evaluation',
  })),
  organization: [
    ...[
      'cold start',
      'an hour of events',
      'a sweep',
      'membership',
      'policy change',
      'trial',
      'organization’s base',
    ].flatMap((round): readonly Goal[] => [
      {
        figure: `seconds until a forged label is undone: ${round}`,
        unit: 's',
        atMost: 5,
        why: 'live events come before rounds',
      },
      {
        figure: `left of the limit for events: ${round}`,
        unit: '%',
        atLeast: 33,
        why: 'a third of the limit is kept for live events',
      },
    ]),
    {
      figure: 'evaluations of an item in a cold start',
      unit: 'evaluations',
      atMost: 1,
      why: 'each item is looked at once',
    },
    {
      figure: 'requests for an event without a policy',
      unit: 'requests',
      atMost: 0,
      why: 'a repository without a policy never sees us',
    },
    {
      figure: 'requests for a team that no policy names',
      unit: 'requests',
      atMost: 0,
      why: 'a change of membership costs only what it can change',
    },
  ],
  'policy-change': [
    {
      figure: 'requests for a policy change over 5,000 issues',
      unit: 'requests',
      atMost: 400,
      why: 'a change of a policy reads many items at once',
    },
    {
      figure: 'pages of the list of 5,000 issues',
      unit: 'requests',
      atMost: 52,
      why: 'each page is read once',
    },
    {
      figure: 'share of an hour’s limit for it',
      unit: '%',
      atMost: 8,
      why: 'a third of the limit is kept for live events',
    },
    {
      figure: 'hours until all are evaluated',
      unit: 'hours',
      atMost: 1,
      why: 'a change of a policy is seen within the hour',
    },
    {
      figure: 'evaluations of each item',
      unit: 'evaluations',
      atMost: 1.02,
      why: 'each item is looked at once',
    },
    {
      figure: 'requests for a policy that means the same',
      unit: 'requests',
      atMost: 5,
      why: 'what changes nothing costs nothing',
    },
  ],
  past: ['report', 'simulate'].flatMap((command) => [
    { figure: `baton ${command}: time`, unit: 's', atMost: 60, why: inAMinute },
    { figure: `baton ${command}: processor time`, unit: 's', atMost: 30, why: inAMinute },
    { figure: `baton ${command}: memory`, unit: 'MB', atMost: 300, why: inAMinute },
    { figure: `baton ${command}: requests`, unit: 'requests', noted: true, why: inAMinute } as const,
  ]),
  door: [
    { figure: 'memory for unfinished bodies, unsigned', unit: 'MB', atMost: 32, why: bounded },
    {
      figure: 'memory for unfinished bodies, with a signature that may be one',
      unit: 'MB',
      atMost: 128,
      why: bounded,
    },
    ...['unsigned', 'with a signature that may be one'].map((what) => ({
      figure: `/healthz p99 meanwhile, ${what}`,
      unit: 'ms',
      atMost: 50,
      why: noWaiting,
    })),
    { figure: 'an answer to 15,000 slashes', unit: 'ms', atMost: 50, why: bounded },
  ],
  board: [
    { figure: 'the first page', unit: 'ms', atMost: 300, why: ownTable },
    { figure: 'its size', unit: 'kB', atMost: 100, why: 'the board is fast on a bad line' },
    { figure: 'p99 of a webhook while the board is read', unit: 'ms', atMost: 50, why: noWaiting },
    { figure: 'p99 of a webhook with 200 streams', unit: 'ms', atMost: 50, why: noWaiting },
    { figure: 'requests for 200 streams', unit: 'requests', atMost: 0, why: ownTable },
  ],
  start: [
    { figure: 'npm start until it answers', unit: 'ms', atMost: 500, why: atOnce },
    { figure: 'processor time until it answers, without npm’s', unit: 'ms', atMost: 500, why: atOnce },
    { figure: 'src/main.ts until it answers', unit: 'ms', atMost: 500, why: atOnce },
    { figure: 'baton --help', unit: 'ms', atMost: 300, why: atOnce },
    { figure: 'baton validate', unit: 'ms', atMost: 500, why: atOnce },
  ],
  memory: [
    {
      figure: 'the most that it held, up to 100,000 deliveries of long texts',
      unit: 'MB',
      atMost: 400,
      why: 'memory does not grow with what was handled',
    },
  ],
  hostile: [
    ...['a comment', 'a spec', 'a description', 'a text of Jira', 'a text for Jira'].map((what) => ({
      figure: `the longest piece of ${what}`,
      unit: 'ms',
      atMost: 8,
      why: bounded,
    })),
    // The YAML library puts a document together in one piece, and few people may push one.
    { figure: 'the longest piece of a policy', unit: 'ms', atMost: 15, why: bounded },
    { figure: '/healthz p99 while hostile comments arrive', unit: 'ms', atMost: 50, why: noWaiting },
  ],
} satisfies Goals;
