import { showAccount, showInstallationReference, showOrganization, showRepository } from '../show/index.js';
import { allows } from '../viewer.js';
import { playedWebhooks } from './played.js';
export function audience(world, announcement) {
    return world.installations.filter((installation) => hears(installation, announcement));
}
function hears(installation, { event, onlyTo, repository, organization }) {
    if (onlyTo?.kind === 'Installation')
        return installation === onlyTo;
    if (repository !== undefined) {
        const reached = installation.repositories === 'all' || installation.repositories.has(repository);
        if (installation.account !== repository.owner || !reached)
            return false;
    }
    if (organization !== undefined && installation.account !== organization)
        return false;
    if (onlyTo !== undefined)
        return installation.app === onlyTo;
    const permitted = playedWebhooks[event]?.permissions.some((name) => allows(installation.permissions[name], 'read')) ??
        false;
    return permitted && installation.app.events.includes(event);
}
/** The whole payload, frozen as things are now. */
export function payloadFor(world, announcement, installation) {
    const { action, repository, sender } = announcement;
    const own = announcement.payload(installation);
    const organization = announcement.organization ?? (repository?.owner.kind === 'Organization' ? repository.owner : undefined);
    const payload = { ...(action === null ? {} : { action }), ...own };
    if (repository !== undefined && !('repository' in payload))
        payload['repository'] = showRepository(world, repository);
    if (organization !== undefined)
        payload['organization'] = showOrganization(world, organization);
    payload['sender'] = showAccount(world, sender);
    payload['installation'] ??= showInstallationReference(installation);
    return payload;
}
