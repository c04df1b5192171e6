/**
 * Issues of Baton's own, one of a kind in a repository: that its policy is broken, what waits beyond its deadline, and how to
 * begin where there is no policy.
 */
import { z } from 'zod';

import { createLruCache } from '../../lru-cache.ts';
import { TryLater, type Write } from '../../tracker.ts';
import { type GitHub, isRequestFailure, readAll, write, type Rest } from '../client/index.ts';
import { shortened, shortenedTitle } from './cut.ts';
import { sameText } from '../../same-text.ts';

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
  /** Changes the text of that issue, if it is open and `edit` changes it. Throws `TryLater`. */
  readonly editOnboarding: Write<
    Pick<Telling, 'installation' | 'repository'> & { readonly edit: (body: string) => string },
    Told
  >;
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

/** What is to be done about a topic. `end`: these have nothing to say any more. */
type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end'; readonly issues: readonly Listed[] }
  | { readonly kind: 'update'; readonly number: number; readonly words: OwnIssue }
  | { readonly kind: 'open'; readonly words: OwnIssue };

const isOver = ({ overMarker }: Topic, { body }: Listed): boolean => body?.includes(overMarker) === true;

/** Where there is nothing to say. @param known the oldest first */
function toEnd(topic: Topic, known: readonly Listed[]): Step {
  const open = known.filter(({ state }) => state === 'open');
  if (open.length > 0) return { kind: 'end', issues: open };
  const last = known.at(-1);
  // One that a person closed is noted as over, too: otherwise the same would never be told again.
  return last === undefined || isOver(topic, last) ? { kind: 'nothing' } : { kind: 'end', issues: [last] };
}

/** Where there is something to say. @param known the oldest first */
function toTell(topic: Topic, known: readonly Listed[], issue: OwnIssue, mayUpdate: boolean): Step {
  const words: OwnIssue = {
    title: shortenedTitle(issue.title, longestTitle),
    body: shortened(`${topic.marker}\n${issue.body}`, longestBody),
  };
  const open = known.find(({ state }) => state === 'open');
  const last = known.at(-1);
  if (last === undefined) return { kind: 'open', words };
  if (topic.onlyOnce || (!mayUpdate && !isOver(topic, last))) return { kind: 'nothing' };
  if (open !== undefined) {
    const isSame = open.title === words.title && sameBody(open.body ?? '', words.body);
    return isSame ? { kind: 'nothing' } : { kind: 'update', number: open.number, words };
  }
  const isLeft = topic.staysClosed ? !isOver(topic, last) : sameBody(last.body ?? '', words.body);
  return isLeft ? { kind: 'nothing' } : { kind: 'open', words };
}

/** @param now milliseconds since the epoch */
export function createOwnIssues(github: GitHub, now: () => number): OwnIssueReads & OwnIssueWrites {
  const turns = new Map<string, Promise<unknown>>();
  const opened = createLruCache<{ readonly number: number; readonly at: number }>(1_000);

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
      .filter(({ user, body }) => sameText(user?.login ?? '', login) && (body ?? '').includes(marker))
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
    if (typeof known === 'string') return { kind: 'refused', why: known };
    const edit = (number: number, change: Readonly<Record<string, string>>) => {
      before();
      const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
      return taken(rest, route, { owner, repo, issue_number: number, ...change });
    };
    const step = issue === null ? toEnd(topic, known) : toTell(topic, known, issue, mayUpdate);
    switch (step.kind) {
      case 'nothing':
        return step;
      case 'end': {
        for (const { number, body, state } of step.issues) {
          const over = { body: shortened(`${topic.overMarker}\n${body ?? ''}`, longestBody) };
          const close = { state: 'closed', state_reason: 'completed' };
          const answer = await edit(number, state === 'open' ? { ...over, ...close } : over);
          if (answer.kind !== 'found') return refused(answer);
        }
        const first = step.issues.find(({ state }) => state === 'open');
        return first === undefined ? { kind: 'nothing' } : { kind: 'closed', number: first.number };
      }
      case 'update': {
        const answer = await edit(step.number, step.words);
        return answer.kind === 'found' ? { kind: 'updated', number: step.number } : refused(answer);
      }
      case 'open': {
        const place = `${topic.marker} ${repository.toLowerCase()}`;
        const last = opened.get(place);
        const isListed = known.some(({ number }) => number === last?.number);
        if (last !== undefined && last.at > now() - unseen && !isListed)
          throw new TryLater(`${repository}#${last.number}, opened a moment ago, is not listed yet.`);
        before();
        const answer = await taken(rest, 'POST /repos/{owner}/{repo}/issues', { owner, repo, ...step.words });
        if (answer.kind !== 'found') return refused(answer);
        const { number } = listed.pick({ number: true }).parse(answer.data);
        opened.set(place, { number, at: now() });
        return { kind: 'opened', number };
      }
      default:
        return step satisfies never;
    }
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
    editOnboarding: ({ installation, repository, edit }, before = () => {}) =>
      inTurn(repository, async () => {
        const rest = await github.rest(installation);
        const known = await ours(onboarding, rest, repository);
        if (typeof known === 'string') return { kind: 'refused', why: known };
        const open = known.find(({ state }) => state === 'open');
        const body = edit(open?.body ?? '');
        if (open === undefined || sameBody(open.body ?? '', body)) return { kind: 'nothing' };
        const [owner, repo] = repository.split('/');
        const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
        before();
        const answer = await taken(rest, route, { owner, repo, issue_number: open.number, body });
        return answer.kind === 'found' ? { kind: 'updated', number: open.number } : refused(answer);
      }),
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

const sameBody = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();
