/** Which issues a text names, and which it says it closes ("Linking a pull request to an issue" in GitHub's docs). */

export type Reference = {
  /** `owner/name`; null: the repository that the text stands in. */
  readonly repository: string | null;
  readonly number: number;
  readonly closes: boolean;
};

const words = 'close[sd]?|fix(?:es|ed)?|resolve[sd]?';
const target = String.raw`(?:https?://[^\s/]+/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d+)|([\w.-]+/[\w.-]+)#(\d+)|(?:#|\bGH-)(\d+))`;
const reference = new RegExp(String.raw`(?:\b(${words}):?\s+)?(?<![\w/&#])${target}(?![\w])`, 'gi');

/** Code and comments do not speak in a Markdown text. */
export function withoutCode(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\2[`~]*[ \t]*$|(?![\s\S]))/gm, ' ')
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, ' ');
}

/** Every reference to an issue or pull request, first naming first; one that closes anywhere, closes. */
export function referencesIn(text: string): Reference[] {
  const found = new Map<string, Reference>();
  for (const match of text.matchAll(reference)) {
    const repository = match[2] ?? match[4] ?? null;
    const number = Number(match[3] ?? match[5] ?? match[6]);
    const key = `${repository?.toLowerCase() ?? ''}#${number}`;
    const closes = match[1] !== undefined || (found.get(key)?.closes ?? false);
    found.set(key, { repository, number, closes });
  }
  return [...found.values()];
}
