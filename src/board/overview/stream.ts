/** What one listener is told, as long as they may be told it. */
import type { BoardNews, BoardQueries } from '../../store/index.ts';
import type { Sight, Visitor } from '../site/index.ts';
import type { Watch } from './watch.ts';

/** Milliseconds: what somebody sees is asked of GitHub anew after five minutes, and no stream goes on for longer. */
const lasts = 4 * 60_000;
/** Milliseconds after which is asked whether they are signed in still, and sent that the stream is in use. */
const stillThere = 5000;
/** Milliseconds before the page was made that what changed is told again: clocks of processes differ. */
const overlap = 5000;

/** So many items are named; of more, that there are. */
const mostNamed = 20;
/** Bytes that a browser may be behind. */
const mostUnread = 64 * 1024;

export type Streams = {
  readonly watch: Watch;
  readonly board: Pick<BoardQueries, 'changedAfter'>;
  /** Milliseconds since the epoch, by the clock that rows are kept by. */
  readonly now: () => number;
  /** The server ends. */
  readonly stopping: AbortSignal;
};

/** `since`: when what they have was made (milliseconds since the epoch), or no number. `ended`: told once. */
type Listener = {
  readonly visitor: Visitor;
  readonly sight: Sight;
  readonly since: number;
  readonly ended: () => void;
};

export function newsStream(
  { watch, board, now, stopping }: Streams,
  { visitor, sight, since, ended }: Listener,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = false;
        const ends: (() => void)[] = [ended];
        end = () => {
          if (isOver) return;
          isOver = true;
          for (const each of ends) each();
          try {
            controller.close();
          } catch {
            // The browser is gone already.
          }
        };
        const send = (text: string): void => {
          if (isOver) return;
          // Who does not read is not written to for ever: their browser comes back, and asks for all.
          if ((controller.desiredSize ?? 0) < -mostUnread) return end();
          controller.enqueue(encoder.encode(text));
        };
        const isStill = async (): Promise<boolean> => (await visitor.isStill?.()) !== false;
        const tell = async (news: readonly BoardNews[]): Promise<void> => {
          const keys = keysIn(news, sight);
          if (keys === null || isOver) return;
          // What they see may be less by now: their browser comes back, and GitHub is asked.
          if (!(await isStill())) return end();
          send(`id: ${now()}\nevent: changed\ndata: ${JSON.stringify({ keys })}\n\n`);
        };
        const hear = (news: readonly BoardNews[]): void => void tell(news).catch(end);
        ends.push(watch.listen(hear));
        const still = setInterval(() => {
          isStill().then((still) => (still ? send(': still here\n\n') : end()), end);
        }, stillThere);
        const over = setTimeout(end, lasts * (0.75 + Math.random() * 0.25));
        ends.push(() => {
          clearInterval(still);
          clearTimeout(over);
        });
        stopping.addEventListener('abort', end);
        ends.push(() => stopping.removeEventListener('abort', end));
        send(`retry: ${2000 + Math.floor(Math.random() * 3000)}\nid: ${now()}\nevent: hello\ndata: {}\n\n`);
        // Since the page was made, something may have changed that nobody heard.
        if (Number.isFinite(since)) board.changedAfter(since - overlap).then(hear, end);
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}

/** The items that are named; empty: there are too many; null: nothing of it is to be seen. */
function keysIn(news: readonly BoardNews[], sight: Sight): readonly string[] | null {
  const theirs = news.filter(({ repository }) => sight.has(repository));
  if (theirs.length === 0) return null;
  const keys = [...new Set(theirs.flatMap(({ key }) => key ?? []))];
  return keys.length > mostNamed || theirs.some(({ key }) => key === null) ? [] : keys;
}
