import type { Installation, Repository, User, World } from './model/index.ts';
import type { Viewer } from './viewer.ts';
/** A classic personal access token for a person. */
export declare function issueUserToken(world: World, user: User): string;
/**
 * An installation's token; it ends after an hour. `ghs_APPID_JWT`, some 520 characters long, whose insides are GitHub's own
 * business ("Notice about upcoming new format for GitHub App installation tokens").
 */
export declare function issueInstallationToken(world: World, installation: Installation, permissions: Installation['permissions'], repositories: 'all' | ReadonlySet<Repository>): {
    token: string;
    expiresAt: number;
};
/** Reads an Authorization header. Throws 401 as GitHub does for each way in which it can be wrong. */
export declare function authenticate(world: World, header: string | undefined): Viewer;
/** Ends all tokens of installations, as their hour being over would. */
export declare function endInstallationTokens(world: World): void;
