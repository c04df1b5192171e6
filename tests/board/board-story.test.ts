/** The board through the real door: somebody signs in, and it says what the card says, and that it changed. */
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: Stage;
afterEach(() => stage.close());

async function arrive(login: string): Promise<Visit> {
  const browser = visit(stage.github, stage.service().url);
  await browser.signIn(login);
  return browser;
}

/** The cards of a part of the page, each as its lines. */
function cards(page: string): readonly (readonly string[])[] {
  return Array.from(page.matchAll(/<li class="item">(.*?)<\/li>/gs), ([, card = '']) =>
    card
      .replaceAll(/<svg.*?<\/svg>\s*/g, '')
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&#39;', "'")
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
}
const mine = (page: string): readonly (readonly string[])[] =>
  cards(page.slice(page.indexOf('id="live-mine"'), page.indexOf('<form class="filters"')));
const rest = (page: string): readonly (readonly string[])[] =>
  cards(page.slice(page.indexOf('id="live-items"')));

const headOf = (issue: string): string => (stage.see(issue).card?.head ?? '').replaceAll('`', '');

/** A stream of events; `next` gives what comes, and null at its end. */
async function listen(
  browser: Visit,
): Promise<{ readonly next: () => Promise<string | null>; readonly end: () => Promise<void> }> {
  const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${stage.service().url}/events`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async next() {
      for (;;) {
        const part = await reader?.read();
        if (part?.value === undefined) return null;
        if (!part.value.startsWith(':')) return part.value;
      }
    },
    end: async () => reader?.cancel(),
  };
}

test('it says what the card says, to whoever can see it, and first to whoever has the baton', async () => {
  stage = await openStage({ board: {} });
  const [maria, otto, anton] = [await arrive('maria'), await arrive('otto'), await arrive('anton')];
  const { number } = await stage.act('otto', (somebody) =>
    somebody.openIssue(repository, { title: 'Coupons <b>', body: 'One coupon per order.' }),
  );
  const issue = `${repository}#${number}`;
  const where = `Issue ${issue}`;
  let page = (await maria.get('/')).body;
  expect(mine(page).map((card) => card.slice(0, 3))).toEqual([['Coupons &lt;b&gt;', where, headOf(issue)]]);
  expect(rest(page).map((card) => card.slice(0, 4))).toEqual([
    ['Coupons &lt;b&gt;', where, headOf(issue), 'With pm maria'],
  ]);
  expect(page).toContain(`<a href="/acme/shop/${number}">`);
  expect((await otto.get('/')).body).toContain('Nothing waits for you.');
  await stage.act('maria', (somebody) => somebody.label(issue, 'spec:approved'));
  page = (await anton.get('/')).body;
  expect(mine(page).map(([title, , next]) => [title, next])).toEqual([['Coupons &lt;b&gt;', headOf(issue)]]);
  expect((await maria.get('/')).body).toContain('Nothing waits for you.');
  const pull = await openPull(stage, `Closes #${number}`);
  await stage.act('anton', (somebody) => somebody.merge(pull));
  page = (await maria.get('/')).body;
  expect(mine(page).map(([title, , next]) => [title, next])).toEqual([['Coupons &lt;b&gt;', headOf(issue)]]);
  await stage.act('maria', (somebody) => somebody.comment(issue, '/accept'));
  page = (await maria.get('/')).body;
  expect(page).toContain('Nothing waits for you.');
  expect(rest(page).map(([title, at, next]) => [title, at, next])).toEqual([
    ['Coupons &lt;b&gt;', `Closed issue ${issue}`, headOf(issue)],
    ['Work', `Merged pull request ${pull}`, 'Merged'],
  ]);
});

