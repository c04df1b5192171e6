/** GitHub removed something that Baton cannot do without: the operator hears of it, and nothing is tried for ever. */
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';

import { openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

type Line = {
  readonly level: number;
  readonly msg: string;
  readonly what?: string;
  readonly operation?: string;
};

test('it is one line at error, a figure, and dead letters, which the next version takes up', async () => {
  const lines: Line[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  stage = await openStage({ rough: true, log, rhythm: { backoff: { first: 5, most: 20 } } });
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  const pull = await openPull(stage, `Closes #${number}`);
  const check = 'Baton: action_required · Waiting for maria to approve the spec of #1';
  expect(stage.see(pull).checks).toEqual([check]);
  lines.length = 0;

  stage.github.become('github.com', ['Issue.linkedBranches']);
  stage.hurry('maria', (maria) => maria.label(`${repository}#${number}`, 'spec:approved'));
  stage.hurry('anton', (anton) => anton.comment(pull, 'Now?'));
  const dead = async (): Promise<number> => (await stage.service().inbox.dead()).length;
  await vi.waitFor(async () => expect(await dead()).toBe(2), { timeout: 240_000, interval: 20 });

  const errors = lines.filter(({ level }) => level === 50);
  expect(errors.filter(({ what }) => what !== undefined)).toMatchObject([
    {
      what: 'Issue.linkedBranches',
      msg: expect.stringContaining("GitHub doesn't know Issue.linkedBranches"),
    },
  ]);
  const page = await (await fetch(`${stage.service().url}/metrics`)).text();
  expect(page).toMatch(/baton_github_schema_errors_total\{what="Issue.linkedBranches"\} [1-9]/);
  expect(page).toContain('baton_dead_letters 2');
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Baton stopped after 10 tries: run this check again',
  ]);

  // A version of Baton that does without it, or GitHub as it was: dead letters are sent again.
  stage.github.become('github.com');
  const { inbox } = stage.service();
  await inbox.want(
    (await inbox.dead()).flatMap(({ key, group, item }) => (item === null ? [] : [{ key, group, item }])),
  );
  await stage.settled();
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
});

test('a retired version of the REST API is an error as well, and never "there is none"', async () => {
  const lines: Line[] = [];
  const log = pino(
    { level: 'error' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Line) },
  );
  stage = await openStage({
    rough: true,
    log,
    rhythm: { backoff: { first: 5, most: 20 } },
    before: (github) =>
      github.faults.add({
        match: ({ kind, path }) => kind === 'rest' && path.includes('/teams/'),
        kind: '5xx',
        status: 410,
        times: 1000,
      }),
  });
  stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  await vi.waitFor(async () => expect(await stage.service().inbox.dead()).not.toEqual([]), {
    timeout: 240_000,
    interval: 20,
  });
  expect(lines.filter(({ what }) => what !== undefined)).toMatchObject([
    { what: expect.stringMatching(/^GET \/orgs\/acme\/teams\//), msg: expect.stringContaining('410') },
  ]);
  stage.github.faults.clear();
  await stage.act('maria', (maria) => maria.comment(`${repository}#1`, 'Hello?'));
  expect(stage.see(`${repository}#1`).card?.gates).toEqual([
    'Spec approval · waiting for approval · `pm` still has to approve it.',
    'Acceptance · not ready yet · It comes after the spec.',
  ]);
});
