/** The settings, from the environment and `.env`; nothing else in Baton reads either. */
import { createPrivateKey } from 'node:crypto';
import { closeSync, fchmodSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

import { z } from 'zod';

import type { Access } from './github/index.ts';
import { readSites, type JiraSite } from './jira/index.ts';
import { editDistance } from './policy/index.ts';
import { reasonOf } from './reason.ts';
import { SettingWrong } from './setting-wrong.ts';

export { SettingWrong } from './setting-wrong.ts';

export type Environment = {
  /** null: the App is not registered yet. */
  readonly github: Access | null;
  readonly production: boolean;
  /** null: not said. */
  readonly host: string | null;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** The address of a PostgreSQL database, with its password; null: SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly logLevel: (typeof logLevels)[number];
  readonly logFormat: 'json' | 'pretty';
  readonly webhookProxyUrl: string | null;
  /** The GitHub that people see, where the App is registered. */
  readonly githubUrl: string;
  readonly apiUrl: string;
  /** Where browsers and GitHub reach this server; absent: not said. */
  readonly publicUrl?: string;
  /** Whether the registration page may take a channel of smee.io; absent: it may. */
  readonly smee?: boolean;
  /** What readers of `/metrics` have to show; absent or null: everybody may read. */
  readonly metricsToken?: string | null;
  /** Whether a repository without a policy gets an issue that says how to begin; absent: it does. */
  readonly onboarding?: boolean;
  /** Globs of the files that policies can build on; absent: YAML files under `.github/`. */
  readonly policyBases?: readonly string[];
  /** Variables that are set and not read, but look like a setting: a sentence for each; absent: none. */
  readonly doubts?: readonly string[];
  /** The Jira sites that this server knows; absent: none. */
  readonly jira?: readonly JiraSite[];
};

type Variables = Readonly<Record<string, string | undefined>>;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const publicApi = 'https://api.github.com';

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => !/[?#@]/.test(text), 'must be an address without a query, a fragment or credentials')
  .transform(withoutSlashes);
const whole = (error: string) =>
  z
    .string()
    .regex(/^\d{1,10}$/, error)
    .transform(Number);

const databaseWords = 'must be an address such as postgres://baton:password@db.example.com:5432/baton';
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, databaseWords)
  .refine((text) => URL.canParse(text) && new URL(text).pathname.length > 1, databaseWords);

/** Everything but the private key, which comes in several forms. */
const schema = z.object({
  APP_ID: whole('must be the number that GitHub shows as "App ID"')
    .refine((id) => id > 0, 'must be the number that GitHub shows as "App ID"')
    .optional(),
  WEBHOOK_SECRET: z.string().optional(),
  GITHUB_API_URL: url.optional(),
  GITHUB_GRAPHQL_URL: url.optional(),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(:\d+)?$/, 'must be a host name, such as github.example.com')
    .optional(),
  GHE_PROTOCOL: z.enum(['https', 'http'], { error: 'must be https or http' }).default('https'),
  HOST: z.string().optional(),
  PORT: whole('must be a number from 0 to 65535')
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .default(3000),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], { error: 'must be json or pretty' }).optional(),
  GITHUB_WRITE_SPACING_MS: whole('must be a number of milliseconds').default(1000),
  WEBHOOK_PROXY_URL: url.optional(),
  NO_SMEE_SETUP: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  PUBLIC_URL: url
    .refine((text) => new URL(text).pathname === '/', 'must be an address without a path')
    .optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be at least 16 characters, without spaces')
    .optional(),
  ONBOARDING_ISSUES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  POLICY_BASES: z
    .string()
    .transform((text) => text.split(',').map((path) => path.trim()))
    .refine(
      (paths) => paths.every((path) => /^[\w.*/-]+\.ya?ml$/.test(path) && !/^\/|\.\./.test(path)),
      'must be paths of .yml or .yaml files from the root of a repository, with commas between them, such as .github/**/*.yml,policies/*.yml',
    )
    .optional(),
  JIRA_CONFIG: z.string().optional(),
  NODE_ENV: z.string().optional(),
});

