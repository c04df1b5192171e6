/** Something that GitHub tells its Apps. */
import type { JsonObject } from '../json.ts';
import type { Actor, App, Organization, User } from './accounts.ts';
import type { Installation } from './installation.ts';
import type { Repository } from './repository.ts';
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
