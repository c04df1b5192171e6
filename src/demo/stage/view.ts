/** What a page is made from, and the small parts of all pages. */
import { html as escaping } from 'hono/html';

import type { Item, Sandbox } from '@baton/sandbox';

import { html, named, type Content, type Html } from '../../pages/index.ts';
import type { Explanation } from '../../reconcile/index.ts';
import { repository } from '../github.ts';
import type { Happening } from './stage.ts';

export type View = {
  readonly github: Sandbox;
  /** Where Baton's own pages are. */
  readonly board: string;
  readonly you: string;
  /** How many steps of the story were played; null: everything may be done. */
  readonly played: number | null;
  readonly past: readonly Happening[];
  readonly count: number;
  /** What every form has to show. */
  readonly key: string;
  /** The issue or the pull request of the page; null: it has none. */
  readonly item: Item | null;
  /** What Baton thinks of it; null: it is being evaluated. */
  readonly explained: Explanation | null;
};

export const isFree = ({ played }: View): boolean => played === null;

export type Filling = {
  /** Of the form; where a reader is led back to who has no script. */
  readonly id: string;
  readonly to: string;
  readonly class?: string;
};

/** A form that acts. */
export const form = ({ key }: View, { id, to, ...how }: Filling, content: Content): Html =>
  html`<form method="post" action="${to}" id="${id}"${how.class !== undefined && html` class="${how.class}"`}><input type="hidden" name="key" value="${key}"><input type="hidden" name="at" value="${id}">${content}</form>
`;

/** All of a text, to be edited: nothing of it is left out, however long. */
export function whole(text: string): Html {
  const made = escaping`${text}`;
  if (made instanceof Promise) throw new TypeError('A text waits for nothing.');
  return made;
}

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

export const when = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${format.format(at)} UTC</time>`;

export const person = (login: string): Html => html`<b class="person">${named(login, 40)}</b>`;

/** Where GitHub's pages are here, which has none of its own, and Baton's, with whoever one is signed in. */
export const leadIn =
  ({ github: { url }, board }: Pick<View, 'github' | 'board'>) =>
  (address: string): string | null => {
    if (address.startsWith(`${board}/${repository}/`)) {
      const [, item] = /\/(\d+)$/.exec(address) ?? [];
      return item === undefined ? null : `/board/${item}`;
    }
    if (!address.startsWith(`${url}/${repository}/`)) return null;
    const [, number, hash = ''] = /\/(?:issues|pull)\/(\d+)(#issuecomment-\d+)?$/.exec(address) ?? [];
    if (number !== undefined) return `/${number}${hash}`;
    return address.endsWith('/roles.yml') ? '#policy' : null;
  };

export type State = { readonly name: string; readonly word: string };

export function stateOf(item: Item): State {
  if (item.kind === 'PullRequest' && item.merged) return { name: 'merged', word: 'Merged' };
  if (item.state === 'open') return { name: 'open', word: 'Open' };
  if (item.kind === 'Issue' && item.stateReason !== 'not_planned') return { name: 'done', word: 'Completed' };
  return { name: 'closed', word: item.kind === 'Issue' ? 'Closed as not planned' : 'Closed' };
}

export const badge = (item: Item): Html => {
  const { name, word } = stateOf(item);
  return html`<span class="badge ${name}">${word}</span>`;
};
