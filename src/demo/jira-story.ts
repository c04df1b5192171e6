/** The story across both trackers: the spec and its acceptance are in Jira, the pull request is on GitHub. */
import type { JiraWorld } from './jira-world.ts';
import { triesToMerge, type Step } from './story.ts';
import { repository, type Sight } from './world.ts';

const issue = 'SHOP-1';
const pull = `${repository}#1`;

const stands =
  (status: string) =>
  ({ state }: Sight): boolean =>
    state === status;

const passes = ({ check }: Sight): boolean => check?.conclusion === 'success';

export const jiraStory: readonly Step<JiraWorld>[] = [
  {
    title: 'A spec in Jira',
    who: 'maria',
    tells: `creates ${issue} in Jira, “Coupons in the shop”`,
    act: (world) =>
      world.inJira('maria', (maria) => {
        const description = 'Every order takes one coupon. It cannot be more than the order.';
        maria.createIssue('SHOP', { summary: 'Coupons in the shop', description });
      }),
    look: issue,
    expect: { 'it is a draft': stands('Draft') },
  },
  {
    title: 'A pull request waits',
    who: 'anton',
    tells: `opens pull request #1 on GitHub, “${issue}: coupons”`,
    act: async (world) => {
      await world.act(
        'anton',
        (anton) =>
          void anton.push(repository, 'coupons', { files: { 'coupons.ts': 'export const most = 1;\n' } }),
      );
      await world.act(
        'anton',
        (anton) =>
          void anton.openPull(repository, {
            title: `${issue}: coupons`,
            body: 'One an order.',
            head: 'coupons',
          }),
      );
    },
    look: pull,
    expect: {
      'the check does not pass': ({ check }) => check?.conclusion === 'action_required',
      'its title says who has to act, and on what': ({ check }) =>
        check?.title.startsWith('Waiting for pm ') === true && check.title.includes(issue),
    },
  },
  {
    title: 'The wrong person approves',
    who: 'anton',
    tells: `moves ${issue} to Approved in Jira, which lets him`,
    act: (world) => world.inJira('anton', (anton) => anton.transition(issue, 'Approved')),
    look: issue,
    expect: {
      'Baton says there that it does not count': ({ comments }) =>
        comments.some((text) => text.includes('only pm can do that')),
      'the pull request is linked': ({ links }) => links.includes(pull),
    },
  },
  {
    title: 'Merging is refused',
    who: 'anton',
    tells: 'tries to merge pull request #1 all the same',
    act: (world) => triesToMerge(world, pull),
    look: pull,
    expect: {
      'it is still open': stands('open'),
      'the check still does not pass': ({ check }) => check?.conclusion === 'action_required',
    },
  },
  {
    title: 'The spec is approved',
    who: 'maria',
    tells: `moves ${issue} back to Draft, reads it, and moves it to Approved`,
    act: async (world) => {
      await world.inJira('maria', (maria) => maria.transition(issue, 'Draft'));
      await world.inJira('maria', (maria) => maria.transition(issue, 'Approved'));
    },
    look: pull,
    expect: { 'the check passes by itself': passes },
  },
  {
    title: 'The board follows',
    who: 'Baton',
    tells: `has moved ${issue} on, because a pull request was opened`,
    act: async () => {},
    look: issue,
    expect: { 'it is in progress': stands('In Progress') },
  },
  {
    title: 'The merge',
    who: 'anton',
    tells: 'merges pull request #1',
    act: (world) => world.act('anton', (anton) => void anton.merge(pull)),
    look: issue,
    expect: { 'it waits for review': stands('Review') },
  },
  {
    title: 'It is accepted',
    who: 'maria',
    tells: `tries it, and moves ${issue} to Done in Jira`,
    act: (world) => world.inJira('maria', (maria) => maria.transition(issue, 'Done')),
    look: issue,
    expect: {
      'it is done': stands('Done'),
      'Baton has nothing more to say': ({ comments }) => comments.length === 1,
    },
  },
];
