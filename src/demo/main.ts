/** `npm run demo`: a story between a product manager and two engineers, against a GitHub on this machine. */
import { handsOn } from './show.ts';
import { play } from './play.ts';
import { story } from './story.ts';
import { openWorld, policy, repository } from './world.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const unknown = process.argv.slice(2).filter((word) => word !== '--serve');
if (unknown.length > 0) {
  print(`npm run demo does not know ${unknown.join(' ')}. It takes --serve: stay up afterwards.`);
  process.exit(1);
}
const stays = process.argv.includes('--serve');

const started = performance.now();
const world = await openWorld();
print(`Baton is running, and so is a GitHub at ${world.github.url}, both on this machine.
The policy of ${repository}, .github/roles.yml:

${policy.replaceAll(/^/gm, '    ').trimEnd()}

maria is a product manager, anton and ben are in @acme/engineering, otto may write but has no role.
`);
const wrong = await play(world, story, print);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const requests = world.github.requests.length;
print(
  wrong === 0
    ? `All ${story.length} steps came out as told, in ${seconds} s, with ${world.github.deliveries.length} webhooks and ${requests} requests to GitHub.`
    : `The story did not come out as told: ${wrong} thing${wrong === 1 ? '' : 's'} in the last step above.`,
);
if (stays && wrong === 0) {
  const { url, people } = world.github.describe();
  print(handsOn(url, world.webhooks, people, repository));
  process.once('SIGINT', () => void world.close().then(() => process.exit(0)));
} else {
  await world.close();
  process.exitCode = wrong === 0 ? 0 : 1;
}
