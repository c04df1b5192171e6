/** An entry of `errors` with a `type`, as GitHub words it. */
export declare class Failure extends Error {
    readonly type: string;
    constructor(type: string, message: string);
}
export declare function unresolved(what: string): Failure;
export declare function unknownNode(id: string): Failure;
