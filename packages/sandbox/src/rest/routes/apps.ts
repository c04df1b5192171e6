/** The App about itself: installations, tokens, webhook deliveries ("REST API endpoints for apps"). */
import { z } from 'zod';
import { findRepository, reachOf } from '../../actions/index.ts';
import { timestamp } from '../../clock.ts';
import type { JsonObject } from '../../json.ts';
import type { App, Installation, Repository } from '../../model/index.ts';
import { notFound, Refusal, unprocessable } from '../../refusal.ts';
import { releases } from '../../releases.ts';
import { showApp, showFullRepository, showInstallation, showRepository } from '../../show/index.ts';
import { issueInstallationToken } from '../../tokens.ts';
import { allows, covers, installationOn } from '../../viewer.ts';
import type { Delivery } from '../../webhooks/index.ts';
import { created, input, noContent, ok, page, param, type Answer, type Call, type Routes } from '../call.ts';
import { sameText } from '../../same-text.ts';

function appOf(call: Call): App {
  if (call.viewer.kind !== 'app') throw new Refusal('UNAUTHORIZED', 'A JSON web token could not be decoded');
  return call.viewer.app;
}

function installationOf(call: Call): Installation {
  const app = appOf(call);
  const found = call.world.installations.find(
    (one) => one.app === app && one.id === Number(param(call, 'installation_id')),
  );
  if (found === undefined) throw notFound();
  return found;
}

const access = z.enum(['read', 'write', 'admin']);
const wanted = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), access).optional(),
});

/** A token for the installation, or for less than all of it. */
function token(call: Call): Answer {
  const installation = installationOf(call);
  if (installation.suspended !== null) throw new Refusal('FORBIDDEN', 'This installation has been suspended');
  const { repositories: names, repository_ids: ids, permissions } = input(call, wanted);
  const reach = reachOf(call.world, installation);
  const chosen = chosenOf(reach, names, ids);
  for (const [name, level] of Object.entries(permissions ?? {})) {
    if (!allows(installation.permissions[name], level))
      throw unprocessable('The permissions requested are not granted to this installation.');
  }
  const granted =
    permissions === undefined ? installation.permissions : { metadata: 'read' as const, ...permissions };
  const issued = issueInstallationToken(call.world, installation, granted, chosen ?? 'all');
  return created({
    token: issued.token,
    expires_at: timestamp(issued.expiresAt),
    permissions: granted,
    repository_selection: installation.repositories === 'all' && chosen === null ? 'all' : 'selected',
    ...(chosen === null ? {} : { repositories: [...chosen].map((one) => showRepository(call.world, one)) }),
  });
}

