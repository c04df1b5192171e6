/** The policy of a repository, for its page: what is in force, and what its file says now. */
import { inPortions } from '../../in-portions.ts';
import { nextBase, readingPolicy, type Base, type Policy, type Problem } from '../../policy/index.ts';
import type { Reads } from '../../github/index.ts';
import type { Store } from '../../store/index.ts';
import { TryLater } from '../../tracker.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { askingAs } from '../../urgency.ts';
import type { SeenRepository } from '../site/index.ts';

export type File = {
  readonly repository: string;
  readonly path: string;
  /** null: too large, or no text. */
  readonly text: string | null;
};

export type PolicyThere = {
  /** null: none is, and none ever was. */
  readonly inForce: {
    readonly policy: Policy;
    readonly file: File;
    /** What it builds on, one on the other. */
    readonly bases: readonly File[];
    /** Milliseconds since the epoch; null: Baton has not decided anything by it yet. */
    readonly since: number | null;
  } | null;
  /** The file on the default branch, where it is not what is in force. */
  readonly now:
    | { readonly kind: 'same' }
    | { readonly kind: 'none' }
    /** It could not be asked for; the sentence says why. */
    | { readonly kind: 'unknown'; readonly why: string }
    | { readonly kind: 'broken'; readonly file: File; readonly problems: readonly Problem[] };
  /** Where GitHub's pages are: `https://github.com`; null: not known. */
  readonly site: string | null;
  /** The default branch; null: not known. */
  readonly branch: string | null;
};

/** Milliseconds that an answer of GitHub's is kept, for all who look. */
const kept = 60_000;

export type PolicyReader = (repository: SeenRepository) => Promise<PolicyThere>;

type Deps = {
  readonly reads: Pick<Reads, 'readRepository'>;
  readonly store: Pick<Store, 'lastGood' | 'base'>;
  readonly clock: () => number;
};

/** Asks GitHub once in a minute at most; what is in force is in the store. */
export function createPolicyReader({ reads, store, clock }: Deps): PolicyReader {
  const asked = createTtlCache<Awaited<ReturnType<Reads['readRepository']>>>(500, kept, clock);

  async function chainOf(installation: number, own: File): Promise<readonly Base[]> {
    const bases: Base[] = [];
    for (let next = nextBase(own, bases); next !== null; next = nextBase(own, bases)) {
      const found = (await store.base(installation, next))?.found;
      if (found === undefined) break;
      if (found.kind === 'file') bases.push({ ...next, kind: 'file', text: found.text });
      else bases.push({ ...next, kind: found.kind });
    }
    return bases;
  }

  return async ({ id, name, installation }) => {
    const good = await store.lastGood(id);
    const inForce = good === null ? null : await readGood(good, name);
    let seen;
    try {
      const key = `${installation} ${id}`;
      seen = await asked.read(key, () => askingAs('sweep', () => reads.readRepository(installation, name)));
    } catch (error) {
      if (!(error instanceof TryLater)) throw error;
      return { inForce, now: { kind: 'unknown', why: error.message }, site: null, branch: null };
    }
    if (seen !== null && seen.repository.id !== id) {
      const why = 'On GitHub, another repository has this name by now.';
      return { inForce, now: { kind: 'unknown', why }, site: null, branch: null };
    }
    const where = {
      site: seen === null ? null : siteOf(seen.repository),
      branch: seen?.repository.defaultBranch ?? null,
    };
    if (seen === null || seen.policy.kind === 'none') return { inForce, now: { kind: 'none' }, ...where };
    const file = seen.policy;
    if (good !== null && good.oid === file.oid && good.path === file.path)
      return { inForce, now: { kind: 'same' }, ...where };
    const bases = await chainOf(installation, file);
    const { repository } = file;
    const read = await inPortions(
      readingPolicy(file.text, file.path, { repository, bases, quotes: 'nothing' }),
    );
    if (read.kind === 'problems')
      return { inForce, now: { kind: 'broken', file, problems: read.problems }, ...where };
    const files = bases.flatMap((base) => (base.kind === 'file' ? [base] : []));
    return {
      inForce: { policy: read.policy, file, bases: files, since: good?.since ?? null },
      now: { kind: 'same' },
      ...where,
    };
  };
}

type Good = NonNullable<Awaited<ReturnType<Store['lastGood']>>>;

async function readGood(good: Good, name: string): Promise<PolicyThere['inForce']> {
  const bases = good.bases.map((base): Base => ({ ...base, kind: 'file' }));
  const read = await inPortions(
    readingPolicy(good.text, good.path, { repository: good.repository || name, bases }),
  );
  // A newer version of Baton may read it in another way: then its looks find that out.
  return read.kind === 'problems'
    ? null
    : { policy: read.policy, file: good, bases: good.bases, since: good.since };
}

/** `https://github.com`, or below it where pages of GitHub Enterprise Server are. */
function siteOf({ url, name }: { readonly url: string; readonly name: string }): string {
  return url.toLowerCase().endsWith(`/${name.toLowerCase()}`)
    ? url.slice(0, -name.length - 1)
    : new URL(url).origin;
}
