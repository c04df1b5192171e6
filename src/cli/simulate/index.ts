/** `baton simulate`: what a policy would have done, had it been in force. */
import type { Arguments } from '../../arguments.ts';
import { readPerson } from '../../environment/index.ts';
import type { Reads } from '../../github/index.ts';
import type { Policy } from '../../policy/index.ts';
import { asJson } from '../../published.ts';
import { createHistories, outcomeOf, type PastItem } from '../../reconcile/index.ts';
import { SettingError } from '../../setting-error.ts';
import { openStore } from '../../store/index.ts';
import {
  add,
  noTotals,
  simulateOutput,
  simulationPages,
  sumsOf,
  surprisesOf,
  weeksIn,
  worstFirst,
  type Simulated,
} from '../../simulation/index.ts';
import { CannotTell, exit, type Exit, type Io } from '../command.ts';
import { costOf } from '../cost.ts';
import { instantIn } from '../instant.ts';
import { askingGitHub, readsOfPerson } from '../person.ts';
import { policyIn, readPolicyFile, type PolicyFile } from '../policy-file.ts';
import { simulate } from '../scripts/simulate.ts';
import { createTidying } from '../sparing.ts';
import { isWritable, writeFileWhole } from '../whole-file.ts';
import { linesOf } from './show.ts';
import { dropState, keepState, readState, stateFile, stateVersion, type State } from './state.ts';

const { name } = simulate;
type Given = Arguments<typeof simulate.options>;

/** More surprises than this nobody reads. */
const mostSurprises = 500;
/** Milliseconds between two lines that say how far it is. */
const often = 2000;

export async function run({ values, words }: Given, io: Io): Promise<Exit> {
  const asked = askedFor({ values, words });
  if (values.html !== null) isWritable(name, '--html', values.html);
  const policy = await policyIn(
    asked.policy,
    { name, repository: asked.repository, bases: values.bases },
    io,
  );
  if (typeof policy === 'number') return policy;
  const reads = await readsOfPerson(name, values.app ?? 'baton');
  const store = await openStore(':memory:');
  const stopped = new AbortController();
  try {
    const histories = createHistories({
      reads,
      store,
      signal: stopped.signal,
      onWait: (until, why) =>
        io.note(`${why} Waiting until ${new Date(until).toISOString().slice(11, 19)} UTC.`),
    });
    const state = asked.state ?? (await begin(histories, asked, policy));
    const left = state.place.items.length - state.place.read;
    if (
      left > 0 &&
      !(await isWanted(io, { reads, left, requests: histories.requestsFor(left), isSure: values.yes }))
    )
      return exit.fine;
    await play(histories, { state, policy, reads, io, stopped });
    const simulated = outcome(state);
    if (values.html !== null) {
      const { asPage } = await simulationPages();
      writeFileWhole(name, '--html', values.html, asPage(simulated, Date.now()));
      io.note(`${name}: the page is ${values.html}.`);
    }
    show(simulated, values, io);
    if (values.resume !== null) dropState(values.resume);
    const { merges, closings } = simulated.proposed;
    return merges.blocked + closings.reopened > 0 ? exit.findings : exit.fine;
  } finally {
    await store.close();
  }
}

type Asked = {
  readonly repository: string;
  readonly policy: PolicyFile;
  readonly since: number;
  readonly until: number;
  readonly limit: number;
  /** To go on from; null: it begins. */
  readonly state: State | null;
};

/** @throws SettingError */
function askedFor({ values, words: [word] }: Given): Asked {
  if (values.resume !== null) {
    const others = [values.policy, values.since, values.until].some((each) => each !== null);
    if (others || values.limit !== 0)
      throw new SettingError(`${name}: --resume goes on with what was asked for then; leave the others out.`);
    const state = readState(values.resume);
    const { repository, since } = state.place;
    if (word !== undefined && word !== repository)
      throw new SettingError(`${name}: --resume: ${values.resume} is about ${repository}.`);
    return { repository, policy: state.policy, since, until: state.until, limit: 0, state };
  }
  const repository = word ?? readPerson().repository;
  if (repository === null) throw new SettingError(`${name}: say which repository: acme/shop.`);
  if (values.policy === null) throw new SettingError(`${name}: say which policy to play: --policy new.yml.`);
  const now = Date.now();
  const since = instantIn(values.since ?? '90d', `${name}: --since`, now);
  const until = values.until === null ? now : instantIn(values.until, `${name}: --until`, now);
  if (since > now) throw new SettingError(`${name}: --since is still to come: nothing happened since.`);
  if (until <= since) throw new SettingError(`${name}: --until must be after --since.`);
  const policy = readPolicyFile(name, values.policy);
  return { repository, policy, since, until: Math.min(until, now), limit: values.limit, state: null };
}

