/** Whether webhooks would arrive: Baton sends one to itself, by the address that GitHub would use. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The header that one's own webhook carries. */
const header = 'x-baton-trial';
/** Milliseconds that it may take. */
const patience = 5000;

/** `arrived`: at this process. `answered`: by something else. `silent`: nothing answered, and why. */
export type Tried =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'silent'; readonly why: string };

export type Trials = {
  /** Sends a request to the address. Nothing of the answer is kept but its status. */
  readonly send: (address: string) => Promise<Tried>;
  /** Notes a request that came in. @returns whether it was one of ours */
  readonly receive: (request: IncomingMessage) => boolean;
};

export function createTrials(): Trials {
  const waiting = new Set<string>();
  return {
    async send(address) {
      const nonce = randomBytes(18).toString('base64url');
      waiting.add(nonce);
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': 'baton', [header]: nonce },
          body: '{}',
          redirect: 'manual',
          signal: AbortSignal.timeout(patience),
        });
        await response.body?.cancel();
        return waiting.has(nonce) ? { kind: 'answered', status: response.status } : { kind: 'arrived' };
      } catch (error) {
        return waiting.has(nonce) ? { kind: 'silent', why: reasonOf(error) } : { kind: 'arrived' };
      } finally {
        waiting.delete(nonce);
      }
    },
    receive: ({ headers }) => waiting.delete(String(headers[header])),
  };
}

/** A few words, known ones alone: what a foreign server sent is not repeated. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer within five seconds';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
  const code = cause !== null && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known here';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (/CERT|TLS|SSL/.test(code)) return 'its certificate is not valid';
  return 'it could not be reached';
}
