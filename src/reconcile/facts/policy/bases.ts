/**
 * What the policies say that others build on. It is kept in the store, so that a look at an item asks nobody: a push tells
 * that one may have changed, and looks at repositories and the sweep read what was not read for long.
 */
import { inPortions } from '../../../in-portions.ts';
import { createLruCache } from '../../../lru-cache.ts';
import type { Reads } from '../../../github/index.ts';
import type { Want } from '../../../inbox/index.ts';
import { mayShow, type Visibility } from '../../../handoff/index.ts';
import { later, wantOf } from '../../../items.ts';
import { matcher, nextBase, openingPolicy, type Base, type PolicyPlace } from '../../../policy/index.ts';
import type { Found, KeptBase, Store } from '../../../store/index.ts';
import type { Item, Repository } from '../../../tracker.ts';

/** A base as it was found; `oid`: the blob's id, null where there is no file. */
export type FoundBase = Base & {
  readonly oid: string | null;
  /** Who can read its repository; absent: not known. */
  readonly visibility?: Visibility;
};

/** Where policies to build on are kept, where whoever runs Baton says nothing else: nobody is to read other files. */
const usualBasePaths: readonly string[] = ['.github/**/*.yml', '.github/**/*.yaml'];

/** Somebody who proposes a policy. */
export type Proposer = {
  /** What they propose is in another repository: whoever can read this one may have written it. */
  readonly isFork: boolean;
  /** Whether they can write where they propose it, and read a repository. @throws {TryLater} */
  readonly canRead: (repository: string) => Promise<boolean>;
};

export type Bases = {
  /**
   * The policies that a policy builds on, one on the other.
   * @param user the repository that it is for, which is looked at again whenever one of them changes; null: nobody is
   * @param fresh true: none may have been read too long ago
   * @throws {TryLater} when one could not be read
   */
  of(
    installation: number,
    own: PolicyFile,
    user: Pick<Repository, 'id' | 'name'> | null,
    fresh: boolean,
  ): Promise<readonly FoundBase[]>;
  /**
   * The same for a policy that somebody proposes: those that they need not be able to read are withheld.
   * @throws {TryLater}
   */
  ofProposal(installation: number, own: PolicyFile, by: Proposer): Promise<readonly FoundBase[]>;
  /**
   * Reads the policies that a repository's builds on, where that was too long ago and nothing was heard of them since.
   * @throws {TryLater}
   */
  readonly refresh: (installation: number, repository: string) => Promise<void>;
};

/** `oid`: null where it is not known. */
type PolicyFile = PolicyPlace & { readonly text: string | null; readonly oid: string | null };

export type BasesOptions = {
  readonly store: Pick<
    Store,
    'base' | 'startReading' | 'keepBase' | 'addBase' | 'dropBases' | 'basesOf' | 'usersOf'
  >;
  readonly reads: Pick<Reads, 'readBase'>;
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  /** By our clock (milliseconds since the epoch). */
  readonly now: () => number;
  /** Globs of the paths that can be built on; default: `usualBasePaths`. */
  readonly paths?: readonly string[];
};

/** Milliseconds after which what no event told of is read again, where there is time for it. */
const long = 20 * 60_000;

