/** An issue whose text was edited again and again, each time to another one, and approved each time. */
import type { Moment, Observed } from '../../src/handoff/index.ts';
import { observedOfMix } from '../handoff/mixes.ts';
import { anton, maria } from '../handoff/people.ts';

/** About 2 kB. */
function textOf(turn: number): string {
  const lines = Array.from(
    { length: 24 },
    (_, index) =>
      `Sentence ${index} of ${turn}, with **weight**, a [link](https://x.test/${index}) and \`code\`.`,
  );
  return `## Problem\n\n${lines.join('\n\n')}\n`;
}

function momentAt(turn: number): Moment {
  const base = { id: `m${turn}`, at: (turn + 1) * 1000 };
  if (turn % 2 === 1)
    return { kind: 'edited', ...base, by: maria, title: null, body: textOf(turn), lost: false };
  const said = '/approve spec';
  return {
    kind: 'commented',
    ...base,
    by: anton,
    original: said,
    text: said,
    editedBy: null,
    url: '',
    reacted: true,
  };
}

/** With so many texts; made of new strings each time, as they come from a store. */
export const approvedTexts = (count: number): Observed => structuredClone(observedOfMix(momentAt, 2 * count));
