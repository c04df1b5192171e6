/** Lines that were taken out and put in. */
import { html, ours, type Html } from '../../pages/index.ts';

/** @param patch lines with `+`, `-`, `@@` or a space before them */
export const difference = (patch: string): Html =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="What changed, line by line"><pre class="difference">${patch.split('\n').map((line) => asLine(line))}</pre></div>`;

const newline = ours('\n');

function asLine(line: string): Html {
  const text = line.slice(1);
  if (line.startsWith('+')) return html`<ins>+ ${text}</ins>${newline}`;
  if (line.startsWith('-')) return html`<del>- ${text}</del>${newline}`;
  if (line.startsWith('@')) return html`<span class="quiet">⋯</span>${newline}`;
  return html`<span>  ${text}</span>${newline}`;
}
