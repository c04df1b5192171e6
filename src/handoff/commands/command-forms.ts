/** How each command is written, and what it does: for `/help` and "did you mean". */
import type { Verb } from './commands.ts';

type Form = {
  /** What stands behind it, and behind a gate's name where it takes one. */
  readonly rest: string;
  /** Words to try it with. */
  readonly sample: string;
  readonly does: string;
};

export const commandForms: Readonly<Record<Verb, Form>> = {
  approve: { rest: '', sample: '', does: 'approves it' },
  accept: { rest: '', sample: '', does: 'accepts the work' },
  return: { rest: '<reason>', sample: 'reason', does: 'sends it back' },
  request: { rest: '', sample: '', does: 'asks for approval' },
  question: { rest: '<text>', sample: 'text', does: 'asks about the spec; it has to be answered first' },
  answer: { rest: '<text>', sample: 'text', does: 'answers the open question' },
  viable: { rest: '', sample: '', does: 'says that it can be built' },
  'not-viable': { rest: '<reason>', sample: 'reason', does: 'says that it can’t be built like this' },
  revoke: { rest: '', sample: '', does: 'takes the approval or the waiver back' },
  waive: { rest: '<reason> until YYYY-MM-DD', sample: 'reason', does: 'lets it pass without an approval' },
  snooze: { rest: '3 days', sample: '3 days', does: 'puts reminders off' },
  why: { rest: '', sample: '', does: 'explains what this waits for, and why' },
  help: { rest: '', sample: '', does: 'shows what you can use here' },
};

/** A command as it is written. */
export const commandForm = (verb: Verb, gate: string | null): string =>
  [`/${verb}`, gate, commandForms[verb].rest].filter((part) => part !== null && part !== '').join(' ');
