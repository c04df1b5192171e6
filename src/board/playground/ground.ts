/** What a playground stands on: nothing, or the policy of a repository that the visitor sees. */
import { nextBase, type Base } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import type { File, PolicyThere } from '../policy/index.ts';
import type { SeenRepository } from '../site/index.ts';

export type Ground = {
  /** `owner/name`. */
  readonly repository: string;
  /** What to begin with; null: a preset. */
  readonly text: string | null;
  /** Files that a text may build on here. */
  readonly bases: readonly File[];
  /** Where the text could be proposed; null: nowhere. */
  readonly target: Target | null;
  /** Where the form goes. */
  readonly action: string;
  /** On whose issues it can be tried; null: on none. */
  readonly seen: SeenRepository | null;
};

export type Target = {
  /** Of GitHub's pages: `https://github.com`. */
  readonly site: string;
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
  /** Whether there is a file already. */
  readonly isThere: boolean;
};

/** A repository that nobody has. */
export const nowhere: Ground = {
  repository: 'example/coupons',
  text: null,
  bases: [],
  target: null,
  action: '/playground',
  seen: null,
};

export const usualPath = '.github/roles.yml';

/** @param sees whether the visitor sees a repository: of what they do not see, nothing can be found out by trying */
export function groundOf(
  seen: SeenRepository,
  { inForce, now, site, branch }: PolicyThere,
  sees: (repository: string) => boolean,
): Ground {
  const { name } = seen;
  const file = now.kind === 'broken' ? now.file : now.kind === 'none' ? null : (inForce?.file ?? null);
  const isOwn = file !== null && sameText(file.repository, name);
  const text = file !== null && sees(file.repository) ? file.text : null;
  const target =
    site === null || branch === null
      ? null
      : { site, repository: name, branch, path: isOwn ? file.path : usualPath, isThere: isOwn };
  return {
    repository: name,
    text,
    bases: (inForce?.bases ?? []).filter(({ repository }) => sees(repository)),
    target,
    action: `/${name.split('/').map(encodeURIComponent).join('/')}/playground`,
    seen,
  };
}

/** The files that a text builds on, as far as they are at hand. It reads the text, which takes a moment. */
export function chainFor(
  text: string,
  { repository, bases }: Pick<Ground, 'repository' | 'bases'>,
): readonly Base[] {
  const own = { repository, path: usualPath, text };
  const chain: Base[] = [];
  for (let next = nextBase(own, chain); next !== null; next = nextBase(own, chain)) {
    const { path, repository: wanted } = next;
    const found = bases.find((each) => sameText(each.repository, wanted) && each.path === path);
    if (found === undefined) break;
    chain.push({ ...next, kind: 'file', text: found.text });
  }
  return chain;
}
