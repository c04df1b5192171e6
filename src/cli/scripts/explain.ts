/** `baton explain`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { inJiraIn, itemIn, keyMeant } from '../item-in.ts';
import { printable } from '../printable.ts';

/** null: it names something. */
function wrongWith(word: string): string | null {
  if (itemIn(word, 'a/b') !== null || inJiraIn(word) !== null) return null;
  const meant = keyMeant(word);
  const how =
    meant === null
      ? 'write it like acme/shop#12, or SHOP-12 in Jira'
      : `keys of Jira are in capitals: ${meant}`;
  return `"${printable(word)}" names no issue or pull request; ${how}`;
}

export const explain = {
  name: 'baton explain',
  what: 'Says in one sentence who has to do what on an issue or a pull request, and then why, with the events that it rests on. It needs a token that can read the repository, and no server. For an issue in Jira it needs the settings of the service for Jira, too.',
  options: {
    json: { kind: 'flag', what: 'As JSON' },
    at: {
      kind: 'text',
      value: 'WHEN',
      what: 'As of then, by today’s policy and roles: 2026-11-01 (its beginning in UTC), 2026-11-01T09:00Z, or 7d for seven days ago',
    },
    repository: {
      kind: 'text',
      value: 'OWNER/NAME',
      what: 'The repository where the item names none: its policy decides about SHOP-12. Without it, the one of the workflow, or of the clone that you are in',
    },
    app: {
      kind: 'text',
      value: 'NAME',
      what: 'What Baton is called in addresses on your GitHub (baton by default): its own comments are no one else’s words',
    },
  },
  words: {
    usage: 'OWNER/NAME#NUMBER|KEY',
    what: 'The issue or the pull request: acme/shop#12, #12 in a workflow or a clone, SHOP-12 in Jira, or its address.',
    wrong: (words) =>
      words.length === 1
        ? wrongWith(words[0] ?? '')
        : 'say which issue or pull request: acme/shop#12, or SHOP-12 in Jira',
  },
  examples: [
    { line: 'baton explain acme/shop#12', what: 'Why it waits, and for whom.' },
    {
      line: 'baton explain acme/shop#12 --at 2026-11-01',
      what: 'Why it waited then.',
    },
    {
      line: 'baton explain https://github.com/acme/shop/pull/13 --json',
      what: 'The same of a pull request, for a program.',
    },
    {
      line: 'baton explain SHOP-12 --repository acme/shop',
      what: 'The same of an issue in Jira, which the policy of acme/shop is about.',
    },
  ],
} as const satisfies Script<Options>;