/** Every setting, by its name. */
export const settingNames: readonly string[] = [
  ...Object.keys(schema.shape),
  'PRIVATE_KEY',
  'PRIVATE_KEY_PATH',
];

/** Without slashes at the end; counted by hand, because a regular expression takes their number squared. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

/** What Node would do with `--env-file-if-exists=.env`: the real environment wins. */
export function environmentOf(real: Variables = process.env, folder: string = process.cwd()): Variables {
  return { ...readEnvFile(folder), ...real };
}

/**
 * Reads and checks the settings.
 * @param folder that relative paths start from
 * @throws SettingWrong at the first one that is missing or wrong
 */
export function readEnvironment(
  variables: Variables = environmentOf(),
  folder: string = process.cwd(),
): Environment {
  // Set to nothing is not set: compose files and CI write `PORT=` for that.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim() !== ''));
  const read = schema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new SettingWrong(`${String(issue?.path[0])} ${issue?.message}.`);
  }
  const settings = read.data;
  refuseTogether(given, 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'the key itself, or the file that has it');
  refuseTogether(
    given,
    'GHE_HOST',
    'GITHUB_API_URL',
    'the host of a GitHub Enterprise Server, or the address of its API',
  );
  const doubts = [...doubtsIn(given), ...doubtAboutSecrets(settings.WEBHOOK_SECRET ?? '')];
  const production = settings.NODE_ENV === 'production';
  const host = settings.GHE_HOST === undefined ? null : `${settings.GHE_PROTOCOL}://${settings.GHE_HOST}`;
  const apiUrl = settings.GITHUB_API_URL ?? (host === null ? publicApi : `${host}/api/v3`);
  return {
    github: readAccess(given, settings, apiUrl, folder),
    production,
    host: settings.HOST ?? null,
    port: settings.PORT,
    dataDir: resolve(folder, settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL ?? null,
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT ?? (production ? 'json' : 'pretty'),
    webhookProxyUrl: settings.WEBHOOK_PROXY_URL ?? null,
    metricsToken: settings.METRICS_TOKEN ?? null,
    onboarding: settings.ONBOARDING_ISSUES === 'on',
    githubUrl: host ?? websiteOf(apiUrl),
    apiUrl,
    ...(doubts.length === 0 ? {} : { doubts }),
    ...(settings.POLICY_BASES === undefined ? {} : { policyBases: settings.POLICY_BASES }),
    ...(settings.PUBLIC_URL === undefined ? {} : { publicUrl: settings.PUBLIC_URL }),
    ...(settings.NO_SMEE_SETUP === 'true' ? { smee: false } : {}),
    ...(settings.JIRA_CONFIG === undefined ? {} : { jira: readSites(settings.JIRA_CONFIG, folder, given) }),
  };
}

function readAccess(
  given: Variables,
  settings: z.infer<typeof schema>,
  apiUrl: string,
  folder: string,
): Access | null {
  const { APP_ID: appId, WEBHOOK_SECRET: secrets } = settings;
  const privateKey = readPrivateKey(given, folder);
  if (appId === undefined && privateKey === null) {
    if (settings.NODE_ENV !== 'production') return null;
    throw new SettingWrong(
      'APP_ID is missing: in production Baton starts only with APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET.',
    );
  }
  if (appId === undefined) throw new SettingWrong('APP_ID is missing: it belongs to PRIVATE_KEY.');
  if (privateKey === null) {
    throw new SettingWrong('PRIVATE_KEY is missing (or PRIVATE_KEY_PATH): it belongs to APP_ID.');
  }
  if (secrets === undefined) {
    const [meant] = doubtsIn(given).filter((doubt) => doubt.includes('mean WEBHOOK_SECRET?'));
    throw new SettingWrong(meant ?? 'WEBHOOK_SECRET is missing: without it anybody could send us events.');
  }
  const [webhookSecret, ...olderSecrets] = secretsIn(secrets);
  const graphqlUrl = settings.GITHUB_GRAPHQL_URL ?? graphqlOf(apiUrl);
  const writeSpacing = settings.GITHUB_WRITE_SPACING_MS;
  return {
    appId,
    privateKey,
    webhookSecret,
    ...(olderSecrets.length === 0 ? {} : { olderSecrets }),
    apiUrl,
    graphqlUrl,
    writeSpacing,
  };
}

