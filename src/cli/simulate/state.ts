/** How far a simulation came, as a file to go on from: it is whole, or it is not there. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import * as z from 'zod';

import { placeShape } from '../../reconcile/index.ts';
import { SettingError } from '../../setting-error.ts';
import { surpriseShape, totalsShape } from '../../simulation/index.ts';

const version = 2;

const shape = z.object({
  version: z.literal(version),
  policy: z.object({ file: z.string(), text: z.string() }),
  until: z.number(),
  place: placeShape,
  proposed: totalsShape,
  today: totalsShape.nullable(),
  surprises: z.array(surpriseShape),
  counts: z.object({ issues: z.number(), pullRequests: z.number(), requests: z.number() }),
  unread: z.array(z.number()),
});
export type State = z.output<typeof shape>;
export const stateVersion = version;

/** Where an interrupted run leaves it. */
export const stateFile = 'baton-simulate.json';

/** Nothing is half written: another file takes its place at once. */
export function keepState(state: State, file: string = stateFile): void {
  const fresh = `${file}.${process.pid}.tmp`;
  writeFileSync(fresh, `${JSON.stringify(state)}\n`);
  renameSync(fresh, file);
}

export const dropState = (file: string): void => rmSync(file, { force: true });

/** @throws SettingError */
export function readState(file: string): State {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingError(`baton simulate: --resume: ${file} cannot be read.`, { cause: error });
  }
  const read = shape.safeParse(parsed(text));
  if (!read.success)
    throw new SettingError(
      `baton simulate: --resume: ${file} is not what an earlier run of this version left.`,
    );
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reader's sentence says so.
    return null;
  }
}
