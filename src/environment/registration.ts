/** The credentials of an App that was just registered, kept in `.env`. */
import { SettingError } from '../setting-error.ts';
import { checkedKey, secretsIn } from './credentials.ts';
import { environmentOf, keepInEnvFile } from './env-file.ts';
import { schema } from './schema.ts';
import type { Variables } from './variables.ts';

/** What GitHub tells of an App that was registered. */
export type Registered = {
  readonly appId: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** By which people sign in to the board; null: GitHub told none. */
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | null;
};

/** There are credentials already; the message says what to do. */
export class AlreadyRegistered extends Error {
  override readonly name = 'AlreadyRegistered';
}

/**
 * Keeps the credentials of an App in `.env`.
 * @param more settings that belong to them
 * @throws AlreadyRegistered where there are some: they are never written over
 * @throws SettingError where they could not be read back
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
  keepInEnvFile({ ...more, ...settingsOf(app) }, folder);
}

/**
 * The settings that hold an App's credentials.
 * @throws SettingError
 */
export function settingsOf(app: Registered): Variables {
  const { appId, privateKey, webhookSecret, signIn } = readRegistration(app);
  return {
    APP_ID: appId,
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    ...(signIn === null
      ? {}
      : { GITHUB_CLIENT_ID: signIn.clientId, GITHUB_CLIENT_SECRET: signIn.clientSecret }),
  };
}

/**
 * The credentials of an App as the settings have them.
 * @throws SettingError
 */
export function readRegistration(app: Registered): Registered {
  if (!/^\d{1,10}$/.test(app.appId)) throw new SettingError('APP_ID must be the number that GitHub shows.');
  secretsIn(app.webhookSecret);
  return {
    ...app,
    signIn: app.signIn !== null && isSignIn(app.signIn) ? app.signIn : null,
    privateKey: checkedKey('PRIVATE_KEY', app.privateKey, 'the contents of the .pem file from GitHub'),
  };
}

/** Whether the settings take it: Baton works without it, so it stops no registration. */
function isSignIn({ clientId, clientSecret }: NonNullable<Registered['signIn']>): boolean {
  const { GITHUB_CLIENT_ID: id, GITHUB_CLIENT_SECRET: secret } = schema.shape;
  return id.safeParse(clientId).success && secret.safeParse(clientSecret).success;
}
