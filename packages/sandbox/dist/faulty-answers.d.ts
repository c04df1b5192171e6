/** Answers that go wrong on purpose. */
import type { ServerResponse } from 'node:http';
import type { RequestFault } from './faults.ts';
import { type Engine } from './engine.ts';
/** Does what the fault says instead of answering; gives back the status that the log shows. */
export declare function spoil(engine: Engine, fault: RequestFault, response: ServerResponse, by: string, isGraphql: boolean): number;
