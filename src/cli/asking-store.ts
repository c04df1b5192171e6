/** The database of a service, asked from beside it. */
import { errorMessageOf } from '../error-message.ts';
import { SettingError } from '../setting-error.ts';
import { StoreUnusable } from '../store/index.ts';
import { CannotTell } from './command.ts';

/**
 * Says what is wrong with the database where it is none that can be asked, and what to do.
 * @param name as the command was typed
 * @throws SettingError where a setting is wrong; CannotTell
 */
export async function askingStore<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SettingError || !(error instanceof Error)) throw error;
    const why =
      error instanceof StoreUnusable
        ? error.message
        : `DATA_DIR: the database can’t be read (${errorMessageOf(error)}).`;
    throw new CannotTell(
      `${name}: ${why.replace(/\.?$/, '.')} See that DATA_DIR and DATABASE_URL are set here as they are for the service.`,
      { cause: error },
    );
  }
}
