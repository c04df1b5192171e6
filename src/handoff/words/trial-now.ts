/** What a page says of a policy that was tried on the open issues at once, in the words of the check `Baton policy`. */
import { plain } from '../phrases/index.ts';
import { counted, outcome, tables, type Tried } from './trial.ts';

/** `issues`: those on which anything would be different. `total`: how many are open. */
type TriedNow = Pick<Tried, 'issues' | 'tried' | 'unread' | 'total' | 'problems'>;

/** Markdown. */
export function triedNow(tried: TriedNow): string {
  const { issues, problems } = tried;
  if (tried.tried + tried.unread === 0) return 'There is no open issue here to try it on.';
  return [
    outcome(tried),
    '',
    ...problems.flatMap((problem) => [`⚠️ ${plain(problem)}`, '']),
    ...tables(issues),
    scope(tried),
  ].join('\n');
}

function scope({ issues, tried, unread, total }: TriedNow): string {
  const read = tried + unread;
  const told =
    total > read
      ? `Of ${counted(total, 'open issue')}, Baton tried the ${read} that have waited longest; ${total - read} are left out.`
      : `Baton tried ${counted(read, 'open issue')}.`;
  const failed = unread === 0 ? '' : ` ${unread} of them couldn’t be read.`;
  const same = tried - issues.length;
  const unchanged = same === 0 || issues.length === 0 ? '' : ` On ${same} of them, nothing would change.`;
  return `${told}${failed}${unchanged} It wrote nothing on any of them.`;
}
