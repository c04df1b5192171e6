/**
 * Which policy is in force in a repository: what its file says now, or what it said when it was last good.
 * That a policy ended is noted by the look at the repository (`repository.ts`), once every open item is to be looked at.
 */
import { inPortions } from '../../../in-portions.ts';
import { createLruCache } from '../../../lru-cache.ts';
import { mayShow, type PolicyTimes } from '../../../handoff/index.ts';
import {
  namesKept,
  namesWrittenAgain,
  readingPolicy,
  twoPolicies,
  type Policy,
  type PolicyResult,
  type Problem,
} from '../../../policy/index.ts';
import type { Store } from '../../../store/index.ts';
import { ApiMoved, TryLater, type PolicySource, type Repository } from '../../../tracker.ts';
import type { Bases, FoundBase } from './bases.ts';
import { asFound, fileUrl, isSame, isSameFile, nameOf, placeOf, textsOf, type Source } from './sources.ts';
import { policyTimes } from './times.ts';
import { sameText } from '../../../same-text.ts';

export type InForce =
  /** There is no file, neither the repository's nor its owner's. */
  | { readonly kind: 'none' }
  /** There is a file, and there never was a good one. `url`: of the file, for people. */
  | {
      readonly kind: 'broken';
      readonly source: Source;
      readonly problems: readonly Problem[];
      readonly url: string;
    }
  | {
      readonly kind: 'policy';
      readonly policy: Policy;
      /** The file as it is now; where it is broken, as it was when it was last good. */
      readonly source: Source;
      /** The policies that it builds on, one on the other. */
      readonly bases: readonly Source[];
      /** Since when a policy is in force here (milliseconds since the epoch); what was done before is left alone. */
      readonly since: number;
      /** Since when it says what it says. */
      readonly times: PolicyTimes;
      /** Of the file on the default branch, for people. */
      readonly url: string;
      /** What is wrong with the file as it is now; null: nothing. */
      readonly problems: readonly Problem[] | null;
    };

/**
 * @param fresh true: what it builds on may not have been read too long ago
 * @throws {TryLater} when it cannot be found out now
 */
export type PolicyInForce = (
  installation: number,
  repository: Repository,
  source: PolicySource,
  fresh?: boolean,
) => Promise<InForce>;

export type InForceOptions = {
  readonly bases: Pick<Bases, 'of'>;
  readonly store: Pick<Store, 'lastGood' | 'keepGood' | 'restate' | 'mark' | 'setMark'>;
  readonly reads: {
    /** When the App came to the repository, `owner/name`; null: not known. */
    installationSince(installation: number, repository: string): Promise<number | null>;
    /** When the file came to the default branch first; null: not known. */
    firstCommitOf(installation: number, repository: string, path: string): Promise<number | null>;
    /** When the file on the default branch became what it is; null: not known. */
    lastCommitOf(installation: number, repository: string, path: string): Promise<number | null>;
  };
  /** What time it is on the tracker (milliseconds since the epoch). */
  readonly now: () => number;
};

/** Clocks differ, and a commit is older than its push. */
const leeway = 60_000;

/** How often a repository's looks wait for an answer to "since when", before they do without one. */
const patience = 2;

