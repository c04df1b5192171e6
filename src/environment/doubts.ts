/** Variables that look like a setting, and are none. */
import { editDistance } from '../policy/index.ts';
import { settingNames } from './schema.ts';
import type { Variables } from './variables.ts';

/** Names that are read elsewhere, or too short and common to guess from. */
const unguessed: ReadonlySet<string> = new Set(['HOST', 'PORT', 'NODE_ENV', 'APP_ID']);

/** What looks like a setting that is not set, in sentences. Values are never shown. */
export function doubtsIn(given: Variables): readonly string[] {
  const bare = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const doubts = Object.keys(given).flatMap((name) => {
    // Longer names are somebody else's; comparing them would take time.
    if (settingNames.includes(name) || name.length > 40) return [];
    const meant = settingNames.find((each) => {
      // Somebody who rotates the secret may write the second one beside it, and would be refused without knowing why.
      const isThere = given[each] !== undefined && each !== 'WEBHOOK_SECRET';
      if (isThere || unguessed.has(each)) return false;
      const most = bare(each).length > 10 ? 2 : 1;
      const apart = Math.abs(bare(name).length - bare(each).length);
      return apart <= most && editDistance(bare(name), bare(each)) <= most;
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
