import { type Routes } from '../call.ts';
export declare const linkRoutes: Routes;
