/** Real answers go through the parsers, and Atlassian's description of its API is the referee of what we ask. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import { changeOf, inOrder, issueOf, status, textOf } from '../../src/jira/client/answers.ts';
import { atOnce } from '../../src/portions.ts';
import type { Jira } from '../../src/jira/client/client.ts';
import { actors } from '../../src/jira/client/read-people.ts';
import { transitionList } from '../../src/jira/client/read-issue.ts';
import { asking } from './answering.ts';
import { createReferee } from './openapi.ts';
import { hasSamples, sample, samplesIn } from './samples.ts';

const link = { globalId: 'x', url: 'https://x.test/', title: 'x' };

/** Every call that there is. */
const calls: Readonly<Record<Exclude<keyof Jira, 'site'>, (jira: Jira) => Promise<unknown>>> = {
  issue: (jira) => jira.issue('SHOP-12', ['customfield_10070']),
  changesAfter: (jira) => jira.changesAfter('SHOP-1', []),
  changelog: (jira) => jira.changelog('SHOP-12'),
  story: (jira) => jira.story('SHOP-12'),
  commentsSince: (jira) => jira.commentsSince('SHOP-12', 1_700_000_000_000),
  transitions: (jira) => jira.transitions('SHOP-12'),
  transition: (jira) => jira.transition('SHOP-12', '3'),
  valuesOf: (jira) => jira.valuesOf('SHOP-12', 'customfield_10070'),
  setLabels: (jira) => jira.setLabels('SHOP-12', { add: ['a'], remove: ['b'] }),
  comment: (jira) => jira.comment('SHOP-12', [['x', { text: 'y', href: 'https://x.test/' }]]),
  editComment: (jira) => jira.editComment('SHOP-12', '10500', [['x']]),
  remoteLink: (jira) => jira.remoteLink('SHOP-12', { ...link, summary: 'x', resolved: false }),
  mayWrite: (jira) =>
    Promise.all((['move', 'label', 'comment', 'link'] as const).map((what) => jira.mayWrite(what))),
  groupsOf: (jira) => jira.groupsOf({ id: '712020:x', key: null }),
  userNamed: (jira) => jira.userNamed('712020:x'),
  roles: (jira) => jira.roles('SHOP'),
  actorsIn: (jira) => jira.actorsIn('SHOP', '10002'),
  myself: (jira) => jira.myself(),
  server: (jira) => jira.server(),
  statuses: (jira) => jira.statuses(),
  statusesOf: (jira) => jira.statusesOf('SHOP'),
  fields: (jira) => jira.fields(),
  group: (jira) => jira.group('952d12c3-5b5b-4d04-bb32-44d383afc4b2'),
  project: (jira) => jira.project('SHOP'),
  permissions: (jira) => jira.permissions('SHOP', ['BROWSE_PROJECTS', 'EDIT_ISSUES']),
  standingIn: (jira) => jira.standingIn('SHOP', '10010'),
  lastIn: (jira) => jira.lastIn('SHOP'),
  lastChangedSince: (jira) => jira.lastChangedSince(1_700_000_000_000, ['SHOP']),
  existing: (jira) => jira.existing(['10001', '10002']),
  changedSince: (jira) => jira.changedSince(1_700_000_000_000, ['SHOP']),
};

describe.skipIf(!hasSamples)("Atlassian's description", () => {
  let made: ReturnType<typeof createReferee> | null = null;
  const referee: ReturnType<typeof createReferee> = (asked) => (made ??= createReferee())(asked);

  test.each(Object.keys(calls))('knows what %s asks', async (name) => {
    const issue = {
      id: '10040',
      key: 'SHOP-12',
      fields: { project: { key: 'SHOP' }, status: { id: 1, name: 'x' } },
    };
    const at = '2026-03-01T10:00:00.000+0000';
    const { jira, answers } = await asking('cloud', (what) => {
      if (what === 'GET issue/SHOP-12') {
        return { body: { ...issue, fields: { ...issue.fields, created: at, updated: at } } };
      }
      if (what === 'GET search/jql')
        return { body: { issues: [], nextPageToken: `more${answers.asked.length}` } };
      return undefined;
    });
    // What comes back is no matter here; a search goes on to a second page.
    await calls[name as keyof typeof calls](jira).catch(() => null);
    expect(answers.asked.length).toBeGreaterThan(0);
    for (const asked of answers.asked) expect([asked.url, referee(asked)]).toEqual([asked.url, []]);
  });

  test('refuses what is not in it', () => {
    const asked = { method: 'GET', url: '/rest/api/3/myself', query: {}, headers: {}, body: undefined };
    expect(referee(asked)).toEqual([]);
    expect(referee({ ...asked, url: '/rest/api/3/myselves' })).toHaveLength(1);
    expect(referee({ ...asked, method: 'PUT' })).toHaveLength(1);
    expect(referee({ ...asked, query: { who: 'x' } })).toHaveLength(1);
    expect(referee({ ...asked, body: {} })).toHaveLength(1);
    const labels = {
      ...asked,
      method: 'PUT',
      url: '/rest/api/3/issue/SHOP-12',
      body: { update: { labels: 'x' } },
    };
    expect(referee(labels)).toHaveLength(1);
    expect(
      referee({ ...asked, url: '/rest/api/3/issue/X-1/changelog', query: { startAt: 'x' } }),
    ).toHaveLength(1);
  });
});

describe.skipIf(!hasSamples)('recorded answers', () => {
  test.each(samplesIn('responses').filter((name) => name.startsWith('jirametrics-SP')))('%s', (name) => {
    const given = JSON.parse(sample('responses', name)) as {
      readonly key: string;
      readonly changelog: { readonly histories: readonly { readonly id: string }[] };
    };
    const issue = issueOf('cloud', ['customfield_10021']).parse(given);
    expect(issue).toMatchObject({
      key: given.key,
      project: 'SP',
      author: { kind: 'person' },
    });
    expect(atOnce(textOf('cloud', issue.description))).toBe('');
    expect(issue.created).toBeLessThan(issue.updated);
    const changes = inOrder(z.array(changeOf('cloud')).parse(given.changelog.histories));
    expect(changes).toHaveLength(given.changelog.histories.length);
    expect(changes.map(({ at }) => at)).toEqual(
      changes.map(({ at }) => at).toSorted((one, other) => one - other),
    );
    const moves = changes.flatMap(({ items }) => items.filter(({ field }) => field === 'status'));
    expect(moves.length).toBeGreaterThan(0);
    // Each begins where the one before ended, and the last one where the issue stands.
    moves.reduce((before, move) => (expect(move.from).toBe(before), move.to), moves[0]?.from ?? null);
    expect(moves.at(-1)?.to).toBe(issue.status.id);
  });

  test('statuses, transitions, a role', () => {
    const read = (name: string): unknown => JSON.parse(sample('responses', name));
    const statuses = z.array(status).parse(read('jirametrics-sample_statuses.json'));
    expect(statuses).toContainEqual({ id: '10002', name: 'Done', category: 'done' });
    expect(transitionList.parse(read('go-jira-transitions.json')).map(({ id, to }) => [id, to.id])).toEqual([
      ['2', '10000'],
      ['711', '5'],
    ]);
    expect(actors.parse(read('go-jira-role.json'))).toEqual({
      users: [],
      groups: [{ id: 'jira-administrators', name: 'jira-administrators' }],
    });
  });
});