/** @throws CannotTell */
async function begin(
  histories: ReturnType<typeof createHistories>,
  { repository, policy, since, until, limit }: Asked,
  proposed: Policy,
): Promise<State> {
  const place = await askingGitHub(name, () => histories.list(repository, since));
  if (place === null)
    throw new CannotTell(`${name}: there is no ${repository}, or your token cannot see it.`);
  const items = limit === 0 ? place.items : place.items.slice(0, limit);
  return {
    version: stateVersion,
    policy,
    until,
    place: { ...place, items },
    proposed: noTotals(proposed.gates.map((gate) => gate.name)),
    today: null,
    surprises: [],
    counts: { issues: 0, pullRequests: 0, requests: 0 },
    unread: [],
  };
}

/** Says what it costs, and asks where somebody can answer. */
async function isWanted(
  io: Io,
  {
    reads,
    left,
    requests,
    isSure,
  }: {
    readonly reads: Reads;
    readonly left: number;
    readonly requests: number;
    readonly isSure: boolean;
  },
): Promise<boolean> {
  io.note(
    costOf({ what: `${left} issues and pull requests`, requests, budget: reads.budget(0), now: Date.now() }),
  );
  if (isSure || io.ask === null) return true;
  const answer = (await io.ask('Go on? [Y/n] ')).trim();
  if (/^(?:y(?:es)?)?$/i.test(answer)) return true;
  io.note('Nothing was read.');
  return false;
}

type Playing = {
  readonly state: State;
  readonly policy: Policy;
  readonly reads: Reads;
  readonly io: Io;
  readonly stopped: AbortController;
};

/** Plays page by page. What breaks it off leaves a file to go on from. @throws CannotTell */
async function play(
  histories: ReturnType<typeof createHistories>,
  { state, policy, reads, io, stopped }: Playing,
): Promise<void> {
  const before = state.counts.requests;
  let told = Date.now();
  const tidy = createTidying();
  const keep = (): string => {
    keepState(state);
    return `Go on with: ${name} --resume ${stateFile}`;
  };
  io.interrupted(() => {
    stopped.abort();
    io.note(`Stopped after ${state.place.read} of ${state.place.items.length}. ${keep()}`);
  });
  try {
    await askingGitHub(name, async () => {
      for await (const page of histories.read(state.place)) {
        // One by one into a copy: what is kept is a whole page, or none of it.
        const next = structuredClone(state);
        for (const item of page.items) {
          await playOn(next, item, policy);
          tidy();
        }
        next.unread.push(...page.unread);
        next.place = page.place;
        next.counts.requests = before + reads.requests();
        Object.assign(state, next);
        if (Date.now() - told < often) continue;
        told = Date.now();
        io.note(`${state.place.read} of ${state.place.items.length} read.`);
      }
    });
    state.counts.requests = before + reads.requests();
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    throw new CannotTell(`${error.message} ${keep()}`, { cause: error });
  }
}

async function playOn(state: State, item: PastItem, policy: Policy): Promise<void> {
  const window = { since: state.place.since, until: state.until };
  const outcome = await outcomeOf(item, policy, window);
  add(state.proposed, outcome, window.since);
  state.surprises = worstFirst([...state.surprises, ...surprisesOf(item, outcome, state.policy.file)]).slice(
    0,
    mostSurprises,
  );
  state.counts[item.kind === 'issue' ? 'issues' : 'pullRequests'] += 1;
  if (item.inForce.kind !== 'policy') return;
  const { policy: inForce } = item.inForce;
  state.today ??= noTotals(inForce.gates.map((gate) => gate.name));
  add(state.today, await outcomeOf(item, inForce, window), window.since);
}

function outcome({ policy, place, until, proposed, today, surprises, counts, unread }: State): Simulated {
  const { requests, ...read } = counts;
  return {
    repository: place.repository,
    policy: policy.file,
    since: new Date(place.since).toISOString(),
    until: new Date(until).toISOString(),
    read: { ...read, unread, requests },
    proposed: sumsOf(proposed),
    today: today === null ? null : sumsOf(today),
    weeks: weeksIn(proposed, { since: place.since, until }),
    surprises,
    unknown,
  };
}

const unknown = [
  'Roles are today’s: who held one when they approved is known to the App alone.',
  'Under the policy, people would have acted in another way: this is what they did without it.',
  'Comments and texts that were edited or deleted since count as GitHub has them now.',
  'GitHub does not tell when commits were pushed: they count as pushed when the pull request was opened.',
  'What is decided in Jira is left out.',
];

function show(simulated: Simulated, values: Given['values'], io: Io): void {
  if (values.json) io.print(asJson(simulateOutput, simulated));
  else for (const line of linesOf(simulated)) io.print(line);
}
