/** Finds the route of a REST call. */
import type { Flavour } from '../model/index.ts';
import type { Route, Routes } from './call.ts';
export declare const playedRoutes: Routes;
export type Match = {
    readonly operation: string;
    readonly route: Route;
    readonly params: Readonly<Record<string, string>>;
};
export declare function route(flavour: Flavour, method: string, path: string): Match | null;
