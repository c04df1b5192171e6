/** One issue of Jira, named by pull requests of two repositories: what is not allowed there is answered once. */
import type { Flavour } from '@baton/sandbox/jira';
import { afterEach, describe, expect, test } from 'vitest';

import { itemShape, wantOf } from '../../src/items.ts';
import { namedStore } from '../../src/store/index.ts';
import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const web = 'acme/web';

type Settings = {
  /** What the policies say of Jira, beside the gates; `web`: the other repository's, where it is another. */
  readonly more: string;
  readonly web?: string;
  readonly hooked?: boolean;
};

/** An issue that a pull request of each repository names; its key. */
async function named(
  flavour: Flavour,
  { more, web: other = more, hooked = true }: Settings,
): Promise<string> {
  stage = await openJiraStage(flavour, {
    more,
    hooked,
    repositories: [repository, web],
    rhythm: { backoff: { first: 20, most: 100 } },
    before: (github) =>
      void github.repository(web, {
        private: false,
        collaborators: { maria: 'write', anton: 'write' },
        files: { 'README.md': '# Web\n' },
      }),
  });
  const policy = stage.policy.replace(more, other);
  await stage.act('maria', (maria) => maria.push(web, 'main', { files: { '.github/roles.yml': policy } }));
  const words = { summary: 'Coupons', description: 'No coupons.' };
  const { key } = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words));
  for (const where of [repository, web]) {
    await stage.act('anton', (anton) => anton.push(where, 'coupons', { files: { 'a.txt': 'x' } }));
    await stage.act('anton', (anton) =>
      anton.openPull(where, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
    );
  }
  return key;
}

const status = (key: string): string => stage.jira.issue(key).status.name;
const said = (key: string): readonly string[] => saidInJira(stage, key);

/** Where Baton moved it, in order. */
const moves = (key: string): readonly (string | null)[] =>
  stage.jira.issue(key).histories.flatMap(({ author, items }) => {
    const own = author?.handle === 'baton' ? items : [];
    return own.filter(({ field }) => field === 'status').map(({ toText }) => toText);
  });

/** The look for one of the repositories, alone. */
async function lookFor(name: string, key: string): Promise<void> {
  const { store, inbox } = stage.service();
  const naming = await namedStore(store.db, itemShape).naming('acme', key);
  await inbox.want(naming.filter((item) => item.repository === name).map((item) => wantOf(item)));
  await stage.settled();
}

const comment = '  mode: comment\n';
const revert = '  mode: revert\n';
const often = expect.stringContaining('I’ve moved it back three times within an hour');
const back = expect.stringContaining('I moved it back to “Draft”.');
const told = expect.stringContaining('Next: pm, please review it: move it back to “Draft”');

describe.each(flavours('data-center'))('%s', (flavour) => {
  test('told once', async () => {
    const key = await named(flavour, { more: comment });
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await lookAtJira(stage, key);
    expect([status(key), said(key)]).toEqual(['Approved', [told]]);
  });

  test('moved back once each time, and three times an hour in all', async () => {
    const key = await named(flavour, { more: revert });
    for (let time = 1; time <= 3; time += 1) {
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      await lookAtJira(stage, key);
      expect([status(key), moves(key).length, said(key)]).toEqual(['Draft', time, [back]]);
    }
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await lookAtJira(stage, key);
    expect([status(key), moves(key), said(key)]).toEqual([
      'Approved',
      ['Draft', 'Draft', 'Draft'],
      [back, often],
    ]);
  });

  test('moved on with the work once', async () => {
    const key = await named(flavour, { more: '  transitions: { on-pull-request: In Progress }\n' });
    await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await lookAtJira(stage, key);
    expect([status(key), moves(key)]).toEqual(['In Progress', ['In Progress']]);
  });
});

test('where the policies differ, the answer of the look that came first stands', async () => {
  const key = await named('cloud', { more: comment, web: revert, hooked: false });
  stage.jira.clock.advance(2000);
  stage.jira.as('anton').transition(key, 'Approved');
  await lookFor(repository, key);
  await lookFor(web, key);
  expect([status(key), said(key)]).toEqual(['Approved', [told]]);
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition(key, 'Draft');
  stage.jira.clock.advance(2000);
  stage.jira.as('anton').transition(key, 'Approved');
  await lookFor(web, key);
  await lookFor(repository, key);
  expect([status(key), said(key)]).toEqual(['Draft', [told, back]]);
});

test('what the look for one repository did not come to say, the other’s says', async () => {
  const key = await named('cloud', { more: revert, hooked: false });
  stage.jira.clock.advance(2000);
  stage.jira.as('anton').transition(key, 'Approved');
  stage.jira.faults.add({ match: ({ path }) => path.endsWith('/comment'), kind: '5xx', times: 1_000_000 });
  const looking = lookFor(repository, key);
  await stage.until(() => moves(key).length > 0);
  // Its policy writes nothing in Jira any more.
  stage.hurry('maria', (maria) =>
    maria.push(repository, 'main', {
      files: { '.github/roles.yml': `mode: observe\n${stage.policy}` },
    }),
  );
  await looking;
  expect([status(key), said(key)]).toEqual(['Draft', []]);
  stage.jira.faults.clear();
  await lookFor(web, key);
  expect([status(key), said(key)]).toEqual(['Draft', [back]]);
});
