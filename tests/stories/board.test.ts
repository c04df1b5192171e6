/** The board for Grafana: what it asks for is in a scrape of the running app, and all metrics are on it. */
import { readFileSync } from 'node:fs';

import { startJira } from '@baton/sandbox/jira';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { siteAt } from '../jira/answering.ts';
import { mistakesIn, namesIn, scrapeOf } from '../promql.ts';
import { approvedIssue, openStage, repository, type Stage } from './stage.ts';
import { tryFor } from './trouble-passes.ts';

const text = readFileSync(new URL('../../deploy/grafana/baton.json', import.meta.url), 'utf8');

const place = z.strictObject({ h: z.int(), w: z.int(), x: z.int(), y: z.int() });
const source = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });
const row = z.strictObject({
  id: z.int(),
  type: z.literal('row'),
  title: z.string(),
  collapsed: z.literal(false),
  gridPos: place,
  panels: z.tuple([]),
});
const panel = z.strictObject({
  id: z.int(),
  type: z.enum(['stat', 'timeseries']),
  title: z.string(),
  description: z.string().min(20),
  datasource: source,
  gridPos: place,
  fieldConfig: z.looseObject({ defaults: z.looseObject({ unit: z.string() }) }),
  options: z.looseObject({}),
  targets: z
    .array(
      z.looseObject({ datasource: source, expr: z.string(), legendFormat: z.string(), refId: z.string() }),
    )
    .nonempty(),
});
const board = z
  .looseObject({
    uid: z.string(),
    title: z.string(),
    templating: z.strictObject({
      list: z.array(
        z.looseObject({ name: z.string(), type: z.enum(['datasource', 'query']), query: z.unknown() }),
      ),
    }),
    panels: z.array(z.union([row, panel])),
  })
  .parse(JSON.parse(text));
const panels = board.panels.flatMap((each) => (each.type === 'row' ? [] : [each]));

/** As Grafana fills it in. */
const filled = (expr: string): string => expr.replaceAll('$__rate_interval', '2m').replaceAll(/\$\w+/g, '.*');
const queries = panels.flatMap(({ title, targets }) =>
  targets.map(({ expr, legendFormat }) => [title, filled(expr), legendFormat] as const),
);

/** The labels of each name that one of the scrapes had. */
const scraped = new Map<string, Set<string>>();
let documented: readonly string[];
async function scrapeOnce({ github, service }: Stage): Promise<void> {
  const page = await (await fetch(`${service().url}/metrics`)).text();
  documented = Array.from(page.matchAll(/^# TYPE (\S+)/gm), ([, name = '']) => name);
  for (const { labels } of scrapeOf(github.clock.now(), page).series) {
    const { __name__: name = '', ...others } = labels;
    const known = scraped.get(name) ?? new Set();
    for (const label of Object.keys(others)) known.add(label);
    scraped.set(name, known);
  }
}

let stage: Stage;
let jira: Awaited<ReturnType<typeof startJira>>;
// First, and as a test: the rest asks what was in its scrapes.
test('the app runs into all that it counts', async () => {
  jira = await startJira({ flavour: 'data-center' });
  jira.user('baton');
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  const token = jira.token('baton');
  const site = siteAt(jira.url, 'data-center', {
    name: 'inside',
    auth: { kind: 'bearer', token: () => token },
    repositories: new Map([[repository, ['SHOP']]]),
  });
  stage = await openStage({ timed: true, rough: true, jira: [site], rhythm: { attempts: 2 } });
  const installation = stage.github.deliveries[0]?.installationId ?? 0;
  const issue = await approvedIssue(stage);
  const others = [await approvedIssue(stage, 'Vouchers'), await approvedIssue(stage, 'Refunds')];
  // Little is left, and people's events wait.
  stage.github.leaveOfLimit(installation, 502);
  await stage.act('maria', (maria) => maria.comment(issue, 'Where are we?'));
  for (const each of [issue, ...others]) stage.hurry('maria', (maria) => maria.comment(each, '/why'));
  await stage.github.settled();
  const { inbox } = stage.service();
  await expect.poll(async () => (await inbox.metrics()).paced.length).toBeGreaterThan(0);
  await scrapeOnce(stage);
  // An hour later GitHub lacks a field.
  await stage.later(3_700_000);
  stage.github.become('github.com', ['Issue.linkedBranches']);
  stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
  await stage.github.settled();
  for (let each = 0; each < 4; each += 1) await tryFor(stage, 15_000);
  await scrapeOnce(stage);
  expect(documented.length).toBeGreaterThan(25);
});
afterAll(async () => {
  await stage.close();
  await jira.close();
});

describe.each(queries)('%s: %s', (_, expr, legend) => {
  const { metrics, labels } = namesIn(expr);

  test('is PromQL about metrics and labels that a scrape has', () => {
    expect(mistakesIn(expr)).toEqual([]);
    expect(metrics).toHaveLength(1);
    const [metric = ''] = metrics;
    expect([metric, scraped.has(metric)]).toEqual([metric, true]);
    const shown = Array.from(legend.matchAll(/\{\{(\w+)\}\}/g), ([, label = '']) => label);
    expect([...labels, ...shown].filter((label) => scraped.get(metric)?.has(label) !== true)).toEqual([]);
    // What the legend shows is not added up.
    if (expr.includes(' by (')) expect(shown.filter((label) => !labels.includes(label))).toEqual([]);
    // A counter is shown as a rate; what is no counter is not.
    const isCounter = /_(total|count|bucket)$/.test(metric) && !metric.endsWith('schema_errors_total');
    expect([expr, /\b(rate|increase)\(/.test(expr)]).toEqual([expr, isCounter]);
    expect(expr).toContain('job=~".*",instance=~".*"');
  });
});

test('each metric is on the board', () => {
  const shown = new Set(queries.flatMap(([, expr]) => namesIn(expr).metrics));
  const isShown = (name: string): boolean =>
    [name, `${name}_bucket`, `${name}_count`].some((each) => shown.has(each));
  expect(documented.filter((name) => !isShown(name))).toEqual([]);
});

test('it can be imported: its data source and its labels are chosen there, and nothing lies over another', () => {
  expect(board.templating.list.map(({ name, type }) => [name, type])).toEqual([
    ['datasource', 'datasource'],
    ['job', 'query'],
    ['instance', 'query'],
    ['installation', 'query'],
  ]);
  const asked = z.looseObject({ query: z.string() });
  for (const { type, query } of board.templating.list) {
    if (type === 'datasource') continue;
    const [, metric = '', label = ''] =
      /^label_values\((\w+)(?:\{.*\})?, (\w+)\)$/.exec(asked.parse(query).query) ?? [];
    expect([metric, scraped.get(metric)?.has(label)]).toEqual([metric, true]);
  }
  const variables = new Set(Array.from(text.matchAll(/\$\{?(?!__)(\w+)/g), ([, name = '']) => name));
  expect([...variables].toSorted()).toEqual(board.templating.list.map(({ name }) => name).toSorted());
  const ids = board.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, each) => `${x + (each % w)}:${y + Math.floor(each / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(board.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});