function chosenOf(
  reach: readonly Repository[],
  names: readonly string[] | undefined,
  ids: readonly number[] | undefined,
): Set<Repository> | null {
  if (names === undefined && ids === undefined) return null;
  const chosen = reach.filter((one) => names?.includes(one.name) || ids?.includes(one.id));
  if (chosen.length !== (names?.length ?? 0) + (ids?.length ?? 0)) {
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return new Set(chosen);
}

function showDeliveryItem(delivery: Delivery): JsonObject {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timestamp(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function showDelivery(delivery: Delivery): JsonObject {
  return {
    ...showDeliveryItem(delivery),
    url: delivery.url,
    request: { headers: delivery.headers, payload: delivery.payload },
    response: { headers: delivery.response?.headers ?? {}, payload: delivery.response?.body ?? null },
  };
}

/** Newest first, with a cursor to go on. What is still to go out is not in it. */
function listDeliveries(call: Call): Answer {
  const app = appOf(call);
  const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30) || 30));
  const cursor = call.query.get('cursor');
  const below = cursor === null ? Infinity : Number(/^v1_(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(below)) throw unprocessable('Invalid cursor');
  const all = call.outbox.deliveries
    .filter((one) => one.app === app.slug && one.statusCode !== null && one.id < below)
    .toSorted((a, b) => b.id - a.id);
  const shown = all.slice(0, size);
  const last = shown.at(-1);
  if (all.length <= size || last === undefined) return ok(shown.map(showDeliveryItem));
  const next = new URL(call.url);
  next.searchParams.set('cursor', `v1_${last.id}`);
  return { status: 200, body: shown.map(showDeliveryItem), headers: { link: `<${next.href}>; rel="next"` } };
}

function deliveryOf(call: Call): Delivery {
  const app = appOf(call);
  const found = call.outbox.deliveries.find(
    (one) => one.app === app.slug && one.id === Number(param(call, 'delivery_id')),
  );
  if (found === undefined) throw notFound();
  return found;
}

function showHook(app: App): JsonObject {
  const { url, secret, contentType } = app.webhook;
  return {
    content_type: contentType,
    insecure_ssl: '0',
    url: url ?? '',
    ...(secret === null ? {} : { secret: '********' }),
  };
}

const hook = z.object({
  url: z.string().optional(),
  secret: z.string().optional(),
  content_type: z.enum(['json', 'form']).optional(),
  insecure_ssl: z.unknown().optional(),
});

export const appRoutes: Routes = {
  'GET /app': (call) => {
    const app = appOf(call);
    const count = call.world.installations.filter((one) => one.app === app).length;
    return ok({ ...showApp(call.world, app), installations_count: count });
  },
  // Public: everybody may ask what an App is called.
  'GET /apps/{app_slug}': (call) => {
    const app = call.world.apps.find(({ slug }) => slug === param(call, 'app_slug'));
    if (app === undefined) throw notFound();
    return ok(showApp(call.world, app));
  },
  'GET /app/installations': (call) => {
    const app = appOf(call);
    return page(
      call,
      call.world.installations.filter((one) => one.app === app),
      (one) => showInstallation(call.world, one),
    );
  },
  'GET /app/installations/{installation_id}': (call) =>
    ok(showInstallation(call.world, installationOf(call))),
  'POST /app/installations/{installation_id}/access_tokens': token,
  'GET /repos/{owner}/{repo}/installation': (call) => {
    const repository = findRepository(call.world, param(call, 'owner'), param(call, 'repo'));
    const found = repository === undefined ? undefined : installationOn(call.world, appOf(call), repository);
    if (found === undefined) throw notFound();
    return ok(showInstallation(call.world, found));
  },
  'GET /orgs/{org}/installation': (call) => accountInstallation(call, param(call, 'org')),
  'GET /users/{username}/installation': (call) => accountInstallation(call, param(call, 'username')),
  'GET /installation/repositories': (call) => {
    const { viewer } = call;
    if (viewer.kind !== 'installation')
      throw new Refusal(
        'FORBIDDEN',
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    const reach = reachOf(call.world, viewer.installation).filter((one) => covers(viewer, one));
    return page(
      call,
      reach,
      (one) => showFullRepository(call.world, one),
      (list, total) => ({
        total_count: total,
        repository_selection: viewer.installation.repositories === 'all' ? 'all' : 'selected',
        repositories: list,
      }),
    );
  },
  'DELETE /installation/token': (call) => {
    for (const [key, session] of call.world.tokens)
      if (session === call.viewer) call.world.tokens.delete(key);
    return noContent;
  },
  'GET /app/hook/config': (call) => {
    const app = appOf(call);
    if (app.webhook.url === null) throw notFound();
    return ok(showHook(app));
  },
  'PATCH /app/hook/config': (call) => {
    const app = appOf(call);
    const change = input(call, hook);
    app.webhook = {
      url: change.url ?? app.webhook.url,
      secret: change.secret ?? app.webhook.secret,
      contentType: change.content_type ?? app.webhook.contentType,
    };
    return ok(showHook(app));
  },
  'GET /app/hook/deliveries': listDeliveries,
  'GET /app/hook/deliveries/{delivery_id}': (call) => ok(showDelivery(deliveryOf(call))),
  'POST /app/hook/deliveries/{delivery_id}/attempts': (call) => {
    call.outbox.redeliver(appOf(call), deliveryOf(call));
    return { status: 202, body: {} };
  },
  'GET /rate_limit': (call) => {
    const core = { ...call.budgets.look(call.viewer, 'core') };
    const graphql = { ...call.budgets.look(call.viewer, 'graphql') };
    return ok({
      resources: { core, graphql, search: { limit: 30, used: 0, remaining: 30, reset: core.reset } },
      rate: core,
    });
  },
  'GET /meta': (call) => {
    const { version } = releases[call.world.release];
    return ok({
      verifiable_password_authentication: false,
      hooks: ['127.0.0.0/8'],
      api: ['127.0.0.0/8'],
      ...(version === null ? {} : { installed_version: version }),
    });
  },
};

function accountInstallation(call: Call, login: string): Answer {
  const app = appOf(call);
  const found = call.world.installations.find((one) => one.app === app && sameText(one.account.login, login));
  if (found === undefined) throw notFound();
  return ok(showInstallation(call.world, found));
}
