/**
 * An organization in compressed time: what its rounds cost and leave over of GitHub's hourly limit, and how soon a forged
 * gate label is undone meanwhile. Time stands still while Baton works, so what it waits for is the limit alone; how much
 * work came first is told as processor time. A small part of the organization, and as small a part of its limit, unless SCALE is `full`, or
 * the number of repositories.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { secret } from '../../baton.ts';
import type { Figures } from '../compare.ts';
import { listenToRequests } from './causes.ts';
import { finish, serve, settle, type Served } from './serve.ts';
import { createCompressedTime } from './time.ts';
import { gateLabel, issues, openOrganization, type Town } from './world.ts';

const full = { repositories: 200, webhooks: 20_000, limit: 12_500 } as const;
const scale = process.env['SCALE'] ?? '3';
const repositories = scale === 'full' ? full.repositories : Number(scale);
const part = repositories / full.repositories;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

type Bench = Served & { readonly town: Town };

/** How soon a forged label was undone, in seconds, and what was done first: milliseconds of processor time, requests. */
type Reaction = { readonly seconds: number; readonly work: number; readonly requests: number };

export async function benchOrganization(): Promise<Figures> {
  const time = createCompressedTime(Math.floor(Date.now() / 1000) * 1000);
  let hourly = Math.round(full.limit * part);
  const own = scale === 'full' ? null : () => hourly;
  const town = await openOrganization(repositories, time, own);
  const looks = new Map<string, number>();
  // What happened in the minute before Baton comes, the first sweep finds once more: it is little, elsewhere.
  time.advance(hour);
  const asked = listenToRequests(town.github);
  const service = await serve(town.github, time, asked, looks);
  town.github.hook('baton', { url: `${service.url}/api/github/webhooks`, secret });
  const bench: Bench = { town, github: town.github, time, service, asked, looks };
  // An App is installed somewhere while it runs.
  await settle(bench);
  const figures: Record<string, readonly number[]> = {};
  console.log(
    `\nan organization of ${repositories} repositories × ${issues} issues, half of them with a policy; ${Math.round(full.webhooks * part)} webhooks and ${scale === 'full' ? full.limit : hourly} points an hour; compressed time`,
  );
  /** What is left of a round is no part of the next one. */
  const rest = async (): Promise<void> => {
    hourly = 1e9;
    await finish(bench);
    hourly = Math.round(full.limit * part);
    time.advance(hour);
    await settle(bench);
  };
  const round = async (name: string, begin: () => void): Promise<void> => {
    const { left, reactions } = await playRound(bench, begin);
    figures[`seconds until a forged label is undone: ${name}`] = [
      Math.max(...reactions.map(({ seconds }) => seconds)),
    ];
    figures[`left of the limit for events: ${name}`] = [left * 100];
    report(name, bench, left, reactions);
    await rest();
  };

  await round('cold start', () => void town.github.install('baton', 'acme'));
  const items = [...looks].filter(([key]) => /^\d+ \S+ (issue|pull-request) \d+$/.test(key));
  figures['evaluations of an item in a cold start'] = [
    items.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, items.length),
  ];

  asked.forget();
  const live = await playHour(bench);
  figures['requests for an event without a policy'] = [live.without];
  figures['seconds until a forged label is undone: an hour of events'] = [live.reaction.seconds];
  figures['left of the limit for events: an hour of events'] = [asked.leftForEvents() * 100];
  report(`an hour of events (${live.webhooks} webhooks)`, bench, asked.leftForEvents(), [live.reaction]);

  await round('a sweep', () => time.advance(40 * minute));

  asked.forget();
  town.github.addToTeam('acme/design', 'nina');
  await settle(bench);
  figures['requests for a team that no policy names'] = [asked.count()];
  report('a team that no policy names', bench, asked.leftForEvents(), []);
  await rest();

  await round('membership', () => town.github.addToTeam('acme/engineering', 'nina'));
  await round('policy change', () => town.changePolicy());
  await round('trial', () => town.proposePolicy());
  await round('organization’s base', () => town.changeBase());
  const { user, system } = process.cpuUsage();
  console.log(`  ${((user + system) / 1e6).toFixed(0)} s of processor time, GitHub's included`);
  await service.stop();
  asked.stop();
  await town.github.close();
  return figures;
}

