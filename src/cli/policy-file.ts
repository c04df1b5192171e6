/** A policy in a file, with what it builds on, for commands that judge by it. */
import { readFileSync } from 'node:fs';

import { readPolicy, type Policy } from '../policy/index.ts';
import { SettingError } from '../setting-error.ts';
import { exit, type Exit, type Io } from './command.ts';
import { readBases } from './validate/bases.ts';
import { framed } from './validate/formats.ts';

export type PolicyFile = { readonly file: string; readonly text: string };

/**
 * @param name of the command that was given the file with `--policy`
 * @throws SettingError
 */
export function readPolicyFile(name: string, file: string): PolicyFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
    return { file, text };
  } catch (error) {
    throw new SettingError(`${name}: --policy: ${file} cannot be read as text.`, { cause: error });
  }
}

type Where = {
  readonly name: string;
  /** Whose policy it would be. */
  readonly repository: string;
  /** Where copies are of what it builds on; null: that is read from GitHub. */
  readonly bases: string | null;
};

/**
 * @returns the policy; or, where it has problems, the exit code after they were shown as `baton validate` shows them
 * @throws CannotTell where what it builds on cannot be read
 */
export async function policyIn(
  { file, text }: PolicyFile,
  { name, repository, bases }: Where,
  io: Io,
): Promise<Policy | Exit> {
  const own = { repository, path: file, text };
  const chain = await readBases(own, { folder: bases, name });
  const result = readPolicy(text, file, { repository, bases: chain, quotes: 'all' });
  if (result.kind === 'policy') return result.policy;
  for (const line of framed(result.problems, text, io.isTerminal)) io.note(line);
  return exit.usage;
}
