/** An entry of `errors` with a `type`, as GitHub words it. */
export class Failure extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'Failure';
    this.type = type;
  }
}

export function unresolved(what: string): Failure {
  return new Failure('NOT_FOUND', `Could not resolve to ${what}`);
}

export function unknownNode(id: string): Failure {
  return unresolved(`a node with the global id of '${id}'`);
}