/** A label is forged while the round runs, once it waits, and at the end of ten minutes of events. */
async function playRound(
  bench: Bench,
  begin: () => void,
): Promise<{ readonly left: number; readonly reactions: readonly Reaction[] }> {
  const { asked, service } = bench;
  asked.forget();
  begin();
  for (const end = performance.now() + 20_000; asked.count() < 20 && performance.now() < end;) {
    await wait(2);
    const { waiting, running } = await service.inbox.metrics();
    if (asked.count() > 0 && waiting + running === 0) break;
  }
  const reactions = [await forge(bench)];
  await settle(bench);
  reactions.push(await forge(bench));
  await playEvents(bench, 10 * minute);
  reactions.push(await forge(bench));
  return { left: asked.leftForEvents(), reactions };
}

async function forge(bench: Bench): Promise<Reaction> {
  const { town, time, asked } = bench;
  const began = { at: time.now(), cpu: process.cpuUsage(), requests: asked.count() };
  const issue = town.forge();
  let undone: Reaction | null = null;
  asked.onAnswer = () => {
    if (undone !== null || town.github.find.item(issue).labels.some(({ name }) => name === gateLabel)) return;
    const { user, system } = process.cpuUsage(began.cpu);
    undone = {
      seconds: (time.now() - began.at) / second,
      work: (user + system) / 1000,
      requests: asked.count() - began.requests,
    };
  };
  const isUndone = (): Reaction | null => undone;
  await settle(bench);
  for (let step = 0; isUndone() === null && time.now() - began.at < 2 * hour; step += 1) {
    time.advance(step < 10 ? second : 30 * second);
    await settle(bench);
  }
  asked.onAnswer = () => {};
  return isUndone() ?? { seconds: 2 * 3600, work: Infinity, requests: Infinity };
}

/** So many webhooks as come in that time, of what people do and of what follows from it. */
async function playEvents(bench: Bench, milliseconds: number): Promise<number> {
  const { town, time } = bench;
  const { deliveries } = town.github;
  const [from, until] = [deliveries.length, time.now() + milliseconds];
  const each = hour / (full.webhooks * part);
  while (time.now() < until) {
    const before = deliveries.length;
    town.act();
    await settle(bench);
    time.advance((deliveries.length - before) * each);
  }
  return deliveries.length - from;
}

/** Where there is no policy, people act alone first, so that what that costs is told by itself. */
async function playHour(
  bench: Bench,
): Promise<{ readonly without: number; readonly webhooks: number; readonly reaction: Reaction }> {
  const { town, asked } = bench;
  const { deliveries } = town.github;
  const events = (): number => deliveries.length;
  const before = { asked: asked.count(), events: events() };
  for (const repository of town.others.slice(0, 5))
    for (let at = 1; at <= 5; at += 1) town.github.as('otto').comment(`${repository}#${at}`, 'I like it.');
  await settle(bench);
  const without = (asked.count() - before.asked) / (events() - before.events);
  const first = await playEvents(bench, hour / 2);
  const reaction = await forge(bench);
  const second = await playEvents(bench, hour / 2);
  return { without, webhooks: first + second, reaction };
}

function report(what: string, { asked }: Bench, left: number, reactions: readonly Reaction[]): void {
  const causes = [...asked.byCause()].map(([cause, count]) => `${cause} ${count}`).join(', ');
  const undone = reactions.map(
    ({ seconds, work, requests }) => `${seconds} s (${work.toFixed(0)} ms of work, ${requests} requests)`,
  );
  console.log(
    `  ${what}: ${asked.count()} requests (${causes || 'none'}); ${(left * 100).toFixed(0)} % of the limit left for events${undone.length === 0 ? '' : `; a forged label undone after ${undone.join(', ')}`}`,
  );
}
