/**
 * Issues of Baton's own, one of a kind in a repository: that its policy is broken, what waits beyond its deadline, and how to
 * begin where there is no policy.
 */
import { z } from 'zod';

import { createKept } from '../../cache.ts';
import { sameLogin } from '../../handoff/index.ts';
import { TryLater, type Write } from '../../tracker.ts';
import { type GitHub, isRequestFailure, readAll, write, type Rest } from '../client/index.ts';
import { shortened, shortenedTitle } from './cut.ts';

/** A kind of issue, of which one at most is open. */
type Topic = {
  /** In its body: how it is known again. */
  readonly marker: string;
  /** In the body of one that is over: what is to be said after that is a new one. */
  readonly overMarker: string;
  /** One that a person closed stays closed until there is nothing to say; else, as long as the same is to be said. */
  readonly staysClosed: boolean;
  /** There is never a second one, whatever became of the first. */
  readonly onlyOnce: boolean;
};

const problem: Topic = {
  marker: '<!-- baton:policy-problem -->',
  overMarker: '<!-- baton:policy-mended -->',
  staysClosed: false,
  onlyOnce: false,
};
const digest: Topic = {
  marker: '<!-- baton:digest -->',
  overMarker: '<!-- baton:digest-over -->',
  staysClosed: true,
  onlyOnce: false,
};
const onboarding: Topic = {
  marker: '<!-- baton:onboarding -->',
  overMarker: '<!-- baton:onboarding-over -->',
  staysClosed: true,
  onlyOnce: true,
};

type OwnIssue = { readonly title: string; readonly body: string };

type Told =
  /** Nothing had to be said. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'opened' | 'updated' | 'closed'; readonly number: number }
  /** GitHub does not let Baton write issues there; `why` is its message, or tells that there are none. */
  | { readonly kind: 'refused'; readonly why: string };

/** What is to be said in an issue of Baton's own; null: nothing. `repository`: `owner/name`. */
type Telling = {
  readonly installation: number;
  readonly repository: string;
  readonly issue: OwnIssue | null;
};

export type OwnIssueWrites = {
  /**
   * Sees to it that one open issue of Baton's says this, and that none is open when there is nothing to say. One that a
   * person closed while the problem was the same stays closed. `known`: what becomes of one that says something else; it
   * is brought up to date (when absent), or, where somebody else sees to that, left as it is. Throws `TryLater`.
   */
  readonly tellProblem: Write<Telling & { readonly known?: 'update' | 'leave' }, Told>;
  /**
   * The same for the list of what waits beyond its deadline. One that a person closed stays closed until nothing waits.
   * Throws `TryLater`.
   */
  readonly tellDigest: Write<Telling, Told>;
  /**
   * Opens the issue that says how to begin, if there never was one that can be found; with nothing to say, it is closed.
   * Throws `TryLater`.
   */
  readonly tellOnboarding: Write<Telling, Told>;
};

