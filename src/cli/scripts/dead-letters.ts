/** `baton dead-letters`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { printable } from '../printable.ts';

export const deadLetters = {
  name: 'baton dead-letters',
  what: 'Lists what failed for good, and why; shows one; sends one or all again. It needs the settings of the service.',
  options: {
    all: { kind: 'flag', what: 'With again: all of them' },
    json: { kind: 'flag', what: 'As JSON' },
  },
  words: {
    usage: '[list | show KEY | again KEY | again --all]',
    what: 'What to do; list by default',
    wrong: ([command = 'list']) =>
      ['list', 'show', 'again'].includes(command) ? null : `there is no command "${printable(command)}"`,
  },
  examples: [
    { line: 'baton dead-letters', what: 'Lists them.' },
    {
      line: 'baton dead-letters again 1014 acme/shop issue 1',
      what: 'Evaluates one again, once what stood in its way is gone.',
    },
  ],
} as const satisfies Script<Options>;
