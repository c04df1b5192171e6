/** What issues are called in texts: those that not every reader may read are not named. */
import { type IssueLink, mayShow, placeholderFor } from '../history/index.ts';
import { isInJira, nameOf } from '../gates/index.ts';
import { link, plain } from '../phrases/index.ts';
import { sameText } from '../../same-text.ts';

const isNamed = (issue: IssueLink, home: string): boolean =>
  isInJira(issue) || mayShow(issue, { repository: home });

/**
 * An issue's name, as plain text: `#5`, `acme/till#5`, `SHOP-5` or "an issue in a private repository".
 * @param home the repository that the text is in, `owner/name`
 * @param isShort false: with its repository also where that is `home`
 */
export function issueName(issue: IssueLink, home: string, isShort = true): string {
  return isNamed(issue, home) ? nameOf(issue, isShort ? home : '') : placeholderFor(issue);
}

/** The same within Markdown: what may not be named is a link, and `#5` becomes one by itself. */
export function issueLink(issue: IssueLink, home: string, isShort = true): string {
  const name = issueName(issue, home, isShort);
  if (!isNamed(issue, home)) return issue.url === undefined ? name : link(name, issue.url);
  const isShortened = isShort && sameText(issue.repository, home);
  return isShortened || isInJira(issue) ? name : plain(name);
}

/** With a capital letter, where a sentence begins with what may not be named. */
export function atBeginning(name: string): string {
  return name.replace(/^(\[?)a(?=n? )/, '$1A');
}
