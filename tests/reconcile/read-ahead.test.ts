/** Of an issue that was edited a thousand times, those texts are compared that somebody may have meant. */
import { expect, test } from 'vitest';

import type { Moment } from '../../src/handoff/index.ts';
import { readAhead } from '../../src/reconcile/facts/read-ahead.ts';
import { cpuTime } from '../cpu.ts';
import { observedOfMix } from '../handoff/mixes.ts';
import { anton, maria, policyOf } from '../handoff/people.ts';

const policy = policyOf('roles: {pm: [maria], engineer: [anton]}\ngates: {spec: {preset: spec}}\n');
const speaks = ({ kind }: Moment): boolean => kind === 'commented';

/** A thousand edits, each to another text of 2 kB, and one word after so many of them. */
function edited(wordAfter: number, salt: string) {
  return observedOfMix((turn): Moment => {
    const base = { id: `m${turn}`, at: (turn + 1) * 1000 };
    const words = {
      original: '/approve spec',
      text: '/approve spec',
      editedBy: null,
      url: '',
      reacted: true,
    };
    if (turn === wordAfter) return { kind: 'commented', ...base, by: maria, ...words };
    const body = `${salt} ${turn}\n\n${`One **coupon** for each [order](https://x.test/${turn}).\n\n`.repeat(40)}`;
    return { kind: 'edited', ...base, by: anton, title: null, body, lost: false };
  }, 1000);
}

async function work(wordAfter: number, salt: string): Promise<number> {
  const observed = edited(wordAfter, salt);
  const begun = cpuTime();
  await readAhead(policy, [observed], speaks);
  return cpuTime() - begun;
}

test('what was another text again before anybody spoke is not read', async () => {
  await work(900, 'warm');
  const late = await work(990, 'late');
  const early = await work(5, 'early');
  expect(late * 4).toBeLessThan(early);
});
