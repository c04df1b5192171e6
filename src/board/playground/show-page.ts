/** The page of a playground: the text, what it means, and an example to play. */
import { html, named, ours, whole, type Content, type Html } from '../../pages/index.ts';
import type { Problem } from '../../policy/index.ts';
import type { Answer } from './answer.ts';
import type { Preset } from './presets.ts';

export type PlaygroundPage = {
  readonly text: string;
  /** null: it was not worked out, and `why` says why. */
  readonly answer: Answer | null;
  readonly why: string | null;
  readonly presets: readonly Preset[];
  /** What goes with a repository's own policy; null: it is none's. */
  readonly beside: Content;
  /** Whether it can be tried on what is open. */
  readonly canTry: boolean;
  /** What came out of that; null: it was not asked for. */
  readonly trial: Content;
  /** Where the form goes. */
  readonly action: string;
  /** Where the language is described for editors. */
  readonly schema: string;
  /** By which the page's policy lets the editor's styles through. */
  readonly nonce: string;
};

export function playgroundContent(page: PlaygroundPage): Html {
  const { text, answer, why, presets, beside, action, schema, nonce } = page;
  return html`<form class="playground" method="post" action="${action}" enctype="multipart/form-data" data-schema="${schema}" data-nonce="${nonce}">
<button class="hidden" name="do" value="check" tabindex="-1">Check</button>
<section class="write" aria-label="The policy">
<p class="presets"><label for="preset">Start from</label> <select id="preset" name="preset">${presets.map(({ name, title }) => html`<option value="${name}">${title}</option>`)}</select> <button name="do" value="preset">Take it</button></p>
<p id="editor-help" class="quiet">This is <code>.github/roles.yml</code>. With Ctrl+Space you see what can stand here; to leave the editor with Tab, press Escape first.</p>
<label class="hidden" for="text">The policy as YAML</label>
<textarea id="text" class="code" name="text" rows="26" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" aria-describedby="editor-help">
${whole(text)}</textarea>
<div id="problems" role="status">${why !== null && html`<p class="notice">${why}</p>`}${answer !== null && problemsList(answer.problems)}</div>
<p class="acts"><button class="main" name="do" value="check">Check</button></p>
<div id="beside">${beside}</div>
${page.canTry && trialPart(page.trial)}
</section>
<section class="rules" aria-labelledby="means"><h2 id="means">What it means</h2>
<div id="rules">${rulesOf(answer)}</div></section>
<section class="play" aria-label="Play an issue"><h2>Play an issue</h2>
<p class="quiet">Nothing here happens on GitHub. Click what people do, and see what Baton makes of it.</p>
<p id="told" class="hidden" role="status"></p>
<div id="play">${answer !== null && ours(answer.play)}</div></section>
</form>`;
}

const trialPart = (trial: Content): Html => html`<h2>What would change</h2>
<p class="quiet">Baton reads the open issues of this repository and compares this text with the policy in force. It writes nothing.</p>
<p class="acts"><button name="do" value="try">Try it on open issues</button></p>
<div id="trial" role="status">${trial}</div>`;

export const rulesOf = (answer: Answer | null): Html | false =>
  answer !== null && (answer.rules === null ? broken : ours(answer.rules));

const broken = html`<p class="quiet">Once the text has no problems, you see here what it means.</p>`;

/** So many problems are told at once. */
const mostProblems = 50;

/** What is wrong in a text, each with its place. */
export function problemsList(problems: readonly Problem[]): Html {
  if (problems.length === 0) return html`<p class="fine">No problems.</p>`;
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return html`<p><strong>${count}</strong></p>
<ul class="problems">${problems.slice(0, mostProblems).map(
    ({ line, column, message, hint }) =>
      html`<li><span class="quiet">Line ${line}, column ${column}:</span> ${named(message, 600)}${hint !== null && html` ${named(hint, 600)}`}</li>
`,
  )}</ul>`;
}
