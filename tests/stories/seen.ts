/** What people see of an item: its state, its labels, the card, what Baton said, and the checks. */
import type { CheckRun, Comment, Item, PullRequest } from '@baton/sandbox';

const bot = 'baton[bot]';

/** A card, taken apart. */
export type Card = {
  /** The heading, without its picture. */
  readonly head: string;
  /** The gates in a line, and where among them the issue is. */
  readonly way: string;
  /** `title · status · who and when`. */
  readonly gates: readonly string[];
  readonly next: string | null;
  /** Everything else that it says, line by line, but since when and where the policy is. */
  readonly notes: readonly string[];
};

export type Seen = {
  /** `open`, `closed: completed`, `merged`, … */
  readonly state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly card: Card | null;
  /** Baton's other comments, in short: see `shortly`. */
  readonly said: readonly string[];
  /** `name: conclusion · title` of the checks on the head of a pull request, of every App. */
  readonly checks: readonly string[];
};

const instants = /\d{1,2} [A-Z][a-z]{2}, \d\d:\d\d [A-Z]{2,5}(?:[-+]\d+(?::\d\d)?)?/g;

/** Comments of Baton's that are there, the card among them. */
export function commentsOf(item: Item): readonly Comment[] {
  return item.timeline.filter(
    (entry): entry is Comment =>
      entry.kind === 'IssueComment' && !entry.deleted && entry.author.login === bot,
  );
}

/** The comment that is the card. */
export function cardOf(item: Item): Comment | undefined {
  return commentsOf(item).find((comment) => comment.body.includes('<!-- baton:card -->'));
}

/** Runs on a pull request's head (or on another commit), the newest of each name and App. */
export function runsOn(item: PullRequest, sha = item.headOid): readonly CheckRun[] {
  return item.repository.suites
    .filter((suite) => suite.headOid === sha)
    .flatMap((suite) => [...new Map(suite.runs.map((run) => [run.name, run])).values()]);
}

export function seenOf(item: Item): Seen {
  const card = cardOf(item);
  return {
    state: stateOf(item),
    labels: item.labels.map((label) => label.name).toSorted(),
    assignees: item.assignees.map((user) => user.login),
    card: card === undefined ? null : readCard(card.body),
    said: commentsOf(item)
      .filter((comment) => comment !== card)
      .map((comment) => shortly(comment.body)),
    checks: item.kind === 'Issue' ? [] : runsOn(item).map(checkLine).toSorted(),
  };
}

export function checkLine(run: CheckRun): string {
  return `${run.name}: ${run.conclusion ?? run.status} · ${run.title ?? ''}`;
}

function stateOf(item: Item): string {
  if (item.kind === 'PullRequest') return item.merged ? 'merged' : item.state;
  return item.state === 'closed' ? `closed: ${item.stateReason ?? ''}` : 'open';
}

/** A comment's text without what nobody sees, without times, and without "Next" (which the card says too). */
export function shortly(body: string): string {
  return body
    .replaceAll(/<!-- baton:[^>]*-->\n?/g, '')
    .replaceAll(instants, 'then')
    .replaceAll(/\*\*Next:\*\* .*/g, '')
    .replaceAll(/\n+/g, '\n')
    .trim();
}

function readCard(body: string): Card {
  const lines = body
    .replaceAll(/<!-- baton:[^>]*-->/g, '')
    .replace(/<details><summary>Details<\/summary>\n([\s\S]*?)\n<\/details>/, '$1')
    .replaceAll(instants, 'then')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(<sub>|\| Gate|\| ---)/.test(line));
  const [head = '', ...rest] = lines;
  const isRow = (line: string): boolean => line.startsWith('| ');
  const isNext = (line: string): boolean => line.startsWith('**Next:** ');
  const isWay = (line: string): boolean => line === rest[0] && /^### \p{Emoji}/u.test(head);
  return {
    head: head.replace(/^### (?:\S*\p{Emoji}\S* )?/u, ''),
    way: (rest.find(isWay) ?? '').replace(' (since then)', ''),
    gates: rest.filter(isRow).map((row) =>
      row
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.replace(/^\p{Emoji}\S* /u, ''))
        .join(' · '),
    ),
    next: rest.find(isNext)?.slice('**Next:** '.length) ?? null,
    notes: rest.filter((line) => !isRow(line) && !isNext(line) && !isWay(line)),
  };
}
