import { type Engine } from './engine.ts';
import { type Listening } from './listening.ts';
export declare function createHttpServer(engine: Engine): Listening;
