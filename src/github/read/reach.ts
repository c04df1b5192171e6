/** Which repositories the App is installed on. Everybody can read public ones, so being able to read one says nothing. */
import { day } from '../../durations.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { TryLater } from '../../tracker.ts';
import { type GitHub, read } from '../client/index.ts';

export type Reach = {
  /**
   * True when the App is installed on a repository: one request, and remembered for a day.
   * @param installation the account's, whose changes make it to be asked again
   */
  readonly isInstalled: (installation: number, repository: string) => Promise<boolean>;
  readonly forgetReach: (installation: number) => void;
};

export function createReach(github: Pick<GitHub, 'app'>, now: () => number): Reach {
  const known = createTtlCache<boolean>(10_000, day, now);
  return {
    isInstalled: (installation, repository) =>
      known.read(`${installation} ${repository.toLowerCase()}`, async () => {
        const [owner, repo] = repository.split('/');
        const answer = await read(await github.app(), 'GET /repos/{owner}/{repo}/installation', {
          owner,
          repo,
        });
        if (answer.kind === 'forbidden')
          throw new TryLater(
            `Whether Baton is installed on ${repository} could not be read: ${answer.message}`,
          );
        return answer.kind === 'found';
      }),
    forgetReach: (installation) => known.deleteWhere((key) => key.startsWith(`${installation} `)),
  };
}
