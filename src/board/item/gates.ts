/** Gates as they stand, one below the other. */
import type { GateStory } from '../../handoff/index.ts';
import { html, markdown, named, type Html } from '../../pages/index.ts';
import { icon, type IconName } from '../site/index.ts';
import { difference } from './difference.ts';

const pictures: Readonly<Record<GateStory['status'], IconName>> = {
  preparing: 'clock',
  waiting: 'clock',
  satisfied: 'check-circle',
  waived: 'unlock',
  stale: 'sync',
  returned: 'reply',
  questioned: 'question',
  'not applicable': 'arrow-right',
};

/** @param withNext whether each says what to do; where that is told above, it is not told twice */
export const gates = (all: readonly GateStory[], { withNext }: { readonly withNext: boolean }): Html =>
  html`<ol class="gates">
${all.map(
  (gate) => html`<li${gate.isOpen && html` class="good"`}>
<h3>${named(gate.title)} <span class="chip${gate.isOpen && ' good'}">${icon(pictures[gate.status])} ${gate.statusName}</span></h3>
${gate.only === 'warn' && html`<p class="quiet">It only warns.</p>`}${gate.only === 'observe' && html`<p class="quiet">It is only observed: nobody is told, and it blocks nothing.</p>`}
${markdown(gate.why)}
${gate.details.map((block) => markdown(block))}
${withNext && gate.next !== null && html`<div class="then"><b>Next</b> ${markdown(gate.next)}</div>`}
${
  gate.notCounted.length > 0 &&
  html`<h4>What didn’t count</h4>
<ul>${gate.notCounted.map((line) => html`<li>${markdown(line)}</li>`)}</ul>`
}
${gate.changed !== null && html`<details><summary>${gate.isOpen ? 'What an approver changed after approving' : 'What changed since the approval'}</summary>${difference(gate.changed)}</details>`}
${!gate.isOpen && html`<div class="quiet">${markdown(gate.blocks)}</div>`}
</li>
`,
)}</ol>`;
