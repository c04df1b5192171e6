/**
 * What a person sees: asked of GitHub in their name, remembered with their session for five minutes, and no longer, so that
 * somebody who loses access on GitHub loses it here within that time.
 */
import type { Logger } from 'pino';
import * as z from 'zod';

import type { SignIn } from '../../github/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import { permissions } from '../../policy/index.ts';
import { stored } from '../../stored.ts';
import type { KeptSight } from '../../store/index.ts';
import { CannotTell, SessionOver, type Sight, type Withheld } from '../site/index.ts';
import type { Session, Sessions } from './sessions.ts';

/** Milliseconds that GitHub's answer counts. */
export const sightLasts = 5 * 60_000;
/** Milliseconds after which GitHub is asked again when it did not answer. */
const patience = 10_000;

/** A repository of which there is something to see, and the installation by which Baton reads it. */
export type Known = { readonly id: string; readonly installation: number };

export type Seen = { readonly sight: Sight; readonly withheld: Withheld };

export type SightParts = {
  readonly signIn: Pick<SignIn, 'sees'>;
  readonly sessions: Pick<Sessions, 'again' | 'keepSight' | 'end'>;
  readonly known: () => Promise<readonly Known[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'debug'>;
};

const seenShape = z.object({
  repositories: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      installation: z.number(),
      visibility: z.enum(['public', 'internal', 'private']),
      permission: z.enum(permissions).nullable(),
    }),
  ),
  withheld: z.array(z.enum(['sign-on', 'addresses'])),
});
const storedSeen = stored(2, seenShape);

const seenFrom = ({ repositories, withheld }: z.output<typeof seenShape>): Seen => ({
  sight: new Map(repositories.map((each) => [each.id, each])),
  withheld,
});

/** Whether what GitHub told counts still. A clock that was put back makes nothing last longer. */
export const countsStill = ({ until }: Pick<KeptSight, 'until'>, now: number): boolean =>
  until > now && until <= now + sightLasts;

/**
 * @returns what a session's person sees. One request at a time asks for it, whoever waits for it
 * @throws {CannotTell} when GitHub does not say now; {SessionOver} when the session has ended, here or there
 */
export function createSights({
  signIn,
  sessions,
  known,
  now,
  log,
}: SightParts): (session: Session) => Promise<Seen> {
  const asking = new Map<string, Promise<Seen>>();
  /** Until when GitHub is left alone for a session, and what is said meanwhile: a limit may be one person's. */
  const away = createLruCache<{ readonly until: number; readonly why: string }>(1000);

  const kept = ({ sight }: Session): Seen | null => {
    if (sight === null || !countsStill(sight, now())) return null;
    const read = storedSeen.read(sight.content);
    return read === null ? null : seenFrom(read);
  };

  async function ask({ id, token }: Session): Promise<Seen> {
    // Another process may have asked since this one read the session.
    const fresh = await sessions.again(id);
    if (fresh === null) throw new SessionOver('The session has ended.');
    const there = kept(fresh);
    if (there !== null) return there;
    const failed = away.get(id);
    if (failed !== undefined && failed.until > now()) throw new CannotTell(failed.why);
    const all = await known();
    const began = now();
    const seen = await signIn.sees(token(), [...new Set(all.map((each) => each.id))]);
    switch (seen.kind) {
      case 'seen': {
        away.delete(id);
        const installations = new Map(all.map((each) => [each.id, each.installation]));
        const content = {
          repositories: seen.repositories.flatMap((each) => {
            const installation = installations.get(each.id);
            return installation === undefined ? [] : [{ ...each, installation }];
          }),
          withheld: [...seen.withheld],
        };
        await sessions.keepSight(id, { content: storedSeen.write(content), until: began + sightLasts });
        return seenFrom(content);
      }
      case 'over':
        await sessions.end(id);
        throw new SessionOver('GitHub does not take the session’s token any more.');
      case 'away': {
        const why = `GitHub ${seen.why}, and what you can see is asked of it in your name.`;
        away.set(id, { until: now() + patience, why });
        log.debug({ why: seen.why }, 'GitHub does not say what somebody sees.');
        throw new CannotTell(why);
      }
      default:
        return seen satisfies never;
    }
  }

  return (session) => {
    const there = kept(session);
    if (there !== null) return Promise.resolve(there);
    const { id } = session;
    const underWay = asking.get(id);
    if (underWay !== undefined) return underWay;
    const asked = ask(session).finally(() => asking.delete(id));
    asking.set(id, asked);
    return asked;
  };
}
