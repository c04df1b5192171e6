/** An entry of `errors` with a `type`, as GitHub words it. */
export class Failure extends Error {
    type;
    constructor(type, message) {
        super(message);
        this.name = 'Failure';
        this.type = type;
    }
}
export function unresolved(what) {
    return new Failure('NOT_FOUND', `Could not resolve to ${what}`);
}
export function unknownNode(id) {
    return unresolved(`a node with the global id of '${id}'`);
}
