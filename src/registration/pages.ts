/** The pages for whoever registers the App: plain HTML, without scripts. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { isPrivateAddress, type Choices, type Filled } from './choices.ts';
import { titleOf, type Lacking } from '../app-manifest.ts';
import { reasons } from './rights.ts';
import type { Tried } from './trying.ts';

/** In the colours of Baton's other pages; those are not read for it, because this file is part of every start. */
const style =
  ':root{color-scheme:light dark;--ground:#fff;--raised:#f5f7f9;--ink:#16202b;--quiet:#56616e;--line:#d5dbe1;--edge:#76828f;--link:#0a5fb8;--alarm:#b42318}' +
  '@media (prefers-color-scheme:dark){:root{--ground:#0f1419;--raised:#182028;--ink:#e6ebf0;--quiet:#9aa7b4;--line:#323d48;--edge:#76828f;--link:#6cb6ff;--alarm:#ff8a80}}' +
  '*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}' +
  'main{max-width:42rem;margin:0 auto;padding:2.25rem 1.25rem 3rem;overflow-wrap:anywhere}' +
  'h1{margin:0 0 .5rem;font-size:1.9rem;line-height:1.2;text-wrap:balance}h2{margin:2.5rem 0 .5rem;font-size:1.3rem}' +
  'a{color:var(--link);text-underline-offset:.15em}label,legend{font-weight:600}' +
  'label,fieldset{display:block;margin:1.25rem 0 0}small{display:block;color:var(--quiet);font-size:.88rem;font-weight:400;line-height:1.45}' +
  'input,textarea{font:inherit;font-weight:400;width:100%;margin-top:.35rem;padding:.45rem .6rem;color:inherit;background:var(--ground);border:1px solid var(--edge);border-radius:6px}' +
  'textarea{font-family:ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;font-size:.88rem}' +
  'legend{float:left;width:100%;margin-bottom:.35rem;padding:0}legend+*{clear:both}fieldset{min-width:0;padding:.7rem 1rem .9rem;background:var(--raised);border:1px solid var(--line);border-radius:8px}' +
  '.choice{position:relative;margin-top:.45rem;padding-left:1.75rem;font-weight:400}' +
  '.choice input{position:absolute;left:0;top:.3rem;width:1rem;height:1rem;margin:0;accent-color:var(--link)}.more{margin:.45rem 0 0 1.75rem;font-weight:400}' +
  'button{font:inherit;font-weight:600;margin:1.5rem 0;padding:.55rem 1.4rem;color:var(--ground);background:var(--link);border:1px solid transparent;border-radius:6px;cursor:pointer}' +
  ':focus-visible{outline:2px solid var(--link);outline-offset:2px}' +
  '.problem{padding:.7rem 1rem;background:var(--raised);border-left:4px solid var(--alarm);border-radius:0 6px 6px 0}' +
  'code{font:.92em ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}dt{font-weight:600}dd{margin:0 0 .75rem}' +
  'li{margin:.5rem 0}table{width:100%;border-collapse:collapse;font-size:.94rem}' +
  'th,td{padding:.42rem .7rem .42rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}thead th{color:var(--quiet)}tbody th{font-weight:500}';
const styleHash = createHash('sha256').update(style).digest('base64');

export type Page = {
  readonly status: number;
  readonly title: string;
  /** HTML. */
  readonly content: string;
  /** Where its forms may lead beside our own pages. */
  readonly githubUrl: string;
};

/** Answers with a page. */
export function showPage(response: ServerResponse, { status, title, content, githubUrl }: Page): void {
  if (response.headersSent) return;
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
${content}
</main></body></html>
`;
  response.writeHead(status, {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    // Behind GitHub may be a page to sign in, elsewhere: browsers hold forms to this list on the way there, too.
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' https: ${new URL(githubUrl).origin}; base-uri 'none'; frame-ancestors 'none'`,
  });
  response.end(page);
}

/** Sends the visitor on. */
export function sendOn(response: ServerResponse, to: string): void {
  response.writeHead(302, { ...pageHeaders, location: to, 'content-length': 0 });
  response.end();
}

const pageHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Without their queries, which hold secrets; with an origin, by which our own forms are known.
  'referrer-policy': 'strict-origin',
} as const;

/** What the form shows at first, and after a mistake. */
export type ChoicesForm = {
  readonly filled: Filled;
  /** What is wrong with it; null: nothing yet. */
  readonly problem: string | null;
  readonly githubHost: string;
  /** The address that is a channel of smee.io; null: there is none. */
  readonly channel: string | null;
  readonly key: string | null;
};

