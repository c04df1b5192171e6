/** How much Baton writes on an issue of Jira where people repeat their mistakes: Jira sends a mail for each comment. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { lifeInJira, liveInJira } from '../mistakes-in-jira.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

/** What it was when each mistake had a comment of its own. */
const atFirst = 12;

const rhythm = { backoff: { first: 20, most: 100 } };
const revert = { rhythm, timeout: 1500, more: '  mode: revert\n' };
const comment = { ...revert, more: '  mode: comment\n' };

/** An issue in Draft that a pull request names; its key. */
async function named(): Promise<string> {
  const words = { summary: 'Coupons', description: 'No coupons.' };
  const key = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  return key;
}

const said = (key: string): readonly string[] => saidInJira(stage, key);

async function moves(who: string, key: string, ...to: readonly string[]): Promise<void> {
  for (const each of to) {
    await stage.inJira(who, (somebody) => somebody.transition(key, each));
    await lookAtJira(stage, key);
  }
}

/** How often what a comment tells of was done. */
const times = (key: string): readonly number[] =>
  said(key).map((text) => Number(/done this (\d+) times/.exec(text)?.[1] ?? 1));

/** Requests that wrote a comment, or edited one. */
const written = (): readonly string[] =>
  stage.jira.requests
    .splice(0)
    .flatMap(({ method, path }) => (path.includes('/comment') && method !== 'GET' ? [method] : []));

describe.each(flavours('cloud'))('%s', (flavour) => {
  test('a life with many mistakes: at most half as many comments as once', async () => {
    stage = await openJiraStage(flavour, revert);
    const key = await named();
    expect(await liveInJira(stage, key)).toBeLessThanOrEqual(atFirst / 2);
    expect(lifeInJira.length).toBeGreaterThan(20);
    expect(stage.jira.issue(key).status.name).toBe('Done');
  });

  test('what somebody does again is told in the comment that they have, and nobody else’s', async () => {
    stage = await openJiraStage(flavour, comment);
    const key = await named();
    await moves('anton', key, 'Approved');
    const [first] = said(key);
    await moves('maria', key, 'Draft');
    written();
    await moves('anton', key, 'Approved');
    expect(written()).toEqual(['PUT']);
    expect(said(key)).toEqual([expect.stringContaining('Anton has done this 2 times since 5 Jan, 09:')]);
    expect(said(key)[0]?.slice(0, 40)).toBe(first?.slice(0, 40));
    await moves('maria', key, 'Draft');
    await moves('ben', key, 'Approved');
    await moves('maria', key, 'Draft');
    // Something else is something else.
    await moves('anton', key, 'Done');
    expect(times(key)).toEqual([2, 1, 1]);
    // So is what is done on another day.
    await moves('maria', key, 'Draft');
    stage.jira.clock.advance(25 * 3_600_000);
    await moves('anton', key, 'Approved');
    expect(times(key)).toEqual([2, 1, 1, 1]);
  });

  test('it is told anew where somebody changed or deleted that comment, or Baton may not edit it', async () => {
    stage = await openJiraStage(flavour, comment);
    const { jira } = stage;
    const key = await named();
    const again = async (): Promise<void> => {
      await moves('maria', key, 'Draft');
      await moves('anton', key, 'Approved');
    };
    await moves('anton', key, 'Approved');
    const last = () => {
      const found = jira.issue(key).comments.at(-1);
      if (found === undefined) throw new Error('Nothing was said.');
      return found;
    };
    const words = flavour === 'cloud' ? { version: 1, type: 'doc', content: [] } : 'Never mind.';
    const text = { type: 'paragraph', content: [{ type: 'text', text: 'Never mind.' }] };
    const body = typeof words === 'string' ? words : { ...words, content: [text] };
    jira.as('site-admin').editComment(key, last(), body);
    await again();
    expect(said(key).map((each) => each.trim().split(' ', 1)[0])).toEqual(['Never', 'Anton']);
    jira.as('site-admin').deleteComment(key, last());
    await again();
    expect(said(key)).toHaveLength(2);
    expect(said(key)[1]).toContain('3 times');
    for (const permission of ['EDIT_OWN_COMMENTS', 'EDIT_ALL_COMMENTS'] as const)
      jira.grant('SHOP', permission, 'user:maria');
    await again();
    expect(said(key)).toHaveLength(3);
    expect(said(key)[2]).toContain('4 times');
  });

  test.each(['hang', 'reset', '5xx'] as const)(
    'an edit that Jira made without an answer (%s) is not made again',
    async (kind) => {
      stage = await openJiraStage(flavour, comment);
      const key = await named();
      await moves('anton', key, 'Approved');
      await moves('maria', key, 'Draft');
      written();
      stage.jira.faults.add({
        match: ({ path, method }) => path.includes('/comment') && method === 'PUT',
        kind,
        when: 'after-doing',
      });
      await moves('anton', key, 'Approved');
      expect([times(key), written()]).toEqual([[2], ['PUT']]);
      await moves('maria', key, 'Draft');
      await moves('anton', key, 'Approved');
      expect(times(key)).toEqual([3]);
    },
  );

  test('a Baton that lost its database tells nothing again', async () => {
    stage = await openJiraStage(flavour, comment);
    const key = await named();
    await moves('anton', key, 'Approved');
    await moves('maria', key, 'Draft');
    await moves('anton', key, 'Approved');
    stage.jira.clock.advance(3_600_000);
    await stage.restart();
    await stage.act('ben', (ben) => ben.comment(`${repository}#1`, 'Well.'));
    await lookAtJira(stage, key);
    expect(times(key)).toEqual([2]);
    // What is done after that is told: nobody knows what it repeats.
    await moves('maria', key, 'Draft');
    await moves('anton', key, 'Approved');
    await moves('maria', key, 'Draft');
    await moves('anton', key, 'Approved');
    expect(times(key).length).toBeLessThanOrEqual(2);
  });
});
