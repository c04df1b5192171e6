/** The pages for whoever registers the App: plain HTML, without scripts. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}' +
  'label{display:block;margin-top:1rem}input,textarea{font:inherit;width:100%;box-sizing:border-box}' +
  'button{font:inherit;padding:.4rem 1rem;margin:1rem 0}';
const styleHash = createHash('sha256').update(style).digest('base64');

/** Answers with a page. @param githubUrl where its forms may lead beside our own pages */
export function showPage(
  response: ServerResponse,
  status: number,
  title: string,
  content: string,
  githubUrl: string,
): void {
  if (response.headersSent) return;
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)}</h1>
${content}
</body></html>
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

export type RegisterForm = {
  readonly name: string;
  readonly description: string;
  /** Where the form goes, with its state. */
  readonly action: string;
  readonly manifest: string;
  /** Whose App it becomes; null: the visitor's. */
  readonly organization: string | null;
  /** What the visitor came with; null: nothing is needed. */
  readonly key: string | null;
};

/** The form that goes to GitHub. */
export function registerForm(form: RegisterForm): string {
  const { name, description, action, manifest, organization, key } = form;
  const whose = organization === null ? 'your account' : `the organization ${escaped(organization)}`;
  const withKey = key === null ? '' : `?key=${encodeURIComponent(key)}`;
  return `<p>${escaped(description)}</p>
<form action="${escaped(action)}" method="post">
<p>GitHub shows what the App may do, and asks you to confirm. The App will belong to ${whose}.</p>
<button name="manifest" value='${escaped(manifest, quoteStays)}'>Register ${escaped(name)} on GitHub</button>
</form>
<form action="/probot" method="get">
${hiddenKey(key)}<label>To register it for an organization that you own, enter its login:
<input name="organization" maxlength="39" required value="${escaped(organization ?? '')}"></label>
<button>Use this organization</button>
</form>
<p>The App exists already? <a href="/probot/import${withKey}">Enter its credentials</a>.</p>`;
}

/** The form for an App that exists. */
export function importForm(key: string | null): string {
  return `<form action="/probot/import" method="post">
${hiddenKey(key)}<label>App ID <input name="appId" inputmode="numeric" required></label>
<label>Private key (the contents of the .pem file) <textarea name="pem" rows="8" required></textarea></label>
<label>Webhook secret <input name="webhook_secret" type="password" autocomplete="off" required></label>
<button>Keep them in .env</button>
</form>`;
}

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
