/**
 * Who pushed the commits of a pull request. A commit's author is a text that whoever made it wrote, and GitHub signs commits
 * with any author that a caller of its API names; which account pushed is GitHub's own knowledge. It is in the suite that
 * GitHub makes for our App with each push, for the last commit of the push: `CheckSuite.push` of GitHub's GraphQL schema.
 */
import type { Actor, PullRequest } from '../../handoff/index.ts';
import type { Item } from '../../tracker.ts';
import { createLruCache } from '../../lru-cache.ts';
import { actorOf } from './actor.ts';
import { answers, type PushAnswer, ask, pushesOf } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';

type Pushed = { readonly oid: string; readonly push: PushAnswer | null };

/**
 * Each account that pushed one of these commits, once; null among them: some commit, and GitHub does not tell who pushed it.
 * @param tip the last commit
 * @param commits oldest first
 */
export function pushersIn(tip: string, commits: readonly Pushed[], self: string): readonly (Actor | null)[] {
  const pushes = new Map(
    commits.flatMap(({ oid, push }) => (push?.nextSha === oid ? [[oid, push] as const] : [])),
  );
  const known = new Set(commits.map(({ oid }) => oid));
  // Each push goes on from the one before it, or begins anew: what it went on from was pushed as well.
  const isWhole =
    commits.at(-1)?.oid === tip &&
    pushes.has(tip) &&
    [...pushes.values()].every(
      ({ previousSha }) => previousSha === null || !known.has(previousSha) || pushes.has(previousSha),
    );
  const found = new Map(
    [...pushes.values()].map(({ pusher }) => [`${pusher?.kind} ${pusher?.login}`, actorOf(pusher, self)]),
  );
  return isWhole ? [...found.values()] : [...found.values(), null];
}

export type Pushers = {
  /** As `PullRequest.pushers`: one request for each head with several commits. */
  readonly pushersOf: (
    item: Pick<Item, 'installation'>,
    pull: PullRequest,
  ) => Promise<readonly (Actor | null)[]>;
};

export function createPushers(github: GitHub): Pushers {
  const kept = createLruCache<readonly (Actor | null)[]>(1_000);
  return {
    async pushersOf({ installation }, { item: { id }, tip, pushers, compared }) {
      if (pushers !== undefined) return pushers;
      if (tip === undefined) return [null];
      const key = `${id} ${tip} ${compared?.base ?? ''}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const self = await github.self();
      const variables = { id, app: self.id };
      const answer = await ask(github, installation, {
        document: pushesOf,
        variables,
        answer: answers.pushesOf,
      });
      const node = answer?.node ?? null;
      // Of a head that moved meanwhile, another look asks.
      if (node === null || node.headRefOid !== tip) return [null];
      const commits = (node.commits.nodes ?? []).flatMap((each): readonly Pushed[] =>
        each === null
          ? []
          : [{ oid: each.commit.oid, push: each.commit.checkSuites?.nodes?.at(0)?.push ?? null }],
      );
      const found = pushersIn(tip, commits, self.login);
      const all = commits.length === node.commits.totalCount ? found : [...found, null];
      // What GitHub has not told yet, it may tell the next time.
      if (!all.includes(null)) kept.set(key, all);
      return all;
    },
  };
}
