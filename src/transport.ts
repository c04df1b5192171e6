/** `fetch` with an end: a request that takes longer than this is a failed one. */
const patience = 15_000;

/** An answer was larger than anybody needs. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * A `fetch` that gives up after `timeout` milliseconds and has read the whole body when it returns.
 * Octokit reads a body that breaks off as an empty one, with status 200; here it is a network error.
 * @param limit bytes that a body may have
 * @throws what `fetch` throws; `TimeoutError` when the time is up; `TooLarge`
 */
export function createTransport(timeout: number = patience, limit: number = Infinity): typeof fetch {
  return async (input, init) => {
    const ends = AbortSignal.timeout(timeout);
    const signal = init?.signal ? AbortSignal.any([init.signal, ends]) : ends;
    const response = await fetch(input, { ...init, signal });
    const body = limit === Infinity ? await response.arrayBuffer() : await readUpTo(limit, response);
    const { status, statusText, headers } = response;
    const empty = status === 204 || status === 205 || status === 304;
    const whole = new Response(empty ? null : body, { status, statusText, headers });
    return Object.defineProperty(whole, 'url', { value: response.url });
  };
}

async function readUpTo(limit: number, { body }: Response): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > limit) throw new TooLarge(`The answer has more than ${limit} bytes.`);
    parts.push(part);
  }
  return new Blob(parts).arrayBuffer();
}
