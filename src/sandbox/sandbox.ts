/** The sandbox as its users hold it: a GitHub on loopback, with a handle to set it up and to look into it. */
import type { AddressInfo } from 'node:net';
import {
  addMember,
  addToTeam,
  archiveRepository,
  changeReach,
  changeTeam,
  createApp,
  createMannequin,
  createOrganization,
  createRepository,
  createTeam,
  createUser,
  deleteTeam,
  grantTeam,
  installApp,
  removeFromTeam,
  removeMember,
  renameRepository,
  setCollaborator,
  uninstallApp,
} from './actions/accounts.ts';
import { advanceQueues } from './actions/queue.ts';
import { copyCommits } from './actions/pushes.ts';
import { createActing, type Acting } from './acting.ts';
import { createClock, type Clock } from './clock.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createFaults, type Faults } from './faults.ts';
import type { FileChanges } from './git.ts';
import type {
  Access,
  Actor,
  App,
  Installation,
  Mannequin,
  Organization,
  Repository,
  RoleName,
  Team,
  User,
  World,
} from './model/index.ts';
import { loadReferee } from './openapi.ts';
import { createBudgets, type LoggedRequest } from './requests.ts';
import { createHttpServer } from './server.ts';
import { endInstallationTokens, issueUserToken } from './tokens.ts';
import { covers, type Viewer } from './viewer.ts';
import { audience, payloadFor, permissionsOf } from './webhooks/audience.ts';
import { createOutbox, type Delivery } from './webhooks/deliveries.ts';
import { identifyBranch } from './actions/branches.ts';

export type SandboxOptions = {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Check every REST answer against GitHub's OpenAPI description; default true. Needs the development packages. */
  readonly checkAnswers?: boolean;
};

export type RepositorySettings = {
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly hasIssues?: boolean;
  readonly files?: FileChanges;
  /** Login → role. */
  readonly collaborators?: Readonly<Record<string, RoleName>>;
};

export type AppSettings = {
  readonly slug: string;
  readonly name?: string;
  /** Login of a person or organisation; default: whoever is there first. */
  readonly owner?: string;
  readonly permissions: Readonly<Record<string, Access>>;
  readonly events: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
};

/** Everything below acts at once; webhooks go out afterwards (see `settled`). Settings are changed by the site's administrator. */
export type Sandbox = {
  /** `http://127.0.0.1:PORT`: REST is below it, GraphQL at `/graphql`. */
  readonly url: string;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Every request so far; `requests.length = 0` forgets them. */
  readonly requests: LoggedRequest[];
  /** Every webhook delivery so far, as sent. A lost one is not among them. */
  readonly deliveries: readonly Delivery[];
  /** Routes and fields that somebody asked for and that are not played. */
  readonly unplayed: readonly string[];
  /** REST answers that did not fit GitHub's description (also answered with status 500). */
  readonly misfits: readonly string[];
  /** Finds people, repositories and items by name. */
  readonly find: Directory;

  user(login: string, settings?: { readonly name?: string }): User;
  mannequin(login: string): Mannequin;
  /** Deletes an account: what it did shows no actor (GraphQL) or `ghost` (REST) from now on. */
  deleteUser(login: string): void;
  /** The person's access token; the same one every time. */
  token(login: string): string;
  /** Ends all tokens of installations, as their hour being over would. */
  endTokens(): void;
  organization(
    login: string,
    settings?: {
      readonly baseRole?: Organization['baseRole'];
      readonly admins?: readonly string[];
      readonly members?: readonly string[];
    },
  ): Organization;
  addMember(organization: string, login: string, role?: 'admin' | 'member'): void;
  removeMember(organization: string, login: string): void;
  /** `name` is the team's name; its slug is made from it. `parent` is a slug in the same organisation. */
  team(
    organization: string,
    name: string,
    settings?: {
      readonly parent?: string;
      readonly members?: readonly string[];
      readonly pending?: readonly string[];
    },
  ): Team;
  /** Teams are named `org/slug`. */
  addToTeam(team: string, login: string, state?: 'active' | 'pending'): void;
  removeFromTeam(team: string, login: string): void;
  changeTeam(team: string, change: { readonly name?: string; readonly parent?: string | null }): void;
  deleteTeam(team: string): void;
  /** Gives a team a role in a repository; null takes it away. */
  grantTeam(team: string, repository: string, role: RoleName | null): void;
  repository(name: string, settings?: RepositorySettings): Repository;
  /** A copy of a repository under another owner, for pull requests from outside. */
  fork(repository: string, owner: string): Repository;
  renameRepository(repository: string, name: string): void;
  archiveRepository(repository: string, archived?: boolean): void;
  collaborator(repository: string, login: string, role: RoleName | null): void;
  /** Protects a branch: checks that must pass before a merge, pinned to an App by its slug where given. */
  protect(
    repository: string,
    settings: {
      readonly branch?: string;
      readonly checks?: readonly { readonly name: string; readonly app?: string }[];
      readonly mergeQueue?: boolean;
    },
  ): void;
  /** Registers an App. Its `id`, `privateKey` (PEM) and webhook are on what comes back. */
  app(settings: AppSettings): App;
  /** Tells an App where its webhooks go. */
  hook(slug: string, webhook: { readonly url: string; readonly secret?: string }): void;
  /** Sends the App the `ping` that GitHub sends when a webhook is set up. */
  ping(slug: string): void;
  install(slug: string, account: string, repositories?: 'all' | readonly string[]): Installation;
  uninstall(slug: string, account: string): void;
  /** Changes which repositories an installation reaches. */
  reach(
    slug: string,
    account: string,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ): void;
  /** Acts in somebody's name: a person's login, or an App's `slug[bot]`. */
  as(login: string): Acting;
  /** Resolves when no webhook is queued or under way. */
  settled(): Promise<void>;
  /** Who there is, with tokens, to print. */
  describe(): SandboxDescription;
  close(): Promise<void>;
};

