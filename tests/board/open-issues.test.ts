/** "What would change": a text in a repository's playground, tried on its open issues. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runsOn } from '../stories/seen.ts';
import { openStage, twoRoles, type Stage } from '../stories/stage.ts';
import { visit, type Answer, type Visit } from './visiting.ts';

const path = '.github/roles.yml';
const repository = 'acme/till';
const page = `/${repository}/playground`;
const vault = 'acme/vault';
/** What customers notice has a launch brief. */
const withLaunch = `${twoRoles}gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
  launch: { title: Launch brief, approve: pm, label: "launch:ready", blocks: [close], when: { labels: [customer-facing] } }
`;
const none = { queries: 0, mutations: 0, rest: 0 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    board: {},
    before(github) {
      for (const login of ['sam', 'rudi', 'zoe']) github.user(login);
      github.repository(repository, {
        private: true,
        collaborators: { anton: 'write', maria: 'write', olga: 'admin', rudi: 'read', zoe: 'write' },
        files: { [path]: twoRoles },
      });
      github.repository(vault, { private: true, files: { [path]: 'roles: { pm: [maria] }\n' } });
    },
  });
  for (const title of ['Coupons', 'Refunds', 'Invoices <b>bold</b>'])
    await stage.act('anton', (anton) => anton.openIssue(repository, { title, body: 'One each.' }));
  for (const number of [1, 3])
    await stage.act('maria', (maria) => maria.label(`${repository}#${number}`, 'customer-facing'));
});
afterAll(() => stage.close());

/** What they see is known, and they have been there. */
async function as(login: string): Promise<Visit> {
  const somebody = visit(stage.github, stage.service().url);
  expect((await somebody.signIn(login)).status).toBe(303);
  await somebody.get(page);
  stage.spent();
  return somebody;
}

const tries = (who: Visit, text: string): Promise<Answer> => who.send(page, { text, do: 'try' });
const trialIn = ({ body }: Pick<Answer, 'body'>): string =>
  /<div id="trial" role="status">([\s\S]*?)<\/section>/.exec(body)?.[1] ?? '';
const asText = (html: string): string => html.replaceAll(/<[^>]*>/g, '').trim();
/** The cells of its rows; the text is escaped as in HTML. */
const rowsIn = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr>\s*<td>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => row.split('<td>').map(asText));

