/** A person lets an App act in their name, and what the App holds for it. Plain data. */
import type { App, User } from './accounts.ts';
import type { Repository } from './repository.ts';

export type Authorization = {
  readonly id: number;
  readonly app: App;
  readonly user: User;
  readonly createdAt: number;
};

/** What the browser brings back to the App, to be exchanged for tokens once. */
export type AuthorizationCode = {
  readonly authorization: Authorization;
  readonly redirectUri: string;
  /** PKCE: the hash of what the App must show; null: it asked for none. */
  readonly challenge: string | null;
  readonly expiresAt: number;
};

export type UserAccess = {
  readonly kind: 'user access';
  readonly id: number;
  readonly authorization: Authorization;
  /** The one repository that it is limited to. */
  readonly only: Repository | null;
  readonly createdAt: number;
  /** Null: never. */
  readonly expiresAt: number | null;
};

export type RefreshToken = {
  /** The access token that came with it, and ends when it is used. */
  readonly accessToken: string;
  readonly access: UserAccess;
  readonly expiresAt: number;
};
