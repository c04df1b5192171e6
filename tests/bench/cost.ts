/** What a story costs: requests to GitHub for each event, as the sandbox counted them. */
import { story } from '../../src/demo/story.ts';
import { openWorld } from '../../src/demo/world.ts';
import type { Figures } from './compare.ts';

/** Prints a row for each step of the demo's story: webhooks that came, and the requests that they led to. */
export async function benchCost(): Promise<Figures> {
  const world = await openWorld();
  const { github } = world;
  console.log('\nrequests to GitHub per step of the story (GraphQL reads, mutation documents, REST)');
  const all = { webhooks: 0, reads: 0, writes: 0, rest: 0 };
  for (const step of story) {
    github.requests.length = 0;
    const before = github.deliveries.length;
    await step.act(world);
    const count = (kind: string): number => github.requests.filter((each) => each.kind === kind).length;
    const spent = {
      webhooks: github.deliveries.length - before,
      reads: count('query'),
      writes: count('mutation'),
      rest: count('rest'),
    };
    all.webhooks += spent.webhooks;
    all.reads += spent.reads;
    all.writes += spent.writes;
    all.rest += spent.rest;
    console.log(`  ${step.title.padEnd(42)} ${row(spent)}`);
  }
  console.log(`  ${'all'.padEnd(42)} ${row(all)}`);
  await world.close();
  return {
    'reads in the story': [all.reads],
    'writes in the story': [all.writes],
  };
}

function row(spent: { webhooks: number; reads: number; writes: number; rest: number }): string {
  const { webhooks, reads, writes, rest } = spent;
  return `${String(webhooks).padStart(3)} webhooks ${String(reads).padStart(3)} reads ${String(writes).padStart(3)} writes ${String(rest).padStart(3)} REST`;
}