test('tells which open issues would change, as the check of a pull request with the same text', async () => {
  const anton = await as('anton');
  const answer = await tries(anton, withLaunch);
  expect(answer.status).toBe(200);
  // The repository, all issues at once and what only they have; his permission.
  expect(stage.spent()).toEqual({ queries: 2, mutations: 0, rest: 1 });
  const html = trialIn(answer);
  const rows = rowsIn(html);
  expect(rows).toEqual(
    ['#1 Coupons', '#3 Invoices &lt;b&gt;bold&lt;/b&gt;'].map((issue) => [
      issue,
      'Launch brief',
      'no such gate',
      'blocked, waiting for approval; next: pm',
    ]),
  );
  for (const number of [1, 3]) expect(html).toContain(`/${repository}/${number}">#${number}</a>`);
  expect(asText(html)).toContain('2 issues would be newly blocked and 0 newly free.');
  expect(asText(html)).toContain(
    'Baton tried 3 open issues. On 1 of them, nothing would change. It wrote nothing on any of them.',
  );

  // The same again costs nothing, and neither does another text within ten seconds: that has to wait.
  expect(trialIn(await tries(anton, withLaunch))).toBe(html);
  expect(asText(trialIn(await tries(anton, `mode: warn\n${withLaunch}`)))).toBe(
    'You can try one policy every ten seconds. Wait a moment, and try again.',
  );
  expect(stage.spent()).toEqual(none);

  await stage.act('olga', (olga) => olga.push(repository, 'rules', { files: { [path]: withLaunch } }));
  const { number } = await stage.act('olga', (olga) =>
    olga.openPull(repository, { title: 'New rules', body: '', head: 'rules' }),
  );
  const runs = runsOn(stage.github.find.pull(`${repository}#${number}`));
  const summary = runs.find(({ name }) => name === 'Baton policy')?.summary ?? '';
  const told = summary.split('\n').flatMap((line) =>
    line.startsWith('| #')
      ? [
          line
            .replaceAll(/\*\*|`/g, '')
            .replaceAll(String.raw`\<`, '&lt;')
            .replaceAll(String.raw`\>`, '&gt;')
            .slice(2, -2)
            .split(' | '),
        ]
      : [],
  );
  expect(told).toHaveLength(rows.length);
  expect(told).toEqual(expect.arrayContaining([...rows]));
});

test('a text that means what is in force changes nothing', async () => {
  const olga = await as('olga');
  expect(asText(trialIn(await tries(olga, `# The same.\n${twoRoles}`)))).toBe(
    'This means the same as the policy in force, so nothing changes.',
  );
});

test('a text with problems shows them, and is not tried; of a base that is hidden nothing is told', async () => {
  const maria = await as('maria');
  const broken = await tries(maria, 'roles: {}\nmood: good\n');
  expect(broken.body).toContain('No role is defined.');
  expect(asText(trialIn(broken))).toBe(
    'Fix the problems first. A policy with problems isn’t tried on anything.',
  );
  const rest = `roles: { engineer: [anton] }\n`;
  const told = async (base: string): Promise<string> => {
    const answer = await tries(maria, `extends: ${base}\n${rest}`);
    const problems = /<div id="problems"[\s\S]*?<\/div>/.exec(answer.body)?.[0] ?? '';
    return `${problems}${trialIn(answer)}`.replaceAll(base, 'it');
  };
  const hidden = await told(vault);
  expect(hidden).toContain('<strong>One problem</strong>');
  expect(hidden).toContain('Fix the problems first.');
  expect(hidden).toBe(await told('acme/nowhere'));
  expect(stage.spent()).toEqual(none);
});

test('is for people who can write there: a text could ask who is in a team', async () => {
  const rudi = await as('rudi');
  expect(asText(trialIn(await tries(rudi, withLaunch)))).toBe(
    'Only people who can write to this repository can try a policy on its issues.',
  );
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 1 });
});

test('strangers learn nothing, and nobody tries anything at the playground that is about no repository', async () => {
  const sam = await as('sam');
  const here = await tries(sam, withLaunch);
  const nowhere = await sam.send('/acme/nowhere/playground', { text: withLaunch, do: 'try' });
  expect([here.status, here.body]).toEqual([404, nowhere.body]);
  const anybodys = await sam.send('/playground', { text: withLaunch, do: 'try' });
  expect([anybodys.status, trialIn(anybodys)]).toEqual([200, '']);
  expect(stage.spent()).toEqual(none);
});

test('of more than fifty, those that have waited longest are tried, and the rest is counted', async () => {
  for (let number = 4; number <= 53; number += 1)
    stage.hurry('anton', (anton) => anton.openIssue(repository, { title: `Wish ${number}`, body: 'One.' }));
  await stage.settled();
  const zoe = await as('zoe');
  const html = trialIn(await tries(zoe, `mode: warn\n${withLaunch}`));
  expect(asText(html)).toContain(
    'Of 53 open issues, Baton tried the 50 that have waited longest; 3 are left out.',
  );
  expect(html).not.toContain('Wish 53');
  // The repository, and twenty issues at once.
  expect(stage.spent()).toEqual({ queries: 4, mutations: 0, rest: 1 });
});

test('when GitHub can’t be asked, it says what to do', async () => {
  const maria = await as('maria');
  stage.github.faults.add({ match: ({ kind }) => kind === 'query', kind: '5xx', times: 20 });
  const answer = await tries(maria, `mode: observe\n${twoRoles}`);
  expect(answer.status).toBe(200);
  expect(asText(trialIn(answer))).toMatch(/Nothing was tried. Try again in a minute.$/);
});
