/** What one can do with a click: each act by its name in the address, from what was filled in to what is done on GitHub. */
import type { Acting, Item, Sandbox } from '@baton/sandbox';

import { policyPath, repository } from '../github.ts';
import { inCode } from './markdown.ts';
import { people } from './people.ts';

/** What was filled in. */
export type Filled = (name: string) => string;

export type Act = {
  /** What somebody does, as one would tell it; with code between backticks. */
  readonly did: string;
  /** @returns the number of the issue or the pull request to go on with; null: of the same one */
  readonly what: (somebody: Acting) => number | null;
};

const none = (what: () => unknown): null => {
  what();
  return null;
};

const isSomebody = (login: string): boolean => people.some((each) => each.login === login);

/** An act on an issue or a pull request; null: there is none of that name, or it cannot be done any more. */
export function actOn(name: string, item: Item, filled: Filled, github: Sandbox): Act | null {
  const address = `${repository}#${item.number}`;
  const on = `#${item.number}`;
  const act = (did: string, what: (somebody: Acting) => unknown): Act => ({
    did,
    what: (somebody) => none(() => what(somebody)),
  });
  switch (name) {
    case 'comment': {
      const body = filled('body');
      return act(`commented ${inCode(body)} on ${on}`, (somebody) => somebody.comment(address, body));
    }
    case 'edit': {
      const change = { title: filled('title'), body: filled('body') };
      return act(`edited ${on}`, (somebody) =>
        item.kind === 'Issue' ? somebody.edit(address, change) : somebody.editPull(address, change),
      );
    }
    case 'label': {
      const label = filled('label').trim();
      return act(`added the label ${inCode(label)} to ${on}`, (somebody) => somebody.label(address, label));
    }
    case 'unlabel': {
      const label = item.labels.find((each) => each.name === filled('label'))?.name;
      if (label === undefined) return null;
      return act(`removed the label ${inCode(label)} from ${on}`, (somebody) =>
        somebody.unlabel(address, label),
      );
    }
    case 'assign': {
      const login = filled('login');
      if (!isSomebody(login)) return null;
      return act(`assigned ${login} to ${on}`, (somebody) => somebody.assign(address, login));
    }
    case 'unassign': {
      const login = filled('login');
      if (!isSomebody(login)) return null;
      return act(`unassigned ${login} from ${on}`, (somebody) => somebody.unassign(address, login));
    }
    case 'close': {
      const isPlanned = filled('reason') !== 'not_planned';
      if (item.kind === 'PullRequest') return act(`closed ${on}`, (somebody) => somebody.close(address));
      return act(`closed ${on}${isPlanned ? '' : ' as not planned'}`, (somebody) =>
        somebody.close(address, isPlanned ? 'completed' : 'not_planned'),
      );
    }
    case 'reopen':
      return act(`reopened ${on}`, (somebody) => somebody.reopen(address));
    case 'merge':
      if (item.kind === 'Issue') return null;
      return act(`tried to merge ${on}`, (somebody) => somebody.merge(address));
    case 'push':
      if (item.kind === 'Issue') return null;
      return act(`pushed a commit to ${on}`, (somebody) =>
        pushTo(somebody, item.headRef, `commit ${item.timeline.length}`),
      );
    case 'pull':
      if (item.kind === 'PullRequest') return null;
      return {
        did: `opened a pull request that closes ${on}`,
        what(somebody) {
          const head = freeBranch(github, item.number);
          pushTo(somebody, head, item.title);
          const body = `Closes ${on}`;
          return somebody.openPull(repository, { title: item.title, body, head }).number;
        },
      };
    default:
      return null;
  }
}

function pushTo(somebody: Acting, branch: string, what: string): void {
  const files = { 'coupons.ts': `// ${what.replaceAll(/\s+/g, ' ')}\nexport const most = 1;\n` };
  somebody.push(repository, branch, { files });
}

/** The name of a branch for an issue that there is not yet. */
function freeBranch({ find }: Sandbox, issue: number): string {
  const { branches } = find.repository(repository);
  let name = `issue-${issue}`;
  for (let more = 2; branches.has(name); more += 1) name = `issue-${issue}-${more}`;
  return name;
}

export const openIssue = (filled: Filled): Act => ({
  did: `opened an issue, ${inCode(filled('title'))}`,
  what: (somebody) => somebody.openIssue(repository, { title: filled('title'), body: filled('body') }).number,
});

export const changePolicy = (filled: Filled): Act => ({
  did: `committed a new \`${policyPath}\``,
  what: (somebody) =>
    none(() =>
      somebody.push(repository, 'main', {
        message: 'Change the policy',
        // A form sends its lines as in a letter.
        files: { [policyPath]: filled('policy').replaceAll('\r\n', '\n') },
      }),
    ),
});
