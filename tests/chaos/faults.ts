/** What goes wrong between Baton and GitHub, at random. */
import type { Sandbox } from '@baton/sandbox';
import type { Random } from './random.ts';

type Fault = Parameters<Sandbox['faults']['add']>[0];

const kinds: readonly Omit<Fault, 'match'>[] = [
  { kind: '5xx' },
  { kind: '5xx', when: 'after-doing' },
  { kind: 'reset' },
  { kind: 'reset', when: 'after-doing' },
  { kind: 'slow', milliseconds: 300 },
  { kind: 'secondary-limit', seconds: 1 },
];

/** Puts a fault in the way of one of the next requests; gives back its kind. */
export function faultAtRandom(github: Sandbox, random: Random): string {
  const fault = random.pick(kinds);
  github.faults.add({ ...fault, match: ({ path }) => !path.endsWith('/access_tokens') });
  return fault.when === 'after-doing' ? `${fault.kind} after doing` : fault.kind;
}
