/** The page of an issue in Jira: the words of the check that waits for it, for those who see a repository that names it. */
import { afterEach, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from '../stories/jira-stage.ts';
import { repository } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const words = { summary: 'Coupons', description: 'h2. Problem\n\nNo coupons.' };

async function signedIn(login: string): Promise<Visit> {
  const browser = visit(stage.github, stage.service().url);
  await browser.signIn(login);
  return browser;
}

/** A private repository with a pull request that names an issue of Jira. */
async function begin(more = ''): Promise<string> {
  stage = await openJiraStage('cloud', {
    board: {},
    more,
    before(github) {
      github.user('zoltan');
      github.find.repository(repository).private = true;
    },
  });
  const key = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  return key;
}

test('it says what the check waits for, and who names it', async () => {
  const key = await begin('  show-titles: true');
  const maria = await signedIn('maria');
  const { status, body } = await maria.get(`/jira/acme/${key}`);
  expect(status).toBe(200);
  const [check = ''] = stage.see(`${repository}#1`).checks;
  expect(check).toContain(`Waiting for pm to approve the spec of ${key} in Jira`);
  expect(body).toContain('to approve the spec');
  expect(body).toContain('Coupons');
  expect(body).toContain(`${repository}#1`);
  // As the board's card leads there.
  expect((await maria.get('/')).body).toContain(`href="/jira/acme/${key}"`);
});

test('where the policy shows no titles, the page shows none', async () => {
  const key = await begin();
  const { status, body } = await (await signedIn('maria')).get(`/jira/acme/${key}`);
  expect(status).toBe(200);
  expect(body).not.toContain('Coupons');
});

test('for those who see no such repository it is as if there were no such issue, site or key', async () => {
  const key = await begin('  show-titles: true');
  const zoltan = await signedIn('zoltan');
  const answers = await Promise.all(
    [`/jira/acme/${key}`, '/jira/acme/SHOP-999', '/jira/elsewhere/SHOP-1', '/jira/acme/NOPE-1'].map(
      async (path) => {
        const answer = await zoltan.get(path);
        return [answer.status, answer.body.replaceAll(path, ''), [...answer.headers.keys()]];
      },
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.[0]).toBe(404);
});
