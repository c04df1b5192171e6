/** `baton serve`, `baton web` and `baton work`: the service as a process, or one half of it. */
import type { Duties } from '../duties.ts';
import { isKnown, run as runBaton } from '../run.ts';
import { SettingError } from '../setting-error.ts';
import { CannotTell, type Exit, type Io } from './command.ts';

/**
 * Until it is told to end.
 * @param name as it was typed
 * @throws SettingError; CannotTell where the database or the port cannot be had
 */
export const serving = (name: string, duties: Duties) => ({
  run(_: unknown, { stays }: Io): Promise<Exit> {
    const { failed, end } = runBaton({ duties, as: name });
    return stays(failed.catch(explain), end);
  },
});

function explain(error: unknown): never {
  if (!isKnown(error)) throw error;
  const message = `Baton cannot start. ${error.message}`;
  throw error instanceof SettingError
    ? new SettingError(message, { cause: error })
    : new CannotTell(message, { cause: error });
}
