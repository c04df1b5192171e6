/** What somebody reads who could not sign in, or signed out: what happened, and what to do. */
import { html, type Content } from '../../pages/index.ts';
import { show, type Here } from '../site/index.ts';

/** `credentials`, `address`: nobody can sign in until an administrator has done something. */
export type Trouble =
  | 'denied'
  | 'suspended'
  | 'unverified'
  | 'address'
  | 'credentials'
  | 'code'
  | 'state'
  | 'busy'
  | 'away'
  | 'unknown';

type Said = { readonly status: 400 | 403 | 500 | 503; readonly title: string; readonly content: Content };

const again = html`<p><a class="button" href="/sign-in">Sign in</a></p>`;

/** @param callback the address that the App has to know */
function saidOf(trouble: Trouble, callback: string): Said {
  switch (trouble) {
    case 'denied':
      return {
        status: 403,
        title: 'You are not signed in',
        content: html`<p>On GitHub, you chose not to let Baton know who you are. Without that it can’t tell what you can see. It reads in your name, and never writes.</p>
${again}`,
      };
    case 'suspended':
      return {
        status: 503,
        title: 'GitHub has suspended this App',
        content: html`<p>Nobody can sign in until GitHub lifts that. Tell the people who run Baton.</p>`,
      };
    case 'unverified':
      return {
        status: 403,
        title: 'GitHub wants your email address verified first',
        content: html`<p>Verify it in your settings on GitHub, under “Emails”, and sign in again.</p>
${again}`,
      };
    case 'address':
      return {
        status: 500,
        title: 'GitHub doesn’t know this address yet',
        content: html`<p>Tell the people who run Baton: in the App’s settings on GitHub, <code>${callback}</code> has to be a “Callback URL”.</p>`,
      };
    case 'credentials':
      return {
        status: 500,
        title: 'GitHub refuses this App’s client secret',
        content: html`<p>Nobody can sign in until that is put right. Tell the people who run Baton: the log says what to do.</p>`,
      };
    case 'code':
      return {
        status: 400,
        title: 'That took too long, or was done twice',
        content: html`<p>What GitHub sent is good for ten minutes, once. Begin again.</p>
${again}`,
      };
    case 'state':
      return {
        status: 400,
        title: 'This sign-in didn’t begin here',
        content: html`<p>It began in another browser, more than ten minutes ago, or under another address than <code>${new URL(callback).origin}</code>, or it was used already. Begin again.</p>
${again}`,
      };
    case 'busy':
      return {
        status: 503,
        title: 'Too many people sign in at once',
        content: html`<p>Try again in a minute.</p>
${again}`,
      };
    case 'away':
      return {
        status: 503,
        title: 'GitHub doesn’t answer',
        content: html`<p>You can sign in as soon as it does. Try again in a minute.</p>
${again}`,
      };
    case 'unknown':
      return {
        status: 500,
        title: 'GitHub didn’t sign you in',
        content: html`<p>It didn’t say why in a way that Baton knows. Begin again; if that doesn’t help, tell the people who run Baton.</p>
${again}`,
      };
    default:
      return trouble satisfies never;
  }
}

export function showTrouble(here: Here, trouble: Trouble, callback: string): Response {
  const said = saidOf(trouble, callback);
  if (said.status === 503) here.header('retry-after', '60');
  return show(here, said);
}

/** @param isEverywhere `tokens`: whether GitHub ended the person's tokens */
export function showSignedOut(
  here: Here,
  out: { readonly kind: 'here' } | { readonly kind: 'everywhere'; readonly tokens: boolean },
): Response {
  const content =
    out.kind === 'here'
      ? html`<p>You are signed out in this browser. You are still signed in to GitHub.</p>`
      : html`<p>All your sessions here have ended. You are still signed in to GitHub.</p>
${!out.tokens && html`<p>GitHub didn’t answer, so the tokens that Baton had of you last until they end by themselves, within eight hours. Nobody has them any more: Baton has forgotten them.</p>`}`;
  return show(here, {
    title: 'You are signed out',
    content: html`${content}
${again}`,
  });
}
