import type { User, World } from '../../model/index.ts';
import { type Routes } from '../call.ts';
export declare function findUser(world: World, login: string): User | undefined;
export declare const issueRoutes: Routes;
