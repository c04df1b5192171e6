/** Somebody comes to a team, or leaves it: what that can change is looked at, and nothing else. */
import { afterEach, describe, expect, test } from 'vitest';

import { wantOf } from '../../src/items.ts';
import { openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const policy = `roles:
  pm: ["@acme/product"]
  engineer: ["@acme/engineering"]
  qa: ["@acme/testers"]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
`;

/** paul is the product manager; maria is not, yet. `acme/a` and `acme/b` have the same policy, `acme/plain` has none. */
async function begin(settings: StageSettings = {}): Promise<void> {
  stage = await openStage({
    policy,
    before: (github) => {
      github.user('paul');
      github.addMember('acme', 'paul');
      for (const login of ['paul', 'otto', 'maria']) github.collaborator(repository, login, 'write');
      github.team('acme', 'Product', { members: ['paul'] });
      github.team('acme', 'Product leads', { parent: 'product' });
      github.team('acme', 'Testers', { members: [] });
      github.team('acme', 'Chess', { members: [] });
      github.team('acme', 'Chess beginners', { parent: 'chess' });
      const collaborators = {
        maria: 'write',
        paul: 'write',
        anton: 'write',
        ben: 'write',
        otto: 'write',
      } as const;
      for (const name of ['acme/a', 'acme/b'])
        github.repository(name, { private: false, collaborators, files: { '.github/roles.yml': policy } });
      github.repository('acme/plain', { private: false, collaborators, files: { 'README.md': 'Plain.' } });
    },
    ...settings,
  });
}

const places = [repository, 'acme/a', 'acme/b'];

async function opens(where = repository, login = 'ben'): Promise<string> {
  const { number } = await stage.act(login, (somebody) =>
    somebody.openIssue(where, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  return `${where}#${number}`;
}
const says = (login: string, issue: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));

/** What is asked of GitHub because of a change. */
async function asked(change: () => void): Promise<readonly string[]> {
  await stage.settled();
  stage.spent();
  stage.github.clock.advance(2000);
  change();
  await stage.settled();
  const all = stage.github.requests.map(({ operation, path }) => operation ?? path);
  stage.spent();
  return all.toSorted();
}
const joins = (login: string, team: string) => asked(() => stage.github.addToTeam(`acme/${team}`, login));
const leaves = (login: string, team: string) =>
  asked(() => stage.github.removeFromTeam(`acme/${team}`, login));
const looks = (all: readonly string[]): readonly string[] => all.filter((each) => each.startsWith('Observe'));

/** Everything is looked at, as if nothing was known: what is shown is what it is already. */
async function isAsItShouldBe(): Promise<void> {
  stage.spent();
  const [installation] = (
    await stage.service().store.db.selectFrom('policy_teams').select('installation').execute()
  ).map((row) => row.installation);
  await stage
    .service()
    .inbox.want(
      places.map((place) =>
        wantOf({ kind: 'repository', installation: installation ?? 0, repository: place }),
      ),
    );
  await stage.settled();
  expect(stage.spent().mutations).toBe(0);
}

describe('a team that no policy names', () => {
  test('costs nothing, whoever comes to it', async () => {
    await begin();
    for (const place of places) {
      const issue = await opens(place);
      await stage.act('maria', (maria) => maria.assign(issue, 'otto'));
      await says('maria', issue, '/approve spec');
    }
    expect(await joins('otto', 'chess')).toEqual([]);
    expect(await joins('maria', 'chess')).toEqual([]);
    expect(await joins('paul', 'chess')).toEqual([]);
    expect(await leaves('maria', 'chess')).toEqual([]);
    expect(await asked(() => stage.github.deleteTeam('acme/chess-beginners'))).toEqual([]);
    await isAsItShouldBe();
  });

  test('within another one costs what rests on that person: somebody above may be named', async () => {
    await begin();
    const issue = await opens();
    await opens('acme/a');
    await says('maria', issue, '/approve spec');
    expect(await joins('paul', 'chess-beginners')).toEqual([]);
    expect(looks(await joins('maria', 'chess-beginners'))).toHaveLength(1);
    await isAsItShouldBe();
  });
});

describe('a team that policies name', () => {
  test('whoever comes to it costs what rests on them', async () => {
    await begin();
    const issues = [];
    for (const place of places) issues.push(await opens(place), await opens(place), await opens(place));
    const [first = '', second = '', third = ''] = issues;
    await says('paul', first, '/approve spec');
    await says('maria', second, '/approve spec');
    await stage.act('maria', (maria) => maria.assign(third, 'otto'));
    const came = await joins('maria', 'product');
    expect(looks(came)).toHaveLength(1);
    // What she said before does not count now; what she says now does.
    expect([stage.see(second).labels, stage.see(third).labels]).toEqual([[], []]);
    await isAsItShouldBe();
    await says('maria', third, '/approve spec');
    expect(stage.see(third).labels).toEqual(['spec:approved']);
    // An approval stays, although who gave it leaves.
    expect(looks(await leaves('paul', 'product')).length).toBeLessThanOrEqual(1);
    expect(stage.see(first).labels).toEqual(['spec:approved']);
    await isAsItShouldBe();
    await says('paul', second, '/approve spec');
    expect(stage.see(second).labels).toEqual([]);
  });

  test('an assignee becomes an engineer, and ceases to be one', async () => {
    await begin();
    const issue = await opens();
    await opens();
    await stage.act('maria', (maria) => maria.assign(issue, 'otto'));
    expect(stage.see(issue).assignees).toEqual(['otto']);
    await joins('otto', 'engineering');
    await isAsItShouldBe();
    await leaves('otto', 'engineering');
    await isAsItShouldBe();
  });

  test('by a team within it, by leaving the organization, and with another name', async () => {
    await begin();
    const [issue, other] = [await opens(), await opens('acme/a')];
    await says('maria', issue, '/approve spec');
    expect(looks(await joins('maria', 'product-leads'))).toHaveLength(1);
    await says('maria', issue, '/approve spec');
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    await leaves('maria', 'product-leads');
    await isAsItShouldBe();
    await asked(() => stage.github.changeTeam('acme/product', { name: 'Products' }));
    expect(stage.see(issue).card?.notes.join(' ')).toContain('acme/products');
    await isAsItShouldBe();
    await says('maria', other, '/approve spec');
    await joins('maria', 'products');
    await says('maria', other, '/approve spec');
    expect(stage.see(other).labels).toEqual(['spec:approved']);
    await isAsItShouldBe();
  });
});

test('a permission that comes with a team counts where a policy asks for permissions', async () => {
  const open = policy.replace('engineer: ["@acme/engineering"]', 'engineer: { permission: maintain }');
  await begin({ policy: open });
  const [issue, other] = [await opens(), await opens('acme/a')];
  for (const each of [issue, other]) await stage.act('maria', (maria) => maria.assign(each, 'otto'));
  await asked(() => stage.github.grantTeam('acme/chess', repository, 'maintain'));
  expect(stage.see(issue).assignees).toEqual(['otto']);
  expect(looks(await joins('otto', 'chess')).length).toBeGreaterThan(0);
  expect([stage.see(issue).assignees, stage.see(other).assignees]).toEqual([[], ['otto']]);
  // Of the other repository no policy asks what anybody may do there.
  expect(await asked(() => stage.github.collaborator('acme/a', 'otto', 'maintain'))).toEqual([]);
});

test('where it is not known what rests on whom, everything is looked at once', async () => {
  await begin();
  const issue = await opens();
  await says('maria', issue, '/approve spec');
  const { db } = stage.service().store;
  await db.deleteFrom('rests_on').execute();
  await db.deleteFrom('policy_teams').execute();
  for (const { item, content } of await db.selectFrom('recent').selectAll().execute())
    await db
      .updateTable('recent')
      .set({ content: content.replace(/,"restsOn":"[^"]*"/, '') })
      .where('item', '=', item)
      .execute();
  expect(looks(await joins('maria', 'product')).length).toBeGreaterThan(0);
  expect(looks(await leaves('maria', 'product'))).toHaveLength(1);
  expect(looks(await joins('otto', 'product'))).toEqual([]);
  await isAsItShouldBe();
});
