/**
 * What an evaluation takes of an issue with a long past, over what it takes of a fresh one: through webhooks, the inbox, the
 * database and the emulated GitHub, whose own work is in both.
 */
import { openWorld, repository, type World } from '../../src/demo/world.ts';

/** Approvals and edits in turn, of which no webhook told. */
const past = 2_000;
const evaluations = 21;

/** Somebody acts, and all that follows from it happens. */
async function act(world: World, login: string, what: Parameters<World['act']>[1]): Promise<void> {
  world.clock.advance(2000);
  what(world.github.as(login));
  await world.settled();
}

/** Milliseconds of the processor for each of some comments that nobody has to be answered to. */
async function talk(world: World, issue: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let each = 0; each < evaluations; each += 1) {
    const start = process.cpuUsage();
    await act(world, 'anton', (anton) => void anton.comment(issue, `No. ${each}`));
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.toSorted((one, other) => one - other);
}

/** How many times what a fresh issue takes, by the medians; each measured twice, in turns. */
export async function knownOverFresh(): Promise<readonly number[]> {
  const world = await openWorld();
  const { github, clock } = world;
  const [known, fresh] = [`${repository}#1`, `${repository}#2`];
  for (const title of ['Known', 'Fresh'])
    await act(world, 'maria', (maria) => void maria.openIssue(repository, { title, body: 'One.' }));
  for (const issue of [known, fresh])
    await act(world, 'maria', (maria) => void maria.comment(issue, '/approve spec'));
  github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: past });
  for (let each = 0; each < past; each += 1) {
    clock.advance(2000);
    if (each % 2 === 0) github.as('maria').comment(known, '/approve spec');
    else github.as('anton').edit(known, { body: `Text ${each % 50}.` });
  }
  github.faults.clear();
  // What is long is read once, and what is older than a day is kept.
  clock.advance(25 * 3_600_000);
  await talk(world, fresh);
  await talk(world, known);
  const ratios: number[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const less = await talk(world, fresh);
    const more = await talk(world, known);
    const middle = Math.floor(evaluations / 2);
    ratios.push((more[middle] ?? 0) / (less[middle] ?? 1));
    console.log(
      `  a comment on a fresh issue ${(less[middle] ?? 0).toFixed(1)} ms, on one with ${past} moments ${(more[middle] ?? 0).toFixed(1)} ms`,
    );
  }
  await world.close();
  return ratios;
}
