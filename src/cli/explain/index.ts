/** `baton explain`: why an issue or a pull request is as it is, and what comes next. */
import { createExplain, type Explanation } from '../../reconcile/index.ts';
import { openStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { readPerson } from '../../environment/index.ts';
import { CannotTell, exit, subcommand, type Exit, type Io } from '../command.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { itemIn } from './item.ts';
import { inTerminal } from './markdown.ts';
import { summaryOf } from './summary.ts';

const name = 'baton explain';

export const explain = subcommand(
  {
    name,
    what: 'Says in one sentence who has to do what on an issue or a pull request, and then why, with the events that it rests on. It needs a token that can read the repository, and no server.',
    options: {
      json: { kind: 'flag', what: 'As JSON' },
      app: {
        kind: 'text',
        value: 'NAME',
        what: 'What Baton is called in addresses on your GitHub (baton by default): its own comments are no one else’s words',
      },
    },
    words: {
      usage: 'OWNER/NAME#NUMBER',
      what: 'The issue or the pull request: acme/shop#12, #12 in a workflow, or its address.',
      wrong: (words) =>
        words.length !== 1
          ? 'say which issue or pull request: acme/shop#12'
          : itemIn(words[0] ?? '', 'a/b') === null
            ? `"${words[0]}" names no issue or pull request; write it like acme/shop#12`
            : null,
    },
    examples: [
      { line: 'baton explain acme/shop#12', what: 'Why it waits, and for whom.' },
      {
        line: 'baton explain https://github.com/acme/shop/pull/13 --json',
        what: 'The same of a pull request, for a program.',
      },
    ],
  },
  async ({ values, words }, io) => {
    const named = itemIn(words[0] ?? '', readPerson().repository);
    if (named === null) throw new CannotTell(`${name}: say in which repository: acme/shop${words[0] ?? ''}.`);
    const reads = await readsOfPerson(name, values.app ?? 'baton');
    const store = await openStore(':memory:');
    try {
      const explainOne = createExplain({ reads, store });
      const here = { installation: 0, repository: named.repository, number: named.number };
      const explained = await askingGitHub(name, () => explainAny(explainOne, here));
      return show(`${named.repository}#${named.number}`, explained, values.json, io);
    } finally {
      await store.close();
    }
  },
);

/** Issues and pull requests share their numbers. */
async function explainAny(
  explainOne: ReturnType<typeof createExplain>,
  here: Omit<Extract<Item, { kind: 'issue' }>, 'kind'>,
): Promise<Explanation> {
  const issue = await explainOne({ kind: 'issue', ...here });
  return issue.kind === 'gone' ? explainOne({ kind: 'pull-request', ...here }) : issue;
}

/** @throws CannotTell where there is nothing to explain */
function show(what: string, explained: Explanation, asJson: boolean, { print, isTerminal }: Io): Exit {
  if (explained.kind === 'gone')
    throw new CannotTell(`${name}: there is no ${what}, or your token cannot see it.`);
  if (asJson) {
    print(JSON.stringify(summaryOf(what, explained), null, 2));
    return exit.fine;
  }
  const head = (text: string): void => print(inTerminal(`#### ${text}`, isTerminal));
  switch (explained.kind) {
    case 'no-policy':
      head(`${what} ${explained.title}`);
      print(
        'The repository has no .github/roles.yml, so Baton does nothing here. Write one with: baton init.',
      );
      return exit.fine;
    case 'broken':
      head(`${what} ${explained.title}`);
      print(
        'The repository’s policy cannot be used, and never could. See what is wrong with: baton validate.',
      );
      return exit.fine;
    case 'issue':
    case 'pull-request':
      head(`${what} ${explained.title}`);
      print('');
      print(inTerminal(explained.why, isTerminal));
      for (const problem of explained.problems) print(inTerminal(`- ${problem}`, isTerminal));
      return exit.fine;
    default:
      return explained satisfies never;
  }
}