export function createBases({ store, reads, want, now, paths = usualBasePaths }: BasesOptions): Bases {
  const isBase = matcher(paths);
  /** Readings under way. */
  const underWay = new Map<string, Promise<Found>>();
  /** What is to be read next, by what was read: texts are taken apart once. */
  const nexts = createLruCache<{ readonly place: PolicyPlace | null }>(1_000);
  /** By repository: the bases that are noted, one a line. */
  const noted = createLruCache<string>(10_000);

  async function next(own: PolicyFile, found: readonly FoundBase[]): Promise<PolicyPlace | null> {
    const key = [own, ...found].map((each) => `${nameOf(each)} ${each.oid}`).join('\n');
    const known = own.oid === null ? undefined : nexts.get(key);
    if (known !== undefined) return known.place;
    const last = found.at(-1) ?? { kind: 'file' as const, ...own };
    if (last.kind === 'file') await inPortions(openingPolicy(last.text));
    const place = nextBase(own, found);
    if (own.oid !== null) nexts.set(key, { place });
    return place;
  }

  /** What is there, asked for at most once at a time, and not where somebody else has asked meanwhile. */
  async function read(
    installation: number,
    place: PolicyPlace,
    isEnough: (kept: KeptBase) => boolean,
  ): Promise<Found> {
    const reading = await store.startReading(installation, place);
    // One that began before something changed is not what is wanted now.
    const key = `${installation} ${nameOf(place)} ${reading}`;
    const before = underWay.get(key);
    if (before !== undefined) return before;
    const found = (async (): Promise<Found> => {
      const kept = await store.base(installation, place);
      if (kept !== null && isEnough(kept)) return kept.found;
      const { repositoryId, ...there } = {
        repositoryId: null,
        ...(await reads.readBase(installation, place)),
      };
      await store.keepBase(installation, place, { found: there, repositoryId, reading }, now());
      return there;
    })();
    underWay.set(key, found);
    const over = (): void => void underWay.delete(key);
    found.then(over, over);
    return found;
  }

  async function one(installation: number, place: PolicyPlace, fresh: boolean): Promise<Found> {
    const isEnough = ({ isStale, readAt }: KeptBase): boolean =>
      !isStale && (!fresh || readAt > now() - long);
    const kept = await store.base(installation, place);
    if (kept !== null && isEnough(kept)) return kept.found;
    const found = await read(installation, place, isEnough);
    // No event told of it, so nobody else looks again.
    if (kept !== null && !kept.isStale && !isSame(found, kept.found)) await wantUsers(installation, place);
    return found;
  }

  async function wantUsers(installation: number, place: PolicyPlace): Promise<void> {
    const users = await store.usersOf(installation, place);
    const why = { priority: later, only: 'policy' } as const;
    await want(users.map((user) => wantOf({ kind: 'repository', ...user }, why)));
  }

  /** The whole chain. `by`: who proposes it, if it is not in force; `before` is called before each is read. */
  async function chainOf(
    installation: number,
    own: PolicyFile,
    { fresh, by = null, before = async () => {} }: Chaining,
  ): Promise<readonly FoundBase[]> {
    const found: FoundBase[] = [];
    for (;;) {
      const place = await next(own, found);
      if (place === null) return found;
      if (!isBase(place.path)) return [...found, { ...place, kind: 'no-base', oid: null }];
      await before(place);
      const there = await one(installation, place, fresh);
      if (by !== null && !(await isReadable(place, there, own, by)))
        return [...found, { ...place, kind: 'withheld', from: by.isFork ? 'fork' : 'branch', oid: null }];
      found.push(there.kind === 'file' ? { ...place, ...there } : { ...place, ...there, oid: null });
    }
  }

  return {
    async of(installation, own, user, fresh) {
      const key = user === null ? '' : `${installation} ${user.id}`;
      const found = await chainOf(installation, own, {
        fresh,
        before: async (place) => {
          const isNoted = noted.get(key)?.split('\n').includes(nameOf(place)) === true;
          // Before it is read: what changes afterwards is told.
          if (user !== null && (fresh || !isNoted)) await store.addBase(user, installation, place);
        },
      });
      const names = found.map(nameOf).join('\n');
      if (user !== null && (fresh || (noted.get(key) ?? '') !== names)) {
        await store.dropBases(user.id, installation, found);
        noted.set(key, names);
      }
      return found;
    },
    ofProposal: (installation, own, by) => chainOf(installation, own, { fresh: true, by }),
    async refresh(installation, repository) {
      for (const place of await store.basesOf(repository, installation)) {
        const kept = await store.base(installation, place);
        // Where an event told of a change, looks are wanted already, and read it.
        if (kept !== null && !kept.isStale) await one(installation, place, true);
      }
    },
  };
}

const nameOf = ({ repository, path }: PolicyPlace): string => `${repository.toLowerCase()} ${path}`;

type Chaining = {
  readonly fresh: boolean;
  readonly by?: Proposer | null;
  readonly before?: (place: PolicyPlace) => Promise<void>;
};

/** True when whoever proposes a policy can read one that it builds on. */
async function isReadable(
  place: PolicyPlace,
  there: Found,
  own: PolicyPlace,
  by: Proposer,
): Promise<boolean> {
  const visibility = there.kind === 'unseen' ? 'private' : there.visibility;
  if (mayShow({ ...place, visibility }, own)) return true;
  return !by.isFork && there.kind !== 'unseen' && (await by.canRead(place.repository));
}

function isSame(one: Found, other: Found): boolean {
  return one.kind === 'file' && other.kind === 'file' ? one.oid === other.oid : one.kind === other.kind;
}