/** Characters that a secret has at the least: a shorter one can be tried out. */
const shortest = 16;

/**
 * The webhook's secret, and what it was before where it is being rotated: `new,old`. A comma may be part of a secret, so
 * the whole counts, too; the first is the one that stands first. A part that is too short does not count alone.
 */
function secretsIn(text: string): readonly [string, ...string[]] {
  const plain = text.trim();
  if (plain.length < shortest)
    throw new SettingWrong(
      `WEBHOOK_SECRET must have at least ${shortest} characters. Make one with: openssl rand -hex 32`,
    );
  const [first, ...others] = partsOf(plain).filter((part) => part.length >= shortest);
  if (first === undefined || first === plain) return [plain];
  return [first, ...others, plain];
}

const partsOf = (secrets: string): readonly string[] =>
  secrets
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A value of several that is too short to count: nobody would see why what is signed with it is refused. */
function doubtAboutSecrets(text: string): readonly string[] {
  const parts = partsOf(text.trim());
  return parts.length > 1 && parts.some((part) => part.length < shortest)
    ? [
        `WEBHOOK_SECRET has a comma, and a part of it has fewer than ${shortest} characters: that part alone is no secret, the whole is one. In new,old each value needs at least ${shortest} characters.`,
      ]
    : [];
}

function refuseTogether(given: Variables, one: string, other: string, what: string): void {
  if (given[one] === undefined || given[other] === undefined) return;
  throw new SettingWrong(`${one} and ${other} are both set. Keep one of them: ${what}.`);
}

/** Names that are read elsewhere, or too short and common to guess from. */
const unguessed: ReadonlySet<string> = new Set(['HOST', 'PORT', 'NODE_ENV', 'APP_ID']);

/** What looks like a setting that is not set, in sentences. Values are never shown. */
function doubtsIn(given: Variables): readonly string[] {
  const ours = [...Object.keys(schema.shape), 'PRIVATE_KEY', 'PRIVATE_KEY_PATH'];
  const bare = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const doubts = Object.keys(given).flatMap((name) => {
    // Longer names are somebody else's; comparing them would take time.
    if (ours.includes(name) || name.length > 40) return [];
    const meant = ours.find((each) => {
      // Somebody who rotates the secret may write the second one beside it, and would be refused without knowing why.
      const isThere = given[each] !== undefined && each !== 'WEBHOOK_SECRET';
      if (isThere || unguessed.has(each)) return false;
      return editDistance(bare(name), bare(each)) <= (bare(each).length > 10 ? 2 : 1);
    });
    return meant === undefined
      ? []
      : [`${name} is set, and there is no such setting. Did you mean ${meant}?`];
  });
  const isJira = given['JIRA_CONFIG'] !== undefined;
  const [flavour] = ['FLAVOR', 'FLAVOUR'].filter((name) => isJira && given[name] !== undefined);
  return flavour === undefined
    ? doubts
    : [
        ...doubts,
        `${flavour} is set, and there is no such setting. Did you mean flavour, in the file that JIRA_CONFIG names?`,
      ];
}

/** GitHub Enterprise Server: REST at /api/v3, GraphQL at /api/graphql; elsewhere GraphQL is below REST. */
function graphqlOf(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? `${apiUrl.slice(0, -'/v3'.length)}/graphql` : `${apiUrl}/graphql`;
}

function websiteOf(apiUrl: string): string {
  if (apiUrl === publicApi) return 'https://github.com';
  return apiUrl.endsWith('/api/v3') ? apiUrl.slice(0, -'/api/v3'.length) : apiUrl;
}

