/** What a run says and does where it may not see everything, or not write; and how it is set. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { run } from '../../src/action/run.ts';
import { commentsOf } from '../stories/seen.ts';
import { repository } from '../stories/stage.ts';
import { openWorkflow, type Workflow, type WorkflowSettings } from './workflow.ts';

const page = readFileSync(new URL('../../docs/how-to/run-in-github-actions.md', import.meta.url), 'utf8');
const [example = ''] = [...page.matchAll(/^```yaml\n(name: [\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');
const { permissions } = parse(example) as { permissions: Record<string, 'read' | 'write'> };
/** As Apps name them. */
const asApp = Object.fromEntries(
  Object.entries(permissions).map(([name, access]) => [name.replaceAll('-', '_'), access]),
);

let workflow: Workflow;
afterEach(() => workflow.close());
const open = async (settings: Partial<WorkflowSettings> = {}): Promise<void> => {
  workflow = await openWorkflow({ app: 'github-actions', permissions: asApp, ...settings });
};
const issue = `${repository}#1`;
const saidBy = (login: string) =>
  workflow.github.find
    .item(issue)
    .timeline.flatMap((entry) =>
      entry.kind === 'IssueComment' && entry.author.login === login ? [entry.body] : [],
    );

test('with the token of the run, named people hold their roles, and the page says what was written', async () => {
  await open({ policy: 'roles:\n  pm: [maria]\n  engineer: [anton, ben]\n' });
  await workflow.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await workflow.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  await workflow.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(workflow.github.find.item(issue).labels.map(({ name }) => name)).toEqual(['spec:approved']);
  expect(saidBy('github-actions[bot]').filter((body) => body.includes('baton:card'))).toHaveLength(1);
  expect(commentsOf(workflow.github.find.item(issue))).toEqual([]);
  const runs = workflow.ran();
  expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
  expect(runs[0]?.summary).toContain('| `#1` | wrote the card |');
  expect(runs.map(({ summary }) => summary).join('\n')).toContain('removed the label `spec:approved`');
  expect(workflow.github.unplayed).toEqual([]);
});

test('what a run writes leads to no other, and a second run for the same event writes nothing', async () => {
  await open();
  await workflow.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  expect(workflow.ran()).toHaveLength(1);
  const again = await workflow.start('issues', {
    action: 'opened',
    issue: { number: 1 },
    repository: { full_name: repository, node_id: 'R_1' },
    sender: { login: 'maria' },
  });
  expect(again.summary).toContain('Nothing had to be written');
});

describe('teams', () => {
  test('that the token cannot see are told of, and nobody holds their role', async () => {
    await open({ policy: 'roles:\n  pm: ["@acme/engineering"]\n  engineer: [ben]\n' });
    await workflow.act('ben', (ben) => ben.openIssue(repository, { title: 'Coupons', body: 'One.' }));
    await workflow.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    const last = workflow.ran().at(-1);
    expect(last?.summary).toContain('What this run could not see');
    expect(last?.log).toContain('::warning title=Baton::');
    expect(workflow.github.find.item(issue).labels).toEqual([]);
  });

  test('are read with a token of the organization', async () => {
    await open({
      policy: 'roles:\n  pm: ["@acme/engineering"]\n  engineer: [ben]\n',
      inputs: (github) => ({ 'organization-token': github.token('olga') }),
    });
    await workflow.act('ben', (ben) => ben.openIssue(repository, { title: 'Coupons', body: 'One.' }));
    await workflow.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    expect(workflow.github.find.item(issue).labels.map(({ name }) => name)).toEqual(['spec:approved']);
    expect(workflow.ran().at(-1)?.summary).not.toContain('could not see');
  });
});

test('an event of a fork, whose token may only read, is left to the next', async () => {
  await open();
  const ran = await workflow.start('pull_request_review', {
    action: 'submitted',
    repository: { full_name: repository },
    pull_request: { number: 2, head: { repo: { full_name: 'rita/shop' } } },
    sender: { login: 'rita' },
  });
  expect(ran.code).toBe(0);
  expect(ran.summary).toContain('This event comes from a fork');
});

test('a scheduled run finds what no event told', async () => {
  await open({ policy: 'roles:\n  pm: [maria]\n  engineer: [anton, ben]\n' });
  await workflow.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  workflow.github.as('otto').label(issue, 'spec:approved');
  workflow.ran();
  const ran = await workflow.start('schedule', { schedule: '17 * * * *' });
  expect(ran).toMatchObject({ code: 0 });
  expect(workflow.github.find.item(issue).labels).toEqual([]);
});

describe('a setting that is wrong ends with 2', () => {
  test.each([
    ['GITHUB_EVENT_PATH', '/nowhere.json', 'GITHUB_EVENT_PATH: /nowhere.json holds no event.'],
    ['GITHUB_EVENT_NAME', '', 'GITHUB_EVENT_NAME is missing'],
    ['INPUT_TOKEN', '', 'token is missing'],
    ['GITHUB_REPOSITORY', 'shop', 'GITHUB_REPOSITORY is no name of a repository'],
  ])('%s %s', async (name, value, says) => {
    await open();
    const variables = await workflow.settings('issues', {});
    const lines: string[] = [];
    expect(await run({ ...variables, [name]: value }, (line) => void lines.push(line))).toBe(2);
    expect(lines.join('\n')).toContain(`::error title=Baton::${says}`);
  });
});

test('a token that GitHub refuses ends with 1, and is not printed', async () => {
  await open();
  const variables = await workflow.settings('issues', {
    action: 'opened',
    issue: { number: 1 },
    repository: { full_name: repository, node_id: 'R_1' },
  });
  const lines: string[] = [];
  const code = await run({ ...variables, INPUT_TOKEN: 'ghs_wrong' }, (line) => void lines.push(line));
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('::error title=Baton::');
  expect(lines.join('\n')).not.toContain('ghs_wrong');
});

test('bundled into one file, in a process of its own, it does the same', async () => {
  await open();
  const file = join(mkdtempSync(join(tmpdir(), 'baton-bundle-')), 'baton-action.mjs');
  const bundler = fileURLToPath(new URL('../../config/bundle-action.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [bundler, file]);
  const variables = await workflow.settings('schedule', { schedule: '17 * * * *' });
  // From a folder of its own: nothing that is installed is within reach.
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: tmpdir(), env: variables });
  expect(stdout).toContain('Nothing had to be written');
  expect(statSync(file).size).toBeLessThan(3_000_000);
  rmSync(dirname(file), { recursive: true });
});