test('what waits for whoever has a permission comes first for them, and for nobody who has less', async () => {
  const there = 'acme/till';
  stage = await openStage({
    board: {},
    before: (github) => {
      for (const login of ['mona', 'willow']) github.user(login);
      github.repository(there, {
        private: true,
        collaborators: { mona: 'maintain', willow: 'write' },
        files: {
          '.github/roles.yml':
            'roles:\n  pm: {permission: maintain}\n  engineer: {permission: write}\ngates:\n  spec: {preset: spec}\n  acceptance: {preset: acceptance}\n',
        },
      });
    },
  });
  const [mona, willow] = [await arrive('mona'), await arrive('willow')];
  const { number } = await stage.act('willow', (somebody) =>
    somebody.openIssue(there, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const titles = (page: string): readonly unknown[] => mine(page).map(([title]) => title);
  // Whether or not GitHub says what they see anew, it is one request, as it is without such roles.
  stage.github.clock.advance(6 * 60_000);
  stage.github.requests.length = 0;
  expect(titles((await mona.get('/')).body)).toEqual(['Coupons']);
  expect(stage.github.requests.length).toBe(1);
  expect((await willow.get('/')).body).toContain('Nothing waits for you.');
  expect((await willow.get('/?for=me')).body).toContain('Nothing waits for you');
  await stage.act('mona', (somebody) => somebody.comment(`${there}#${number}`, '/approve spec'));
  // Who maintains can write, too: each of them may build it now.
  expect(titles((await mona.get('/')).body)).toEqual(['Coupons']);
  expect(titles((await willow.get('/')).body)).toEqual(['Coupons']);
});

test('who does not see a repository learns nothing of it: not from the page, not from a filter, not from events', async () => {
  stage = await openStage({
    board: {},
    before: (github) => {
      github.repository('acme/vault', {
        private: true,
        collaborators: { maria: 'write' },
        files: { 'README.md': '#\n', '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: [ben]\n' },
      });
    },
  });
  const [maria, rita] = [await arrive('maria'), await arrive('rita')];
  await stage.act('maria', (somebody) =>
    somebody.openIssue('acme/vault', { title: 'Merger', body: 'Hush.' }),
  );
  expect((await maria.get('/')).body).toContain('Merger');
  for (const path of [
    '/',
    '/?text=merger',
    '/?repo=acme/vault',
    '/?person=maria',
    '/?role=pm',
    '/?column=gate+spec+approval',
  ])
    expect((await rita.get(path)).body).not.toMatch(/Merger|vault#|Spec approval/);
  const missing = (await rita.get('/?repo=acme/nothing')).body;
  expect((await rita.get('/?repo=acme/vault')).body.replaceAll('vault', 'nothing')).toBe(missing);
  const [told, untold] = [await listen(maria), await listen(rita)];
  expect(await told.next()).toContain('event: hello');
  expect(await untold.next()).toContain('event: hello');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await stage.act('maria', (somebody) =>
    somebody.openIssue('acme/vault', { title: 'Second', body: 'Hush.' }),
  );
  expect(await told.next()).toContain('event: changed');
  await stage.act('otto', (somebody) => somebody.openIssue(repository, { title: 'Open', body: 'To all.' }));
  // What is told first is of what everybody sees: nothing came before it.
  const first = await untold.next();
  expect(first).toContain('event: changed');
  expect(first?.match(/issue #/g)).toHaveLength(1);
  expect((await rita.get('/')).body).toContain('Open');
  await told.end();
  await untold.end();
});

test('a page, and twenty streams, cost GitHub one question in five minutes, whoever looks how often', async () => {
  stage = await openStage({ board: {} });
  await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'A', body: 'B' }));
  const [maria, anton] = [await arrive('maria'), await arrive('anton')];
  await maria.get('/');
  await anton.get('/');
  stage.spent();
  for (let time = 0; time < 3; time += 1) await maria.get('/?role=pm');
  const streams = [];
  for (let each = 0; each < 10; each += 1) streams.push(await listen(maria), await listen(anton));
  for (const stream of streams) expect(await stream.next()).toContain('event: hello');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  for (const stream of streams) await stream.end();
});

test('a stream ends when its person signs out, when what they see has to be asked again, and when Baton stops', async () => {
  stage = await openStage({ board: {} });
  await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'A', body: 'B' }));
  const [maria, anton, ben] = [await arrive('maria'), await arrive('anton'), await arrive('ben')];
  const [ofMaria, ofAnton] = [await listen(maria), await listen(anton)];
  expect(await ofMaria.next()).toContain('event: hello');
  expect(await ofAnton.next()).toContain('event: hello');
  await maria.post('/sign-out');
  expect(await ofMaria.next()).toBeNull();
  stage.github.clock.advance(6 * 60_000);
  expect(await ofAnton.next()).toBeNull();
  const ofBen = await listen(ben);
  expect(await ofBen.next()).toContain('event: hello');
  const begun = Date.now();
  await stage.restart();
  expect(await ofBen.next()).toBeNull();
  expect(Date.now() - begun).toBeLessThan(5000);
});
