/** The one issue by which Baton tells a repository that its policy is broken. */
import { z } from 'zod';

import { createKept } from '../cache.ts';
import { sameLogin } from '../handoff/index.ts';
import { TryLater } from '../tracker.ts';
import type { GitHub } from './client.ts';
import { shortened } from './cut.ts';
import { readAll, write, type Rest } from './rest.ts';

/** How Baton's own issue is known again. */
const marker = '<!-- baton:policy-problem -->';
/** In the body of one that is mended: the same problem later is a new one. */
const mendedMarker = '<!-- baton:policy-mended -->';

export type OwnIssue = { readonly title: string; readonly body: string };

export type Told =
  /** Nothing had to be said. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'opened' | 'updated' | 'closed'; readonly number: number }
  /** GitHub does not let Baton write issues there; `why` is its message, or tells that there are none. */
  | { readonly kind: 'refused'; readonly why: string };

export type OwnIssues = {
  /**
   * Sees to it that one open issue of Baton's says this, and that none is open when there is nothing to say (`null`).
   * One that a person closed while the problem was the same stays closed.
   * @param repository `owner/name`
   * @param known what becomes of one that says something else: it is brought up to date, or (where somebody else sees to
   *   that) left as it is
   * @throws {TryLater}
   */
  tellProblem(
    installation: number,
    repository: string,
    issue: OwnIssue | null,
    known?: 'update' | 'leave',
  ): Promise<Told>;
};

const listed = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  user: z.object({ login: z.string() }).nullish(),
});
type Listed = z.output<typeof listed>;

/** GitHub's limits of an issue's title and body. */
const longestTitle = 256;
const longestBody = 65_536;

/** For so long, a list may lack an issue that was just opened. */
const unseen = 120_000;

/** @param now milliseconds since the epoch */
export function createOwnIssues(github: GitHub, now: () => number): OwnIssues {
  const turns = new Map<string, Promise<unknown>>();
  const opened = createKept<{ readonly number: number; readonly at: number }>(1_000);

  async function ours(rest: Rest, owner: string, repo: string): Promise<readonly Listed[] | string> {
    const { login } = await github.self();
    const route = 'GET /repos/{owner}/{repo}/issues';
    const answer = await readAll(rest, route, { owner, repo, creator: login, state: 'all' });
    if (answer.kind === 'missing') return 'It has no issues.';
    if (answer.kind === 'forbidden') return answer.message;
    return answer.data
      .map((each) => listed.parse(each))
      .filter(({ user, body }) => sameLogin(user?.login ?? '', login) && (body ?? '').includes(marker))
      .toSorted((one, other) => one.number - other.number);
  }

  async function tell(
    installation: number,
    repository: string,
    issue: OwnIssue | null,
    mayUpdate: boolean,
  ): Promise<Told> {
    const [owner = '', repo = ''] = repository.split('/');
    const rest = await github.rest(installation);
    const known = await ours(rest, owner, repo);
    if (typeof known === 'string') return { kind: 'refused', why: known };
    const edit = (number: number, change: Readonly<Record<string, string>>) =>
      write(rest, 'PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        owner,
        repo,
        issue_number: number,
        ...change,
      });

    const [open, ...spare] = known.filter(({ state }) => state === 'open');
    if (issue === null) {
      const last = known.at(-1);
      // One that a person closed is noted as mended, too: otherwise the same problem would never be told again.
      const unsaid = last === undefined || isMended(last) ? [] : [last];
      for (const { number, body } of open === undefined ? unsaid : [open, ...spare]) {
        const mended = { body: shortened(`${mendedMarker}\n${body ?? ''}`, longestBody) };
        const close = { state: 'closed', state_reason: 'completed' };
        const answer = await edit(number, open === undefined ? mended : { ...mended, ...close });
        if (answer.kind !== 'found') return refused(answer);
      }
      return open === undefined ? { kind: 'nothing' } : { kind: 'closed', number: open.number };
    }

    const title = shortened(issue.title, longestTitle);
    const body = shortened(`${marker}\n${issue.body}`, longestBody);
    const before = known.at(-1);
    if (!mayUpdate && before !== undefined && !isMended(before)) return { kind: 'nothing' };
    if (open !== undefined) {
      if (open.title === title && sameText(open.body ?? '', body)) return { kind: 'nothing' };
      const answer = await edit(open.number, { title, body });
      return answer.kind === 'found' ? { kind: 'updated', number: open.number } : refused(answer);
    }
    if (sameText(before?.body ?? '', body)) return { kind: 'nothing' };
    const last = opened.get(repository.toLowerCase());
    if (
      last !== undefined &&
      last.at > now() - unseen &&
      !known.some(({ number }) => number === last.number)
    ) {
      throw new TryLater(`${repository}#${last.number}, opened a moment ago, is not listed yet.`);
    }
    const answer = await write(rest, 'POST /repos/{owner}/{repo}/issues', { owner, repo, title, body });
    if (answer.kind !== 'found') return refused(answer);
    const { number } = listed.pick({ number: true }).parse(answer.data);
    opened.set(repository.toLowerCase(), { number, at: now() });
    return { kind: 'opened', number };
  }

  return {
    tellProblem(installation, repository, issue, what = 'update') {
      const key = repository.toLowerCase();
      const run = (): Promise<Told> => tell(installation, repository, issue, what === 'update');
      const told = (turns.get(key) ?? Promise.resolve()).then(run, run);
      turns.set(key, told);
      const over = (): void => {
        if (turns.get(key) === told) turns.delete(key);
      };
      told.then(over, over);
      return told;
    },
  };
}

function refused(
  answer: { readonly kind: 'missing' } | { readonly kind: 'forbidden'; readonly message: string },
): Told {
  return { kind: 'refused', why: answer.kind === 'missing' ? 'It has no issues.' : answer.message };
}

const isMended = ({ body }: Listed): boolean => body?.includes(mendedMarker) === true;

const sameText = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();
