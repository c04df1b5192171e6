/** What of the board somebody asks for, in the address of the page: it can be sent on, and kept as a bookmark. */
import { permissions } from '../../policy/index.ts';
import type { BoardAccount, BoardFilter } from '../../store/index.ts';
import { seenAs, type Sight } from '../site/index.ts';

/** As it stands in the address; empty: anything. */
export type Asked = {
  readonly role: string;
  readonly person: string;
  /** `owner/name`. */
  readonly repo: string;
  /** In titles and names. */
  readonly text: string;
  readonly kind: Kind | '';
  /** What waits for whoever asks, and nothing else. */
  readonly isMine: boolean;
  /** One column alone, page by page; empty: all, with the first few of each. */
  readonly column: string;
  /** From 1. */
  readonly page: number;
};

export const kinds = ['issue', 'pull-request', 'jira-issue'] as const;
type Kind = (typeof kinds)[number];

/** No name and no search is longer. */
const longest = 200;
/** So many on a page of one column. */
export const onAPage = 50;
const lastPage = 1000;

/** @param search of the address. PostgreSQL has no text with a NUL in it. */
export function askedIn(search: URLSearchParams): Asked {
  const text = (name: string): string =>
    (search.get(name) ?? '').replaceAll('\0', '').trim().slice(0, longest);
  const page = Number(text('page'));
  return {
    role: text('role'),
    person: text('person').replace(/^@/, ''),
    repo: text('repo'),
    text: text('text'),
    kind: kinds.find((each) => each === text('kind')) ?? '',
    isMine: text('for') === 'me',
    column: text('column'),
    page: Number.isInteger(page) && page > 0 && page <= lastPage ? page : 1,
  };
}

/** The page that shows it. */
export function addressOf({ role, person, repo, text, kind, isMine, column, page }: Asked): string {
  const all: readonly [string, string][] = [
    ['role', role],
    ['person', person],
    ['repo', repo],
    ['text', text],
    ['kind', kind],
    ['for', isMine ? 'me' : ''],
    ['column', column],
    ['page', page === 1 ? '' : String(page)],
  ];
  const search = new URLSearchParams(all.filter(([, value]) => value !== ''));
  return search.size === 0 ? '/' : `/?${search.toString()}`;
}

export const everything: Asked = askedIn(new URLSearchParams());

/** True when it is less than everything, whatever column of it. */
export const isFiltered = (asked: Asked): boolean => addressOf({ ...asked, column: '', page: 1 }) !== '/';

/** A repository that is not seen is like one that is not there: nothing is in it. */
export function filterOf(
  { role, person, repo, text, kind, isMine, column }: Asked,
  sight: Sight,
  account: number | null,
): BoardFilter {
  const asked = repo.split('/', 2).join('/');
  return {
    ...(role === '' ? {} : { role }),
    ...(person === '' ? {} : { person }),
    ...(text === '' ? {} : { text }),
    ...(kind === '' ? {} : { kind }),
    ...(repo === '' ? {} : { repository: seenAs(sight, asked)?.id ?? '' }),
    ...(isMine ? { waitsFor: accountOf(account, sight) } : {}),
    ...(column === '' ? {} : { stage: column }),
  };
}

/** Somebody by whose roles items are found. `account` null: nobody, for whom nothing waits. */
export function accountOf(account: number | null, sight: Sight): BoardAccount {
  if (account === null) return { id: '', holds: [] };
  const seen = [...sight.values()];
  return {
    id: String(account),
    holds: permissions.map((permission, rank) => ({
      permissions: permissions.slice(0, rank + 1),
      repositories: seen.filter((each) => each.permission === permission).map(({ id }) => id),
    })),
  };
}
