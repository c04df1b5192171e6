/** What an example is played on: a repository in memory, what people do there, and Baton, which looks at it as on a server. */
import { createExplain, createLook, type Explanation } from '../reconcile/index.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/index.ts';
import { sameText } from '../same-text.ts';
import type { Item } from '../tracker.ts';
import type { Act, Example, Step } from './example.ts';
import { createLooks } from './looks.ts';
import { actorOf } from './people.ts';
import type { Done } from './perform.ts';
import { tellAct, tellDone, tellPassing } from './story.ts';
import {
  assign,
  closeIssue,
  comment,
  divide,
  edit,
  label,
  merge,
  openIssue,
  openPull,
  push,
  reopen,
  unassign,
  unlabel,
  type Issue,
  type Place,
  type Pull,
  type Thing,
} from './things.ts';
import { afterPassing, clockAt } from './times.ts';
import { createTracker, type Played } from './tracker.ts';

/** What was played, line by line. `at`: milliseconds since the epoch; `clock`: by the policy's time zone, `2026-01-05 09:00`. */
export type Line = {
  readonly at: number;
  readonly clock: string;
  readonly by: 'people' | 'baton' | 'time';
  readonly what: string;
};

export type Stage = {
  readonly place: Place;
  /** What was played until now. */
  readonly story: readonly Line[];
  /** What Baton did since `forget`. */
  readonly done: () => readonly Done[];
  readonly forget: () => void;
  /** When Baton does something next by itself (milliseconds since the epoch); null: it does not. */
  readonly next: () => number | null;
  /** By the policy's time zone, `2026-01-05 09:00`. */
  readonly clock: () => string;
  /** Plays a step, and what Baton makes of it. */
  readonly take: (step: Exclude<Step, { kind: 'expects' }>) => Promise<void>;
  readonly explain: (thing: Thing) => Promise<Explanation>;
};

/** A policy, and the repository that it is played in: `owner/name`. */
export type Playing = Played & { readonly repository: string };

/** Milliseconds between two acts: whoever answers has read before. */
const pause = 60_000;

/** Sets up an empty repository, and clears it away when all is played. */
export async function onStage<T>(
  { starts, people }: Pick<Example, 'starts' | 'people'>,
  played: Playing,
  run: (stage: Stage) => Promise<T>,
): Promise<T> {
  const store = await openStore(':memory:');
  try {
    const clock = { now: starts };
    const place: Place = { repository: played.repository, clock, things: [], count: 0 };
    const story: Line[] = [];
    let done: Done[] = [];
    const { calendar } = played.policy;
    const say = (by: Line['by'], what: string, at: number = clock.now): void =>
      void story.push({ at, clock: clockAt(at, calendar.timezone), by, what });
    const tell = (all: readonly Done[]): void => {
      done.push(...all);
      for (const each of all) for (const what of tellDone(each)) say('baton', what, each.at);
    };
    const tracker = createTracker({ place, played, people, tell });
    const log = createLog({ logLevel: 'silent' }, { write() {} });
    const options = { store, now: () => clock.now, policyBases: ['**'] };
    const looks = createLooks(clock, () => look);
    const look = createLook({ ...options, tracker, want: looks.want, log, onboarding: false });
    const explain = createExplain({ ...options, reads: tracker.reads });
    return await run({
      place,
      story,
      done: () => done,
      forget: () => void (done = []),
      next: looks.next,
      clock: () => clockAt(clock.now, calendar.timezone),
      async take(step) {
        if (step.kind === 'passes') {
          say('time', tellPassing(step.words));
          await looks.until(afterPassing(step.passing, clock.now, calendar));
          return;
        }
        await looks.until(clock.now + (place.things.length === 0 ? 0 : pause));
        say('people', tellAct(step.act, place));
        for (const thing of act(place, step.act)) looks.happened(itemOf(place, thing));
        await looks.until(clock.now);
      },
      explain: ({ kind, number }) =>
        explain.onGitHub({ kind, installation: 0, repository: place.repository, number }),
    });
  } finally {
    await store.close();
  }
}

const itemOf = ({ repository }: Place, { kind, number }: Thing): Item & { readonly number: number } =>
  ({ kind, installation: 0, repository, number }) as const;

/** @returns what GitHub tells of */
function act(place: Place, step: Act): readonly Thing[] {
  const by = actorOf(step.by);
  const named = (name: string): Thing => {
    const found = place.things.find((each) => sameText(each.name, name));
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  const issue = (name: string): Issue => {
    const found = named(name);
    if (found.kind !== 'issue') throw new Error(`${name} is no issue.`);
    return found;
  };
  const pull = (name: string): Pull => {
    const found = named(name);
    if (found.kind !== 'pull-request') throw new Error(`${name} is no pull request.`);
    return found;
  };
  switch (step.kind) {
    case 'opens-issue': {
      const { name, title, body, type, whole } = step;
      const labels = [...step.labels];
      const assignees = step.assignees.map(actorOf);
      const opened = openIssue(place, { name, author: by, title, body, labels, assignees, type });
      if (whole === null) return [opened];
      divide(place, issue(whole), opened, true);
      return [opened, issue(whole)];
    }
    case 'opens-pull': {
      const { name, title } = step;
      const labels = [...step.labels];
      const closes = step.closing.map(issue);
      const body = step.body ?? closes.map(({ number }) => `Closes #${number}`).join('\n');
      const assignees = step.assignees.map(actorOf);
      const files = [...step.files];
      return [openPull(place, { name, author: by, title, body, labels, assignees, closes, files })];
    }
    case 'comments':
    case 'reviews': {
      const on = named(step.on);
      comment(place, on, by, { text: step.text, isReview: step.kind === 'reviews' });
      return [on];
    }
    case 'edits': {
      const on = issue(step.on);
      edit(place, on, by, step);
      return [on];
    }
    case 'adds-label':
    case 'removes-label': {
      const on = named(step.on);
      const change = step.kind === 'adds-label' ? label : unlabel;
      change(place, on, by, step.label);
      return [on];
    }
    case 'assigns':
    case 'unassigns': {
      const on = named(step.on);
      if (step.kind === 'assigns') assign(place, on, by, actorOf(step.who));
      else unassign(place, on, by, step.who);
      return [on];
    }
    case 'adds-sub-issue':
    case 'removes-sub-issue': {
      const on = issue(step.on);
      divide(place, on, issue(step.part), step.kind === 'adds-sub-issue');
      return [on];
    }
    case 'pushes': {
      const on = pull(step.on);
      push(place, on, by, step.files);
      return [on];
    }
    case 'merges': {
      const on = pull(step.on);
      merge(place, on, by);
      return [on, ...on.closes];
    }
    case 'closes': {
      const on = named(step.on);
      if (on.kind === 'issue') closeIssue(place, on, by, { reason: step.reason, through: 'person' });
      else if (on.state === 'open') on.state = 'closed';
      return [on];
    }
    case 'reopens': {
      const on = named(step.on);
      reopen(place, on, by);
      return [on];
    }
    default:
      return step satisfies never;
  }
}
