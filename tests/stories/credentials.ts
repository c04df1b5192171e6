/** Credentials that go over the wire in a story, overheard where both sides send: at `fetch`. */
import { vi } from 'vitest';

/** What must not be seen anywhere, and what it is. */
export type Secrets = ReadonlyMap<string, string>;

export type Wire = {
  readonly secrets: Secrets;
  /** How many of a kind went by. */
  count(kind: string): number;
  stop(): void;
};

/** Listens until it is stopped. */
export function listenIn(): Wire {
  const secrets = new Map<string, string>();
  const add = (text: string | null | undefined, kind: string): void => {
    if (text) secrets.set(text, kind);
  };
  const { fetch } = globalThis;
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
    const [scheme = '', credentials] = headers.get('authorization')?.split(' ') ?? [];
    add(credentials, /bearer/i.test(scheme) ? 'a JWT' : 'a token');
    // The last part is what makes it one; the first is the same for all.
    add(credentials?.split('.').at(-1), 'the end of a token or JWT');
    for (const name of ['x-hub-signature', 'x-hub-signature-256'])
      add(headers.get(name)?.split('=')[1], 'a signature');
    const response = await fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    if (url.endsWith('/access_tokens') && response.ok) {
      const { token } = (await response.clone().json()) as { readonly token?: string };
      add(token, 'a token');
    }
    return response;
  });
  return {
    secrets,
    count: (kind) => [...secrets.values()].filter((each) => each === kind).length,
    stop: () => spy.mockRestore(),
  };
}

/** Every secret that is in a text, as `what it is: where`. */
export function leaksIn(text: string, secrets: Secrets): readonly string[] {
  return [...secrets].flatMap(([secret, what]) => {
    const at = text.indexOf(secret);
    return at === -1 ? [] : [`${what}: …${text.slice(Math.max(0, at - 80), at + secret.length)}`];
  });
}