/** In the forms that Probot takes: PEM, PEM with `\n` for line breaks, either of them as base64, or a file. */
function readPrivateKey(given: Variables, folder: string): string | null {
  if (given['PRIVATE_KEY'] !== undefined) {
    return checkedKey('PRIVATE_KEY', given['PRIVATE_KEY'], 'the contents of the .pem file from GitHub');
  }
  const path = given['PRIVATE_KEY_PATH'];
  if (path === undefined) return null;
  let text: string;
  try {
    text = readFileSync(resolve(folder, path), 'utf8');
  } catch (error) {
    throw new SettingWrong(`PRIVATE_KEY_PATH: cannot read ${path} (${reasonOf(error)}).`, { cause: error });
  }
  return checkedKey('PRIVATE_KEY_PATH', text, 'the path of the .pem file from GitHub');
}

function checkedKey(variable: string, text: string, what: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString();
  const [, kind, body] =
    /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(plain.replaceAll('\\n', '\n')) ??
    [];
  const lines = (body ?? '').replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  const pem = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n');
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // Said below; OpenSSL's own words help nobody, and its error holds the key.
  }
  throw new SettingWrong(`${variable} must be ${what}: an RSA private key.`);
}

function readEnvFile(folder: string): Variables {
  try {
    return parseEnv(readFileSync(resolve(folder, '.env'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new SettingWrong('.env cannot be read.', { cause: error });
  }
}

/**
 * Keeps settings in `.env`, readable for its owner alone; what was there before stays.
 * The registration page gets the App's credentials from GitHub this way.
 */
export function keepInEnvFile(settings: Variables, folder: string = process.cwd()): void {
  const all = { ...readEnvFile(folder), ...settings };
  const text = envLines(all);
  const readBack = parseEnv(text);
  for (const [name, value = ''] of Object.entries(all)) {
    if (readBack[name] !== value.replaceAll('\r', '')) {
      throw new SettingWrong(`${name} has signs that .env cannot hold.`);
    }
  }
  const file = openSync(resolve(folder, '.env'), 'w', 0o600);
  try {
    // Before anything is in it: a file that was there may be readable for others.
    fchmodSync(file, 0o600);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** As `util.parseEnv` reads it back: `\n` is a line break in double quotes alone, and no quote can be escaped. */
function quoted(value: string): string {
  if (value.includes('\n')) return `"${value.replaceAll('\r', '').replaceAll('\n', '\\n')}"`;
  const quote = ["'", '`', '"'].find((each) => !value.includes(each)) ?? '';
  return `${quote}${value}${quote}`;
}

/** What GitHub tells of an App that was registered. */
export type Registered = {
  readonly appId: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
};

/** There are credentials already; the message says what to do. */
export class AlreadyRegistered extends Error {
  override readonly name = 'AlreadyRegistered';
}

/**
 * Keeps the credentials of an App in `.env`.
 * @param more settings that belong to them
 * @throws AlreadyRegistered where there are some: they are never written over
 * @throws SettingWrong where they could not be read back
 */
export function keepRegistration(
  app: Registered,
  folder: string = process.cwd(),
  more: Variables = {},
): void {
  const present = environmentOf(process.env, folder);
  const found = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH'].find((name) => Boolean(present[name]?.trim()));
  if (found !== undefined) {
    throw new AlreadyRegistered(
      `Baton has the credentials of an App already: ${found} is set. Start Baton again; to register another App, remove APP_ID, PRIVATE_KEY and WEBHOOK_SECRET first.`,
    );
  }
  const { appId, privateKey, webhookSecret } = readRegistration(app);
  keepInEnvFile({ ...more, APP_ID: appId, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret }, folder);
}

/**
 * The credentials of an App as the settings have them.
 * @throws SettingWrong
 */
export function readRegistration(app: Registered): Registered {
  if (!/^\d{1,10}$/.test(app.appId)) throw new SettingWrong('APP_ID must be the number that GitHub shows.');
  secretsIn(app.webhookSecret);
  return {
    ...app,
    privateKey: checkedKey('PRIVATE_KEY', app.privateKey, 'the contents of the .pem file from GitHub'),
  };
}

/** Settings as the lines of a file `.env`. */
export function envLines(settings: Variables): string {
  return Object.entries(settings)
    .map(([name, value = '']) => `${name}=${quoted(value)}\n`)
    .join('');
}
