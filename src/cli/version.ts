/** `baton version`. */
import { readFileSync } from 'node:fs';

import * as z from 'zod';

import type { Arguments } from '../arguments.ts';
import { root } from '../root.ts';
import { exit, type Exit, type Io } from './command.ts';
import { asJson } from '../published.ts';
import { versionOutput } from './outputs/version.ts';
import type { version } from './scripts/version.ts';

const packageShape = z.object({ version: z.string() });

export async function run({ values }: Arguments<typeof version.options>, { print }: Io): Promise<Exit> {
  const text = readFileSync(new URL('package.json', root), 'utf8');
  const { version: baton } = packageShape.parse(JSON.parse(text));
  const { version: node } = process;
  print(values.json ? asJson(versionOutput, { baton, node }) : `Baton ${baton} (Node ${node})`);
  return exit.fine;
}
