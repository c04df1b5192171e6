/** The handle on a running sandbox: what tests and the demo can do with it. */
import type { Acting } from './acting.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import type { Faults } from './faults.ts';
import type { FileChanges } from './git.ts';
import type {
  Access,
  App,
  Installation,
  Mannequin,
  Organization,
  Repository,
  RoleName,
  Team,
  User,
} from './model/index.ts';
import type { Release } from './releases.ts';
import type { LoggedRequest } from './requests.ts';
import type { Delivery } from './webhooks/index.ts';

export type SandboxOptions = {
  /** Default: a free one. */
  readonly port?: number;
  /** Which GitHub it is; default: github.com as it is published. */
  readonly release?: Release;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Check every REST answer against GitHub's OpenAPI description; default true. Needs the development packages. */
  readonly checkAnswers?: boolean;
  /**
   * Points that an installation has in an hour now, as whoever runs a GitHub Enterprise Server may set it; default: as
   * github.com gives them.
   */
  readonly hourly?: () => number;
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
  /** Where people may be sent after they authorized the App; up to ten. */
  readonly callbackUrls?: readonly string[];
  /** Default: user access tokens end after eight hours. */
  readonly userTokensExpire?: boolean;
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
  /** Gives an account another login; the old one is free at once. */
  renameUser(login: string, name: string): void;
  mannequin(login: string): Mannequin;
  /** Deletes an account: what it did shows no actor (GraphQL) or `ghost` (REST) from now on. */
  deleteUser(login: string): void;
  /** The person's access token; the same one every time. */
  token(login: string): string;
  /**
   * An installation, by its id, has so many points of its limit left until its hour is over.
   * @param resource default: `graphql`
   */
  leaveOfLimit(installation: number, left: number, resource?: 'core' | 'graphql'): void;
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
      /** GitHub knows no secret team with a parent, and none below it. */
      readonly secret?: boolean;
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
  /** Only those who may write can comment and open issues ("Limiting interactions in your repository"); no event tells of it. */
  limitInteractions(repository: string, limited?: boolean): void;
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
  /** Makes a ruleset of a repository (`acme/shop`) or an organization (`acme`); one of the same name there is replaced. */
  ruleset(
    source: string,
    settings: {
      readonly name?: string;
      /** Default: `active`. */
      readonly enforcement?: 'active' | 'evaluate' | 'disabled';
      /** Default: the default branch. Names, with `*` and `**`, and `~DEFAULT_BRANCH` and `~ALL`. */
      readonly branches?: readonly string[];
      /** Of an organization: for which repositories, by their names; default: for all. */
      readonly repositories?: readonly string[];
      readonly checks?: readonly { readonly name: string; readonly app?: string }[];
    },
  ): void;
  /** With the plan `free`, an owner's private repositories have no protected branches and no rules. */
  plan(owner: string, plan: 'free' | 'paid'): void;
  /** Registers an App. Its `id`, `privateKey` (PEM), `clientId`, `clientSecrets` and webhook are on what comes back. */
  app(settings: AppSettings): App;
  /**
   * Is another release from now on: an upgrade, or the day on which GitHub removes what it announced.
   * `alsoLacks`: parts of the schema that are missing besides, such as `Issue.title`.
   */
  become(release: Release, alsoLacks?: readonly string[]): void;
  /** Events of webhooks that this release does not know, so that no App can subscribe to them. */
  unknownEvents(): readonly string[];
  /** Tells an App where its webhooks go. */
  hook(slug: string, webhook: { readonly url: string; readonly secret?: string }): void;
  /** Sends the App the `ping` that GitHub sends when a webhook is set up. */
  ping(slug: string): void;
  install(slug: string, account: string, repositories?: 'all' | readonly string[]): Installation;
  /** Where an App is installed. */
  installations(slug: string): readonly Installation[];
  uninstall(slug: string, account: string): void;
  /** Gives an installation other permissions, as an owner does; its tokens have them at once, and no event tells of it. */
  permit(slug: string, account: string, permissions: Readonly<Record<string, Access>>): void;
  /** An owner suspends an installation, or ends that: until then it may do nothing, and hears of nothing. */
  suspend(slug: string, account: string, suspended?: boolean): void;
  /** The App's owner changes what it asks for. Installations keep the permissions that they have until `permit`. */
  changeApp(
    slug: string,
    change: {
      readonly permissions?: Readonly<Record<string, Access>>;
      readonly events?: readonly string[];
      readonly callbackUrls?: readonly string[];
      readonly userTokensExpire?: boolean;
    },
  ): void;
  /** A browser in which the person is signed in: its `Cookie` header. */
  browser(login: string): string;
  /** A user access token (`ghu_…`) of the App, as signing in gives it. The person authorizes the App, if they have not. */
  userToken(slug: string, login: string): string;
  /** The person revokes what they authorized, in their settings: the App's tokens for them end, and it is told. */
  revokeAuthorization(slug: string, login: string): void;
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
