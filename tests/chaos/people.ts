/** What people do on a GitHub with one repository, at random: everything that a gate has an opinion about. */
import type { Acting, Sandbox } from '@baton/sandbox';
import { people, repository } from '../town.ts';
import type { Random } from './random.ts';

type Town = { readonly github: Sandbox; readonly random: Random; readonly items: string[] };

/** Opens issues, and pull requests that close some of them, until there are so many items. */
export function settle({ github, items }: Town, count: number): void {
  for (let index = 0; items.length < count; index += 1) {
    github.clock.advance(1000);
    const { number } = github
      .as('maria')
      .openIssue(repository, { title: `Coupons ${index}`, body: 'One coupon per order.' });
    const issue = `${repository}#${number}`;
    items.push(issue);
    if (index % 4 !== 0 || items.length >= count) continue;
    const head = `work-${index}`;
    github.as('anton').push(repository, head, { files: { [`${head}.txt`]: head } });
    const pull = github.as('anton').openPull(repository, { title: head, body: `Closes #${number}`, head });
    items.push(`${repository}#${pull.number}`);
  }
}

const words = [
  '/approve spec',
  '/accept',
  '/return spec the error case is missing',
  '/return acceptance it is too slow',
  '/request spec',
  '/revoke spec',
  '/why',
  'I think so, too.',
  '> /approve spec',
] as const;
const labels = ['spec:approved', 'pm:accepted', 'bug'] as const;

type Act = (somebody: Acting, item: string, random: Random, github: Sandbox) => void;

const acts: readonly Act[] = [
  (somebody, item, random) => void somebody.comment(item, random.pick(words)),
  (somebody, item, random) => void somebody.comment(item, random.pick(words)),
  (somebody, item, random) => somebody.label(item, random.pick(labels)),
  (somebody, item, random, github) => {
    const there = github.find.item(item).labels.map(({ name }) => name);
    if (there.length > 0) somebody.unlabel(item, random.pick(there));
  },
  (somebody, item, random) => somebody.assign(item, random.pick(people)),
  (somebody, item, random, github) => {
    const there = github.find.item(item).assignees.map(({ login }) => login);
    if (there.length > 0) somebody.unassign(item, random.pick(there));
  },
  (somebody, item, random) => somebody.edit(item, { body: bodyOf(item, random) }),
  (somebody, item, random, github) => {
    const { kind, state } = github.find.item(item);
    if (kind !== 'Issue') return;
    if (state === 'open') somebody.close(item, random.pick(['completed', 'completed', 'not_planned']));
    else somebody.reopen(item);
  },
  (somebody, item, random, github) => {
    const found = github.find.item(item);
    if (found.kind !== 'PullRequest' || found.state !== 'open') return;
    if (random.next() < 0.15) somebody.merge(item);
    else somebody.push(repository, found.headRef, { files: { 'more.txt': String(random.next()) } });
  },
];

/** A pull request keeps naming its issue. */
function bodyOf(item: string, random: Random): string {
  return `Closes #${Number(item.split('#')[1]) - 1}\n${random.pick(['One coupon per order.', 'Two coupons.', 'As many as you like.'])}`;
}

/** Somebody does something to some item. What GitHub refuses is no event. */
export function actAtRandom({ github, random, items }: Town): void {
  github.clock.advance(1000);
  const login = random.pick(people);
  const item = random.pick(items);
  try {
    random.pick(acts)(github.as(login), item, random, github);
  } catch (error) {
    if (
      !(error instanceof Error) ||
      !/[Rr]efus|not|cannot|already|locked/.test(`${error.name} ${error.message}`)
    )
      throw error;
  }
}
