/** Keys of Jira issues in what people write. */
import { proseOf } from '../../handoff/index.ts';

/**
 * The keys in a text, each once, in their order; only those of these projects.
 * Written in capital letters, as Jira wants them (Atlassian: "Reference work items in your development spaces"), and not
 * as a part of a longer word, key or version. `UTF-8` and the like are no keys, whatever projects are called.
 */
export function keysIn(text: string, projects: readonly string[]): readonly string[] {
  const known = projects.filter((key) => /^[A-Z][A-Z0-9_]+$/.test(key));
  if (known.length === 0) return [];
  const found = text.matchAll(new RegExp(`${before}(?:${known.join('|')})-[1-9][0-9]{0,9}${after}`, 'gu'));
  return [...new Set(Array.from(found, ([key]) => key))].filter((key) => !notKeys.test(key));
}

/** Not within a word, and not at the end of a longer key. */
const before = String.raw`(?<![\p{L}\p{M}\p{N}]|[A-Z0-9]_)`;
/** A number that goes on, also behind signs that nobody sees, a word, or a version (`SHOP-1.2`) is none. */
const after = String.raw`(?!\p{Cf}*[\p{L}\p{M}\p{N}]|\.[0-9])`;

/** Standards that look like keys. `CVE-2024` stands for all that begin so. */
const notKeys =
  /^(?:UTF-(?:7|8|16|32)|CVE-\d{4}|SHA-(?:1|224|256|384|512)|AES-(?:128|192|256)|ISO-(?:8859|8601))$/;

/** The project and the number of a key. */
export function partsOf(key: string): { readonly project: string; readonly number: number } {
  const cut = key.lastIndexOf('-');
  return { project: key.slice(0, cut), number: Number(key.slice(cut + 1)) };
}

export type PullText = { readonly title: string; readonly branch: string; readonly body?: string };

/**
 * The keys that a pull request names: in its title, then its branch, then its body if it is given.
 * @param projects the keys of the projects that its repository may see
 */
export function keysOf(
  { title, branch, body = '' }: PullText,
  projects: readonly string[],
): readonly string[] {
  const found = [title, branch, body === '' ? '' : proseOf(body)].flatMap((text) => keysIn(text, projects));
  return [...new Set(found)];
}
