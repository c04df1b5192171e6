/** The way from a text to a pull request: GitHub's own editor, in the visitor's name. */
import { html, whole, type Html } from '../../pages/index.ts';
import type { Target } from './ground.ts';

/** Longer addresses are not taken everywhere. */
const longestAddress = 7000;

export function proposal(text: string, target: Target): Html {
  const { site, repository, branch, path, isThere } = target;
  const to = (act: 'edit' | 'new', rest: string): string =>
    `${site}/${[...repository.split('/'), act, ...branch.split('/')].map(encodeURIComponent).join('/')}${rest}`;
  const file = path.split('/').map(encodeURIComponent).join('/');
  const filled = to('new', `?${new URLSearchParams({ filename: path, value: text }).toString()}`);
  const isFilled = !isThere && filled.length <= longestAddress;
  const address = isThere
    ? to('edit', `/${file}`)
    : isFilled
      ? filled
      : to('new', `?${new URLSearchParams({ filename: path }).toString()}`);
  return html`<p class="acts"><button type="button" class="copy-text">Copy the text</button> <a class="button" href="${whole(address)}" rel="noreferrer">Open as a pull request</a></p>
<p class="quiet">${isFilled ? 'GitHub’s editor opens with this text.' : 'Copy the text, and put it in place of what GitHub’s editor shows.'} There you choose “Create a new branch” and propose the change: its check <code>Baton policy</code> tries it on your issues.</p>`;
}
