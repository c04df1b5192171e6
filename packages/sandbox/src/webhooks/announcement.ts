/** Something that GitHub tells its Apps. */
import type { Actor, App, Installation, Organization, Repository, User } from '../model/index.ts';
import type { JsonObject } from '../json.ts';

export type Announcement = {
  readonly event: string;
  readonly action: string | null;
  readonly sender: Actor;
  readonly repository?: Repository;
  readonly organization?: Organization;
  /** The account of an event about an installation. */
  readonly account?: User | Organization;
  /** Events about an App itself, and check suites, go to that App alone, subscribed or not. */
  readonly onlyTo?: App | Installation;
  /** The event's own part of the payload. Computed at once, and only where somebody listens. */
  readonly payload: (installation: Installation) => JsonObject;
};
