/**
 * Webhooks by way of a smee.io channel, for machines that GitHub cannot reach: a stream of events
 * ("Server-sent events" of the HTML standard), each of which is a delivery that is posted on to ourselves.
 */
import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from 'pino';
import { z } from 'zod';

/** A delivery as smee.io passes it on: its headers, and the body, as JSON, beside them. */
const passedOn = z.looseObject({ body: z.unknown(), 'x-github-event': z.string() });
const kept = /^(x-github-|x-hub-signature|content-type$|user-agent$)/;

export type ProxyOptions = {
  /** The channel. */
  readonly source: string;
  /** Where deliveries are posted. */
  readonly target: string;
  readonly log: Logger;
};

/** Follows the channel until the function that it returns is called; a stream that ends is opened again. */
export function followProxy({ source, target, log }: ProxyOptions): () => void {
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      try {
        await follow(source, target, log, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return;
        log.warn({ err: error }, 'WEBHOOK_PROXY_URL cannot be followed; Baton will retry in five seconds.');
      }
      await wait(5000, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  })();
  return () => stop.abort();
}

/** Characters of one delivery; GitHub's payloads have up to 25 MB. Whoever knows the channel can send more. */
const mostCharacters = 40_000_000;

async function follow(source: string, target: string, log: Logger, signal: AbortSignal): Promise<void> {
  const response = await fetch(source, { headers: { accept: 'text/event-stream' }, signal });
  if (!response.ok || response.body === null) throw new Error(`The channel answered ${response.status}.`);
  log.info({ source }, 'Webhooks come by way of WEBHOOK_PROXY_URL.');
  let data: string[] = [];
  let characters = 0;
  for await (const line of linesOf(response.body)) {
    if (line.startsWith('data:')) data.push(line.slice('data:'.length).trimStart());
    characters += line.length;
    if (characters > mostCharacters) throw new Error('The channel sent a delivery that is too large.');
    if (line !== '') continue;
    if (data.length > 0) await passOn(data.join('\n'), target, log);
    data = [];
    characters = 0;
  }
}

/** Lines as they end. Of a long one, each part is searched once: it may come in thousands. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let begun: string[] = [];
  let characters = 0;
  const decoder = new TextDecoder();
  for await (const part of body) {
    const [first = '', ...others] = decoder.decode(part, { stream: true }).split('\n');
    begun.push(first);
    characters += first.length;
    if (characters > mostCharacters) throw new Error('The channel sent a line that is too long.');
    for (const next of others) {
      const line = begun.join('');
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
      begun = [next];
      characters = next.length;
    }
  }
}

async function passOn(data: string, target: string, log: Logger): Promise<void> {
  const delivery = passedOn.safeParse(JSON.parse(data));
  // The channel says "ready" and sends pings, too.
  if (!delivery.success) return;
  const { body, ...rest } = delivery.data;
  const headers = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'string' && kept.test(name) ? [[name, value] as [string, string]] : [],
  );
  const response = await fetch(target, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) log.warn({ status: response.status }, 'A delivery from WEBHOOK_PROXY_URL was refused.');
}
