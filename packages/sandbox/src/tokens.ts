/**
 * Who a request comes from: a person's token, an installation's token, an App's JWT, or its client id and secret.
 * Times of installations' tokens and JWTs are real ones, not the sandbox clock's: clients keep them by their own clocks.
 */
import { createVerify, randomBytes } from 'node:crypto';
import type { App, Installation, Repository, User, UserAccess, World } from './model/index.ts';
import { Refusal } from './refusal.ts';
import type { Viewer } from './viewer.ts';

const hour = 3_600_000;

/** A classic personal access token for a person. */
export function issueUserToken(world: World, user: User): string {
  const token = `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;
  world.tokens.set(token, { kind: 'user', user });
  return token;
}

/**
 * An installation's token; it ends after an hour. `ghs_APPID_JWT`, some 520 characters long, whose insides are GitHub's own
 * business ("Notice about upcoming new format for GitHub App installation tokens").
 */
export function issueInstallationToken(
  world: World,
  installation: Installation,
  permissions: Installation['permissions'],
  repositories: 'all' | ReadonlySet<Repository>,
): { token: string; expiresAt: number } {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  const jwt = [
    part({ alg: 'RS256', typ: 'JWT' }),
    part({ installation: installation.id, id: randomBytes(16).toString('hex') }),
    randomBytes(256).toString('base64url'),
  ].join('.');
  const token = `ghs_${installation.app.id}_${jwt}`;
  const expiresAt = Date.now() + hour;
  world.tokens.set(token, { kind: 'installation', installation, permissions, repositories, expiresAt });
  return { token, expiresAt };
}

/** Reads an Authorization header. Throws 401 as GitHub does for each way in which it can be wrong. */
export function authenticate(world: World, header: string | undefined): Viewer {
  if (header === undefined) return { kind: 'anonymous' };
  const [scheme = '', credentials = ''] = header.split(' ', 2);
  if (/^basic$/i.test(scheme)) return { kind: 'client', app: clientOf(world, credentials) };
  if (!/^(bearer|token)$/i.test(scheme)) throw new Refusal('UNAUTHORIZED', 'Bad credentials');
  // An installation's token has three parts as well.
  const isJwt = !credentials.startsWith('ghs_') && credentials.split('.').length === 3;
  if (isJwt) return { kind: 'app', app: verify(world, credentials) };
  const session = world.tokens.get(credentials);
  if (session === undefined) throw new Refusal('UNAUTHORIZED', 'Bad credentials');
  if (session.kind === 'user') {
    if (session.user.deleted) throw new Refusal('UNAUTHORIZED', 'Bad credentials');
    return { kind: 'user', user: session.user, through: null };
  }
  if (session.kind === 'user access') return actingFor(world, session);
  if (session.expiresAt <= Date.now()) throw new Refusal('UNAUTHORIZED', 'Bad credentials');
  if (session.installation.suspended !== null)
    throw new Refusal('FORBIDDEN', 'This installation has been suspended');
  return session;
}

/** An App in a person's name: where it is installed, is not suspended, and the token is for. */
function actingFor(world: World, { authorization, only, expiresAt }: UserAccess): Viewer {
  const { app, user } = authorization;
  if (user.deleted || (expiresAt !== null && expiresAt <= world.clock.now()))
    throw new Refusal('UNAUTHORIZED', 'Bad credentials');
  const installations = world.installations
    .filter((one) => one.app === app && one.suspended === null)
    .map((installation) => ({
      kind: 'installation' as const,
      installation,
      permissions: installation.permissions,
      repositories: only === null ? ('all' as const) : new Set([only]),
    }));
  return { kind: 'user', user, through: { app, installations } };
}

/** Basic authentication with a client id and a client secret. */
function clientOf(world: World, credentials: string): App {
  const [id = '', secret = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 2);
  const app = world.apps.find(({ clientId }) => clientId === id);
  if (app === undefined || !app.clientSecrets.includes(secret))
    throw new Refusal('UNAUTHORIZED', 'Bad credentials');
  return app;
}

const unreadable = 'A JSON web token could not be decoded';

/** "Generating a JSON Web Token (JWT) for a GitHub App": RS256, `iss` the App, `exp` at most ten minutes ahead. */
function verify(world: World, token: string): App {
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = decode(head);
  const claims = decode(body);
  if (header['alg'] !== 'RS256') throw new Refusal('UNAUTHORIZED', unreadable);
  const issuer = claims['iss'];
  const app = world.apps.find((one) => String(one.id) === String(issuer) || one.clientId === issuer);
  if (app === undefined)
    throw new Refusal(
      'UNAUTHORIZED',
      issuer === undefined ? "'Issuer' claim ('iss') must be an Integer" : 'Integration not found',
    );
  const genuine = createVerify('RSA-SHA256')
    .update(`${head}.${body}`)
    .verify(app.publicKey, signature, 'base64url');
  if (!genuine) throw new Refusal('UNAUTHORIZED', unreadable);
  checkTimes(claims, Date.now());
  return app;
}

const wrongExpiry =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const wrongIssue =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
/** Clocks may differ by so many milliseconds. */
const drift = 5_000;

function checkTimes({ exp, iat }: Record<string, unknown>, now: number): void {
  if (typeof exp !== 'number' || exp * 1000 <= now) throw new Refusal('UNAUTHORIZED', wrongExpiry);
  if (exp * 1000 > now + 600_000 + drift)
    throw new Refusal('UNAUTHORIZED', "'Expiration time' claim ('exp') is too far in the future");
  if (typeof iat !== 'number' || iat * 1000 > now + drift) throw new Refusal('UNAUTHORIZED', wrongIssue);
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    throw new Refusal('UNAUTHORIZED', unreadable);
  }
  throw new Refusal('UNAUTHORIZED', unreadable);
}

/** Ends all tokens of installations, as their hour being over would. */
export function endInstallationTokens(world: World): void {
  for (const [token, session] of world.tokens) {
    if (session.kind === 'installation') world.tokens.set(token, { ...session, expiresAt: 0 });
  }
}
