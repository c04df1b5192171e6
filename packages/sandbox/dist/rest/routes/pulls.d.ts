import { type Routes } from '../call.ts';
export declare const pullRoutes: Routes;
