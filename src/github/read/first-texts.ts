/** The texts that comments had before anybody edited them. They never change, so each is asked for once. */
import { TryLater } from '../../tracker.ts';
import { answers, ask, type Mend, firstTexts } from '../graphql/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import type { GitHub } from '../client/index.ts';

export type FirstTexts = {
  /**
   * The first texts of these comments, by id; a comment whose first text GitHub does not have is left out.
   * @throws {TryLater}
   */
  of(installation: number, comments: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** Two connections a comment: this many keep the question at one point of the rate limit. */
const atOnce = 50;

export function createFirstTexts(github: GitHub, limit = 5_000): FirstTexts {
  /** null: GitHub does not have it. */
  const kept = createLruCache<{ readonly text: string | null }>(limit);
  return {
    async of(installation, comments) {
      const texts = new Map<string, string>();
      const unknown: string[] = [];
      for (const id of comments) {
        const known = kept.get(id);
        if (known === undefined) unknown.push(id);
        else if (known.text !== null) texts.set(id, known.text);
      }
      for (let from = 0; from < unknown.length; from += atOnce) {
        const ids = unknown.slice(from, from + atOnce);
        // A comment that was deleted a moment ago is not found; the next look will not have it.
        const answer = await ask(
          github,
          installation,
          { document: firstTexts, variables: { ids }, answer: answers.firstTexts },
          goneOnes,
        );
        if (answer === null) throw new TryLater('Comments went away while Baton was reading them.');
        for (const node of answer.nodes) {
          if (node?.id === undefined) continue;
          // GitHub lists the newest first: of two in one second the later in the list is the older.
          const [oldest] = [...(node.other?.nodes ?? []), ...(node.one?.nodes ?? [])]
            .filter((edit) => edit !== null)
            .sort((a, b) => a.editedAt - b.editedAt);
          const text = oldest?.diff ?? null;
          kept.set(node.id, { text });
          if (text !== null) texts.set(node.id, text);
        }
      }
      return texts;
    },
  };
}

const goneOnes: Mend = (_, errors) =>
  errors.filter(({ type, path }) => type !== 'NOT_FOUND' || path?.[0] !== 'nodes');
