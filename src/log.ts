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
  '.signature',
  '.password',
  '["x-hub-signature"]',
  '["x-hub-signature-256"]',
].flatMap((name) => [name.replace(/^\./, ''), `*${name}`, `*.*${name}`, `*.*.*${name}`]);

/** Things that look like GitHub's tokens (which may hold a JSON web token), JSON web tokens and private keys, in any text. */
const tokens =
  /\b(?:gh[opsur]_[\w.-]{10,}|github_pat_\w{10,}|ey[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,})|-----BEGIN[^-]+-----[\s\S]+?-----END[^-]+-----/g;

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
  return pino(
    {
      level: options.logLevel,
      base: null,
      redact: { paths: secret, censor: '[hidden]' },
      serializers: { err: errorLine },
      hooks: { streamWrite: (line) => line.replace(tokens, '[hidden]') },
    },
    destination,
  );
}

/** An error without the request and the answer that octokit hangs on it. */
function errorLine(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = stdSerializers.err(error);
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  return { type, message, stack, ...status };
}
