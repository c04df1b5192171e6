/** The credentials of an App that was just registered, kept in `.env`. */
import { SettingError } from '../setting-error.ts';
import { checkedKey, secretsIn } from './credentials.ts';
import { environmentOf, keepInEnvFile } from './env-file.ts';
import type { Variables } from './variables.ts';

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
  const { appId, privateKey, webhookSecret } = readRegistration(app);
  keepInEnvFile({ ...more, APP_ID: appId, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret }, folder);
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
    privateKey: checkedKey('PRIVATE_KEY', app.privateKey, 'the contents of the .pem file from GitHub'),
  };
}
