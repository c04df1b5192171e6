/** Webhooks as GitHub posts them, and how long their acknowledgement takes. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { Sandbox } from '@baton/sandbox';

import { secret } from '../baton.ts';
import { repository } from '../town.ts';

/** What is posted: an event's name and the text of its payload. */
export type Posted = { readonly event: string; readonly body: string };

/** Times in milliseconds. */
export type Times = { readonly perSecond: number; readonly p50: number; readonly p99: number };

/** Opens the items; gives back what GitHub said of them, which nobody but a listener of ours has heard. */
export async function openIssues(
  github: Sandbox,
  items: number,
  body = 'One coupon per order.',
): Promise<readonly Posted[]> {
  const listener = createServer((request, response) => void request.resume().on('end', () => response.end()));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  github.hook('baton', { url: `http://127.0.0.1:${port}/`, secret });
  github.install('baton', 'acme');
  for (let index = 0; index < items; index += 1) {
    github.clock.advance(1000);
    github
      .as('maria')
      .openIssue(repository, { title: `Coupons ${index}`, body: `${body}${body.length > 100 ? index : ''}` });
  }
  await github.settled();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
  return github.deliveries
    .filter(({ event, action }) => event === 'issues' && action === 'opened')
    .map(({ event, payload }) => ({ event, body: JSON.stringify(payload) }));
}

/** Posts each as a delivery of its own, so many at once, in turn. @throws when one is not acknowledged */
export async function postAll(
  url: string,
  secret: string,
  posted: readonly Posted[],
  count: number,
  atOnce: number,
): Promise<Times> {
  const signed = posted.map((each) => sign(secret, each));
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const one = signed[next % signed.length];
        next += 1;
        if (one !== undefined) times.push(await post(url, one));
      }
    }),
  );
  return { perSecond: (times.length * 1000) / (performance.now() - start), ...shares(times) };
}

/** Posts so many a second, whether or not those before are answered. @throws when one is not acknowledged */
export async function postSteadily(
  url: string,
  secret: string,
  posted: readonly Posted[],
  count: number,
  perSecond: number,
): Promise<Times> {
  const signed = posted.map((each) => sign(secret, each));
  const running: Promise<number>[] = [];
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    await wait(Math.max(0, start + (index * 1000) / perSecond - performance.now()));
    const one = signed[index % signed.length];
    if (one !== undefined) running.push(post(url, one));
  }
  const times = await Promise.all(running);
  return { perSecond: (times.length * 1000) / (performance.now() - start), ...shares(times) };
}

type Signed = Posted & { readonly signature: string };

const sign = (secret: string, { event, body }: Posted): Signed => ({
  event,
  body,
  signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** The median, and what one of a hundred exceeds. */
export function shares(times: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

async function post(url: string, { event, body, signature }: Signed): Promise<number> {
  const start = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': signature,
    },
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`The webhook was answered with ${answer.status}.`);
  return performance.now() - start;
}
