/** "Using the web application flow to generate a user access token": the page that people are sent to, and what they say. */
import { authorize, issueCode } from '../actions/index.ts';
import type { App, User } from '../model/index.ts';
import type { Answer } from '../rest/index.ts';
import { sameText } from '../same-text.ts';
import { askWho, signedIn } from './browsers.ts';
import { callbackOf, sendBack, sendError } from './callback.ts';
import { button, document, escaped, hidden } from './html.ts';
import { html, type Visit } from './visit.ts';

type Asked = {
  readonly app: App;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly challenge: string | null;
};

const names = ['client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method'] as const;

function refused(status: number, title: string, why: string): Answer {
  return html(status, document(title, `<p>${escaped(why)}</p>`));
}

/** What the App asks for, or the answer where it may not. */
function read({ world, parameters }: Visit): Asked | Answer {
  const app = world.apps.find(({ clientId }) => clientId === parameters.get('client_id'));
  if (app === undefined) return refused(404, 'Not Found', 'No App has this client id.');
  const state = parameters.get('state');
  const [first] = app.callbackUrls;
  if (first === undefined) return refused(404, 'Not Found', `${app.name} has no callback URL.`);
  const redirectUri = callbackOf(app, parameters.get('redirect_uri'));
  // As documented. github.com has been seen to stop here with a page of its own ("Be careful!").
  if (redirectUri === undefined)
    return sendError(
      first,
      state,
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL for this application.',
    );
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  // GitHub says what it takes, and not how it refuses; this is RFC 7636, "Error Response".
  const wrong = challengeProblem(challenge, method);
  if (wrong !== null) return sendError(redirectUri, state, 'invalid_request', wrong);
  return { app, redirectUri, state, challenge };
}

/** "Must be a 43 character SHA-256 hash of a random string", and the method "must be S256". */
function challengeProblem(challenge: string | null, method: string | null): string | null {
  if (challenge === null && method === null) return null;
  if (method !== 'S256') return 'code_challenge_method must be S256.';
  if (challenge === null || !/^[\w-]{43}$/.test(challenge)) return 'code_challenge must be 43 characters.';
  return null;
}

export function askAuthorization(visit: Visit): Answer {
  const asked = read(visit);
  if ('status' in asked) return asked;
  const { world, parameters, url } = visit;
  const user = signedIn(visit);
  const hinted = parameters.get('login');
  const other = hinted !== null && user !== null && !sameText(hinted, user.login);
  if (user === null || other || parameters.get('prompt') === 'select_account')
    return askWho(world, hinted, pathOf(url, {}));
  if (world.authorizations.some((one) => one.app === asked.app && one.user === user))
    return grant(visit, asked, user);
  return html(200, pageFor(asked.app, user, parameters, pathOf(url, { prompt: 'select_account' })));
}

/** The same page again, for whoever is signed in then. */
function pathOf(url: URL, more: Readonly<Record<string, string>>): string {
  const again = new URL(url);
  again.searchParams.delete('prompt');
  again.searchParams.delete('login');
  for (const [name, value] of Object.entries(more)) again.searchParams.set(name, value);
  return `${again.pathname}${again.search}`;
}

/** What the App asked for, without what else was sent. */
function ownOf(parameters: URLSearchParams): [string, string][] {
  return names.flatMap((name) => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
}

function pageFor(app: App, user: User, parameters: URLSearchParams, elsewhere: string): string {
  const fields = ownOf(parameters).map(([name, value]) => hidden(name, value));
  return document(
    `${app.name} by ${app.owner.login} would like permission to`,
    `<ul><li>Verify your GitHub identity (${escaped(user.login)})</li>
<li>Know which resources you can access</li><li>Act on your behalf</li></ul>
<form method="post" action="/login/oauth/authorize">${fields.join('')}
${button('authorize', '1', `Authorize ${app.name}`)}
${button('authorize', '0', 'Cancel')}</form>
<p><a href="${escaped(elsewhere)}">Use another account</a></p>`,
  );
}

export function answerAuthorization(visit: Visit): Answer {
  const asked = read(visit);
  if ('status' in asked) return asked;
  const user = signedIn(visit);
  if (user === null)
    return askWho(
      visit.world,
      null,
      `/login/oauth/authorize?${new URLSearchParams(ownOf(visit.parameters)).toString()}`,
    );
  if (visit.parameters.get('authorize') === '1') return grant(visit, asked, user);
  return sendError(
    asked.redirectUri,
    asked.state,
    'access_denied',
    'The user has denied your application access.',
  );
}

function grant({ world }: Visit, { app, redirectUri, state, challenge }: Asked, user: User): Answer {
  const code = issueCode(world, authorize(world, app, user), { redirectUri, challenge });
  return sendBack(redirectUri, state, { code });
}
