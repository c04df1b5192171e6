/**
 * The texts that comments had before anybody edited them, and what Baton wrote of its own that others edited. They do not
 * change until somebody edits the comment again, so each is asked for once.
 */
import { TryLater } from '../../tracker.ts';
import { answers, ask, type Mend, firstTexts, ownTexts, type EditAnswer } from '../graphql/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import type { GitHub } from '../client/index.ts';
import { actorOf } from './actor.ts';

/** A comment, as it was read. */
type Unedited = { readonly id: string; readonly body: string };

/** A comment, as it is asked for. */
type Asked = { readonly id: string; readonly lastEditedAt: number | null };

export type FirstTexts = {
  /** Keeps the text of a comment that nobody has edited: once somebody does, it is known already. */
  note(comment: Unedited): void;
  /**
   * The first texts of these comments, by id; a comment whose first text GitHub does not have is left out.
   * @throws {TryLater}
   */
  of(installation: number, comments: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * The texts that Baton gave these comments of its own last, by id, whatever others made of them; empty where GitHub does
   * not have that any more. `self`: Baton's login.
   * @throws {TryLater}
   */
  own(installation: number, comments: readonly Asked[], self: string): Promise<ReadonlyMap<string, string>>;
};

type Revision = Pick<EditAnswer, 'editedAt' | 'editor' | 'diff'>;

/** Two connections a comment: this many keep the question at one point of the rate limit. */
const atOnce = 50;
/** How many texts are kept of comments that nobody has edited yet, and of how many characters at the most. */
const mostUnedited = 4_000;
const longest = 1_500;

export function createFirstTexts(github: GitHub, limit = 5_000): FirstTexts {
  /** null: GitHub does not have it. */
  const kept = createLruCache<{ readonly text: string | null }>(limit);
  const unedited = createLruCache<string>(mostUnedited);

  /** Texts by the keys of what is asked for. `chosen`: out of all revisions that were read, oldest first. */
  async function textsOf(
    installation: number,
    { document, asked }: { readonly document: string; readonly asked: ReadonlyMap<string, string> },
    chosen: (revisions: readonly Revision[]) => string | null,
  ): Promise<ReadonlyMap<string, string | null>> {
    const unknown = [...asked].filter(([, key]) => kept.get(key) === undefined).map(([id]) => id);
    const texts = new Map([...asked].map(([id, key]) => [id, kept.get(key)?.text ?? null]));
    for (let from = 0; from < unknown.length; from += atOnce) {
      const ids = unknown.slice(from, from + atOnce);
      // A comment that was deleted a moment ago is not found; the next look will not have it.
      const question = { document, variables: { ids }, answer: answers.firstTexts };
      const answer = await ask(github, installation, question, goneOnes);
      if (answer === null) throw new TryLater('Comments went away while Baton was reading them.');
      for (const node of answer.nodes) {
        if (node?.id === undefined) continue;
        // GitHub lists the newest first: of two in one second the later in the list is the older.
        const newestFirst = [...(node.one?.nodes ?? []), ...(node.other?.nodes ?? [])].filter(
          (edit) => edit !== null,
        );
        const text = chosen(newestFirst.toReversed().toSorted((a, b) => a.editedAt - b.editedAt));
        kept.set(asked.get(node.id) ?? node.id, { text });
        texts.set(node.id, text);
      }
    }
    return texts;
  }

  return {
    note({ id, body }) {
      if (body.length <= longest) unedited.set(id, body);
    },
    async of(installation, comments) {
      for (const id of comments) {
        const text = kept.get(id) === undefined ? unedited.get(id) : undefined;
        if (text !== undefined) kept.set(id, { text });
      }
      const asked = new Map(comments.map((id) => [id, id]));
      const texts = await textsOf(
        installation,
        { document: firstTexts, asked },
        ([oldest]) => oldest?.diff ?? null,
      );
      return new Map(
        [...texts].flatMap(([id, text]): [string, string][] => (text === null ? [] : [[id, text]])),
      );
    },
    async own(installation, comments, self) {
      const asked = new Map(comments.map(({ id, lastEditedAt }) => [id, `${id} ${lastEditedAt}`]));
      const texts = await textsOf(installation, { document: ownTexts, asked }, (revisions) => {
        // Whoever may write can delete revisions: the oldest that is left need not be Baton's.
        const own = revisions.filter(({ editor, diff }) => diff !== null && actorOf(editor, self).self);
        return own.at(-1)?.diff ?? null;
      });
      return new Map([...texts].map(([id, text]) => [id, text ?? '']));
    },
  };
}

const goneOnes: Mend = (_, errors) =>
  errors.filter(({ type, path }) => type !== 'NOT_FOUND' || path?.[0] !== 'nodes');
