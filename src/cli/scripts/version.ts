/** `baton version`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

export const version = {
  name: 'baton version',
  what: 'Prints the version of Baton, and of the Node that runs it.',
  options: { json: { kind: 'flag', what: 'As JSON' } },
  examples: [{ line: 'baton version', what: 'Say it when you report a problem.' }],
} as const satisfies Script<Options>;
