/** The story that the demo plays: who does what, and what has to come out. */
import { repository, type Sight, type World } from './world.ts';

export const issue = `${repository}#1`;
const pull = `${repository}#2`;

/** `W`: where it happens. */
export type Step<W extends World = World> = {
  readonly title: string;
  readonly who: string;
  /** What they do, as one would tell it. */
  readonly tells: string;
  readonly act: (world: W) => Promise<void>;
  /** The item to look at afterwards. */
  readonly look: string;
  /** What has to be true then, in words, each with its test. */
  readonly expect: Readonly<Record<string, (sight: Sight) => boolean>>;
};

/** A step that is played in front of somebody. */
type ShownStep = Step & {
  /** What to see afterwards, in a sentence or two. */
  readonly shows: string;
};

/** anton tries to merge a pull request. @throws when he can */
export async function triesToMerge(world: Pick<World, 'act'>, item: string): Promise<void> {
  let refused = false;
  await world.act('anton', (anton) => {
    try {
      anton.merge(item);
    } catch {
      refused = true;
    }
  });
  if (!refused) throw new Error('GitHub let it merge.');
}

const people = { pm: 'maria', engineer: '`@acme/engineering`' } as const;

const hasBaton =
  (role: keyof typeof people) =>
  ({ card }: Sight): boolean =>
    card?.includes(`Waiting for ${people[role]} to `) === true;

const says =
  (words: string) =>
  ({ card, comments }: Sight): boolean =>
    [card ?? '', ...comments].some((text) => text.includes(words));

const labelled =
  (label: string, on = true) =>
  ({ labels }: Sight): boolean =>
    labels.includes(label) === on;

const spec = 'Every order takes one coupon. It cannot be more than the order.';

