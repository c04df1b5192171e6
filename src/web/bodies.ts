/**
 * Bodies of requests, as long as they are being received or worked on. Anybody can send one before it is known who
 * they are, so all of them together may hold only so much memory, and none may take its time.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a body is not taken. `reason`: a word or two, for the metric. `why`: a sentence for whoever sent it. */
export type Refusal = { readonly status: number; readonly reason: string; readonly why: string };

export type BodyLimits = {
  /** Bodies that may be unfinished at once. */
  readonly atOnce: number;
  /** Bytes that all bodies together may hold. */
  readonly together: number;
  /** Milliseconds without a byte after which a body is given up. */
  readonly silence: number;
  /** Milliseconds that a body may take. GitHub gives a delivery up after ten seconds. */
  readonly whole: number;
};

/** One of GitHub's largest payloads beside hundreds of its usual ones. */
const usualLimits: BodyLimits = { atOnce: 256, together: 32 * 2 ** 20, silence: 5000, whole: 15_000 };

/** A body, in the parts that it came in. */
export type Body = readonly Buffer[];

export type Bodies = {
  /**
   * Reads a body whose headers `refusalByHeaders` lets pass. It counts until the response is closed.
   * @param limit bytes that it may have, whatever its headers say
   * @throws when the client breaks off
   */
  readonly receive: (
    request: IncomingMessage,
    response: ServerResponse,
    limit: number,
  ) => Promise<Body | Refusal>;
  /** Bytes that are held now. */
  readonly held: () => number;
};

/** A body that is not whole yet. */
type Unfinished = { held: number; readonly refuse: (refusal: Refusal) => void };

const tooMuch: Refusal = {
  status: 503,
  reason: 'too much',
  why: 'Too much is being received at once; send it again in a moment.',
};
const tooSlow: Refusal = { status: 408, reason: 'too slow', why: 'The body came too slowly.' };

/** Bytes that a part of a body takes beside its own: they may come one by one. */
const partItself = 256;

export function createBodies(limits: BodyLimits = usualLimits): Bodies {
  let held = 0;
  const unfinished = new Set<Unfinished>();

  /** Makes room by giving up the largest first: the many that are small get through, whoever fills the rest. */
  function makeRoom(more: number, asking: Unfinished): boolean {
    while (held + more > limits.together) {
      let largest = asking;
      for (const other of unfinished) if (other.held > largest.held) largest = other;
      largest.refuse(tooMuch);
      if (largest === asking) return false;
    }
    return true;
  }

  function receive(
    request: IncomingMessage,
    response: ServerResponse,
    limit: number,
  ): Promise<Body | Refusal> {
    const { promise, resolve, reject } = Promise.withResolvers<Body | Refusal>();
    const parts: Buffer[] = [];
    let size = 0;
    const one: Unfinished = { held: 0, refuse };
    const giveUp = (): void => refuse(tooSlow);
    const silence = setTimeout(giveUp, limits.silence);
    const whole = setTimeout(giveUp, limits.whole);

    function take(part: Buffer): void {
      silence.refresh();
      size += part.length;
      if (size > limit) return refuse(tooLarge(limit));
      const bytes = part.length + partItself;
      if (!makeRoom(bytes, one)) return;
      held += bytes;
      one.held += bytes;
      parts.push(part);
    }
    function end(): void {
      unfinished.delete(one);
      clearTimeout(silence);
      clearTimeout(whole);
      request.off('data', take);
    }
    function letGo(): void {
      held -= one.held;
      one.held = 0;
    }
    function refuse(refusal: Refusal): void {
      end();
      letGo();
      parts.length = 0;
      resolve(refusal);
    }
    // Honest ones are over in a moment: the oldest waits for nothing good.
    const [oldest] = unfinished;
    if (unfinished.size >= limits.atOnce) oldest?.refuse(tooMuch);
    unfinished.add(one);
    request.on('data', take);
    request.on('end', () => {
      end();
      resolve(parts);
    });
    request.on('error', reject);
    request.on('close', () => {
      end();
      if (!request.complete) reject(new Error('The client closed the connection.'));
    });
    response.on('close', letGo);
    if (request.headers.expect !== undefined) response.writeContinue();
    return promise;
  }

  return { receive, held: () => held };
}

/** What a door takes. */
export type Taken = {
  /** Whose it is, at the beginning of a sentence: "The App's webhook". */
  readonly sender: string;
  /** Bytes that a body may have. */
  readonly limit: number;
  /** Whether its length must be told beforehand. */
  readonly declared: boolean;
};

/** What the headers alone say against a body of JSON; null: nothing. */
export function refusalByHeaders(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { sender, limit, declared }: Taken,
): Refusal | null {
  const type = (headers['content-type'] ?? json).split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') {
    return { status: 415, reason: 'form', why: `${sender} must send ${json}, not a form.` };
  }
  if (type !== json) return { status: 415, reason: 'no JSON', why: `${sender} must send ${json}.` };
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    return { status: 415, reason: 'compressed', why: 'The body must not be compressed.' };
  }
  const length = headers['content-length'];
  if (declared && (headers['transfer-encoding'] !== undefined || length === undefined)) {
    const why = 'The header Content-Length is missing; a proxy in front of Baton has to pass it on.';
    return { status: 411, reason: 'no length', why };
  }
  return Number(length ?? 0) > limit ? tooLarge(limit) : null;
}

const tooLarge = (limit: number): Refusal => ({
  status: 413,
  reason: 'too large',
  why: `The body is larger than ${limit / 2 ** 20} MB.`,
});

const json = 'application/json';
