/**
 * How long a decision takes: fold, judge and plan. Of a usual history, for 10 to 100,000 moments; and of histories made of
 * one thing done again and again, which is what finds out what grows faster than they do.
 */
import { foldIssue, judge, planIssue, type Observed, whyIssue } from '../../src/handoff/index.ts';
import { readAhead } from '../../src/reconcile/facts/read-ahead.ts';
import { approvedTexts } from './texts.ts';
import { mixMembers, mixPolicy, surroundings } from '../handoff/mixes.ts';
import { policyOf } from '../handoff/people.ts';
import type { Figures } from './compare.ts';
import { knownOverFresh } from './known-look.ts';
import { usualHistory } from './usual-history.ts';

const policy = policyOf(mixPolicy);
const members = mixMembers(policy);
const textPolicy = policyOf(`roles: {pm: [maria], engineer: [anton]}
gates: {spec: {preset: spec, label: "spec:approved"}}
`);

/** Milliseconds of the processor, and how long the longest text is about the issue. */
type Decided = { readonly ms: number; readonly text: number };

/** Decides just after the last moment, under a policy that was changed just then: nothing is left out for its age. */
function decide(observed: Observed): Decided {
  const now = (observed.history.moments.at(-1)?.at ?? 0) + 1000;
  const plan = { policy, members, policyUrl: '', problems: [], now, inForceSince: 0, justSaid: [] };
  const start = process.cpuUsage();
  const issue = foldIssue(observed);
  const verdict = judge(issue, { ...plan, times: { changedAt: now, labels: {} } });
  const effects = planIssue(issue, verdict, plan);
  const { user, system } = process.cpuUsage(start);
  const bodies = effects.map((effect) => ('body' in effect ? effect.body.length : 0));
  return { ms: (user + system) / 1000, text: Math.max(whyIssue(plan, verdict).length, ...bodies) };
}

let count = 0;

/** As an issue that nothing is known of: none of its replays was kept. */
const anew = ({ history, ...observed }: Observed): Observed => {
  count += 1;
  return { ...observed, history: { ...history, item: { ...history.item, id: `I${count}` } } };
};

const inOrder = (times: readonly number[]): readonly number[] => times.toSorted((one, other) => one - other);
const shown = (ms: number): string => ms.toFixed(2).padStart(9);

/** So many moments, and four times as many. */
const short = 2_500;
const long = 10_000;

/** Prints rows of milliseconds of the processor: of usual histories the median of nine, of each mix the first and the best. */
export async function benchCore(): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  console.log('\nfold + judge + plan, from a whole usual history (processor time, median of 9)');
  for (const length of [10, 1_000, 100_000]) {
    const times = inOrder(Array.from({ length: 9 }, () => decide(anew(usualHistory(length))).ms));
    const known = usualHistory(length);
    decide(known);
    const again = inOrder(Array.from({ length: 9 }, () => decide(known).ms));
    figures[`a decision from ${length} moments`] = times;
    console.log(
      `  ${String(length).padStart(7)} moments  ${shown(times[4] ?? 0)} ms, again ${shown(again[4] ?? 0)} ms`,
    );
  }
  console.log(
    `\none thing again and again: ${long} moments, cold and warm, how much that is of ${short}, and once more with nothing new`,
  );
  let slowest = 0;
  let steepest = 0;
  let longest = 0;
  for (const [name, happens] of Object.entries(surroundings)) {
    decide(anew(happens(short)));
    const { ms: few } = decide(anew(happens(short)));
    const { ms: cold } = decide(anew(happens(long)));
    const { ms: warm, text } = decide(anew(happens(long)));
    const known = happens(long);
    decide(known);
    const { ms: again } = decide(known);
    longest = Math.max(longest, text);
    const growth = warm / Math.max(few, 1);
    slowest = Math.max(slowest, warm);
    // What is over at once grows by what the machine does besides.
    if (warm > 40) steepest = Math.max(steepest, growth);
    console.log(
      `  ${name.padEnd(52)} ${shown(cold)} ms ${shown(warm)} ms ${growth.toFixed(1).padStart(6)} times ${shown(again)} ms`,
    );
  }
  figures[`the slowest mix of ${long} moments`] = [slowest];
  figures['the steepest growth for four times the moments'] = [steepest];
  figures['the longest text about an issue'] = [longest];
  console.log(
    '\nreading the texts of an issue, of 2 kB each, approved after every edit: cold, and read anew',
  );
  for (const count of [1_000, 10_000]) {
    const [cold, ...warm] = [
      await readTexts(count),
      await readTexts(count),
      await readTexts(count),
      await readTexts(count),
    ];
    figures[`${count} texts that were read before`] = inOrder(warm);
    console.log(
      `  ${String(count).padStart(7)} texts    ${shown(cold)} ms ${shown(inOrder(warm)[1] ?? 0)} ms`,
    );
  }
  console.log('\nan evaluation of a known issue over one of a fresh issue (processor time, medians)');
  figures['an evaluation of a known issue, over a fresh one'] = await knownOverFresh();
  return figures;
}

/** Milliseconds of the processor for reading texts, each look with strings of its own. */
async function readTexts(count: number): Promise<number> {
  const observed = approvedTexts(count);
  const start = process.cpuUsage();
  await readAhead(textPolicy, [observed], ({ kind }) => kind === 'commented');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
