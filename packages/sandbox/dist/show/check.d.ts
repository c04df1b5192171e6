import type { JsonObject } from '../json.ts';
import { type Annotation, type CheckRun, type CheckSuite, type World } from '../model/index.ts';
export declare function runPage(world: World, run: CheckRun): string;
export declare function showRun(world: World, run: CheckRun): JsonObject;
/** In webhooks a run carries its suite. */
export declare function showRunInWebhook(world: World, run: CheckRun): JsonObject;
export declare function showSuite(world: World, suite: CheckSuite): JsonObject;
export declare function showAnnotation(world: World, run: CheckRun, annotation: Annotation): JsonObject;
