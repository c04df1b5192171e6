/** Every setting: its name, its form and its default. */
import { z } from 'zod';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

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
export const schema = z.object({
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
  GITHUB_CLIENT_ID: z
    .string()
    .regex(
      /^(?!\d+$)[\w.-]{8,100}$/,
      'must be the “Client ID” on the App’s settings page, such as Iv23liABCDEFGHIJKLMN (not the App ID)',
    )
    .optional(),
  GITHUB_CLIENT_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'must be a client secret that the App’s settings page made')
    .optional(),
  BOARD_ADMINS: z
    .string()
    .transform((text) => text.split(',').map((login) => login.trim().toLowerCase()))
    .refine(
      (logins) => logins.every((login) => /^[a-z0-9][a-z0-9_-]{0,99}$/.test(login)),
      'must be logins on GitHub with commas between them, such as maria,jens',
    )
    .optional(),
  BOARD_PUBLIC: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be at least 16 characters, without spaces')
    .optional(),
  ONBOARDING_ISSUES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  FLUSH_DELIVERIES: z.enum(['needed', 'all'], { error: 'must be needed or all' }).default('needed'),
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