export type SandboxDescription = {
  readonly url: string;
  readonly people: readonly {
    readonly login: string;
    readonly token: string;
    readonly teams: readonly string[];
  }[];
  readonly apps: readonly {
    readonly slug: string;
    readonly id: number;
    readonly installedOn: readonly string[];
  }[];
  readonly repositories: readonly string[];
};

/** Starts a GitHub on 127.0.0.1. Rejects when the port is taken, or the OpenAPI description cannot be read. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createClock();
  const faults = createFaults();
  const outbox = createOutbox(clock, faults);
  const world: World = {
    clock,
    baseUrl: '',
    people: [],
    apps: [],
    installations: [],
    repositories: [],
    tokens: new Map(),
    nodes: new Map(),
    lastId: 1000,
    announce: (announcement) => {
      for (const installation of audience(world, announcement)) {
        const { event, action, repository } = announcement;
        outbox.post(
          installation.app,
          installation,
          event,
          action,
          repository?.id ?? null,
          payloadFor(world, announcement, installation),
        );
      }
    },
  };
  const viewerOf = (actor: Actor, where: Repository): Viewer => {
    if (actor.kind === 'User') return { kind: 'user', user: actor };
    const installation = world.installations.find(
      (one) => one.app.bot === actor && covers({ installation: one, repositories: 'all' }, where),
    );
    if (installation === undefined)
      throw new Error(`${actor.login} is not installed on ${where.owner.login}/${where.name}.`);
    return { kind: 'installation', installation, permissions: installation.permissions, repositories: 'all' };
  };
  const afterChange = (): void =>
    advanceQueues(world, (entry) => viewerOf(entry.enqueuer, entry.queue.repository));
  const requests: LoggedRequest[] = [];
  const unplayed: string[] = [];
  const misfits: string[] = [];
  const referee = (options.checkAnswers ?? true) ? await loadReferee() : null;
  const { server, close } = createHttpServer({
    world,
    faults,
    budgets: createBudgets(),
    outbox,
    requests,
    unplayed,
    misfits,
    referee,
    afterChange,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const find = createDirectory(world);
  const administrator = createUser(world, 'site-admin', null);
  const installationOf = (slug: string, account: string): Installation => {
    const known = world.installations.find((one) => one.app.slug === slug && one.account.login === account);
    if (known === undefined) throw new Error(`${slug} is not installed on ${account}.`);
    return known;
  };
  const tokens = new Map<User, string>();
  const tokenOf = (user: User): string => {
    const token = tokens.get(user) ?? issueUserToken(world, user);
    tokens.set(user, token);
    return token;
  };

  return {
    url: world.baseUrl,
    clock,
    faults,
    requests,
    deliveries: outbox.deliveries,
    unplayed,
    misfits,
    find,
    user: (login, settings) => createUser(world, login, settings?.name ?? null),
    mannequin: (login) => createMannequin(world, login),
    deleteUser: (login) => {
      find.user(login).deleted = true;
    },
    token: (login) => tokenOf(find.user(login)),
    endTokens: () => endInstallationTokens(world),
    organization: (login, settings = {}) => {
      const organization = createOrganization(world, login, settings.baseRole ?? 'read');
      for (const admin of settings.admins ?? [])
        addMember(world, administrator, organization, find.user(admin), 'admin');
      for (const member of settings.members ?? [])
        addMember(world, administrator, organization, find.user(member), 'member');
      return organization;
    },
    addMember: (name, login, role = 'member') =>
      addMember(world, administrator, find.organization(name), find.user(login), role),
    removeMember: (name, login) =>
      removeMember(world, administrator, find.organization(name), find.user(login)),
    team: (name, title, settings = {}) => {
      const organization = find.organization(name);
      const parent = settings.parent === undefined ? null : find.team(`${name}/${settings.parent}`);
      const team = createTeam(world, administrator, organization, title, parent);
      for (const login of settings.members ?? []) addToTeam(world, administrator, team, find.user(login));
      for (const login of settings.pending ?? [])
        addToTeam(world, administrator, team, find.user(login), 'pending');
      return team;
    },
    addToTeam: (team, login, state = 'active') =>
      addToTeam(world, administrator, find.team(team), find.user(login), state),
    removeFromTeam: (team, login) => removeFromTeam(world, administrator, find.team(team), find.user(login)),
    changeTeam: (name, change) => {
      const team = find.team(name);
      const parent =
        change.parent == null ? change.parent : find.team(`${team.organization.login}/${change.parent}`);
      changeTeam(world, administrator, team, {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(parent === undefined ? {} : { parent }),
      });
    },
    deleteTeam: (team) => deleteTeam(world, administrator, find.team(team)),
    grantTeam: (team, repository, role) =>
      grantTeam(world, administrator, find.team(team), find.repository(repository), role),
    repository: (fullName, { collaborators = {}, ...settings } = {}) => {
      const [owner = '', name = ''] = fullName.split('/', 2);
      const repository = createRepository(world, find.owner(owner), { ...settings, name }, administrator);
      for (const [login, role] of Object.entries(collaborators))
        setCollaborator(world, administrator, repository, find.user(login), role);
      return repository;
    },
    fork: (name, owner) => {
      const from = find.repository(name);
      const to = createRepository(
        world,
        find.owner(owner),
        { name: from.name, private: from.private, defaultBranch: from.defaultBranch },
        administrator,
      );
      for (const [branch, { oid }] of from.branches) {
        copyCommits(world, from, to, oid);
        identifyBranch(world, to, branch, oid);
      }
      return to;
    },
    renameRepository: (repository, name) =>
      renameRepository(world, administrator, find.repository(repository), name),
    archiveRepository: (repository, archived = true) =>
      archiveRepository(world, administrator, find.repository(repository), archived),
    collaborator: (repository, login, role) =>
      setCollaborator(world, administrator, find.repository(repository), find.user(login), role),
    protect: (name, { branch, checks = [], mergeQueue = false }) => {
      const repository = find.repository(name);
      const requiredChecks = checks.map((check) => ({
        name: check.name,
        app: check.app === undefined ? null : find.app(check.app),
      }));
      repository.protections.set(branch ?? repository.defaultBranch, { requiredChecks, mergeQueue });
    },
    app: ({ slug, name, owner, permissions, events, webhookUrl, webhookSecret }) => {
      for (const event of events) {
        const some = permissionsOf[event];
        if (some === undefined) throw new Error(`The sandbox does not play the event ${event}.`);
        if (!some.some((one) => one === 'metadata' || permissions[one] !== undefined)) {
          throw new Error(
            `GitHub does not let an App subscribe to ${event} without the permission ${some.join(' or ')}.`,
          );
        }
      }
      return createApp(world, {
        slug,
        ...(name === undefined ? {} : { name }),
        owner: owner === undefined ? administrator : find.owner(owner),
        permissions,
        events,
        webhook: { url: webhookUrl ?? null, secret: webhookSecret ?? null },
      });
    },
    hook: (slug, { url, secret }) => {
      const app = find.app(slug);
      app.webhook = { ...app.webhook, url, secret: secret ?? app.webhook.secret };
    },
    ping: (slug) => {
      const app = find.app(slug);
      outbox.post(app, null, 'ping', null, null, {
        zen: 'Keep it logically awesome.',
        hook_id: app.hookId,
        hook: {
          type: 'App',
          id: app.hookId,
          name: 'web',
          active: true,
          events: [...app.events],
          app_id: app.id,
          config: { content_type: 'json', insecure_ssl: '0', url: app.webhook.url ?? '' },
          updated_at: new Date(clock.now()).toISOString(),
          created_at: new Date(clock.now()).toISOString(),
          deliveries_url: `${world.baseUrl}/app/hook/deliveries`,
        },
      });
    },
    install: (slug, account, repositories = 'all') =>
      installApp(
        world,
        administrator,
        find.app(slug),
        find.owner(account),
        repositories === 'all' ? 'all' : repositories.map(find.repository),
      ),
    uninstall: (slug, account) => uninstallApp(world, administrator, installationOf(slug, account)),
    reach: (slug, account, { add = [], remove = [] }) =>
      changeReach(
        world,
        administrator,
        installationOf(slug, account),
        add.map(find.repository),
        remove.map(find.repository),
      ),
    as: (login) => {
      const bot = world.apps.find((app) => app.bot.login === login)?.bot;
      const actor = bot ?? find.user(login);
      return createActing(world, find, (where) => viewerOf(actor, where), afterChange);
    },
    settled: () => outbox.settled(),
    describe: () => ({
      url: world.baseUrl,
      people: world.people.flatMap((one) =>
        one.kind !== 'User' || one.deleted || one === administrator
          ? []
          : {
              login: one.login,
              token: tokenOf(one),
              teams: world.people
                .flatMap((each) =>
                  each.kind === 'Organization' ? each.teams.filter((team) => team.members.has(one)) : [],
                )
                .map((team) => `${team.organization.login}/${team.slug}`),
            },
      ),
      apps: world.apps.map((app) => ({
        slug: app.slug,
        id: app.id,
        installedOn: world.installations.filter((one) => one.app === app).map((one) => one.account.login),
      })),
      repositories: world.repositories.map((one) => `${one.owner.login}/${one.name}`),
    }),
    close: async () => {
      outbox.stop();
      await close();
    },
  };
}
