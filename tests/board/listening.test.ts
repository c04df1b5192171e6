/** Two people with a board open, each with a private repository: who is told that something changed, and for how long. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Stage } from '../stories/stage.ts';
import { wholeOf } from './crawl.ts';
import { nina, openSides, signedIn, traces, zoltan } from './sides.ts';
import type { Visit } from './visiting.ts';

let stage: Stage;
let url: string;
beforeAll(async () => {
  stage = await openSides();
  ({ url } = stage.service());
});
afterAll(() => stage.close());

/** What a stream of events has told so far, and whether it has ended. */
async function listen(visitor: Visit): Promise<{ told: string; over: boolean; stop(): void }> {
  const stopping = new AbortController();
  const cookie = Array.from(visitor.cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${url}/events`, { headers: { cookie }, signal: stopping.signal });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  const heard = { told: '', over: false, stop: () => stopping.abort() };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of answer.body ?? []) heard.told += decoder.decode(chunk as Uint8Array);
  })()
    .catch(() => {})
    .finally(() => {
      heard.over = true;
    });
  await stage.until(() => heard.told !== '');
  return heard;
}

const changes = ({ told }: { readonly told: string }): number => told.split('event: changed').length - 1;

describe('what happens elsewhere', () => {
  test('changes no letter on the board of those who do not see it, and their page is not told to look', async () => {
    const [me, other] = [await signedIn(stage, nina), await signedIn(stage, zoltan)];
    const [mine, theirs] = [await listen(me), await listen(other)];
    const before = [await me.get('/'), await me.get('/?column=done'), await me.get('/report')].map(wholeOf);
    stage.hurry('zoltan', (one) => one.openIssue(zoltan.repository, { title: 'Elsewhere', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(theirs) > 0);
    expect(changes(mine)).toBe(0);
    expect([await me.get('/'), await me.get('/?column=done'), await me.get('/report')].map(wholeOf)).toEqual(
      before,
    );
    // What is theirs is told, and nothing else with it.
    stage.hurry('nina', (one) => one.openIssue(nina.repository, { title: 'Here', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(mine) > 0);
    expect(traces(stage, mine.told, zoltan)).toEqual([]);
    expect(traces(stage, theirs.told, nina)).toEqual([]);
    for (const one of [mine, theirs]) one.stop();
  });

  test('is told to nobody who lost it, and no stream outlives its session', async () => {
    const [me, again] = [await signedIn(stage, nina), await signedIn(stage, nina)];
    const [mine, second] = [await listen(me), await listen(again)];
    stage.github.collaborator(nina.repository, 'nina', null);
    await stage.later(5 * 60_000);
    const other = await listen(await signedIn(stage, { login: nina.colleague }));
    stage.hurry(nina.colleague, (one) => one.openIssue(nina.repository, { title: 'Hush', body: 'Hm.' }));
    await stage.settled();
    await stage.until(() => changes(other) > 0);
    expect([changes(mine), changes(second)]).toEqual([0, 0]);
    await me.post('/sign-out/everywhere');
    await stage.until(() => mine.over && second.over);
    other.stop();
    stage.github.collaborator(nina.repository, 'nina', 'write');
    await stage.settled();
  });
});
