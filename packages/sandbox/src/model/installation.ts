/** An App where it is installed. Plain data. */
import type { Access, App, Identity, Organization, User } from './accounts.ts';
import type { Repository } from './repository.ts';

export type Installation = Identity & {
  readonly kind: 'Installation';
  readonly app: App;
  readonly account: User | Organization;
  readonly createdAt: number;
  /** `all`: whatever the account owns, now and later. */
  repositories: 'all' | Set<Repository>;
  permissions: Readonly<Record<string, Access>>;
  /** By whom and since when; null: it is not. */
  suspended: { readonly by: User; readonly at: number } | null;
};
