/** The files that a policy is written in, its own and those that it builds on: which they are, and where people see them. */
import { sameText } from '../../../same-text.ts';
import type { KeptText } from '../../../store/index.ts';
import type { Repository } from '../../../tracker.ts';
import type { FoundBase } from './bases.ts';

/** Where a policy is written: `repository` is `owner/name`, `oid` the blob's id. */
export type Source = Omit<KeptText, 'text'>;

/** True for the same file with the same text. */
export function isSameFile(
  one: Pick<Source, 'repository' | 'path'> & { readonly oid: string | null },
  other: Pick<Source, 'repository' | 'path'> & { readonly oid: string | null },
): boolean {
  return one.oid === other.oid && one.path === other.path && sameText(one.repository, other.repository);
}

/** Tells one combination of files from another. */
export function nameOf(own: Source, chain: readonly FoundBase[]): string {
  const links = chain.map((base) => `${base.kind} ${base.repository} ${base.path} ${base.oid}`);
  return [`${own.repository} ${own.path} ${own.oid}`, ...links].join('\n');
}

export const placeOf = ({ repository, path, oid }: Source): Source => ({ repository, path, oid });

export const asFound = ({ repository, path, oid, text }: KeptText): FoundBase => ({
  kind: 'file',
  repository,
  path,
  oid,
  text,
});

/** The files of a chain that was good: all of them were there, with their texts. */
export function textsOf(chain: readonly FoundBase[]): readonly KeptText[] {
  return chain.flatMap((base) =>
    base.kind === 'file' && base.text !== null && base.oid !== null
      ? [{ repository: base.repository, path: base.path, oid: base.oid, text: base.text }]
      : [],
  );
}

export function isSame(some: readonly Source[], others: readonly Source[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, index) => {
      const other = others[index];
      return one.oid === other?.oid && one.path === other.path && one.repository === other.repository;
    })
  );
}

/** The file on its repository's default branch, on the same pages as `near`. */
export function fileUrl(near: Repository, { repository, path }: Pick<Source, 'repository' | 'path'>): string {
  const pages = near.url.toLowerCase().endsWith(`/${near.name.toLowerCase()}`)
    ? near.url.slice(0, -near.name.length - 1)
    : new URL(near.url).origin;
  const steps = [...repository.split('/'), 'blob', 'HEAD', ...path.split('/')];
  return [pages, ...steps.map(encodeURIComponent)].join('/');
}
