/** What somebody can do next in an example, as it stands. */
import type { Watched } from '../../examples/index.ts';
import type { Gate, Policy } from '../../policy/index.ts';
import { includesText } from '../../same-text.ts';

type Thing = Watched['things'][number];

/** A step of an example; who does it is chosen beside it. */
export type Offer = { readonly says: string; readonly step: Readonly<Record<string, unknown>> };

export type Offers = {
  /** By the name of what they are about. */
  readonly on: ReadonlyMap<string, readonly Offer[]>;
  readonly elsewhere: readonly Offer[];
};

/** So many gates have buttons of their own; the others are approved by a comment. */
const mostGates = 10;
const mostThings = 3;

/** @param login who would do it */
export function offersOf(policy: Policy, { things }: Pick<Watched, 'things'>, login: string): Offers {
  const on = new Map(
    things.map((thing) => [
      thing.name,
      thing.kind === 'issue' ? onIssue(policy, thing, things, login) : onPull(policy, thing, things),
    ]),
  );
  const issues = things.filter(({ kind }) => kind === 'issue').length;
  const name = issues === 0 ? {} : { name: `issue ${issues + 1}` };
  return {
    on,
    elsewhere: [
      ...(issues < mostThings ? openings(policy, name) : []),
      ...(things.length === 0
        ? []
        : [
            { says: 'Let a working day pass', step: { passes: '1 working day' } },
            { says: 'Let a week pass', step: { passes: '1 week' } },
          ]),
    ],
  };
}

function openings(policy: Policy, name: object): readonly Offer[] {
  const whole = bodyFor(policy);
  const type = policy.appliesTo?.types[0];
  const labels = policy.appliesTo?.labels.slice(0, 1) ?? [];
  const about = {
    ...(type === undefined ? {} : { type }),
    ...(labels.length === 0 || type !== undefined ? {} : { labels }),
  };
  const opens = { opens: 'issue', ...name, title: 'Coupons', ...about };
  return [
    { says: 'Open an issue', step: { ...opens, body: whole } },
    ...(whole.startsWith('#')
      ? [{ says: 'Open an issue that says little', step: { ...opens, body: 'Coupons, please.' } }]
      : []),
    {
      says: 'Open a pull request without an issue',
      step: { opens: 'pull request', name: 'loose pull request' },
    },
  ].slice(0, 'name' in name ? 2 : 3);
}

/** A text with all that gates ask for. */
function bodyFor({ gates }: Policy): string {
  const criteria = new Set(gates.flatMap(({ requires }) => requires.criteria ?? []));
  const headings = new Set([...gates.flatMap(({ requires }) => requires.sections), ...criteria]);
  if (headings.size === 0) return 'One coupon per order.';
  return [...headings]
    .slice(0, 12)
    .map((heading) =>
      criteria.has(heading)
        ? `## ${heading}\n\n- [ ] One coupon per order\n- [ ] It is taken off once`
        : `## ${heading}\n\nOne coupon per order.`,
    )
    .join('\n\n');
}

function onIssue(policy: Policy, thing: Thing, things: readonly Thing[], login: string): readonly Offer[] {
  const { name: on, state, labels, assignees } = thing;
  const statusOf = (gate: Gate): string | undefined =>
    thing.gates.find(({ name }) => name === gate.name)?.status;
  const gates = policy.gates.filter((gate) => ![undefined, 'not applicable'].includes(statusOf(gate)));
  const some = gates.slice(0, mostGates);
  const pulls = things.filter(({ kind }) => kind === 'pull-request').length;
  return [
    ...some.flatMap((gate): readonly Offer[] => {
      const isApproved = statusOf(gate) === 'approved';
      const command = gate.name === 'acceptance' ? '/accept' : `/approve ${gate.name}`;
      return [
        ...(isApproved ? [] : [{ says: `Comment “${command}”`, step: { comments: command, on } }]),
        ...(isApproved || gate.label === null || includesText(labels, gate.label)
          ? []
          : [{ says: `Add the label ${gate.label}`, step: { 'adds-label': gate.label, on } }]),
        ...(['waiting for approval', 'approved'].includes(statusOf(gate) ?? '')
          ? [
              {
                says: `Send ${gate.title} back`,
                step: { comments: `/return ${gate.name} It is not good enough yet.`, on },
              },
            ]
          : []),
        ...gate.waive.slice(0, 1).flatMap(() =>
          isApproved
            ? []
            : [
                {
                  says: `Waive ${gate.title}`,
                  step: { comments: `/waive ${gate.name} It is urgent.`, on },
                },
              ],
        ),
      ];
    }),
    ...(gates.some(({ requires }) => requires.consent.length > 0)
      ? [{ says: 'Comment “/viable”', step: { comments: '/viable', on } }]
      : []),
    ...(gates.length === 0
      ? []
      : [{ says: 'Ask a question', step: { comments: '/question Is it one per order?', on } }]),
    includesText(assignees, login)
      ? { says: 'Unassign yourself', step: { unassigns: login, on } }
      : { says: 'Assign yourself', step: { assigns: login, on } },
    ...policy.work.labels
      .filter((label) => !includesText(labels, label))
      .slice(0, 2)
      .map((label) => ({ says: `Add the label ${label}`, step: { 'adds-label': label, on } })),
    ...policy.exempt.labels
      .filter((label) => !includesText(labels, label))
      .slice(0, 1)
      .map((label) => ({ says: `Add the label ${label}`, step: { 'adds-label': label, on } })),
    ...labels
      .slice(0, 6)
      .map((label) => ({ says: `Remove the label ${label}`, step: { 'removes-label': label, on } })),
    { says: 'Edit the text', step: { edits: { body: edited(thing.body) }, on } },
    ...(pulls < mostThings
      ? [
          {
            says: 'Open a pull request for it',
            step: {
              opens: 'pull request',
              ...(pulls === 0 ? {} : { name: `pull request ${pulls + 1}` }),
              closing: on,
            },
          },
        ]
      : []),
    ...(state === 'open'
      ? [
          { says: 'Close it as completed', step: { closes: on } },
          { says: 'Close it as not planned', step: { closes: on, as: 'not planned' } },
        ]
      : [{ says: 'Reopen it', step: { reopens: on } }]),
  ];
}

const addition = 'And never below zero.';
/** Back and forth: it does not grow. */
const edited = (body: string): string =>
  body.endsWith(addition) ? body.slice(0, -addition.length).trimEnd() : `${body}\n\n${addition}`.trim();

function onPull({ gates }: Policy, thing: Thing, things: readonly Thing[]): readonly Offer[] {
  const { name: on, state, verdict } = thing;
  if (state === 'merged') return [];
  if (state === 'closed') return [{ says: 'Reopen it', step: { reopens: on } }];
  const isBlocked = verdict !== null && !['success', 'neutral', 'skipped'].includes(verdict.conclusion);
  const issue = things.some(({ kind }) => kind === 'issue');
  return [
    { says: isBlocked ? 'Merge it all the same' : 'Merge it', step: { merges: on } },
    { says: 'Push a commit', step: { pushes: on } },
    ...(issue ? gates.slice(0, mostGates) : [])
      .filter(({ staleOn }) => staleOn.includes('push'))
      .map(({ name }) => ({
        says: `Comment “/approve ${name}” here`,
        step: { comments: `/approve ${name}`, on },
      })),
    { says: 'Close it', step: { closes: on } },
  ];
}
