/** What follows `npm start --`: which part of the work this process does. */
import { SettingWrong } from './environment.ts';

export type Duties = {
  /** Takes webhooks. */
  readonly web: boolean;
  /** Looks at items. */
  readonly work: boolean;
};

export const everything: Duties = { web: true, work: true };

/**
 * @param words `--web` for webhooks alone, `--work` for looks alone; neither, or both, for both
 * @param shared whether other processes may use the store
 * @throws SettingWrong for anything else, and for one part alone where nobody else could do the other
 */
export function readArguments(words: readonly string[], shared: boolean): Duties {
  const unknown = words.find((word) => word !== '--web' && word !== '--work');
  if (unknown !== undefined) {
    throw new SettingWrong(`There is no argument ${unknown}: only --web and --work.`);
  }
  const [web, work] = [words.includes('--web'), words.includes('--work')];
  if (web === work) return everything;
  if (shared) return { web, work };
  throw new SettingWrong(
    `${web ? '--web' : '--work'} alone needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.`,
  );
}
