/** A question to whoever types. */
import { createInterface } from 'node:readline/promises';

import { CannotTell } from './command.ts';

/**
 * Beside what is printed, so that it is seen while that goes to a file. Ctrl+C ends the process as it does elsewhere.
 * @throws CannotTell where the input ends before an answer
 */
export async function askInTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal that reads a line takes Ctrl+C as a key.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<never>((_, reject) => {
    terminal.once('close', () =>
      reject(new CannotTell('The input ended before an answer: nothing was written.')),
    );
  });
  try {
    return await Promise.race([terminal.question(question), ended]);
  } finally {
    ended.catch(() => {});
    terminal.close();
  }
}
