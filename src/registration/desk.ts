/** The steps of a registration: the choices, GitHub and back, and the credentials of an App that exists. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import {
  envLines,
  keepRegistration,
  readRegistration,
  settingsOf,
  type Environment,
  type Registered,
} from '../environment/index.ts';
import { lackingOf, manifestOn, type Manifest } from '../app-manifest.ts';
import { createBodies, webhookPath } from '../web/index.ts';
import { readChoices, type Choices, type Filled } from './choices.ts';
import { askForApp } from './existing.ts';
import { callbackUrls, codeForm, createAppFrom, manifestFor, newAppUrl, NoApp } from './manifest.ts';
import { choicesForm, confirmForm, importForm, nextSteps, showPage } from './pages.ts';
import { Refused } from './refused.ts';
import { createStates } from './states.ts';
import { createTrials, type Trials } from './trying.ts';
import { hasKey, isFromOurPage, isLocal, type Origin } from './visitors.ts';

/** Bytes of a form with a private key in it. */
const formLimit = 64 * 1024;

export type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly origin: Origin;
  readonly path: string;
  readonly query: URLSearchParams;
};

export type Desk = {
  readonly environment: Environment;
  readonly manifest: Manifest;
  readonly folder: string;
  readonly log: Logger;
  /** What visitors from elsewhere have to show. */
  readonly key: string;
  /** A channel that stands in for this server's address; null: none. */
  readonly channel: () => string | null;
  /** Called when `.env` has the credentials and the visitor has been told. */
  readonly registered: () => void;
};

/** What is remembered on the way to GitHub and back. */
const notes = {
  file: 'file',
  channel: 'file-channel',
  shown: 'shown',
  shownChannel: 'shown-channel',
} as const;

