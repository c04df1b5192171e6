/**
 * An App in people's names: tokens that it checks and ends ("REST API endpoints for OAuth authorizations"), and what it
 * reaches by them ("REST API endpoints for GitHub App installations").
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { endUserAccess, reachOf, revoke } from '../../actions/index.ts';
import { timestamp } from '../../clock.ts';
import type { JsonObject } from '../../json.ts';
import type { App, Installation, UserAccess } from '../../model/index.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { showAccount, showFullRepository, showInstallation, showRights } from '../../show/index.ts';
import { covers, explicitRoleIn, roleIn, type UserViewer } from '../../viewer.ts';
import { input, noContent, ok, page, param, type Answer, type Call, type Routes } from '../call.ts';

const wanted = z.object({ access_token: z.string() });

/** The App itself, by its client id in the path and its secret. */
function clientOf(call: Call): App {
  const { viewer } = call;
  if (viewer.kind !== 'client') throw new Refusal('UNAUTHORIZED', 'Requires authentication');
  if (viewer.app.clientId !== param(call, 'client_id')) throw notFound();
  return viewer.app;
}

/** A token of the App that is still good. "Invalid tokens will return 404 NOT FOUND." */
function accessOf(call: Call): { readonly token: string; readonly access: UserAccess } {
  const app = clientOf(call);
  const { access_token: token } = input(call, wanted);
  const access = call.world.tokens.get(token);
  if (access?.kind !== 'user access' || access.authorization.app !== app) throw notFound();
  const ended = access.expiresAt !== null && access.expiresAt <= call.world.clock.now();
  if (ended || access.authorization.user.deleted) throw notFound();
  return { token, access };
}

function check(call: Call): Answer {
  const { token, access } = accessOf(call);
  const { app, user } = access.authorization;
  return ok({
    id: access.id,
    url: `${call.world.baseUrl}/authorizations/${access.id}`,
    app: { client_id: app.clientId, name: app.name, url: `${call.world.baseUrl}/apps/${app.slug}` },
    token,
    hashed_token: createHash('sha256').update(token).digest('hex'),
    token_last_eight: token.slice(-8),
    note: null,
    note_url: null,
    created_at: timestamp(access.createdAt),
    updated_at: timestamp(access.createdAt),
    expires_at: access.expiresAt === null ? null : timestamp(access.expiresAt),
    scopes: [],
    fingerprint: null,
    user: showAccount(call.world, user),
  });
}

type Acting = UserViewer & { readonly through: NonNullable<UserViewer['through']> };

/** Whoever asks by a user access token. */
function actingOf({ viewer }: Call): Acting {
  if (viewer.kind === 'user' && viewer.through !== null) return { ...viewer, through: viewer.through };
  throw new Refusal(
    'FORBIDDEN',
    'You must authenticate with an access token authorized to a GitHub App in order to list installations',
  );
}

/** "Repositories they own, repositories where they are a collaborator, and … through an organization membership." */
function installationsOf(call: Call): Installation[] {
  const { user, through } = actingOf(call);
  return call.world.installations.filter(
    (one) =>
      one.app === through.app &&
      (one.account === user ||
        reachOf(call.world, one).some((repository) => explicitRoleIn(repository, user) !== 'none')),
  );
}

function repositories(call: Call): Answer {
  const { user, through } = actingOf(call);
  const id = Number(param(call, 'installation_id'));
  const found = installationsOf(call).find((one) => one.id === id);
  if (found === undefined) throw notFound();
  if (found.suspended !== null) throw new Refusal('FORBIDDEN', 'This installation has been suspended');
  const reach = through.installations.filter(({ installation }) => installation === found);
  const all = reachOf(call.world, found).filter(
    (one) => explicitRoleIn(one, user) !== 'none' && reach.some((each) => covers(each, one)),
  );
  return page(
    call,
    all,
    (one) => ({ ...showFullRepository(call.world, one), permissions: showRights(roleIn(one, user)) }),
    (list, total): JsonObject => ({
      total_count: total,
      repository_selection: found.repositories === 'all' ? 'all' : 'selected',
      repositories: list,
    }),
  );
}

export const authorizationRoutes: Routes = {
  'POST /applications/{client_id}/token': check,
  'DELETE /applications/{client_id}/token': (call) => {
    endUserAccess(call.world, accessOf(call).token);
    return noContent;
  },
  // The App knows that it did this: no webhook tells it.
  'DELETE /applications/{client_id}/grant': (call) => {
    revoke(call.world, accessOf(call).access.authorization);
    return noContent;
  },
  'GET /user/installations': (call) =>
    page(
      call,
      installationsOf(call),
      (one) => showInstallation(call.world, one),
      (list, total): JsonObject => ({ total_count: total, installations: list }),
    ),
  'GET /user/installations/{installation_id}/repositories': repositories,
};
