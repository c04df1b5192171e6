/** People let an App act in their name: authorizations, and the tokens that an App holds by them. */
import { createHash, randomBytes } from 'node:crypto';
import {
  identify,
  type App,
  type Authorization,
  type AuthorizationCode,
  type Repository,
  type User,
  type UserAccess,
  type World,
} from '../model/index.ts';
import { showAccount } from '../show/index.ts';

/** "The temporary code will expire after 10 minutes." */
const codeLasts = 600_000;
/** Seconds, as `expires_in` and `refresh_token_expires_in` say. */
export const accessLasts = 28_800;
export const refreshLasts = 15_897_600;

export type UserTokens = {
  readonly accessToken: string;
  /** Null: the App's user tokens do not end. */
  readonly refreshToken: string | null;
};

/** The person lets the App act in their name; no App is told. What they did before stays. */
export function authorize(world: World, app: App, user: User): Authorization {
  const known = world.authorizations.find((one) => one.app === app && one.user === user);
  if (known !== undefined) return known;
  const authorization = { ...newId(world), app, user, createdAt: world.clock.now() };
  world.authorizations.push(authorization);
  return authorization;
}

function newId(world: World): { readonly id: number } {
  return { id: identify(world, 'OA').id };
}

/** What the browser takes back to the App. */
export function issueCode(
  world: World,
  authorization: Authorization,
  { redirectUri, challenge }: Pick<AuthorizationCode, 'redirectUri' | 'challenge'>,
): string {
  const code = randomBytes(10).toString('hex');
  const expiresAt = world.clock.now() + codeLasts;
  world.codes.set(code, { authorization, redirectUri, challenge, expiresAt });
  return code;
}

/** The code as the App shows it; undefined where it is none, another App's, used, or too old. */
export function findCode(world: World, app: App, code: string): AuthorizationCode | undefined {
  const found = world.codes.get(code);
  if (found === undefined || found.authorization.app !== app || found.authorization.user.deleted)
    return undefined;
  return found.expiresAt > world.clock.now() ? found : undefined;
}

/** PKCE (RFC 7636), S256: whether the App that shows the verifier is the one that sent the challenge. */
export function answersChallenge(challenge: string, verifier: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** An access token, and where the App's tokens end, one to refresh it with. */
export function issueUserAccess(
  world: World,
  authorization: Authorization,
  only: Repository | null,
): UserTokens {
  const now = world.clock.now();
  const accessToken = `ghu_${letters(36)}`;
  const expires = authorization.app.userTokensExpire;
  const access: UserAccess = {
    kind: 'user access',
    ...newId(world),
    authorization,
    only,
    createdAt: now,
    expiresAt: expires ? now + accessLasts * 1000 : null,
  };
  world.tokens.set(accessToken, access);
  if (!expires) return { accessToken, refreshToken: null };
  const refreshToken = `ghr_${letters(76)}`;
  world.refreshTokens.set(refreshToken, { accessToken, access, expiresAt: now + refreshLasts * 1000 });
  return { accessToken, refreshToken };
}

/**
 * "Once you use a refresh token, that refresh token and the old user access token will no longer work."
 * Undefined where the token is none, another App's, used, or too old.
 */
export function refreshUserAccess(world: World, app: App, refreshToken: string): UserTokens | undefined {
  const found = world.refreshTokens.get(refreshToken);
  if (found === undefined || found.expiresAt <= world.clock.now()) return undefined;
  const { authorization, only } = found.access;
  if (authorization.app !== app || authorization.user.deleted) return undefined;
  endUserAccess(world, found.accessToken);
  return issueUserAccess(world, authorization, only);
}

/** One token, and what could refresh it. */
export function endUserAccess(world: World, accessToken: string): void {
  world.tokens.delete(accessToken);
  for (const [token, one] of world.refreshTokens)
    if (one.accessToken === accessToken) world.refreshTokens.delete(token);
}

/** All that the App holds for the person. */
export function revoke(world: World, authorization: Authorization): void {
  world.authorizations.splice(world.authorizations.indexOf(authorization), 1);
  for (const [token, one] of world.tokens)
    if (one.kind === 'user access' && one.authorization === authorization) endUserAccess(world, token);
  for (const [token, one] of world.refreshTokens)
    if (one.access.authorization === authorization) world.refreshTokens.delete(token);
  for (const [code, one] of world.codes) if (one.authorization === authorization) world.codes.delete(code);
}

/** The person does it in their settings, and the App is told, subscribed or not. */
export function revokeByUser(world: World, authorization: Authorization): void {
  revoke(world, authorization);
  world.tell(authorization.app, 'github_app_authorization', 'revoked', {
    action: 'revoked',
    sender: showAccount(world, authorization.user),
  });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Not evenly, and more than enough. */
function letters(count: number): string {
  return [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
