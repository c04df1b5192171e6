/**
 * `/events`: server-sent events that say that something changed in what a visitor sees, and no more than which item. The
 * page then asks for itself again, so nobody is told here what the page would not show them.
 */
import type { Site } from '../site/index.ts';
import { newsStream, type Streams } from './stream.ts';

/** Streams at once: in all, so that webhooks find a connection; of one person, in all their tabs; and of all who are nobody. */
const mostStreams = { inAll: 256, ofOne: 12, ofNobody: 128 };
export function addEvents(site: Site, streams: Streams): void {
  const places = createPlaces();
  site.get('/events', async (here) => {
    const visitor = here.get('visitor');
    const leave = streams.stopping.aborted ? null : places.take(visitor.person?.id ?? null);
    if (leave === null) {
      here.header('retry-after', '60');
      const error = 'Too many pages listen at once. Reload this one to see what is new.';
      return here.json({ error }, 503);
    }
    try {
      const sight = await visitor.sees();
      const headers = {
        'content-type': 'text/event-stream; charset=utf-8',
        // For proxies that would keep it until it is long enough.
        'x-accel-buffering': 'no',
      };
      if (here.req.method === 'HEAD') {
        leave();
        return here.body(null, 200, headers);
      }
      const since = Number(here.req.header('last-event-id') ?? here.req.query('since'));
      return here.body(newsStream(streams, { visitor, sight, since, ended: leave }), 200, headers);
    } catch (error) {
      leave();
      throw error;
    }
  });
}

/** Who has how many streams. */
function createPlaces() {
  const open = new Map<number | null, number>();
  let all = 0;
  return {
    /** @param who null: nobody who is signed in. @returns ends it, once; null: there are too many */
    take(who: number | null): (() => void) | null {
      const own = open.get(who) ?? 0;
      const most = who === null ? mostStreams.ofNobody : mostStreams.ofOne;
      if (all >= mostStreams.inAll || own >= most) return null;
      all += 1;
      open.set(who, own + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        all -= 1;
        const left = (open.get(who) ?? 1) - 1;
        if (left === 0) open.delete(who);
        else open.set(who, left);
      };
    },
  };
}
