/** `fetch` with an end: a request that takes longer than this is a failed one. */
const patience = 15_000;

/**
 * A `fetch` that gives up after `timeout` milliseconds and has read the whole body when it returns.
 * Octokit reads a body that breaks off as an empty one, with status 200; here it is a network error.
 * @throws what `fetch` throws; `TimeoutError` when the time is up
 */
export function createTransport(timeout: number = patience): typeof fetch {
  return async (input, init) => {
    const ends = AbortSignal.timeout(timeout);
    const signal = init?.signal ? AbortSignal.any([init.signal, ends]) : ends;
    const response = await fetch(input, { ...init, signal });
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    const empty = status === 204 || status === 205 || status === 304;
    const whole = new Response(empty ? null : body, { status, statusText, headers });
    return Object.defineProperty(whole, 'url', { value: response.url });
  };
}
