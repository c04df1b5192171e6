/** The page of an item: the same words as its card and its check, what led there, and what it costs. */
import { afterEach, expect, test } from 'vitest';

import { cardOf, runsOn } from '../stories/seen.ts';
import { openPull, openStage, repository, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;

/** What a reader sees of a page: without markup, with one space between words. */
const textOf = (body: string): string =>
  body
    .replaceAll(/<(svg|style|script)\b[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
const leadOf = (body: string): string | undefined => /<p class="lead">(.*?)<\/p>/s.exec(body)?.[1];

async function signedIn(login: string): Promise<Visit> {
  const browser = visit(stage.github, stage.service().url);
  await browser.signIn(login);
  return browser;
}

test('after each step the page says what the card and the check say', async () => {
  stage = await openStage({ board: {} });
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const maria = await signedIn('maria');
  const page = async (number: number): Promise<string> => (await maria.get(`/acme/shop/${number}`)).body;

  for (const act of [
    () => stage.act('otto', (otto) => otto.comment(issue, '/approve spec')),
    () => stage.act('maria', (someone) => someone.comment(issue, '/approve spec')),
    () => stage.act('anton', (anton) => anton.edit(issue, { body: 'Two coupons per order.' })),
    () => stage.act('maria', (someone) => someone.comment(issue, '/return spec two are too many')),
    () => stage.act('anton', (anton) => anton.edit(issue, { body: 'One coupon, really.' })),
    () => stage.act('maria', (someone) => someone.comment(issue, '/approve spec')),
  ]) {
    await act();
    const headline = /^### \S+ (.*)$/m.exec(cardOf(stage.github.find.item(issue))?.body ?? '')?.[1];
    expect(headline).toBeTruthy();
    // The card may mark a name as code.
    await expect.poll(async () => leadOf(await page(1))).toBe(headline?.replaceAll('`', ''));
  }
  const text = textOf(await page(1));
  for (const sentence of [
    'What to do next Acceptance Build it, and merge a pull request that closes this issue.',
    'Spec approval approved Approved by maria ( pm ) in a comment',
    'otto approved the spec in a comment, which didn’t count: only pm (maria) can approve it.',
    'How the text changed between approvals',
    '- One coupon per order. + One coupon, really.',
    'maria sent the spec back.',
    'anton edited the text, so the approval of the spec no longer counts.',
    'The issue was opened.',
    'What Baton did',
  ])
    expect(text).toContain(sentence);

  // Its repository leads to what the board's filter shows of it.
  expect(await page(1)).toContain('href="/?repo=acme%2Fshop"');
  expect((await maria.get('/?repo=acme%2Fshop')).body).toContain('href="/acme/shop/1"');

  const opened = await openPull(stage, 'Closes #1');
  expect(leadOf(await page(2))).toBe(/ · (.*)$/.exec(stage.see(opened).checks[0] ?? '')?.[1]);
  expect(textOf(await page(2))).toContain('acme/shop#1 Coupons');
  // What nobody decided anew is seen once nobody looked for some seconds.
  stage.github.clock.advance(11_000);
  expect(textOf(await page(1))).toContain('Pull requests acme/shop#2 Work by anton , open');
  // GitHub leads there from the check, and readers from the card.
  const there = `${stage.service().url}/acme/shop`;
  expect(runsOn(stage.github.find.pull(opened))[0]?.detailsUrl).toBe(`${there}/2`);
  expect(cardOf(stage.github.find.item(issue))?.body).toContain(`[The full story](${there}/1)`);
});

test('it costs one read, or none where somebody looked within seconds, and nothing is decided later for it', async () => {
  stage = await openStage({ board: {} });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const maria = await signedIn('maria');
  await maria.get('/acme/shop/1');
  stage.spent();
  for (const _ of [1, 2, 3]) expect((await maria.get('/acme/shop/1')).status).toBe(200);
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  stage.github.clock.advance(11_000);
  for (const _ of [1, 2, 3]) await maria.get('/acme/shop/1');
  expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
});

test('numbers that are none, of nothing, or too large', async () => {
  stage = await openStage({ board: {} });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const maria = await signedIn('maria');
  const answers = await Promise.all(
    ['0', '01', '-1', '1e3', '7', '9999999999', '99999999999', '1.json', '%31', '1%00', '1/x'].map(
      async (number) => [number, (await maria.get(`/acme/shop/${number}`)).status],
    ),
  );
  expect(Object.fromEntries(answers)).toEqual({
    '0': 404,
    '01': 404,
    '-1': 404,
    '1e3': 404,
    '7': 404,
    '9999999999': 404,
    '99999999999': 404,
    '1.json': 404,
    '%31': 200,
    '1%00': 404,
    '1/x': 404,
  });
});

test('while GitHub is away, the page says so, and tells nothing else', async () => {
  stage = await openStage({ board: {} });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const maria = await signedIn('maria');
  await maria.get('/');
  stage.github.faults.add({ match: () => true, kind: '5xx', status: 502, times: Infinity });
  const { status, body, headers } = await maria.get('/acme/shop/1');
  expect([status, headers.get('retry-after')]).toEqual([503, '60']);
  expect(textOf(body)).toContain('acme/shop#1 can’t be read now');
  stage.github.faults.clear();
  expect((await maria.get('/acme/shop/1')).status).toBe(200);
});

test('whoever opens page after page is asked to wait, and others are not', async () => {
  stage = await openStage({ board: {} });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const [maria, anton] = [await signedIn('maria'), await signedIn('anton')];
  await maria.get('/');
  stage.spent();
  const begun = performance.now();
  const answers = [];
  for (let number = 1000; number < 1100; number += 1) answers.push(await maria.get(`/acme/shop/${number}`));
  const refused = answers.findIndex(({ status }) => status !== 404);
  expect(refused).toBeGreaterThan(40);
  expect(answers.slice(-20).some(({ status }) => status === 429)).toBe(true);
  const wait = answers[refused];
  expect([wait?.status, wait?.headers.get('retry-after')]).toEqual([429, '30']);
  expect(wait?.body).toContain('That was a lot at once');
  const { queries } = stage.spent();
  expect(queries).toBeLessThanOrEqual(90 + Math.ceil((performance.now() - begun) / 2000));
  // Nothing is read for the second who looks at the same.
  expect((await anton.get('/acme/shop/1')).status).toBe(200);
  expect((await maria.get('/acme/shop/1')).status).toBe(200);
  expect((await maria.get('/')).status).toBe(200);
});
