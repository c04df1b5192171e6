/** Who there is: people, organisations with their teams, Apps with their bots. Plain data. */
export type Identity = { readonly id: number; readonly nodeId: string };

export type User = Identity & {
  readonly kind: 'User';
  login: string;
  readonly name: string | null;
  readonly createdAt: number;
  /** A deleted account is shown as null (GraphQL) or as `ghost` (REST). */
  deleted: boolean;
};

/** Whoever runs the site, and changes settings in it. */
export const administratorLogin = 'site-admin';

/** Somebody who did something before an import, and has no account here. */
export type Mannequin = Identity & {
  readonly kind: 'Mannequin';
  readonly login: string;
  readonly createdAt: number;
};

export type Organization = Identity & {
  readonly kind: 'Organization';
  login: string;
  readonly createdAt: number;
  readonly members: Map<User, 'admin' | 'member'>;
  readonly teams: Team[];
  /** What every member may do in every repository. */
  readonly baseRole: 'none' | 'read' | 'write' | 'admin';
};

export type Membership = { role: 'member' | 'maintainer'; state: 'active' | 'pending' };

export type Team = Identity & {
  readonly kind: 'Team';
  readonly organization: Organization;
  name: string;
  slug: string;
  parent: Team | null;
  /** Only its members and the organisation's owners know of it. */
  readonly secret: boolean;
  readonly createdAt: number;
  readonly members: Map<User, Membership>;
};

export type RoleName = 'read' | 'triage' | 'write' | 'maintain' | 'admin' | CustomRole;

/** A role that an organisation made itself, on top of one of GitHub's. */
export type CustomRole = { readonly name: string; readonly base: 'read' | 'triage' | 'write' | 'maintain' };

export type Access = 'read' | 'write' | 'admin';

export type App = Identity & {
  readonly kind: 'App';
  readonly slug: string;
  readonly name: string;
  readonly owner: User | Organization;
  readonly createdAt: number;
  readonly bot: Bot;
  readonly hookId: number;
  /** PEM. GitHub keeps the public half only; the private one is handed out once, which is here. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** Public: names the App where people sign in. */
  readonly clientId: string;
  /** Any of them will do, so that one can be replaced while another works. */
  clientSecrets: readonly string[];
  /** Where people may be sent after they authorized the App; the first unless another is asked for. */
  callbackUrls: readonly string[];
  /** "User-to-server token expiration": false where the App opted out. */
  userTokensExpire: boolean;
  permissions: Readonly<Record<string, Access>>;
  events: readonly string[];
  webhook: { url: string | null; secret: string | null; contentType: 'json' | 'form' };
};

export type Bot = Identity & {
  readonly kind: 'Bot';
  /** With `[bot]`, as REST shows it; GraphQL leaves it out. */
  readonly login: string;
  readonly createdAt: number;
  readonly app: () => App;
};

/** Whoever can do something. */
export type Actor = User | Bot | Mannequin | Organization;
