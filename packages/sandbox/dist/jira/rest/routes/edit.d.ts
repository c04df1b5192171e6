import { type Routes } from '../call.ts';
export declare const editRoutes: Routes;
