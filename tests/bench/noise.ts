/** How many comments Baton writes in an issue's life with the mistakes that people make. */
import { openWorld } from '../../src/demo/world.ts';
import { kindOf, life, live } from '../mistakes.ts';

/** Prints what Baton wrote, and after which step. */
export async function benchNoise(): Promise<void> {
  const world = await openWorld();
  console.log(`\ncomments that Baton writes in an issue's life of ${life.length} steps with many mistakes`);
  const counts = await live(world, ({ by, tells, wrote }) => {
    if (wrote.length > 0) console.log(`  ${by} ${tells}: ${wrote.map(kindOf).join(', ')}`);
  });
  const { card, handoff, other } = counts;
  console.log(`  all: ${card} card, ${handoff} handoffs, ${other} others`);
  await world.close();
}
