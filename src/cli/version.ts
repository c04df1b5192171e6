/** `baton version`. */
import { readFileSync } from 'node:fs';

import * as z from 'zod';

import { exit, subcommand } from './command.ts';

const packageShape = z.object({ version: z.string() });

export const version = subcommand(
  {
    name: 'baton version',
    what: 'Prints the version of Baton, and of the Node that runs it.',
    options: { json: { kind: 'flag', what: 'As JSON' } },
  },
  async ({ values }, { print }) => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version: baton } = packageShape.parse(JSON.parse(text));
    const { version: node } = process;
    print(values.json ? JSON.stringify({ baton, node }) : `Baton ${baton} (Node ${node})`);
    return exit.fine;
  },
);
