/** `baton demo`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';

export const demo = {
  name: 'baton demo',
  what: 'Plays a story between a product manager and engineers, against a GitHub on this machine. It needs no account.',
  options: {
    jira: { kind: 'flag', what: 'The story with the specs in Jira' },
    serve: { kind: 'flag', what: 'Stays up after the story on GitHub, for you to go on' },
    json: { kind: 'flag', what: 'How each step came out, as JSON' },
  },
  examples: [
    { line: 'baton demo', what: 'Tells it step by step, with what each person sees.' },
    { line: 'baton demo --serve', what: 'Goes on running, and says how to act as one of the people.' },
  ],
} as const satisfies Script<Options>;
