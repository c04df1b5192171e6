/**
 * Histories in which everybody but the product manager tries to open gates, through the real door: the sandbox, signed
 * webhooks, and Baton as it runs. What it decided is read from its ledger, so no decision in between is missed.
 */
import { Refusal, referencesIn, withoutCode, type PullRequest } from '@baton/sandbox';
import { ledgerStore, type RecordedLine } from '../../src/store/index.ts';
import { createRandom } from '../chaos/random.ts';
import { runsOn } from '../stories/seen.ts';
import { openStage, repository, type Stage } from '../stories/stage.ts';
import { act, type Scene } from './acts.ts';

const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
  lead: [olga]
exempt: { labels: [chore] }
gates:
  spec: { preset: spec, waive: [lead] }
  acceptance:
    preset: acceptance
    requires: { criteria: Acceptance criteria }
`;

const text = 'One coupon per order.\n\n## Acceptance criteria\n\n- [ ] It is quick\n- [ ] It is safe\n';

export type Figures = { histories: number; acts: number; refused: number; decisions: number };
/** A stage for many histories. */
export async function openForgery(): Promise<Stage> {
  const stage = await openStage({
    policy,
    rough: true,
    before(github) {
      github.fork(repository, 'rita');
      for (const name of ['spec:approved', 'pm:accepted', 'bug', 'chore', 'old'])
        github.as('otto').createLabel(repository, { name });
      github.as('otto').createBranch(repository, 'release');
    },
  });
  stage.github.app({ slug: 'helper', permissions: { issues: 'write', pull_requests: 'write' }, events: [] });
  stage.github.install('helper', 'acme');
  await stage.settled();
  return stage;
}

const both = ['spec', 'acceptance'] as const;

/** Issues as maria left them, and a pull request that honestly closes the one that she approved. */
async function begin(stage: Stage, seed: number): Promise<Scene> {
  const { github } = stage;
  const opened = async (said: string | null): Promise<string> => {
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue(repository, { title: 'Coupons', body: text }),
    );
    const issue = `${repository}#${number}`;
    if (said !== null) await stage.act('maria', (maria) => maria.comment(issue, said));
    return issue;
  };
  const approved = await opened('/approve spec');
  const silent = await opened(null);
  const returned = await opened('/approve spec');
  await stage.act('maria', (maria) => maria.comment(returned, '/return spec It is too short.'));
  // Of the result, only the criterion that was sent back is missing.
  const half = await opened('/approve spec\n/accept 1\n/return 2 It is not.');
  const first = approved.split('#')[1] ?? '';
  const head = `honest-${first}`;
  await stage.act('anton', (anton) => anton.push(repository, head, { files: { [`${head}.txt`]: head } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', body: `Closes #${first}`, head }),
  );
  const pull = `${repository}#${number}`;
  // What she says there is about the issue that it closes now.
  await stage.act('maria', (maria) => maria.comment(pull, '/approve spec'));
  await stage.act('maria', (maria) => maria.label(pull, 'spec:approved'));
  const closed = new Map<string, readonly string[]>([
    [approved, ['acceptance']],
    [half, ['acceptance']],
    [silent, both],
    [returned, both],
  ]);
  return { github, random: createRandom(seed), closed, pulls: [pull], first, branches: 0 };
}

/** Plays one history with so many acts; gives back what is wrong, with how to play it again. */
export async function playHistory(
  stage: Stage,
  seed: number,
  count: number,
  figures: Figures,
): Promise<readonly string[]> {
  const scene = await begin(stage, seed);
  const { random } = scene;
  const before = (await linesOf(stage)).length;
  const done: string[] = [];
  for (let each = 0; each < count; each += 1) {
    const next = act(scene);
    scene.github.clock.advance(random.pick([0, 1000, 2000, 60_000]));
    try {
      next.done();
      figures.acts += 1;
      done.push(`${next.by}: ${next.what}`);
    } catch (error) {
      if (!isRefused(error)) throw error;
      figures.refused += 1;
    }
    if (random.below(6) === 0) await stage.settled();
  }
  await stage.settled();
  figures.histories += 1;
  const decided = (await linesOf(stage)).slice(before);
  figures.decisions += decided.length;
  const wrong = [...openedIn(scene, decided), ...passed(scene)];
  return wrong.map((one) => `seed ${seed}: ${one}; after ${done.join(', ')}`);
}

/** GitHub refuses it, or what it is about is not there any more. */
const isRefused = (error: unknown): boolean =>
  error instanceof Refusal ||
  (error instanceof Error && /^The sandbox has no |is not installed on/.test(error.message));

function linesOf(stage: Stage): Promise<readonly RecordedLine[]> {
  const { nodeId } = stage.github.find.repository(repository);
  return ledgerStore(stage.service().store.db).recorded(nodeId);
}

type Decided = { readonly gates?: Readonly<Record<string, { readonly status: string }>> | null };

/** Gates that were open in some decision, although nobody opened them. */
function openedIn({ closed }: Scene, decided: readonly RecordedLine[]): readonly string[] {
  const wrong = decided.flatMap(({ item, verdict }) => {
    const [issue, gates] =
      [...closed].find(([address]) => item.toLowerCase().endsWith(address.toLowerCase())) ?? [];
    const open = Object.entries((verdict as Decided).gates ?? {}).filter(
      ([gate, { status }]) =>
        gates?.includes(gate) === true && (status === 'satisfied' || status === 'waived'),
    );
    return open.map(([gate, { status }]) => `${gate} of ${issue} was ${status}`);
  });
  return [...new Set(wrong)];
}

/** Open pull requests that pass although they close an issue whose spec nobody approved. */
function passed({ github, pulls, closed }: Scene): readonly string[] {
  return pulls.flatMap((address) => {
    const pull = github.find.pull(address);
    const run = runsOn(pull).find(({ name }) => name === 'Baton');
    if (pull.state !== 'open' || run?.conclusion !== 'success') return [];
    const held = closedBy(pull).filter((issue) => closed.get(issue)?.includes('spec') === true);
    return held.length === 0 ? [] : [`${address} passes (${run.title}), and closes ${held.join(' and ')}`];
  });
}

/** The issues that merging it would close now. */
function closedBy(pull: PullRequest): readonly string[] {
  const said =
    pull.baseRef === pull.repository.defaultBranch
      ? referencesIn(withoutCode(pull.body)).filter(({ closes }) => closes)
      : [];
  return [...said, ...pull.links].map(({ number }) => `${repository}#${number}`);
}