export type OwnIssueReads = {
  /**
   * What Baton's list of what waits says in a repository; null: none is open.
   * @throws {TryLater}
   */
  readonly openDigest: (installation: number, repository: string) => Promise<string | null>;
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
export function createOwnIssues(github: GitHub, now: () => number): OwnIssueReads & OwnIssueWrites {
  const turns = new Map<string, Promise<unknown>>();
  const opened = createKept<{ readonly number: number; readonly at: number }>(1_000);

  async function ours(
    { marker }: Topic,
    rest: Rest,
    repository: string,
  ): Promise<readonly Listed[] | string> {
    const [owner, repo] = repository.split('/');
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
    topic: Topic,
    { installation, repository, issue }: Telling,
    mayUpdate: boolean,
    before: () => void = () => {},
  ): Promise<Told> {
    const [owner = '', repo = ''] = repository.split('/');
    const rest = await github.rest(installation);
    const known = await ours(topic, rest, repository);
    const { marker, overMarker, staysClosed, onlyOnce } = topic;
    const isOver = ({ body }: Listed): boolean => body?.includes(overMarker) === true;
    const place = `${marker} ${repository.toLowerCase()}`;
    if (typeof known === 'string') return { kind: 'refused', why: known };
    const edit = (number: number, change: Readonly<Record<string, string>>) => {
      before();
      const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
      return taken(rest, route, { owner, repo, issue_number: number, ...change });
    };

    const [open, ...spare] = known.filter(({ state }) => state === 'open');
    if (issue === null) {
      const last = known.at(-1);
      // One that a person closed is noted as over, too: otherwise the same would never be told again.
      const unsaid = last === undefined || isOver(last) ? [] : [last];
      for (const { number, body } of open === undefined ? unsaid : [open, ...spare]) {
        const over = { body: shortened(`${overMarker}\n${body ?? ''}`, longestBody) };
        const close = { state: 'closed', state_reason: 'completed' };
        const answer = await edit(number, open === undefined ? over : { ...over, ...close });
        if (answer.kind !== 'found') return refused(answer);
      }
      return open === undefined ? { kind: 'nothing' } : { kind: 'closed', number: open.number };
    }

    if (onlyOnce && known.length > 0) return { kind: 'nothing' };
    const title = shortenedTitle(issue.title, longestTitle);
    const body = shortened(`${marker}\n${issue.body}`, longestBody);
    const latest = known.at(-1);
    if (!mayUpdate && latest !== undefined && !isOver(latest)) return { kind: 'nothing' };
    if (open !== undefined) {
      if (open.title === title && sameText(open.body ?? '', body)) return { kind: 'nothing' };
      const answer = await edit(open.number, { title, body });
      return answer.kind === 'found' ? { kind: 'updated', number: open.number } : refused(answer);
    }
    if (latest !== undefined && (staysClosed ? !isOver(latest) : sameText(latest.body ?? '', body)))
      return { kind: 'nothing' };
    const last = opened.get(place);
    if (
      last !== undefined &&
      last.at > now() - unseen &&
      !known.some(({ number }) => number === last.number)
    ) {
      throw new TryLater(`${repository}#${last.number}, opened a moment ago, is not listed yet.`);
    }
    before();
    const answer = await taken(rest, 'POST /repos/{owner}/{repo}/issues', { owner, repo, title, body });
    if (answer.kind !== 'found') return refused(answer);
    const { number } = listed.pick({ number: true }).parse(answer.data);
    opened.set(place, { number, at: now() });
    return { kind: 'opened', number };
  }

  /** One after the other in a repository: whoever comes second finds what the first one opened. */
  function inTurn(repository: string, run: () => Promise<Told>): Promise<Told> {
    const key = repository.toLowerCase();
    const told = (turns.get(key) ?? Promise.resolve()).then(run, run);
    turns.set(key, told);
    const over = (): void => {
      if (turns.get(key) === told) turns.delete(key);
    };
    told.then(over, over);
    return told;
  }

  return {
    tellProblem: (what, before) =>
      inTurn(what.repository, () => tell(problem, what, what.known !== 'leave', before)),
    tellDigest: (what, before) => inTurn(what.repository, () => tell(digest, what, true, before)),
    tellOnboarding: (what, before) => inTurn(what.repository, () => tell(onboarding, what, false, before)),
    async openDigest(installation, repository) {
      const known = await ours(digest, await github.rest(installation), repository);
      if (typeof known === 'string') return null;
      return known.find(({ state }) => state === 'open')?.body ?? null;
    },
  };
}

/** As `write`; what GitHub finds invalid, as where interactions are limited, is refused like what it forbids. */
async function taken(...[rest, route, parameters]: Parameters<typeof write>): ReturnType<typeof write> {
  try {
    return await write(rest, route, parameters);
  } catch (error) {
    if (!isRequestFailure(error) || error.status !== 422) throw error;
    return { kind: 'forbidden', message: error.message };
  }
}

function refused(
  answer: { readonly kind: 'missing' } | { readonly kind: 'forbidden'; readonly message: string },
): Told {
  return { kind: 'refused', why: answer.kind === 'missing' ? 'It has no issues.' : answer.message };
}

const sameText = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();
