/**
 * Who asks. On Cloud a basic pair goes to the site ("Basic auth for REST APIs") and a token with scopes to the gateway
 * ("Manage API tokens for your Atlassian account": scoped tokens work at `api.atlassian.com/ex/jira/<cloudId>` only);
 * Data Center takes personal access tokens ("Using Personal Access Tokens") and user names with passwords.
 */
import { randomBytes } from 'node:crypto';
import type { Site, User } from './model/index.ts';
import { sameText } from '../same-text.ts';

export type Token = {
  readonly secret: string;
  readonly user: User;
  /** `plain`: for the site; `scoped`: for the gateway; `personal` and `password`: Data Center's. */
  readonly kind: 'plain' | 'scoped' | 'personal' | 'password';
  readonly scopes: ReadonlySet<string>;
  revoked: boolean;
};

export type Identity = {
  /** Null: nobody in particular. */
  readonly user: User | null;
  readonly scopes: ReadonlySet<string> | null;
};

/** Why somebody is not let in. */
export type Rejection = 'unauthorized' | 'no-session-token';

/** The scopes that a scoped token of the sandbox has unless others are asked for. */
export const usualScopes = ['read:jira-work', 'write:jira-work', 'read:jira-user'] as const;

export function issueToken(
  tokens: Token[],
  user: User,
  kind: Token['kind'],
  scopes: readonly string[] = [],
): string {
  const secret = kind === 'personal' ? randomBytes(33).toString('base64') : randomBytes(24).toString('hex');
  tokens.push({ secret, user, kind, scopes: new Set(scopes), revoked: false });
  return secret;
}

/**
 * On a Cloud site, credentials that do not hold make a request anonymous: what anybody may ask is still answered, which
 * makes an issue look as if it were not there (the header `X-Seraph-LoginReason` tells).
 */
export function identify(
  site: Site,
  tokens: readonly Token[],
  authorization: string | undefined,
  atGateway: boolean,
): Identity | Rejection | 'failed' {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ', 2);
  const valid = (secret: string, kind: Token['kind']): Token | undefined =>
    tokens.find((one) => one.secret === secret && one.kind === kind && !one.revoked && one.user.active);
  const known = (token: Token | undefined): Identity | 'failed' =>
    token === undefined
      ? 'failed'
      : { user: token.user, scopes: token.kind === 'scoped' ? token.scopes : null };
  const pair = (): readonly [string, string] => {
    const [name = '', ...rest] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    return [name, rest.join(':')];
  };
  const byPair = (kind: Token['kind'], nameOf: (user: User) => string): Identity | 'failed' => {
    const [name, secret] = pair();
    const token = valid(secret, kind);
    return known(token !== undefined && nameOf(token.user) === name ? token : undefined);
  };
  const basic = sameText(scheme, 'basic');
  const bearer = sameText(scheme, 'bearer');
  if (atGateway) {
    const found = basic ? byPair('scoped', (user) => user.email) : known(valid(credentials, 'scoped'));
    return found === 'failed' ? 'unauthorized' : found;
  }
  if (site.flavour === 'data-center') {
    if (authorization === undefined) return { user: null, scopes: null };
    const found = basic ? byPair('password', (user) => user.handle) : known(valid(credentials, 'personal'));
    return found === 'failed' ? 'unauthorized' : found;
  }
  if (bearer) return 'no-session-token';
  return basic ? byPair('plain', (user) => user.email) : { user: null, scopes: null };
}
