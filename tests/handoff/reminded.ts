/** Whom Baton would remind in a story, and when it does. */
import {
  nextPrompt,
  promptBody,
  saidIn,
  saidNow,
  waitingOf,
  type Said,
  type Waiting,
} from '../../src/handoff/index.ts';
import { hour, type Story } from './story.ts';

export const time = (at: number): string => new Date(at).toISOString().slice(0, 16);

/** All that waits, in the verdict's order. */
export function allWaiting(told: Story): readonly Waiting[] {
  const { issue, verdict } = told.look();
  return waitingOf(issue, verdict, told.setting());
}

/** The first that waits. */
export const waitingFor = (told: Story): Waiting | null => allWaiting(told)[0] ?? null;

/** Who waits since when, and when they are reminded. */
export function waits(told: Story): object | null {
  const waiting = waitingFor(told);
  if (waiting === null) return null;
  const { gate, roles, since, due } = waiting;
  return { gate: gate.gate.name, roles: roles.join('+'), since: time(since), due: time(due) };
}

/** Baton looks every hour, as if it were asked to; what it said when. */
export function prompts(told: Story, hours: number, said: readonly Said[] = []): readonly string[] {
  const { policy } = told.setting();
  let all = said;
  const heard: string[] = [];
  for (let passed = 0; passed < hours; passed += 1) {
    const { now } = told.setting();
    const waiting = waitingFor(told);
    const next = waiting === null ? null : nextPrompt(waiting, all, policy, now);
    if (waiting !== null && next?.kind === 'say') {
      // What is noted in a comment is what is read from it.
      all = [
        ...all,
        ...saidIn(promptBody(told.setting(), [{ waiting, said: saidNow(next.what, waiting, now) }])),
      ];
      heard.push(`${next.what} ${time(now - (now % hour))}`);
    }
    told.later(hour);
  }
  return heard;
}
