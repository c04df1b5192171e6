import type { Site, User } from './model/index.ts';
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
export declare const usualScopes: readonly ['read:jira-work', 'write:jira-work', 'read:jira-user'];
export declare function issueToken(tokens: Token[], user: User, kind: Token['kind'], scopes?: readonly string[]): string;
/**
 * On a Cloud site, credentials that do not hold make a request anonymous: what anybody may ask is still answered, which
 * makes an issue look as if it were not there (the header `X-Seraph-LoginReason` tells).
 */
export declare function identify(site: Site, tokens: readonly Token[], authorization: string | undefined, atGateway: boolean): Identity | Rejection | 'failed';
