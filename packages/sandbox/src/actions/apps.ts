/** Apps are registered and installed. */
import { randomBytes } from 'node:crypto';
import {
  identify,
  remember,
  type Access,
  type App,
  type Bot,
  type Installation,
  type Organization,
  type Repository,
  type User,
  type World,
} from '../model/index.ts';
import { showInstallation, showRepositoryReference } from '../show/index.ts';
import { keyPairOf } from './keys.ts';

export type AppDraft = {
  readonly slug: string;
  readonly name?: string;
  readonly owner: User | Organization;
  readonly permissions: Readonly<Record<string, Access>>;
  readonly events: readonly string[];
  readonly webhook: { readonly url: string | null; readonly secret: string | null };
  readonly callbackUrls: readonly string[];
  readonly userTokensExpire: boolean;
};

export function createApp(world: World, draft: AppDraft): App {
  const { publicKey, privateKey } = keyPairOf(world.apps.length);
  const createdAt = world.clock.now();
  const bot: Bot = {
    ...identify(world, 'BOT'),
    kind: 'Bot',
    login: `${draft.slug}[bot]`,
    createdAt,
    app: () => app,
  };
  if (draft.callbackUrls.length > 10) throw new Error('An App has up to ten callback URLs.');
  const identity = identify(world, 'A');
  const app: App = {
    ...identity,
    kind: 'App',
    slug: draft.slug,
    name: draft.name ?? draft.slug,
    owner: draft.owner,
    createdAt,
    bot,
    hookId: identify(world, 'H').id,
    privateKey,
    publicKey,
    clientId: `Iv23li${identity.id.toString(36).padStart(14, '0')}`,
    clientSecrets: [randomBytes(20).toString('hex')],
    callbackUrls: draft.callbackUrls,
    userTokensExpire: draft.userTokensExpire,
    permissions: { metadata: 'read', ...draft.permissions },
    events: draft.events,
    webhook: { ...draft.webhook, contentType: 'json' },
  };
  remember(world, bot);
  world.apps.push(remember(world, app));
  return app;
}

export function installApp(
  world: World,
  sender: User,
  app: App,
  account: User | Organization,
  repositories: 'all' | readonly Repository[],
): Installation {
  const installation: Installation = {
    ...identify(world, 'INS'),
    kind: 'Installation',
    app,
    account,
    createdAt: world.clock.now(),
    repositories: repositories === 'all' ? 'all' : new Set(repositories),
    permissions: app.permissions,
    suspended: null,
  };
  world.installations.push(remember(world, installation));
  announceInstallation(world, sender, installation, 'created');
  return installation;
}

export function uninstallApp(world: World, sender: User, installation: Installation): void {
  announceInstallation(world, sender, installation, 'deleted');
  world.installations.splice(world.installations.indexOf(installation), 1);
  world.nodes.delete(installation.nodeId);
  for (const [token, session] of world.tokens) {
    if (session.kind === 'installation' && session.installation === installation) world.tokens.delete(token);
  }
}

/** "Reviewing and modifying installed GitHub Apps": while it lasts, its tokens are refused and nothing is sent to it. */
export function suspendInstallation(
  world: World,
  sender: User,
  installation: Installation,
  suspended: boolean,
): void {
  if ((installation.suspended !== null) === suspended) return;
  installation.suspended = suspended ? { by: sender, at: world.clock.now() } : null;
  announceInstallation(world, sender, installation, suspended ? 'suspend' : 'unsuspend');
}

/** Other permissions, for the tokens that there are, too. */
export function permit(
  world: World,
  installation: Installation,
  permissions: Installation['permissions'],
): void {
  installation.permissions = permissions;
  for (const [token, session] of world.tokens)
    if (session.kind === 'installation' && session.installation === installation)
      world.tokens.set(token, { ...session, permissions });
}

export function reachOf(world: World, installation: Installation): Repository[] {
  const { repositories } = installation;
  return world.repositories.filter(
    (one) => one.owner === installation.account && (repositories === 'all' || repositories.has(one)),
  );
}

function announceInstallation(world: World, sender: User, installation: Installation, action: string): void {
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
export function changeReach(
  world: World,
  sender: User,
  installation: Installation,
  added: readonly Repository[],
  removed: readonly Repository[],
): void {
  const reach = new Set(reachOf(world, installation));
  for (const one of added) reach.add(one);
  for (const one of removed) reach.delete(one);
  installation.repositories = reach;
  announceReach(world, sender, installation, added, removed);
}

export function announceReach(
  world: World,
  sender: User,
  installation: Installation,
  added: readonly Repository[],
  removed: readonly Repository[],
): void {
  for (const [action, some] of [
    ['added', added],
    ['removed', removed],
  ] as const) {
    if (some.length === 0) continue;
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
