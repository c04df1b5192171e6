/** What everybody sees who is not signed in, where the settings say so: the public repositories, as Baton itself finds them. */
import type { Logger } from 'pino';

import { InstallationGone, repositoriesOf, type GitHub } from '../../github/index.ts';
import { CannotTell, type SeenRepository, type Sight } from '../site/index.ts';
import { countsStill, sightLasts, type Known } from './sight.ts';

/** Milliseconds after which GitHub is asked again when it did not answer. */
const patience = 10_000;

export type PublicParts = {
  readonly github: Pick<GitHub, 'graphql'>;
  readonly known: () => Promise<readonly Known[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'debug'>;
};

/** @returns one answer for all visitors, asked at most once in five minutes, however many they are */
export function createPublicSight({ github, known, now, log }: PublicParts): () => Promise<Sight> {
  let last: { readonly sight: Promise<Sight>; readonly until: number } | null = null;

  async function ask(): Promise<Sight> {
    const all = await known();
    const sight = new Map<string, SeenRepository>();
    for (const installation of new Set(all.map((each) => each.installation))) {
      const ids = all.filter((each) => each.installation === installation).map(({ id }) => id);
      for (const repository of await publicIn(installation, ids))
        sight.set(repository.id, { ...repository, installation });
    }
    return sight;
  }

  async function publicIn(
    installation: number,
    ids: readonly string[],
  ): Promise<readonly Omit<SeenRepository, 'installation'>[]> {
    try {
      const found = await repositoriesOf(github, installation, ids);
      return found.filter(({ visibility }) => visibility === 'public');
    } catch (error) {
      // Nobody sees there any more what Baton does not.
      if (error instanceof InstallationGone) return [];
      throw error;
    }
  }

  return () => {
    if (last !== null && countsStill(last, now())) return last.sight;
    const sight = ask().catch((error: unknown) => {
      log.debug({ err: error }, 'GitHub does not say which repositories are public.');
      last = { sight, until: now() + patience };
      throw new CannotTell('GitHub doesn’t say now which repositories are public.', { cause: error });
    });
    last = { sight, until: now() + sightLasts };
    return sight;
  };
}
