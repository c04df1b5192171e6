/** The log: one line an event, without secrets. */
import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

export type LogOptions = {
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
};

/** What must never be in a line: credentials, wherever they turn up in what is logged. */
const secret = [
  '.authorization',
  '.token',
  '.privateKey',
  '.webhookSecret',
  '.secret',
  '.clientSecret',
  '.signature',
  '.password',
  '["x-hub-signature"]',
  '["x-hub-signature-256"]',
].flatMap((name) => [name.replace(/^\./, ''), `*${name}`, `*.*${name}`, `*.*.*${name}`]);

/** Things that look like GitHub's tokens (which may hold a JSON web token), JSON web tokens and private keys, in any text. */
const tokens =
  /\b(?:gh[opsur]_[\w.-]{10,}|github_pat_\w{10,}|ey[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,})|-----BEGIN[^-]+-----[\s\S]+?-----END[^-]+-----/g;

/** A line at `warn` or above, for whoever asks how Baton does. `at`: milliseconds since the epoch. */
export type Trouble = {
  readonly at: number;
  readonly level: 'warn' | 'error' | 'fatal';
  readonly message: string;
  /** What it was about, or the error's own words; empty: nothing. */
  readonly detail: string;
};

/** How many of the last such lines are kept, and how many characters of each text. */
const mostTroubles = 50;
const mostCharacters = 400;
const kept = new WeakMap<Logger, Trouble[]>();

/** The last lines of a log at `warn` or above, the newest first, without secrets. */
export const troublesOf = (log: Logger): readonly Trouble[] => (kept.get(log) ?? []).toReversed();

const levels: Readonly<Record<number, Trouble['level']>> = { 40: 'warn', 50: 'error', 60: 'fatal' };

/** What a line says, as it is written; null: it is less than a warning. */
function troubleIn(line: string): Trouble | null {
  // Most lines are none, and need not be read again.
  if (!/^\{"level":[456]0,/.test(line)) return null;
  const { level, time, msg, err, item, why, cause } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const known = levels[Number(level)];
  if (known === undefined) return null;
  const words = typeof err === 'object' && err !== null && 'message' in err ? err.message : null;
  const detail = [item, words, why, cause].filter((each) => typeof each === 'string').join(': ');
  return {
    at: Number(time),
    level: known,
    message: (typeof msg === 'string' ? msg : '').slice(0, mostCharacters),
    detail: detail.slice(0, mostCharacters),
  };
}

/** The log of this process, on its standard output. */
export async function openLog(options: LogOptions): Promise<Logger> {
  if (options.logFormat === 'json') return createLog(options, pino.destination({ dest: 1, sync: true }));
  const { PinoPretty: pretty } = await import('pino-pretty');
  return createLog(
    options,
    pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l', singleLine: true, sync: true }),
  );
}

export function createLog(options: Pick<LogOptions, 'logLevel'>, destination: DestinationStream): Logger {
  const troubles: Trouble[] = [];
  const log = pino(
    {
      level: options.logLevel,
      base: null,
      redact: { paths: secret, censor: '[hidden]' },
      serializers: { err: errorLine },
      hooks: {
        streamWrite(line) {
          const written = line.replace(tokens, '[hidden]');
          const trouble = troubleIn(written);
          if (trouble !== null && troubles.push(trouble) > mostTroubles) troubles.shift();
          return written;
        },
      },
    },
    destination,
  );
  kept.set(log, troubles);
  return log;
}

/** An error without the request and the answer that octokit hangs on it. */
function errorLine(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = stdSerializers.err(error);
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  return { type, message, stack, ...status };
}