/** The form with the choices. */
export function choicesForm({ filled, problem, githubHost, channel, key }: ChoicesForm): string {
  const radio = (name: keyof Filled, value: string, label: string): string =>
    `<label class="choice"><input type="radio" name="${name}" value="${value}"${filled[name] === value ? ' checked' : ''}> ${label}</label>`;
  const viaChannel =
    channel === null
      ? ''
      : ' This one is a channel of smee.io: it passes webhooks on to this machine, and is good for trying Baton out. Anyone who knows the address can read what passes, so use your own for real work.';
  return `${problem === null ? '' : `<p role="alert" class="problem">${escaped(problem)}</p>\n`}<p>Three steps: choose here, confirm on ${escaped(githubHost)}, and install the App on a repository.</p>
<form action="/probot" method="post">
${hiddenKey(key)}<label>Name of the App <small>GitHub wants one that nobody has taken yet, such as “Baton for Acme”.</small>
<input name="name" maxlength="34" autocomplete="off" required value="${escaped(filled.name)}"></label>
<fieldset><legend>Who owns it?</legend>
${radio('owner', 'me', 'My own account')}
${radio('owner', 'organization', 'An organization that I own:')}
<label class="more">Its login <input name="organization" maxlength="39" value="${escaped(filled.organization)}"></label></fieldset>
<fieldset><legend>Who can install it?</legend>
${radio('install', 'owner', 'Only the owner (private)')}
${radio('install', 'anyone', 'Any account (public). You run the server, so their events come to you.')}</fieldset>
<label>Where should GitHub send webhooks? <small>An address that ${escaped(githubHost)} can reach and that leads to this server. Baton tries it in the next step.${viaChannel}</small>
<input name="webhooks" type="url" maxlength="500" required value="${escaped(filled.webhooks)}"></label>
<fieldset><legend>What should happen to the credentials that GitHub makes?</legend>
${radio('keep', 'file', 'Keep them in <code>.env</code> on this server, readable only by the user that runs Baton')}
${radio('keep', 'shown', 'Show them to me once, for a secret store. Nothing is written here.')}</fieldset>
<button>Continue</button>
</form>
<p>Do you have the App already? <a href="/probot/import${withKey(key)}">Enter its credentials</a>. To register on GitHub Enterprise Server, set <code>GHE_HOST</code> and start Baton again.</p>`;
}

export type ConfirmForm = {
  readonly filled: Filled;
  readonly choices: Choices;
  readonly tried: Tried;
  readonly isChannel: boolean;
  readonly githubHost: string;
  readonly permissions: Readonly<Record<string, string>>;
  /** Where the form goes, with its state. */
  readonly action: string;
  readonly manifest: string;
  readonly key: string | null;
};

/** What was chosen, whether webhooks would arrive, what the App may do; and the form that goes to GitHub. */
export function confirmForm(form: ConfirmForm): string {
  const { choices, githubHost, permissions, action, manifest } = form;
  const rows = Object.entries(permissions)
    .map(
      ([name, level]) =>
        `<tr><th scope="row">${escaped(titleOf(name))}</th><td>${level === 'write' ? 'read and write' : 'read'}</td><td>${escaped(reasons[name] ?? '').replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</td></tr>`,
    )
    .join('\n');
  return `<dl>
<dt>Name</dt><dd>${escaped(choices.name)}</dd>
<dt>Owner</dt><dd>${choices.organization === null ? 'your own account' : `the organization ${escaped(choices.organization)}`}</dd>
<dt>Who can install it</dt><dd>${choices.isPublic ? 'any account' : 'only the owner'}</dd>
<dt>Webhooks</dt><dd><code>${escaped(choices.webhooks)}</code><br>${escaped(triedWords(form))}</dd>
<dt>Credentials</dt><dd>${choices.keep === 'file' ? 'kept in <code>.env</code> on this server' : 'shown to you once'}</dd>
</dl>
<form action="${escaped(action)}" method="post">
<button name="manifest" value='${escaped(manifest, quoteStays)}'>Continue on ${escaped(githubHost)}</button>
</form>
<p><a href="/probot?${escaped(changeQuery(form))}">Change something</a></p>
<h2>What the App may do</h2>
<p>GitHub asks you to confirm these permissions.</p>
<table><thead><tr><th scope="col">Permission</th><th scope="col">Access</th><th scope="col">What for</th></tr></thead>
<tbody>
${rows}
</tbody></table>`;
}

/** Leads back to the form, as it was filled in. */
function changeQuery({ filled, key }: ConfirmForm): string {
  return new URLSearchParams({ ...(key === null ? {} : { key }), ...filled }).toString();
}

function triedWords({ choices, tried, isChannel, githubHost }: ConfirmForm): string {
  if (isChannel)
    return tried.kind === 'silent'
      ? `The channel doesn’t answer: ${tried.why}.`
      : 'The channel answers, and passes webhooks on to this machine.';
  if (githubHost === 'github.com' && isPrivateAddress(choices.webhooks))
    return 'GitHub can’t reach this address: it leads to a private network. Change it, or Baton will hear nothing until its next sweep.';
  switch (tried.kind) {
    case 'arrived':
      return 'Baton sent itself a request through this address, and it arrived.';
    case 'answered':
      return `Something else answers there (status ${tried.status}), not this server. Check the path and the proxy. You can go on, and change the address in the App’s settings later.`;
    case 'silent':
      return `Baton tried the address, and ${tried.why}. If only ${githubHost} can reach it, go on.`;
    default:
      return tried satisfies never;
  }
}

