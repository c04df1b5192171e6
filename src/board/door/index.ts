/** The door of the board: people sign in with GitHub, and see here what they see there. */
import type { Environment } from '../../environment/index.ts';
import { createSignIn } from '../../github/index.ts';
import { knownRepositories, sessionStore } from '../../store/index.ts';
import type { BoardOptions } from '../options.ts';
import type { Here, Site, Visitor } from '../site/index.ts';
import { createCookies } from './cookies.ts';
import { createKeys } from './keys.ts';
import { createPublicSight } from './public.ts';
import { addSignIn } from './routes.ts';
import { createSessions } from './sessions.ts';
import { createSights } from './sight.ts';
import { createStates } from './states.ts';
import { createVisitors } from './visitors.ts';

export type Door = {
  readonly visitorOf: (here: Here) => Promise<Visitor>;
  /** Adds the ways in and out. */
  readonly add: (site: Site) => void;
};

export type DoorOptions = Pick<BoardOptions, 'store' | 'github' | 'now' | 'log'> & {
  readonly environment: Pick<Environment, 'board' | 'github' | 'githubUrl'>;
};

/** @returns null: nobody can sign in, by the settings */
export function createDoor({ environment, store, github, now, log }: DoorOptions): Door | null {
  const { board, github: access, githubUrl } = environment;
  if (board === undefined || access === null) return null;
  const { apiUrl, graphqlUrl, timeout } = access;
  const { publicUrl, clientId, clientSecret } = board;
  const signIn = createSignIn({
    clientId,
    clientSecret,
    githubUrl,
    apiUrl,
    graphqlUrl,
    ...(timeout === undefined ? {} : { timeout }),
  });
  const keys = createKeys(clientSecret);
  const sessions = createSessions(sessionStore(store.db), keys, now);
  const cookies = createCookies(publicUrl);
  const known = () => knownRepositories(store.db);
  return {
    visitorOf: createVisitors({
      board,
      cookies,
      sessions,
      sightOf: createSights({ signIn, sessions, known, now, log }),
      publicSight: createPublicSight({ github, known, now, log }),
      now,
    }),
    add(site) {
      addSignIn(site, { publicUrl, signIn, sessions, states: createStates(keys, now), cookies, now, log });
    },
  };
}