export function createSteps(desk: Desk): {
  readonly trials: Trials;
  readonly showChoices: (visit: Visit) => void;
  readonly takeChoices: (visit: Visit) => Promise<void>;
  readonly takeCode: (visit: Visit) => Promise<void>;
  readonly showImport: (visit: Visit) => void;
  readonly takeCredentials: (visit: Visit) => Promise<void>;
} {
  const { environment, folder, log, key, channel, registered } = desk;
  const { manifest, later } = manifestOn(desk.manifest, environment.apiUrl);
  const { githubUrl } = environment;
  const githubHost = new URL(githubUrl).host;
  const states = createStates(Date.now);
  const bodies = createBodies();
  const trials = createTrials();

  function showForm(visit: Visit, filled: Filled, problem: string | null, given: string | null): void {
    const form = choicesForm({ filled, problem, githubHost, channel: channel(), key: given });
    showPage(visit.response, {
      status: problem === null ? 200 : 400,
      title: `Register ${manifest.name} on GitHub`,
      content: form,
      githubUrl,
    });
  }

  function showChoices(visit: Visit): void {
    const given = visit.query;
    const organization = given.get('organization')?.trim() ?? '';
    const filled: Filled = {
      name: given.get('name') ?? manifest.name,
      owner: given.get('owner') ?? (organization === '' ? 'me' : 'organization'),
      organization,
      install: given.get('install') ?? 'owner',
      webhooks:
        given.get('webhooks') ?? channel() ?? `${environment.publicUrl ?? visit.origin}${webhookPath}`,
      keep: given.get('keep') ?? 'file',
    };
    showForm(visit, filled, null, visit.query.get('key'));
  }

  async function takeChoices(visit: Visit): Promise<void> {
    const given = await fieldsFrom(visit);
    const filled: Filled = {
      name: given.get('name') ?? '',
      owner: given.get('owner') ?? 'me',
      organization: given.get('organization') ?? '',
      install: given.get('install') ?? 'owner',
      webhooks: given.get('webhooks') ?? '',
      keep: given.get('keep') ?? 'file',
    };
    const choices = readChoices(filled);
    if (typeof choices === 'string') return showForm(visit, filled, choices, given.get('key') ?? null);
    const isChannel = choices.webhooks === channel();
    const confirm = confirmForm({
      filled,
      choices,
      tried: await trials.send(choices.webhooks),
      isChannel,
      githubHost,
      permissions: manifest.default_permissions,
      action: newAppUrl(githubUrl, choices.organization, states.issue(noteOf(choices, isChannel))),
      manifest: manifestFor(manifest, choices, visit.origin, callbackUrls(environment, visit.origin)),
      key: given.get('key') ?? null,
    });
    showPage(visit.response, {
      status: 200,
      title: 'Check this before you go on',
      content: confirm,
      githubUrl,
    });
  }

  async function takeCode({ response, query }: Visit): Promise<void> {
    const state = query.get('state') ?? '';
    const code = query.get('code') ?? '';
    const note = states.take(state);
    if (note === null) {
      throw new Refused(
        403,
        'This link doesn’t come from a registration that was begun here within the last hour, or it was used already, so nothing was registered. Open /probot and begin again.',
      );
    }
    if (!codeForm.test(code))
      throw new Refused(400, 'GitHub’s code is missing. Open /probot and begin again.');
    try {
      const { app, page, name } = await createAppFrom(code, environment.apiUrl);
      const isShown = note === notes.shown || note === notes.shownChannel;
      const withChannel = note === notes.channel || note === notes.shownChannel;
      const settings = withChannel ? { WEBHOOK_PROXY_URL: channel() ?? '' } : {};
      if (!isShown) keep(app, settings);
      else
        log.info(
          `The App ${app.appId} is registered. Its credentials were shown, and are kept nowhere here.`,
        );
      const credentials = isShown ? linesOf(app, settings) : null;
      tellNext(response, { name, page, credentials, lacking: null, later, callbacks: null });
    } catch (error) {
      if (error instanceof NoApp && error.mayRetry) states.giveBack(state);
      throw error;
    }
  }

  function showImport({ response, query }: Visit): void {
    showPage(response, {
      status: 200,
      title: 'Enter the App’s credentials',
      content: importForm(query.get('key')),
      githubUrl,
    });
  }

  async function takeCredentials(visit: Visit): Promise<void> {
    const given = await fieldsFrom(visit);
    const [appId, privateKey, webhookSecret] = ['appId', 'pem', 'webhook_secret'].map((name) =>
      given.get(name)?.trim(),
    );
    if (!appId || !privateKey || !webhookSecret) {
      throw new Refused(
        400,
        'The App ID, the private key and the webhook secret are all needed. Go back and fill them in.',
      );
    }
    const app = readRegistration({ appId, privateKey, webhookSecret, signIn: null });
    const access = {
      ...app,
      appId: Number(app.appId),
      apiUrl: environment.apiUrl,
      graphqlUrl: environment.apiUrl,
      writeSpacing: 0,
    };
    const { name, page, clientId, ...granted } = await askForApp(access, log);
    const clientSecret = given.get('client_secret')?.trim() ?? '';
    const signIn = clientSecret === '' ? null : { clientId: clientId ?? '', clientSecret };
    const kept = readRegistration({ ...app, signIn });
    if (signIn !== null && kept.signIn === null)
      throw new Refused(
        400,
        clientId === null
          ? 'This GitHub doesn’t say what the App’s client ID is. Leave the client secret empty, and set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET in .env afterwards.'
          : 'That is no client secret: copy it again from the App’s settings page, or leave it empty.',
      );
    keep(kept, {});
    const asked = { permissions: manifest.default_permissions, events: manifest.default_events };
    tellNext(visit.response, {
      name,
      page,
      credentials: null,
      lacking: lackingOf(asked, granted),
      later,
      callbacks: signIn === null ? null : callbackUrls(environment, visit.origin),
    });
  }

  function keep(app: Registered, more: Readonly<Record<string, string>>): void {
    keepRegistration(app, folder, more);
    log.info(`The App ${app.appId} is registered, and its credentials are in .env.`);
  }

  function tellNext(response: ServerResponse, next: Parameters<typeof nextSteps>[0]): void {
    if (next.credentials === null) response.once('close', registered);
    showPage(response, {
      status: 200,
      title: `${next.name} is registered`,
      content: nextSteps(next),
      githubUrl,
    });
  }

  /** The fields of a form that one of our own pages sent. */
  async function fieldsFrom({ request, response, origin, path }: Visit): Promise<Map<string, string>> {
    if (!isFromOurPage(request, origin))
      throw new Refused(
        403,
        `Only the registration page itself may do that. Open ${path} and enter it there.`,
      );
    const body = await bodies.receive(request, response, formLimit);
    if ('status' in body) throw new Refused(body.status, body.why);
    const given = fieldsOf(Buffer.concat(body).toString());
    if (!isLocal(request, origin) && !hasKey(given.get('key'), key)) throw new Refused(403, keyNeeded);
    return given;
  }

  return { trials, showChoices, takeChoices, takeCode, showImport, takeCredentials };
}

export const keyNeeded =
  'From another machine, this page opens only with the link in Baton’s log. Copy it from there, with its key.';

function noteOf({ keep }: Choices, isChannel: boolean): string {
  if (keep === 'file') return isChannel ? notes.channel : notes.file;
  return isChannel ? notes.shownChannel : notes.shown;
}

function linesOf(app: Registered, more: Readonly<Record<string, string>>): string {
  return envLines({ ...settingsOf(app), ...more });
}

/** What a form says, as browsers send it or as JSON. */
function fieldsOf(text: string): Map<string, string> {
  if (!text.trimStart().startsWith('{')) return new Map(new URLSearchParams(text));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON.');
  }
  return new Map(
    Object.entries(value ?? {}).flatMap(([name, field]) =>
      typeof field === 'string' || typeof field === 'number' ? [[name, String(field)] as const] : [],
    ),
  );
}
