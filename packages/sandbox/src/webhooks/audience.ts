/** Which installations hear of an announcement, and the payload that each gets. */
import type { Json, JsonObject } from '../json.ts';
import type { Announcement, Installation, World } from '../model/index.ts';
import { showAccount, showInstallationReference, showOrganization, showRepository } from '../show/index.ts';
import { allows } from '../viewer.ts';
import { playedWebhooks } from './played.ts';

export function audience(world: World, announcement: Announcement): Installation[] {
  return world.installations.filter((installation) => hears(installation, announcement));
}

function hears(
  installation: Installation,
  { event, onlyTo, repository, organization }: Announcement,
): boolean {
  if (onlyTo?.kind === 'Installation') return installation === onlyTo;
  if (installation.suspended !== null) return false;
  if (repository !== undefined) {
    const reached = installation.repositories === 'all' || installation.repositories.has(repository);
    if (installation.account !== repository.owner || !reached) return false;
  }
  if (organization !== undefined && installation.account !== organization) return false;
  if (onlyTo !== undefined) return installation.app === onlyTo;
  const permitted =
    playedWebhooks[event]?.permissions.some((name) => allows(installation.permissions[name], 'read')) ??
    false;
  return permitted && installation.app.events.includes(event);
}

/** The whole payload, frozen as things are now. */
export function payloadFor(world: World, announcement: Announcement, installation: Installation): JsonObject {
  const { action, repository, sender } = announcement;
  const own = announcement.payload(installation);
  const organization =
    announcement.organization ?? (repository?.owner.kind === 'Organization' ? repository.owner : undefined);
  const payload: Record<string, Json> = { ...(action === null ? {} : { action }), ...own };
  if (repository !== undefined && !('repository' in payload))
    payload['repository'] = showRepository(world, repository);
  if (organization !== undefined) payload['organization'] = showOrganization(world, organization);
  payload['sender'] = showAccount(world, sender);
  payload['installation'] ??= showInstallationReference(installation);
  return payload;
}
