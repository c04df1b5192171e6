/** `npm run demo`: a story between a product manager and engineers, against a GitHub (and a Jira) on this machine. */
import { argumentsOf } from '../arguments.ts';
import { codeOf, endOnSignal } from '../signals.ts';
import { jiraStory } from './jira-story.ts';
import { openJiraWorld, policyWithJira } from './jira-world.ts';
import { handsOn } from './show.ts';
import { play } from './play.ts';
import { story, type Step } from './story.ts';
import { openWorld, policy, repository, type World } from './world.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const { values } = argumentsOf({
  name: 'npm run demo',
  what: 'Plays a story between a product manager and engineers, against a GitHub on this machine. It needs no account.',
  options: {
    jira: { kind: 'flag', what: 'The story with the specs in Jira' },
    serve: { kind: 'flag', what: 'Stays up after the story on GitHub, for you to go on' },
  },
});
if (values.jira && values.serve) {
  console.error('npm run demo: --serve is for the story on GitHub, without --jira.');
  process.exit(2);
}
/** What stays up until a signal; null: the story is still played. */
let serving: World | null = null;
endOnSignal(async (signal) => {
  await serving?.close();
  return serving === null ? codeOf(signal) : 0;
});

const started = performance.now();
if (values.jira) {
  const world = await openJiraWorld();
  const { github, jira } = world;
  print(`Baton is running, and so are a GitHub at ${github.url} and a Jira at ${jira.url}, all on this machine.
${policyText(policyWithJira)}
In Jira, maria is in the group product; anton and ben have the role Developers in SHOP. Everybody may move issues there.
`);
  const wrong = await tell(world, jiraStory, () => {
    const webhooks = github.deliveries.length + jira.deliveries.length;
    return `${webhooks} webhooks, ${github.requests.length} requests to GitHub and ${jira.requests.length} to Jira`;
  });
  await end(world, wrong);
} else {
  const world = await openWorld();
  const { github, webhooks } = world;
  print(`Baton is running, and so is a GitHub at ${github.url}, both on this machine.
${policyText(policy)}
maria is a product manager, anton and ben are in @acme/engineering, otto may write but has no role.
`);
  const wrong = await tell(
    world,
    story,
    () => `${github.deliveries.length} webhooks and ${github.requests.length} requests to GitHub`,
  );
  if (values.serve && wrong === 0) {
    print(handsOn(github.describe(), webhooks, repository, 3));
    serving = world;
  } else await end(world, wrong);
}

function policyText(text: string): string {
  return `The policy of ${repository}, .github/roles.yml:\n\n${text.replaceAll(/^/gm, '    ').trimEnd()}\n`;
}

/**
 * Plays a story, and says how it came out.
 * @param took what it took, afterwards
 * @returns how many things did not come out as told
 */
async function tell<W extends World>(
  world: W,
  steps: readonly Step<W>[],
  took: () => string,
): Promise<number> {
  const wrong = await play(world, steps, print);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    wrong === 0
      ? `All ${steps.length} steps came out as told, in ${seconds} s, with ${took()}.`
      : `The story did not come out as told: ${wrong} thing${wrong === 1 ? '' : 's'} in the last step above.`,
  );
  return wrong;
}

async function end(world: World, wrong: number): Promise<void> {
  await world.close();
  process.exitCode = wrong === 0 ? 0 : 1;
}
