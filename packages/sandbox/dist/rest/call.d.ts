/** One REST call: what came in, and the ways to answer. */
import type { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import type { Access, Comment, Item, PullRequest, Repository, World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
import type { Outbox } from '../webhooks/index.ts';
import type { Budgets } from '../requests.ts';
export type Call = {
    readonly world: World;
    readonly viewer: Viewer;
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly body: JsonObject;
    /** `Accept`, for answers in other media types. */
    readonly accept: string;
    readonly url: URL;
    readonly outbox: Outbox;
    readonly budgets: Budgets;
};
export type Answer = {
    readonly status: number;
    readonly body: Json | Buffer;
    readonly headers?: Readonly<Record<string, string>>;
};
export type Handler = (call: Call) => Answer;
/** Handlers by method and path, spelled as GitHub's OpenAPI description spells them. */
export type Routes = Readonly<Record<string, Handler>>;
export declare const ok: (body: Json) => Answer;
export declare const created: (body: Json) => Answer;
export declare const noContent: Answer;
export declare function param(call: Call, name: string): string;
/** The repository in the path; 404 where the viewer must not know of it. */
export declare function repositoryOf(call: Call): Repository;
/** The same, for reading something that takes a permission of an App. */
export declare function repositoryToRead(call: Call, permission: string): Repository;
export declare function itemOf(call: Call, access?: Access): Item;
export declare function pullOf(call: Call): PullRequest;
export declare function commentOf(call: Call): Comment;
/** The body, of the form that is wanted; 422 as GitHub words it where it is not. */
export declare function input<T>(call: Call, schema: z.ZodType<T>): T;
/** A page of a list, with the Link header ("Using pagination in the REST API"). */
export declare function page<T>(call: Call, all: readonly T[], show: (one: T) => Json, wrap?: (list: readonly Json[], total: number) => JsonObject): Answer;
