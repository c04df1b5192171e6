import type { Json } from './json.ts';
/** Each says what is wrong, or null where it fits the description. */
export type Referee = {
    readonly answer: (operation: string, status: number, body: Json) => string | null;
    readonly webhook: (event: string, action: string | null, payload: Json) => string | null;
};
/** The referee, of which one is enough for all sandboxes of a process. Schemas are compiled when they are first needed. */
export declare function loadReferee(): Promise<Referee>;
