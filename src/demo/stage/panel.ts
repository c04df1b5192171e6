/** Baton, beside what people see on GitHub: who has the baton, the gates, what it did last and why, and its rules. */
import { html, named, type Content, type Html } from '../../pages/index.ts';
import type { Explanation } from '../../reconcile/index.ts';
import { statusName, type Baton, type GateVerdict } from '../../handoff/index.ts';
import { policyPath } from '../github.ts';
import type { Deed } from './deeds.ts';
import { rendered, told } from './markdown.ts';
import { jobOf, policyText } from './people.ts';
import type { Happening } from './stage.ts';
import { form, isFree, leadIn, person, whole, type View } from './view.ts';

export const panel = (view: View): Html => html`${turn(view)}
${justNow(view)}
${board(view)}
${policy(view)}`;

const board = ({ you, item }: View): Html => html`<section><h3>Baton’s own pages</h3>
<ul class="ways"><li><a href="/board" target="_blank" rel="noopener">Open the board as ${you}</a></li>
${item !== null && html`<li><a href="/board/${item.number}" target="_blank" rel="noopener">The story of #${item.number}, as Baton tells it</a></li>`}</ul></section>
`;

type Explained = Extract<Explanation, { kind: 'issue' | 'pull-request' }>;

function turn(view: View): Html {
  const { explained } = view;
  if (view.item === null) return html`<p class="turn">Baton has nothing to do yet.</p>`;
  if (explained === null) return html`<p class="turn">Baton is reading this.</p>`;
  switch (explained.kind) {
    case 'issue':
    case 'pull-request':
      return judged(view, explained);
    case 'no-policy':
      return html`<p class="turn">There is no policy, so Baton does nothing here.</p>`;
    case 'broken':
      return html`<p class="turn">The policy cannot be used.</p>`;
    case 'gone':
    case 'later':
      return html`<p class="turn">Baton does not see this.</p>`;
    default:
      return explained satisfies never;
  }
}

function judged(view: View, { why, verdict, problems }: Explained): Html {
  const end = why.indexOf('\n');
  const [first, rest] = end === -1 ? [why, ''] : [why.slice(0, end), why.slice(end).trim()];
  const issues: readonly Gates[] =
    'issues' in verdict
      ? verdict.issues.map(({ issue, gates, verdict: own }) => ({
          of: `#${issue.number}`,
          gates,
          batons: own?.kind === 'gates' ? own.batons : [],
        }))
      : verdict.kind === 'gates'
        ? [{ of: null, gates: verdict.gates, batons: verdict.batons }]
        : [];
  return html`<div class="turn">${rendered(first, leadIn(view))}</div>
${issues.map(
  ({
    of,
    gates,
    batons,
  }) => html`${of !== null && html`<p class="quiet">The gates of ${of}</p>`}<ul class="gates">
${gates.map((gate) => gateRow(gate, batons))}</ul>
`,
)}${problems.map((problem) => html`<p class="notice">${problem}</p>`)}
<details id="why"><summary>Why, in full (what <code>/why</code> answers)</summary><div class="text">${rendered(rest, leadIn(view), 3)}</div></details>
`;
}

type Gates = {
  /** The issue that has them; null: the one that is shown. */
  readonly of: string | null;
  readonly gates: readonly GateVerdict[];
  readonly batons: readonly Baton[];
};

function gateRow({ gate, status, open, approvals }: GateVerdict, batons: readonly Baton[]): Html {
  const holders = batons.find((baton) => baton.gate === gate.name)?.roles ?? [];
  const by = approvals.map((approval) => approval.by.login);
  const who: Content =
    by.length > 0 && open
      ? html` by ${by.map((login, at) => html`${at > 0 && ', '}${person(login)}`)}`
      : holders.length > 0 &&
        html` · ${holders.map((role, at) => html`${at > 0 && ', '}<code>${role}</code>`)} has the baton`;
  return html`<li class="gate ${open ? 'open' : holders.length > 0 ? 'turn-of' : 'later'}"><b>${named(gate.title)}</b><br><span>${statusName(status)}${who}</span></li>
`;
}

function justNow(view: View): Html {
  const [latest, ...earlier] = view.past;
  if (latest === undefined) return html``;
  return html`<section><h3>What happened last</h3>
${happening(view, latest)}
${
  earlier.length > 0 &&
  html`<details id="earlier"><summary>Before that</summary><ol class="earlier">${earlier.map((each) => html`<li>${happening(view, each)}</li>`)}</ol></details>`
}</section>
`;
}

const happening = (
  view: View,
  { who, did, refused, deeds }: Happening,
): Html => html`<p>${person(who)} <span class="quiet">(${jobOf(who)})</span> ${told(did)}.</p>
${refused !== null && html`<p class="refused"><b>GitHub refused it:</b> ${refused}</p>`}
${
  deeds.length === 0
    ? html`<p class="quiet">Baton had nothing to do.</p>`
    : html`<ul class="deeds">${deeds.map((deed) => deedRow(view, deed))}</ul>`
}`;

const deedRow = (view: View, { on, did, said }: Deed): Html =>
  html`<li>Baton ${told(did)}${on !== null && html` <span class="quiet">on <a href="/${on}">#${on}</a></span>`}${
    said !== null && html`<blockquote class="text">${rendered(said, leadIn(view))}</blockquote>`
  }</li>
`;

/** Whose turn it is, where the panel is below everything else. */
export function shortly(view: View): Content {
  const { explained } = view;
  const isJudged = explained?.kind === 'issue' || explained?.kind === 'pull-request';
  return isJudged ? rendered(explained.why.split('\n', 1)[0] ?? '', leadIn(view)) : 'nothing to do yet.';
}

/** The last act in a sentence, to be read aloud. */
export function aloud({ past: [latest] }: View): string {
  if (latest === undefined) return '';
  const act = `${latest.who} ${plain(latest.did)}.`;
  const refused = latest.refused === null ? '' : ` GitHub refused it: ${latest.refused}`;
  const did = latest.deeds.map((deed) => `${plain(deed.did)}${deed.on === null ? '' : ` on #${deed.on}`}`);
  return `${act}${refused} Baton${did.length === 0 ? ' had nothing to do' : `: ${did.join('; ')}`}.`;
}

const plain = (sentence: string): string => sentence.replaceAll('`', '');

function policy(view: View): Html {
  const text = policyText(view.github, policyPath);
  const shown = isFree(view)
    ? form(
        view,
        { id: 'policy-form', to: '/policy' },
        html`<label for="policy-text"><code>${policyPath}</code> on <code>main</code></label><textarea id="policy-text" name="policy" rows="${Math.min(24, text.split('\n').length + 2)}" spellcheck="false" class="mono">
${whole(text)}</textarea><button id="policy-do">Commit it as ${view.you}</button>`,
      )
    : html`<pre class="mono">${text}</pre>`;
  return html`<section id="policy"><h3>The policy in force</h3>
${shown}</section>
`;
}