/** After the registration: what is left to do, in its order. */
export type NextSteps = {
  readonly name: string;
  /** The App's page on GitHub. */
  readonly page: string;
  /** `.env` lines for a secret store; null: they are kept. */
  readonly credentials: string | null;
  /** What an App that existed lacks; null: it was made here. */
  readonly lacking: Lacking | null;
  /** Events that were left out, because GitHub Enterprise Server may not know them. */
  readonly later: readonly string[];
  /** Where GitHub has to lead people back to who sign in, for an App that does not know it; null: nothing is to be done. */
  readonly callbacks: readonly string[] | null;
};

export function nextSteps({ name, page, credentials, lacking, later, callbacks }: NextSteps): string {
  const shown =
    credentials === null
      ? ''
      : `<p>These are the App’s credentials. They are shown only this once: copy them to your secret store before you leave this page.</p>
<label>Settings <textarea name="settings" readonly rows="8" spellcheck="false">${escaped(credentials)}</textarea></label>
`;
  const missing = [
    lacksSentence('doesn’t have these permissions', lacking?.permissions ?? []),
    lacksSentence('isn’t subscribed to these events', lacking?.events ?? []),
  ].join('');
  return `${missing}${shown}<ol>
<li>${credentials === null ? 'Baton is starting with these credentials now; its log shows the name that GitHub knows it by.' : 'Start Baton again with these settings.'}</li>
<li><a href="${escaped(`${page}/installations/new`)}">Install ${escaped(name)} on a repository</a>. There it opens one issue with a policy made from your teams and labels, ready to commit.</li>
<li>Commit <code>.github/roles.yml</code>. From then on Baton shows on each issue whose turn it is.</li>
<li>Make the check <code>Baton</code> required for your default branch: only that blocks a merge.</li>${laterStep(later)}${callbackStep(callbacks)}
</ol>
<p>You find the App and its settings at <a href="${escaped(page)}">${escaped(page)}</a>.</p>`;
}

const laterStep = (events: readonly string[]): string =>
  events.length === 0
    ? ''
    : `
<li>Not every GitHub Enterprise Server knows the events ${events.map((each) => `<code>${escaped(each)}</code>`).join(' and ')}, so the App isn’t subscribed to them. Where the App’s settings offer them under “Permissions &amp; events”, add them: merge queues need the first.</li>`;

const callbackStep = (callbacks: readonly string[] | null): string =>
  callbacks === null
    ? ''
    : callbacks.length === 0
      ? `
<li>People sign in to the board only over https. Set <code>PUBLIC_URL</code>, and enter the address with <code>/sign-in/callback</code> as a “Callback URL” in the App’s settings.</li>`
      : `
<li>So that people can sign in to the board, enter ${callbacks.map((each) => `<code>${escaped(each)}</code>`).join(' and ')} as a “Callback URL” in the App’s settings.</li>`;

const lacksSentence = (what: string, names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `<p role="alert" class="problem">This App ${what}: ${escaped(names.join(', '))}. Add them in its settings, under “Permissions &amp; events”, and accept the change for each installation.</p>
`;

/** The form for an App that exists. */
export function importForm(key: string | null): string {
  return `<p>You find all of them on the App’s settings page on GitHub. Baton asks GitHub whether the first three belong together before it keeps them.</p>
<form action="/probot/import" method="post">
${hiddenKey(key)}<label>App ID <input name="appId" inputmode="numeric" required></label>
<label>Private key (the contents of the .pem file) <textarea name="pem" rows="8" required></textarea></label>
<label>Webhook secret <input name="webhook_secret" type="password" autocomplete="off" required></label>
<label>Client secret <small>Only for the board in the browser, where people sign in with GitHub. Leave it empty to go without.</small>
<input name="client_secret" type="password" autocomplete="off"></label>
<button>Keep them in .env</button>
</form>`;
}

const withKey = (key: string | null): string => (key === null ? '' : `?key=${encodeURIComponent(key)}`);

const hiddenKey = (key: string | null): string =>
  key === null ? '' : `<input type="hidden" name="key" value="${escaped(key)}">\n`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Between single quotes, double ones stay as they are. */
const quoteStays = /[&<>']/g;

/** As HTML shows it, in text and between quotes. */
export function escaped(text: string, dangerous = /[&<>"']/g): string {
  return text.replaceAll(dangerous, (sign) => entities[sign] ?? sign);
}
