/** The sandbox as its users hold it: a GitHub on loopback, with a handle to set it up and to look into it. */
import type { AddressInfo } from 'node:net';
import {
  addMember,
  addToTeam,
  advanceQueues,
  archiveRepository,
  authorize,
  changeReach,
  changeTeam,
  copyCommits,
  createApp,
  createMannequin,
  createOrganization,
  createRepository,
  createTeam,
  createUser,
  deleteTeam,
  grantTeam,
  identifyBranch,
  installApp,
  issueUserAccess,
  permit,
  removeFromTeam,
  removeMember,
  renameRepository,
  renameUser,
  revokeByUser,
  setCollaborator,
  suspendInstallation,
  uninstallApp,
} from './actions/index.ts';
import { createActing } from './acting.ts';
import { createClock } from './clock.ts';
import { createDirectory } from './directory.ts';
import { createFaults } from './faults.ts';
import {
  administratorLogin,
  identify,
  type Actor,
  type Installation,
  type Repository,
  type User,
  type World,
} from './model/index.ts';
import { loadReferee } from './openapi.ts';
import { releases } from './releases.ts';
import { createBudgets, type LoggedRequest } from './requests.ts';
import { createHttpServer } from './server.ts';
import { endInstallationTokens, issueUserToken } from './tokens.ts';
import { covers, type Viewer } from './viewer.ts';
import { audience, createOutbox, payloadFor, playedWebhooks } from './webhooks/index.ts';
import { cookieOf, openBrowser } from './web/index.ts';
import type { Sandbox, SandboxOptions } from './handle.ts';

/** Starts a GitHub on 127.0.0.1. Rejects when the port is taken, or the OpenAPI description cannot be read. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createClock();
  const faults = createFaults();
  const unplayed: string[] = [];
  const misfits: string[] = [];
  const referee = (options.checkAnswers ?? true) ? await loadReferee() : null;
  const outbox = createOutbox(clock, faults);
  const world: World = {
    clock,
    baseUrl: '',
    release: options.release ?? 'github.com',
    alsoLacks: [],
    people: [],
    apps: [],
    installations: [],
    repositories: [],
    rulesets: [],
    freePlans: new Set(),
    tokens: new Map(),
    authorizations: [],
    codes: new Map(),
    refreshTokens: new Map(),
    browsers: new Map(),
    nodes: new Map(),
    lastId: 1000,
    announce: (announcement) => {
      for (const installation of audience(world, announcement)) {
        const { event, action, repository } = announcement;
        const payload = payloadFor(world, announcement, installation);
        const problem = referee?.webhook(event, action, payload) ?? null;
        if (problem !== null) misfits.push(problem);
        outbox.post(installation.app, installation, event, action, repository?.id ?? null, payload);
      }
    },
    tell: (app, event, action, payload) => {
      const problem = referee?.webhook(event, action, payload) ?? null;
      if (problem !== null) misfits.push(problem);
      outbox.post(app, null, event, action, null, payload);
    },
  };
  const viewerOf = (actor: Actor, where: Repository): Viewer => {
    if (actor.kind === 'User') return { kind: 'user', user: actor, through: null };
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
  const budgets = createBudgets(world, options.hourly ?? null);
  const { server, close } = createHttpServer({
    world,
    faults,
    budgets,
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
  const administrator = createUser(world, administratorLogin, null);
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
    renameUser: (login, name) => renameUser(world, find.user(login), name),
    mannequin: (login) => createMannequin(world, login),
    deleteUser: (login) => {
      find.user(login).deleted = true;
    },
    token: (login) => tokenOf(find.user(login)),
    leaveOfLimit: (id, left, resource = 'graphql') => {
      const installation = world.installations.find((one) => one.id === id);
      if (installation === undefined) throw new Error(`There is no installation ${id}.`);
      budgets.leave(installation, resource, left);
    },
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
      const team = createTeam(world, administrator, organization, title, parent, settings.secret);
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
    limitInteractions: (repository, limited = true) => {
      find.repository(repository).limited = limited;
    },
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
    ruleset: (where, { name = 'rules', enforcement = 'active', branches, repositories, checks = [] }) => {
      const source = where.includes('/') ? find.repository(where) : find.organization(where);
      const known = world.rulesets.findIndex((one) => one.source === source && one.name === name);
      const requiredChecks = checks.map((check) => ({
        name: check.name,
        app: check.app === undefined ? null : find.app(check.app),
      }));
      const ruleset = {
        id: world.rulesets[known]?.id ?? identify(world, 'RRS').id,
        name,
        source,
        enforcement,
        branches: branches ?? ['~DEFAULT_BRANCH'],
        repositories: repositories ?? ('all' as const),
        requiredChecks,
      };
      if (known === -1) world.rulesets.push(ruleset);
      else world.rulesets[known] = ruleset;
    },
    plan: (owner, plan) => {
      const account = find.owner(owner);
      if (plan === 'free') world.freePlans.add(account);
      else world.freePlans.delete(account);
    },
    app: ({ slug, name, owner, permissions, events, webhookUrl, webhookSecret, ...rest }) => {
      const unknown = releases[world.release].unknownEvents.filter((event) => events.includes(event));
      if (unknown.length > 0) throw new Error(`Default events unsupported: ${unknown.join(' and ')}`);
      for (const event of events) {
        const some = playedWebhooks[event]?.permissions;
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
        callbackUrls: rest.callbackUrls ?? [],
        userTokensExpire: rest.userTokensExpire ?? true,
      });
    },
    become: (release, alsoLacks = []) => {
      world.release = release;
      world.alsoLacks = alsoLacks;
    },
    unknownEvents: () => releases[world.release].unknownEvents,
    hook: (slug, { url, secret }) => {
      const app = find.app(slug);
      app.webhook = { ...app.webhook, url, secret: secret ?? app.webhook.secret };
    },
    ping: (slug) => {
      const app = find.app(slug);
      world.tell(app, 'ping', null, {
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
    installations: (slug) => world.installations.filter((one) => one.app.slug === slug),
    permit: (slug, account, permissions) =>
      permit(world, installationOf(slug, account), { metadata: 'read', ...permissions }),
    uninstall: (slug, account) => uninstallApp(world, administrator, installationOf(slug, account)),
    suspend: (slug, account, suspended = true) =>
      suspendInstallation(world, administrator, installationOf(slug, account), suspended),
    changeApp: (slug, { permissions, events, callbackUrls, userTokensExpire }) => {
      const app = find.app(slug);
      if (permissions !== undefined) app.permissions = { metadata: 'read', ...permissions };
      if (events !== undefined) app.events = events;
      if (callbackUrls !== undefined) app.callbackUrls = callbackUrls;
      if (userTokensExpire !== undefined) app.userTokensExpire = userTokensExpire;
    },
    reach: (slug, account, { add = [], remove = [] }) =>
      changeReach(
        world,
        administrator,
        installationOf(slug, account),
        add.map(find.repository),
        remove.map(find.repository),
      ),
    browser: (login) => cookieOf(openBrowser(world, find.user(login))),
    userToken: (slug, login) =>
      issueUserAccess(world, authorize(world, find.app(slug), find.user(login)), null).accessToken,
    revokeAuthorization: (slug, login) => {
      const [app, user] = [find.app(slug), find.user(login)];
      const known = world.authorizations.find((one) => one.app === app && one.user === user);
      if (known === undefined) throw new Error(`${login} has not authorized ${slug}.`);
      revokeByUser(world, known);
    },
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
