/** From variables to what Baton works with; the first one that is missing or wrong stops the start. */
import { resolve } from 'node:path';

import type { z } from 'zod';

import type { Access } from '../github/index.ts';
import { readSites, type JiraSite } from '../jira/index.ts';
import { SettingError } from '../setting-error.ts';
import { boardIn, type Board } from './board.ts';
import { doubtAboutSecrets, readPrivateKey, secretsIn } from './credentials.ts';
import { doubtsIn } from './doubts.ts';
import { environmentOf } from './env-file.ts';
import { schema, type logLevels } from './schema.ts';
import type { Variables } from './variables.ts';

const publicApi = 'https://api.github.com';

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
  /** The pages for people; absent: they are off. */
  readonly board?: Board;
  /** Whether the registration page may take a channel of smee.io; absent: it may. */
  readonly smee?: boolean;
  /** What readers of `/metrics` have to show; absent or null: everybody may read. */
  readonly metricsToken?: string | null;
  /** Whether a repository without a policy gets an issue that says how to begin; absent: it does. */
  readonly onboarding?: boolean;
  /** True: each delivery is on the disk before it is acknowledged, also what a sweep would find. */
  readonly flushAll?: boolean;
  /** Globs of the files that policies can build on; absent: YAML files under `.github/`. */
  readonly policyBases?: readonly string[];
  /** Variables that are set and not read, but look like a setting: a sentence for each; absent: none. */
  readonly doubts?: readonly string[];
  /** The Jira sites that this server knows; absent: none. */
  readonly jira?: readonly JiraSite[];
};

/**
 * Reads and checks the settings.
 * @param folder that relative paths start from
 * @throws SettingError at the first one that is missing or wrong
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
    throw new SettingError(`${String(issue?.path[0])} ${issue?.message}.`);
  }
  const settings = read.data;
  refuseTogether(given, 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'the key itself, or the file that has it');
  refuseTogether(
    given,
    'GHE_HOST',
    'GITHUB_API_URL',
    'the host of a GitHub Enterprise Server, or the address of its API',
  );
  const { board, doubts: aboutBoard } = boardIn(settings, given);
  const doubts = [...doubtsIn(given), ...doubtAboutSecrets(settings.WEBHOOK_SECRET ?? ''), ...aboutBoard];
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
    flushAll: settings.FLUSH_DELIVERIES === 'all',
    githubUrl: host ?? websiteOf(apiUrl),
    apiUrl,
    ...(doubts.length === 0 ? {} : { doubts }),
    ...(settings.POLICY_BASES === undefined ? {} : { policyBases: settings.POLICY_BASES }),
    ...(settings.PUBLIC_URL === undefined ? {} : { publicUrl: settings.PUBLIC_URL }),
    ...(board === null ? {} : { board }),
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
    throw new SettingError(
      'APP_ID is missing: in production Baton starts only with APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET.',
    );
  }
  if (appId === undefined) throw new SettingError('APP_ID is missing: it belongs to PRIVATE_KEY.');
  if (privateKey === null) {
    throw new SettingError('PRIVATE_KEY is missing (or PRIVATE_KEY_PATH): it belongs to APP_ID.');
  }
  if (secrets === undefined) {
    const [meant] = doubtsIn(given).filter((doubt) => doubt.includes('mean WEBHOOK_SECRET?'));
    throw new SettingError(meant ?? 'WEBHOOK_SECRET is missing: without it anybody could send us events.');
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

function refuseTogether(given: Variables, one: string, other: string, what: string): void {
  if (given[one] === undefined || given[other] === undefined) return;
  throw new SettingError(`${one} and ${other} are both set. Keep one of them: ${what}.`);
}

/** GitHub Enterprise Server: REST at /api/v3, GraphQL at /api/graphql; elsewhere GraphQL is below REST. */
function graphqlOf(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? `${apiUrl.slice(0, -'/v3'.length)}/graphql` : `${apiUrl}/graphql`;
}

function websiteOf(apiUrl: string): string {
  if (apiUrl === publicApi) return 'https://github.com';
  // GitHub Enterprise Cloud with data residency has its API beside the website: api.acme.ghe.com and acme.ghe.com.
  const residency = /^https:\/\/api\.([\w-]+\.ghe\.com)$/.exec(apiUrl)?.[1];
  if (residency !== undefined) return `https://${residency}`;
  return apiUrl.endsWith('/api/v3') ? apiUrl.slice(0, -'/api/v3'.length) : apiUrl;
}
