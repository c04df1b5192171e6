/** Which part of the work a process does: what follows `npm start --`. */
import { SettingError } from './setting-error.ts';

export type Duties = {
  /** Takes webhooks. */
  readonly web: boolean;
  /** Evaluates items. */
  readonly work: boolean;
};

export const everything: Duties = { web: true, work: true };

/**
 * @param asked `web` for webhooks alone, `work` for evaluations alone; neither, or both, for both
 * @param shared whether other processes may use the store
 * @throws SettingError for one part alone where nobody else could do the other
 */
export function dutiesOf({ web, work }: Duties, shared: boolean): Duties {
  if (web === work) return everything;
  if (shared) return { web, work };
  throw new SettingError(
    `${web ? '--web' : '--work'} alone needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.`,
  );
}
