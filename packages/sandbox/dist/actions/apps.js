/** Apps are registered and installed. */
import { generateKeyPairSync } from 'node:crypto';
import { identify, remember, } from '../model/index.js';
import { showInstallation, showRepositoryReference } from '../show/index.js';
export function createApp(world, draft) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const createdAt = world.clock.now();
    const bot = {
        ...identify(world, 'BOT'),
        kind: 'Bot',
        login: `${draft.slug}[bot]`,
        createdAt,
        app: () => app,
    };
    const app = {
        ...identify(world, 'A'),
        kind: 'App',
        slug: draft.slug,
        name: draft.name ?? draft.slug,
        owner: draft.owner,
        createdAt,
        bot,
        hookId: identify(world, 'H').id,
        privateKey,
        publicKey,
        permissions: { metadata: 'read', ...draft.permissions },
        events: draft.events,
        webhook: { ...draft.webhook, contentType: 'json' },
    };
    remember(world, bot);
    world.apps.push(remember(world, app));
    return app;
}
export function installApp(world, sender, app, account, repositories) {
    const installation = {
        ...identify(world, 'INS'),
        kind: 'Installation',
        app,
        account,
        createdAt: world.clock.now(),
        repositories: repositories === 'all' ? 'all' : new Set(repositories),
        permissions: app.permissions,
    };
    world.installations.push(remember(world, installation));
    announceInstallation(world, sender, installation, 'created');
    return installation;
}
export function uninstallApp(world, sender, installation) {
    announceInstallation(world, sender, installation, 'deleted');
    world.installations.splice(world.installations.indexOf(installation), 1);
    world.nodes.delete(installation.nodeId);
    for (const [token, session] of world.tokens) {
        if (session.kind === 'installation' && session.installation === installation)
            world.tokens.delete(token);
    }
}
/** Other permissions, for the tokens that there are, too. */
export function permit(world, installation, permissions) {
    installation.permissions = permissions;
    for (const [token, session] of world.tokens)
        if (session.kind === 'installation' && session.installation === installation)
            world.tokens.set(token, { ...session, permissions });
}
export function reachOf(world, installation) {
    const { repositories } = installation;
    return world.repositories.filter((one) => one.owner === installation.account && (repositories === 'all' || repositories.has(one)));
}
function announceInstallation(world, sender, installation, action) {
    world.announce({
        event: 'installation',
        action,
        sender,
        account: installation.account,
        onlyTo: installation,
        payload: () => ({
            installation: showInstallation(world, installation),
            repositories: reachOf(world, installation).map(showRepositoryReference),
            requester: null,
        }),
    });
}
/** Lets an installation reach more repositories, or fewer. */
export function changeReach(world, sender, installation, added, removed) {
    const reach = new Set(reachOf(world, installation));
    for (const one of added)
        reach.add(one);
    for (const one of removed)
        reach.delete(one);
    installation.repositories = reach;
    announceReach(world, sender, installation, added, removed);
}
export function announceReach(world, sender, installation, added, removed) {
    for (const [action, some] of [
        ['added', added],
        ['removed', removed],
    ]) {
        if (some.length === 0)
            continue;
        world.announce({
            event: 'installation_repositories',
            action,
            sender,
            account: installation.account,
            onlyTo: installation,
            payload: () => ({
                installation: showInstallation(world, installation),
                repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
                repositories_added: action === 'added' ? some.map(showRepositoryReference) : [],
                repositories_removed: action === 'removed' ? some.map(showRepositoryReference) : [],
                requester: null,
            }),
        });
    }
}