export const story: readonly ShownStep[] = [
  {
    title: 'A new idea',
    shows: 'Baton puts a card on the issue. It says whose turn it is and what to type.',
    who: 'maria',
    tells: 'opens issue #1, “Coupons in the shop”',
    act: (world) =>
      world.act(
        'maria',
        (maria) => void maria.openIssue(repository, { title: 'Coupons in the shop', body: spec }),
      ),
    look: issue,
    expect: { 'the card is there': ({ card }) => card !== null, 'pm has the baton': hasBaton('pm') },
  },
  {
    title: 'An engineer starts too early',
    shows: 'Baton unassigns anton, and tells him who can approve the spec.',
    who: 'anton',
    tells: 'assigns himself',
    act: (world) => world.act('anton', (anton) => anton.assign(issue, 'anton')),
    look: issue,
    expect: {
      'nobody is assigned': ({ assignees }) => assignees.length === 0,
      'anton is told why': says('@anton'),
    },
  },
  {
    title: 'The wrong person adds the label',
    shows: 'Baton removes the label again: it says that the spec is approved, and only maria can say that.',
    who: 'otto',
    tells: 'adds the label `spec:approved`',
    act: (world) => world.act('otto', (otto) => otto.label(issue, 'spec:approved')),
    look: issue,
    expect: {
      'the label is off again': labelled('spec:approved', false),
      'the card says who may': says('only `pm`'),
      'pm still has the baton': hasBaton('pm'),
    },
  },
  {
    title: 'The spec is approved',
    shows: 'From maria, the label counts. The card moves on to “build”, and Baton calls the engineers.',
    who: 'maria',
    tells: 'adds the label `spec:approved`',
    act: (world) => world.act('maria', (maria) => maria.label(issue, 'spec:approved')),
    look: issue,
    expect: {
      'the label stays': labelled('spec:approved'),
      'engineer has the baton': hasBaton('engineer'),
      'the engineers are told': says('@acme/engineering'),
    },
  },
  {
    title: 'Work begins',
    shows: 'Now the assignment stays, and Baton says nothing: nobody has to be told.',
    who: 'anton',
    tells: 'assigns himself',
    act: (world) => world.act('anton', (anton) => anton.assign(issue, 'anton')),
    look: issue,
    expect: { 'anton is assigned': ({ assignees }) => assignees.includes('anton') },
  },
  {
    title: 'Somebody rewrites the spec',
    shows:
      'What maria approved is not what the issue says now. Baton asks her again, and the card shows the difference.',
    who: 'ben',
    tells: 'edits the issue: two coupons instead of one',
    act: (world) =>
      world.act('ben', (ben) => ben.edit(issue, { body: spec.replace('one coupon', 'two coupons') })),
    look: issue,
    expect: {
      'the label is off': labelled('spec:approved', false),
      'pm has the baton again': hasBaton('pm'),
      'the card shows what changed': says('+Every order takes two coupons.'),
      'anton stays assigned': ({ assignees }) => assignees.includes('anton'),
    },
  },
  {
    title: 'A pull request waits',
    shows: 'The check “Baton” does not pass, and its title says who has to do what.',
    who: 'anton',
    tells: 'opens pull request #2, “Closes #1”',
    act: async (world) => {
      await world.act(
        'anton',
        (anton) =>
          void anton.push(repository, 'coupons', { files: { 'coupons.ts': 'export const most = 2;\n' } }),
      );
      await world.act(
        'anton',
        (anton) => void anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
      );
    },
    look: pull,
    expect: {
      'the check does not pass': ({ check }) => check?.conclusion === 'action_required',
      'its title says who has to act': ({ check }) => check?.title.startsWith('Waiting for maria ') === true,
    },
  },
  {
    title: 'Merging is refused',
    shows: 'GitHub itself refuses the merge, because the branch requires the check.',
    who: 'anton',
    tells: 'tries to merge pull request #2 all the same',
    act: (world) => triesToMerge(world, pull),
    look: pull,
    expect: { 'it is still open': ({ state }) => state === 'open' },
  },
  {
    title: 'The spec is approved again',
    shows: 'A comment works as well as a label. The check passes by itself.',
    who: 'maria',
    tells: 'comments `/approve spec`',
    act: (world) => world.act('maria', (maria) => void maria.comment(issue, '/approve spec')),
    look: pull,
    expect: { 'the check passes by itself': ({ check }) => check?.conclusion === 'success' },
  },
  {
    title: 'The merge hands over to acceptance',
    shows: 'The merge closes the issue. Baton reopens it and asks maria whether it is what she wanted.',
    who: 'anton',
    tells: 'merges pull request #2',
    act: (world) => world.act('anton', (anton) => void anton.merge(pull)),
    look: issue,
    expect: {
      'the issue is open again': ({ state }) => state === 'open',
      'pm has the baton': hasBaton('pm'),
      'maria is told': says('@maria'),
    },
  },
  {
    title: 'It needs work',
    shows: 'The issue goes back to the engineers, with maria’s reason on the card.',
    who: 'maria',
    tells: 'comments `/return acceptance A coupon of 0 is taken.`',
    act: (world) =>
      world.act('maria', (maria) => void maria.comment(issue, '/return acceptance A coupon of 0 is taken.')),
    look: issue,
    expect: {
      'engineer has the baton': hasBaton('engineer'),
      'the reason is on the card': says('A coupon of 0 is taken'),
    },
  },
  {
    title: 'It is fixed',
    shows: 'anton hands it over once more, and it’s maria’s turn.',
    who: 'anton',
    tells: 'fixes it and comments `/request acceptance`',
    act: (world) => world.act('anton', (anton) => void anton.comment(issue, '/request acceptance')),
    look: issue,
    expect: { 'pm has the baton': hasBaton('pm') },
  },
  {
    title: 'It is accepted',
    shows: 'Baton closes the issue. Both labels are there, and nobody has to do anything.',
    who: 'maria',
    tells: 'comments `/accept`',
    act: (world) => world.act('maria', (maria) => void maria.comment(issue, '/accept')),
    look: issue,
    expect: {
      'the issue is closed': ({ state }) => state === 'closed as completed',
      'both labels are on': (sight) => labelled('spec:approved')(sight) && labelled('pm:accepted')(sight),
      'nobody has to do anything': says('Everything is approved'),
    },
  },
];
