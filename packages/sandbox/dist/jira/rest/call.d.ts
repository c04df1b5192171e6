/** One REST call: what came in, and the ways to answer. */
import type { z } from 'zod';
import type { Json, JsonObject } from '../../json.ts';
import type { Flavour, Issue, Project, RichText, Site, User } from '../model/index.ts';
import { JiraRefusal } from '../refusal.ts';
import { type ProjectPermission } from '../rights.ts';
import { type View } from '../show/index.ts';
export type Call = {
    readonly site: Site;
    readonly viewer: User | null;
    readonly view: View;
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    /** Undefined: there was none, or it is no JSON. */
    readonly body: Json | undefined;
};
export type Answer = {
    readonly status: number;
    readonly body: Json | undefined;
};
export type Route = {
    /** Default: both. */
    readonly flavour?: Flavour;
    /** The scope that a scoped token needs; null: none. */
    readonly scope: string | null;
    /** These together do as well. */
    readonly granular?: readonly string[];
    /** Nobody in particular may ask, too: Atlassian's description lists `{}` under `security`. */
    readonly anonymous: boolean;
    /** The parameters that are played. */
    readonly query?: readonly string[];
    readonly handler: (call: Call) => Answer;
};
/** By method and path below `/rest/api/N`, spelled as Atlassian's OpenAPI description spells them. */
export type Routes = Readonly<Record<string, Route>>;
export declare const ok: (body: Json) => Answer;
export declare const created: (body: Json) => Answer;
export declare const noContent: Answer;
export declare function param(call: Call, name: string): string;
/** The issue in the path, to whoever may see it. */
export declare const issueOf: (call: Call) => Issue;
export declare function projectOf(call: Call): Project;
export declare const findProject: (call: Call, idOrKey: string) => Project | undefined;
/** Whoever may do that; nobody in particular is asked to log in where not anybody may. */
export declare function writer(call: Call, issue: Issue, permission: ProjectPermission): User | null;
export declare function actor(call: Call): User;
/** The body, of the form that is wanted. Names in it that the sandbox does not play fail loudly. */
export declare function input<T>(call: Call, schema: z.ZodType<T>): T;
/** A long text in a body: version 3 takes ADF only, version 2 takes text only. */
export declare function richText(call: Call, value: Json, refusal: JiraRefusal): RichText;
export declare function numberOf(call: Call, name: string, otherwise: number): number;
/** Names in a parameter, separated by commas, which may be given more than once. */
export declare const namesOf: (call: Call, name: string) => string[];
/** `expand`: only what is played. */
export declare function expansions(call: Call, played: readonly string[]): ReadonlySet<string>;
/** A page of a list as Cloud's newer calls and Data Center's lists of members give it (`PageBean…`). */
export declare function page<T>(call: Call, path: string, all: readonly T[], most: number, show: (one: T) => Json): JsonObject;
