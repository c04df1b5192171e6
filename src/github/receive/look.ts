/** A look at whatever the inbox holds: items are looked at, the rest is taken apart into items. */
import type { Inbox, Look, Turn } from '../../inbox/index.ts';
import type { Item } from '../../tracker.ts';
import type { CatchUp } from './catch-up.ts';
import { type GitHub, InstallationGone, isRequestFailure } from '../client/index.ts';
import { wish, type Work } from './intake.ts';

export type LookParts = {
  readonly github: Pick<GitHub, 'app' | 'rest' | 'forget' | 'now'>;
  readonly inbox: () => Pick<Inbox<Work>, 'want' | 'forget'>;
  readonly lookAtItem: Look<Item>;
  readonly catchUp: CatchUp;
};

/** An installation that is gone has nothing to look at any more: that is no failure. */
export function createLook(parts: LookParts): Look<Work> {
  return async (work, turn) => {
    try {
      switch (work.kind) {
        case 'head':
          return await wantPullRequestsOf(work, turn, parts);
        case 'installation':
          return await wantRepositoriesOf(work, turn, parts);
        case 'installations':
          return await wantInstallations(parts);
        case 'missed':
          return await parts.catchUp.missed(turn.stillMine);
        case 'sweep':
          return await parts.catchUp.sweep(work);
        case 'repository':
          return await lookAtRepository(work, turn, parts);
        case 'issue':
        case 'pull-request':
        case 'merge-group':
        case 'labels':
        case 'digest':
        case 'round':
        case 'trial':
        case 'onboarding':
        case 'required':
        case 'jira-issue':
        case 'sub-issues':
          return await parts.lookAtItem(work, turn);
        default:
          return work satisfies never;
      }
    } catch (error) {
      if (!(error instanceof InstallationGone)) throw error;
      parts.github.forget(work.installation);
      await parts.inbox().forget(String(work.installation));
    }
  };
}

async function lookAtRepository(
  work: Extract<Work, { kind: 'repository' }>,
  turn: Turn,
  { lookAtItem, inbox, github, catchUp }: LookParts,
): Promise<void> {
  const { installation, repository } = work;
  // From here on the sweep finds what changes, and there is nothing to sweep yet.
  const begun = Date.now();
  try {
    await lookAtItem(work, turn);
    // GitHub's clock is known once it has answered.
    if ((await catchUp.firstSweep(work)) !== null)
      await catchUp.listed(work, github.now() - (Date.now() - begun));
  } finally {
    const notBefore = await catchUp.firstSweep(work);
    const sweep = { kind: 'sweep', installation, repository } as const;
    if (notBefore !== null) await inbox().want([wish(sweep, { soon: false, notBefore })]);
  }
}

/** An event about an installation may have been lost, too. */
async function wantInstallations({
  github,
  inbox,
  catchUp,
}: LookParts): Promise<{ readonly again: number | null }> {
  const octokit = await github.app();
  const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 });
  const works = all
    .filter(({ suspended_at }) => suspended_at === null || suspended_at === undefined)
    .map(({ id }): Work => ({ kind: 'installation', installation: id, unknown: true }));
  await inbox().want(works.map((work) => wish(work, { soon: false })));
  await catchUp.roundDone();
  return { again: await catchUp.nextRound() };
}

async function wantPullRequestsOf(
  { installation, repository, sha }: Extract<Work, { kind: 'head' }>,
  turn: Turn,
  { github, inbox }: LookParts,
): Promise<void> {
  const octokit = await github.rest(installation);
  const [owner = '', repo = ''] = repository.split('/');
  try {
    const pulls = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
      owner,
      repo,
      commit_sha: sha,
      per_page: 100,
    });
    const open = pulls.filter(({ state, head }) => state === 'open' && head.sha === sha);
    const items = open.map(({ number }): Item => ({
      kind: 'pull-request',
      installation,
      repository,
      number,
    }));
    await inbox().want(items.map((item) => wish(item, { soon: true, cause: turn.causes.at(-1) })));
  } catch (error) {
    // The repository, or the commit, is not there any more.
    if (!isRequestFailure(error) || ![404, 422].includes(error.status)) throw error;
  }
}

async function wantRepositoriesOf(
  { installation, unknown = false }: Extract<Work, { kind: 'installation' }>,
  turn: Turn,
  { github, inbox, catchUp }: LookParts,
): Promise<void> {
  const octokit = await github.rest(installation);
  const repositories = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  });
  const items: Item[] = [];
  for (const { archived, disabled, full_name: repository } of repositories) {
    if (archived || disabled || (unknown && (await catchUp.isSwept(installation, repository)))) continue;
    items.push({ kind: 'repository', installation, repository });
  }
  await inbox().want(
    items.map((item) => wish(item, { soon: false, cause: turn.causes.at(-1), only: turn.only })),
  );
}
