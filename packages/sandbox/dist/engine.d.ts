import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultBox } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { World } from './model/index.ts';
import type { Referee } from './openapi.ts';
import { Refusal } from './refusal.ts';
import type { Budget, Budgets, LoggedRequest, Resource } from './requests.ts';
import type { Answer } from './rest/index.ts';
import { type Viewer } from './viewer.ts';
import type { Outbox } from './webhooks/index.ts';
export type Engine = {
    readonly world: World;
    readonly faults: FaultBox;
    readonly budgets: Budgets;
    readonly outbox: Outbox;
    readonly requests: LoggedRequest[];
    /** `METHOD /path` and `Type.field` that were asked for and are not played. */
    readonly unplayed: string[];
    /** Answers that do not fit GitHub's description. */
    readonly misfits: string[];
    readonly referee: Referee | null;
    /** What follows from a change at once, such as a merge queue that can go on. */
    readonly afterChange: () => void;
};
export type Reply = Answer & {
    readonly budget: Budget | null;
    readonly resource: Resource;
    readonly cost: number;
};
export declare const docs = "https://docs.github.com/rest";
export type Incoming = {
    readonly engine: Engine;
    readonly request: IncomingMessage;
    readonly url: URL;
    readonly viewer: Viewer | Refusal;
    readonly body: JsonObject | null;
};
export declare function nameOrNobody(viewer: Viewer | Refusal): string;
export declare function refuse(refusal: Refusal, resource: Resource, budget?: Budget | null): Reply;
export declare function exceeded(engine: Engine, viewer: Viewer, resource: Resource): Reply;
export declare function rateHeaders(budget: Budget, resource: Resource): Record<string, string>;
export declare function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>>): void;
