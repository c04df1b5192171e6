/** What a story costs: requests to GitHub for each event, as the sandbox counted them. */
import { story } from '../../src/demo/story.ts';
import { openWorld, repository, type World } from '../../src/demo/world.ts';
import type { Figures } from './compare.ts';

type Act = (world: World) => Promise<void>;

/** Somebody acts a moment later, and all that follows from it happens: nothing that is remembered gets old. */
async function act(world: World, login: string, what: Parameters<World['act']>[1]): Promise<void> {
  world.clock.advance(2000);
  what(world.github.as(login));
  await world.settled();
}

/** Events of each kind on an issue and on a pull request that closes it: what each is called, and who does what. */
function events(issue: string, pull: string): readonly (readonly [string, Act])[] {
  const by =
    (login: string, what: Parameters<World['act']>[1]): Act =>
    (world) =>
      act(world, login, what);
  return [
    [
      'a pull request opened',
      by(
        'anton',
        (anton) =>
          void anton.openPull(repository, {
            title: 'Work',
            body: `Closes #${issue.split('#')[1] ?? ''}`,
            head: 'bench',
          }),
      ),
    ],
    ['new commits', by('anton', (anton) => void anton.push(repository, 'bench', { files: { 'b.ts': 'b' } }))],
    ['a comment on the issue', by('anton', (anton) => void anton.comment(issue, 'Fine.'))],
    ['a comment on the pull request', by('anton', (anton) => void anton.comment(pull, 'Fine.'))],
    ['a label', by('anton', (anton) => anton.label(issue, 'bug'))],
    ['a label removed', by('anton', (anton) => anton.unlabel(issue, 'bug'))],
    ['a review', by('maria', (maria) => void maria.review(pull, { event: 'COMMENT', body: 'Fine.' }))],
  ];
}

/** Prints a row for each kind of event; gives back what each cost. `past`: comments that nobody has told of before. */
async function benchEvents(past: number): Promise<Figures> {
  const world = await openWorld();
  const { github } = world;
  await act(world, 'maria', (maria) => void maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const issue = `${repository}#1`;
  await act(world, 'maria', (maria) => void maria.comment(issue, '/approve spec'));
  github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: past });
  for (let each = 0; each < past; each += 1) github.as('anton').comment(issue, `No. ${each}`);
  github.faults.clear();
  // What is long is read once, and what is older than a day is kept.
  world.clock.advance(25 * 3_600_000);
  await act(world, 'anton', (anton) => void anton.comment(issue, 'So many words.'));
  await act(world, 'anton', (anton) => void anton.push(repository, 'bench', { files: { 'a.ts': 'a' } }));
  await act(world, 'maria', (maria) => void maria.createLabel(repository, { name: 'bug' }));
  await act(world, 'anton', (anton) => void anton.comment(issue, 'And more.'));
  console.log(`\nreads for an event of each kind, after ${past} comments`);
  const figures: Record<string, readonly number[]> = {};
  for (const [name, perform] of events(issue, `${repository}#2`)) {
    github.requests.length = 0;
    await perform(world);
    const reads = github.requests.filter(
      ({ kind, method }) => kind === 'query' || (kind === 'rest' && method === 'GET'),
    );
    console.log(`  ${name.padEnd(42)} ${reads.length}`);
    figures[eventFigure(name, past)] = [reads.length];
  }
  await world.close();
  return figures;
}

/** What a figure of `benchEvents` is called. */
const eventFigure = (event: string, past: number): string => `reads for ${event}, after ${past} comments`;

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
    ...(await benchEvents(0)),
    ...(await benchEvents(3000)),
  };
}

function row(spent: { webhooks: number; reads: number; writes: number; rest: number }): string {
  const { webhooks, reads, writes, rest } = spent;
  return `${String(webhooks).padStart(3)} webhooks ${String(reads).padStart(3)} reads ${String(writes).padStart(3)} writes ${String(rest).padStart(3)} REST`;
}
