/** `baton demo`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

export const demo = {
  name: 'baton demo',
  what: 'Plays a story between a product manager and engineers, against a GitHub on this machine. It needs no account.',
  options: {
    jira: { kind: 'flag', what: 'The story with the specs in Jira' },
    serve: {
      kind: 'flag',
      what: 'A page for your browser, where you act as anybody and see Baton beside it',
    },
    port: {
      kind: 'number',
      what: 'With --serve: the port of the page',
      usual: 0,
      usually: 'a free one',
      least: 0,
      most: 65_535,
    },
    json: { kind: 'flag', what: 'How each step came out, as JSON' },
  },
  examples: [
    { line: 'baton demo', what: 'Tells it step by step, with what each person sees.' },
    {
      line: 'baton demo --serve',
      what: 'Prints an address to open in your browser: the same story click by click, then whatever you like.',
    },
  ],
} as const satisfies Script<Options>;
