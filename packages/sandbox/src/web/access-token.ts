/** "Exchange the code for a user access token", and "Refreshing a user access token with a refresh token". */
import {
  accessLasts,
  answersChallenge,
  findCode,
  issueUserAccess,
  refreshLasts,
  refreshUserAccess,
  type UserTokens,
} from '../actions/index.ts';
import type { App, Repository, User } from '../model/index.ts';
import type { Answer } from '../rest/index.ts';
import { canSee, installationOn } from '../viewer.ts';
import type { Visit } from './visit.ts';

type Fields = Readonly<Record<string, string | number>>;

/** "Troubleshooting OAuth app access token request errors"; `bad_refresh_token` and its words are as github.com says them. */
const errors = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  bad_refresh_token: 'The refresh token passed is incorrect or expired.',
  unsupported_grant_type: 'The grant type is not one that this sandbox plays.',
} as const;

function failure(error: keyof typeof errors): Fields {
  const page =
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors';
  return {
    error,
    error_description: errors[error],
    error_uri: `${page}/#${error.replaceAll('_', '-')}`,
  };
}

/** Errors have status 200, too. */
export function accessToken(visit: Visit): Answer {
  return shown(visit.accept, exchange(visit));
}

function exchange(visit: Visit): Fields {
  const { world, parameters } = visit;
  const app = world.apps.find(({ clientId }) => clientId === parameters.get('client_id'));
  if (app === undefined || !app.clientSecrets.includes(parameters.get('client_secret') ?? ''))
    return failure('incorrect_client_credentials');
  switch (parameters.get('grant_type')) {
    case null:
    case 'authorization_code':
      return byCode(visit, app);
    case 'refresh_token': {
      const tokens = refreshUserAccess(world, app, parameters.get('refresh_token') ?? '');
      return tokens === undefined ? failure('bad_refresh_token') : success(tokens);
    }
    default:
      return failure('unsupported_grant_type');
  }
}

function byCode(visit: Visit, app: App): Fields {
  const { world, parameters } = visit;
  const code = parameters.get('code') ?? '';
  const found = findCode(world, app, code);
  if (found === undefined) return failure('bad_verification_code');
  const { authorization, redirectUri, challenge } = found;
  const named = parameters.get('redirect_uri');
  if (named !== null && named !== redirectUri) return failure('redirect_uri_mismatch');
  // "Required if code_challenge was sent during the user authorization."
  if (challenge !== null && !answersChallenge(challenge, parameters.get('code_verifier') ?? ''))
    return failure('bad_verification_code');
  world.codes.delete(code);
  return success(issueUserAccess(world, authorization, onlyOf(visit, app, authorization.user)));
}

/** "If the GitHub App or user cannot access the repository, this will be ignored." */
function onlyOf({ world, parameters }: Visit, app: App, user: User): Repository | null {
  const id = Number(parameters.get('repository_id') ?? Number.NaN);
  const found = world.repositories.find((one) => one.id === id);
  if (found === undefined || !canSee({ kind: 'user', user, through: null }, found)) return null;
  return installationOn(world, app, found) === undefined ? null : found;
}

function success({ accessToken: token, refreshToken }: UserTokens): Fields {
  return {
    access_token: token,
    ...(refreshToken === null
      ? {}
      : {
          expires_in: accessLasts,
          refresh_token: refreshToken,
          refresh_token_expires_in: refreshLasts,
        }),
    scope: '',
    token_type: 'bearer',
  };
}

/** A form unless the App asks for JSON or XML. */
function shown(accept: string, fields: Fields): Answer {
  const headers = { 'cache-control': 'no-store' };
  if (accept.includes('json')) return { status: 200, body: fields, headers };
  const entries = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  if (accept.includes('xml')) {
    const inside = entries.map(([name, value]) => `<${name}>${xml(value)}</${name}>`).join('');
    return {
      status: 200,
      body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<OAuth>${inside}</OAuth>\n`),
      headers: { ...headers, 'content-type': 'application/xml; charset=utf-8' },
    };
  }
  return {
    status: 200,
    body: Buffer.from(new URLSearchParams(Object.fromEntries(entries)).toString()),
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  };
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
