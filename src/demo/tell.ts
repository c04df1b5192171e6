/** The demo: a story between a product manager and engineers, against a GitHub (and a Jira) on this machine. */
import { jiraStory } from './jira-story.ts';
import { openJiraWorld, policyWithJira } from './jira-world.ts';
import { play, type Played } from './play.ts';
import { story, type Step } from './story.ts';
import { openWorld, policy, repository, type World } from './world.ts';

export type Demo = {
  /** The story with the specs in Jira. */
  readonly jira: boolean;
  readonly print: (text: string) => void;
};

export type Told = {
  /** How many things did not come out as told. */
  readonly wrong: number;
  /** Those that were played. */
  readonly steps: readonly Played[];
};

/** Tells it from its first step to its last. */
export const tellDemo = (demo: Demo): Promise<Told> => (demo.jira ? tellInJira(demo) : tellOnGitHub(demo));

async function tellInJira({ print }: Demo): Promise<Told> {
  const world = await openJiraWorld();
  const { github, jira } = world;
  print(`Baton is running, and so are a GitHub at ${github.url} and a Jira at ${jira.url}, all on this machine.
${policyText(policyWithJira)}
In Jira, maria is in the group product; anton and ben have the role Developers in SHOP. Everybody may move issues there.
`);
  const { wrong, steps } = await tell({ world, story: jiraStory, print }, () => {
    const webhooks = github.deliveries.length + jira.deliveries.length;
    return `${webhooks} webhooks, ${github.requests.length} requests to GitHub and ${jira.requests.length} to Jira`;
  });
  await world.close();
  return { wrong, steps };
}

async function tellOnGitHub({ print }: Demo): Promise<Told> {
  const world = await openWorld();
  const { github } = world;
  print(`Baton is running, and so is a GitHub at ${github.url}, both on this machine.
${policyText(policy)}
maria is a product manager, anton and ben are in @acme/engineering, otto can push but has no role.
`);
  const { wrong, steps } = await tell(
    { world, story, print },
    () => `${github.deliveries.length} webhooks and ${github.requests.length} requests to GitHub`,
  );
  await world.close();
  return { wrong, steps };
}

function policyText(text: string): string {
  return `The policy of ${repository}, .github/roles.yml:\n\n${text.replaceAll(/^/gm, '    ').trimEnd()}\n`;
}

type Telling<W extends World> = {
  readonly world: W;
  readonly story: readonly Step<W>[];
  readonly print: Demo['print'];
};

/**
 * Plays a story, and says how it came out.
 * @param took what it took, afterwards
 * @returns how many things did not come out as told, and the steps that were played
 */
async function tell<W extends World>(
  { world, story: all, print }: Telling<W>,
  took: () => string,
): Promise<Pick<Told, 'wrong' | 'steps'>> {
  const started = performance.now();
  const steps: Played[] = [];
  const wrong = await play(world, all, print, (played) => steps.push(played));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    wrong === 0
      ? `All ${all.length} steps came out as told, in ${seconds} s, with ${took()}.`
      : `The story did not come out as told: ${wrong} thing${wrong === 1 ? '' : 's'} in the last step above.`,
  );
  return { wrong, steps };
}
