/** How many comments Baton writes in an issue's life with the mistakes that people make. */
import { openWorld } from '../../src/demo/world.ts';
import { kindOf, life, live } from '../mistakes.ts';
import { lifeInJira, liveInJira } from '../mistakes-in-jira.ts';
import { openJiraStage } from '../stories/jira-stage.ts';
import { repository } from '../stories/stage.ts';
import type { Figures } from './compare.ts';

/** Prints what Baton wrote, and after which step. */
export async function benchNoise(): Promise<Figures> {
  const world = await openWorld();
  console.log(`\ncomments that Baton writes in an issue's life of ${life.length} steps with many mistakes`);
  const counts = await live(world, ({ by, tells, wrote }) => {
    if (wrote.length > 0) console.log(`  ${by} ${tells}: ${wrote.map(kindOf).join(', ')}`);
  });
  const { card, handoff, other } = counts;
  console.log(`  all: ${card} card, ${handoff} handoffs, ${other} others`);
  await world.close();
  return {
    'cards in a life': [card],
    'handoffs in a life': [handoff],
    'other comments in a life': [other],
    'comments in a life in Jira': [await benchNoiseInJira()],
  };
}

async function benchNoiseInJira(): Promise<number> {
  const stage = await openJiraStage('cloud', { more: '  mode: revert\n' });
  console.log(`\nthe same in Jira, in ${lifeInJira.length} steps`);
  const key = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }).key);
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  const all = await liveInJira(stage, key, ({ by, to }, comments) => {
    if (comments > 0) console.log(`  ${by} moves it to ${to}: ${comments}`);
  });
  console.log(`  all: ${all}`);
  await stage.close();
  return all;
}
