/** Everything there is on this GitHub, and how a new thing gets its identity. */
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Release } from '../releases.ts';
import type { App, Bot, Identity, Mannequin, Organization, Team, User } from './accounts.ts';
import type { Announcement } from './announcement.ts';
import type { Authorization, AuthorizationCode, RefreshToken, UserAccess } from './authorization.ts';
import type { Installation } from './installation.ts';
import type {
  Blob,
  Branch,
  CheckRun,
  CheckSuite,
  Comment,
  Commit,
  Edit,
  Event,
  Issue,
  Label,
  LinkedBranch,
  MergeQueue,
  MergeQueueEntry,
  PullRequest,
  Reaction,
  Remark,
  Repository,
  Review,
  Ruleset,
} from './repository.ts';

export type Entity =
  | User
  | Bot
  | Mannequin
  | Organization
  | Team
  | App
  | Installation
  | Repository
  | Label
  | Branch
  | Blob
  | Commit
  | Issue
  | PullRequest
  | Comment
  | Review
  | Remark
  | Event
  | Edit
  | Reaction
  | CheckSuite
  | CheckRun
  | MergeQueue
  | MergeQueueEntry
  | LinkedBranch;

/** A token's holder: a person, an App in a person's name, or an installation until its token ends. */
export type Session =
  | { readonly kind: 'user'; readonly user: User }
  | UserAccess
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Installation['permissions'];
      readonly repositories: 'all' | ReadonlySet<Repository>;
      readonly expiresAt: number;
    };

export type World = {
  readonly clock: Clock;
  /** `http://127.0.0.1:PORT`, with no slash at the end. */
  baseUrl: string;
  /** Which GitHub this is. */
  release: Release;
  /** What is missing in its GraphQL schema beside what the release lacks. */
  alsoLacks: readonly string[];
  readonly people: (User | Organization | Mannequin)[];
  readonly apps: App[];
  readonly installations: Installation[];
  readonly repositories: Repository[];
  readonly rulesets: Ruleset[];
  /** Owners on a plan without protected branches in private repositories. */
  readonly freePlans: Set<User | Organization>;
  readonly tokens: Map<string, Session>;
  readonly authorizations: Authorization[];
  readonly codes: Map<string, AuthorizationCode>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** Who is signed in in which browser, by its cookie. */
  readonly browsers: Map<string, User>;
  readonly nodes: Map<string, Entity>;
  lastId: number;
  /** Hears of everything that GitHub tells its Apps. */
  announce: (announcement: Announcement) => void;
  /** Tells an App something that concerns none of its installations. */
  tell: (app: App, event: string, action: string | null, payload: JsonObject) => void;
};

/** A database id and the opaque, stable node id that goes with it. */
export function identify(world: World, prefix: string): Identity {
  world.lastId += 1;
  return { id: world.lastId, nodeId: nodeIdOf(prefix, world.lastId) };
}

function nodeIdOf(prefix: string, id: number): string {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(id, 0, 6);
  return `${prefix}_kwDO${bytes.toString('base64url')}`;
}

/** Makes an entity findable by its node id, and gives it back. */
export function remember<T extends Entity>(world: World, entity: T): T {
  world.nodes.set(entity.nodeId, entity);
  return entity;
}
