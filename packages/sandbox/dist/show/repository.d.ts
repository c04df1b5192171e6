import type { JsonObject } from '../json.ts';
import type { Label, Repository, World } from '../model/index.ts';
export declare function repositoryUrl(world: World, repository: Repository): string;
export declare function repositoryPage(world: World, repository: Repository): string;
export declare function nameWithOwner(repository: Repository): string;
export declare function showRepository(world: World, repository: Repository): JsonObject;
/** `GET /repos/{owner}/{repo}` says a little more. */
export declare function showFullRepository(world: World, repository: Repository): JsonObject;
/** The short form in events about installations. */
export declare function showRepositoryReference(repository: Repository): JsonObject;
export declare function showLabel(world: World, label: Label): JsonObject;