export function createInForce({ bases, store, reads, now }: InForceOptions): PolicyInForce {
  const parsed = createLruCache<PolicyResult>(1_000);
  /** By repository: the resolution under way, and the one after which the next begins. */
  const underWay = new Map<string, { readonly source: string; readonly found: Promise<InForce> }>();
  const unanswered = createLruCache<number>(1_000);
  /** Repositories whose file was seen broken, and never good. */
  const neverGood = createLruCache<true>(10_000);

  async function parse(
    own: Source & { readonly text: string | null },
    chain: readonly FoundBase[],
    quotes: 'combined' | 'nothing',
  ): Promise<PolicyResult> {
    const key = `${quotes} ${nameOf(own, chain)}`;
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const { repository } = own;
    const result = await inPortions(readingPolicy(own.text, own.path, { repository, bases: chain, quotes }));
    parsed.set(key, result);
    return result;
  }

  /** An answer that cannot be had twice in a row is done without: the policy matters more than its age. */
  async function answered(repository: string, ask: () => Promise<number | null>): Promise<number | null> {
    try {
      return await ask();
    } catch (error) {
      const before = unanswered.get(repository) ?? 0;
      // What GitHub does not know at all is for an operator, who would not hear of it otherwise.
      if (error instanceof ApiMoved) throw error;
      if (!(error instanceof TryLater)) return null;
      if (error.scope === 'installation' || before < patience) {
        unanswered.set(repository, before + 1);
        throw error;
      }
      return null;
    }
  }

  async function since(installation: number, { id }: Repository, source: Source): Promise<number> {
    const written = await answered(id, () =>
      reads.firstCommitOf(installation, source.repository, source.path),
    );
    // A commit's date is whatever its writer's clock said.
    return Math.max(0, Math.min(written ?? 0, now()) - leeway);
  }

  /** What was done while the file could not be used was done under no policy, however old the file is. */
  async function mended(
    installation: number,
    { id }: Repository,
    sources: readonly Source[],
  ): Promise<number> {
    const written = await Promise.all(
      sources.map(({ repository, path }) =>
        answered(id, () => reads.lastCommitOf(installation, repository, path)),
      ),
    );
    // Told by the tracker's clock, where it can be: ours may be ahead of everything that is still to be done.
    return Math.min(...(written.includes(null) ? [] : [Math.max(...written.map(Number))]), now());
  }

  /** What was done before the App was there, or while it was away, is left alone. */
  async function installed(installation: number, { id, name }: Repository): Promise<number> {
    const at = await answered(id, () => reads.installationSince(installation, name));
    // Also where that is still to come by our clock: it is the tracker's own time.
    return Math.max(0, (at ?? 0) - leeway);
  }

  async function resolve(
    installation: number,
    repository: Repository,
    source: Extract<PolicySource, { kind: 'file' }>,
    chain: readonly FoundBase[],
  ): Promise<InForce> {
    const good = await store.lastGood(repository.id);
    const { text, kind: _, also, ...here } = source;
    const url = fileUrl(repository, here);
    const result =
      also === undefined
        ? await parse(source, chain, quotesIn(source, chain, repository, good?.bases ?? []))
        : twoPolicies(here.path, also);
    if (result.kind === 'policy') {
      const wasBroken = good === null && neverGood.get(repository.id) !== undefined;
      const texts = textsOf(chain);
      const under = texts.map(placeOf);
      const [present, written] = await Promise.all([
        installed(installation, repository),
        good?.since ??
          (wasBroken
            ? mended(installation, repository, [here, ...under])
            : since(installation, repository, here)),
      ]);
      const at = Math.max(present, written);
      const isNew = good === null || !isSame([good, ...good.bases], [here, ...under]);
      if (text !== null && isNew) {
        const before = good === null ? [] : [good, ...good.bases];
        // Before it is kept: a look that breaks off in between does it again.
        await store.restate(
          repository.id,
          namesKept(result.policy),
          namesWrittenAgain(before, [{ ...here, text }, ...texts]),
        );
      }
      if (text !== null && (isNew || at > good.since)) {
        await store.keepGood(repository.id, { ...here, text, bases: texts }, at);
      }
      const { policy } = result;
      const changed = (): Promise<number> => mended(installation, repository, [here, ...under]);
      const times = await policyTimes(store, repository.id, policy, { written: changed, now: now() });
      return { kind: 'policy', policy, source: here, bases: under, since: at, times, url, problems: null };
    }
    const { problems } = result;
    const before = good === null ? null : await parse(good, good.bases.map(asFound), 'nothing');
    if (good === null || before?.kind !== 'policy') {
      neverGood.set(repository.id, true);
      return { kind: 'broken', source: here, problems, url };
    }
    return {
      kind: 'policy',
      policy: before.policy,
      source: placeOf(good),
      bases: good.bases.map(placeOf),
      times: await policyTimes(store, repository.id, before.policy, {
        written: async () => now(),
        now: now(),
      }),
      since: Math.max(good.since, await installed(installation, repository)),
      url,
      problems,
    };
  }

  return async (installation, repository, source, fresh = false) => {
    if (source.kind === 'none') return { kind: 'none' };
    const chain = await bases.of(installation, source, repository, fresh);
    const wanted = `${nameOf(source, chain)} ${source.also ?? ''}`;
    const before = underWay.get(repository.id);
    if (before?.source === wanted) return before.found;
    const run = (): Promise<InForce> => resolve(installation, repository, source, chain);
    const found = before === undefined ? run() : before.found.then(run, run);
    const entry = { source: wanted, found };
    underWay.set(repository.id, entry);
    const over = (): void => {
      if (underWay.get(repository.id) === entry) underWay.delete(repository.id);
    };
    found.then(over, over);
    return found;
  };
}

/**
 * What problems of a policy may quote: they are told in the repository that holds it, whose readers need not be able to
 * read what it builds on. Of a holder that is not the repository that is looked at, nobody knows who reads it.
 * @param shown what was in force with a good policy, and is shown there anyway
 */
function quotesIn(
  own: Pick<Source, 'repository'>,
  chain: readonly FoundBase[],
  { name, visibility }: Repository,
  shown: readonly Source[],
): 'combined' | 'nothing' {
  const isPrivate = visibility === 'private' && sameText(own.repository, name);
  const isShown = (base: FoundBase): boolean =>
    mayShow(base, own) || shown.some((one) => isSameFile(one, base));
  return isPrivate || chain.every(isShown) ? 'combined' : 'nothing';
}
