/** Texts that were written to keep Baton busy, or to show one thing and say another. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ before: (github) => void github.repository('acme/other', { private: false }) });
});
afterAll(() => stage.close());

async function newIssue(body: string): Promise<string> {
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Coupons', body }),
  );
  return `${repository}#${number}`;
}

const fill = (part: string): string => part.repeat(Math.floor(65_000 / part.length));

test('whoever may only read keeps nobody waiting with comments of 65 kB, and gets answers all the same', async () => {
  const issue = await newIssue('One.');
  const texts = [
    `<!--${fill('a')}`,
    fill('> '),
    fill('['),
    fill('*a_'),
    fill('`` ` '),
    fill('a|b\n-|-\n'),
    fill('<a b="'),
  ];
  for (const text of texts) stage.hurry('rita', (rita) => rita.comment(issue, `/why\n\n${text}`));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
});

test('a command below what nobody can read for sure does nothing; in a comment of its own it does', async () => {
  const issue = await newIssue('One.');
  await stage.act('maria', (maria) => maria.comment(issue, `${'> '.repeat(40)}a\n\n/approve spec`));
  expect(stage.see(issue).labels).toEqual([]);
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

const table = (row: string): string => `| As a | I want |\n| --- | --- |\n| ${row} |`;

test('other words between the ends of comments in a table are an edit; a comment below the table is none', async () => {
  const issue = await newIssue(table('Login <!-- | with a password --> | by two factors'));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  const same = table('Login <!-- | with a password --> | by two factors');
  await stage.act('otto', (otto) => otto.edit(issue, { body: `${same}\n\n<!-- checked -->\n` }));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  const other = table('Login <!-- | without a password --> | by two factors');
  await stage.act('otto', (otto) => otto.edit(issue, { body: other }));
  expect(stage.see(issue).labels).toEqual([]);
  expect(stage.see(issue).card?.gates[0]).toMatch(/^Spec approval · changed since approval/);
});
