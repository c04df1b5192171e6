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
 * @param words what asked for one part alone; absent: the flag of `npm start`
 * @throws SettingError for one part alone where nobody else could do the other
 */
export function dutiesOf(
  { web = false, work = false }: Partial<Duties>,
  shared: boolean,
  words: string = `${web ? '--web' : '--work'} alone`,
): Duties {
  if (web === work) return everything;
  if (shared) return { web, work };
  throw new SettingError(
    `${words} needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.`,
  );
}
