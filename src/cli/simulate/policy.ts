/** The policy that is played: a file, with what it builds on. */
import { readFileSync } from 'node:fs';

import { readPolicy, type Policy } from '../../policy/index.ts';
import { SettingError } from '../../setting-error.ts';
import { exit, type Exit, type Io } from '../command.ts';
import { framed } from '../validate/formats.ts';
import { readBases } from '../validate/bases.ts';

export type PolicyFile = { readonly file: string; readonly text: string };

/** @throws SettingError */
export function readPolicyFile(file: string): PolicyFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
    return { file, text };
  } catch (error) {
    throw new SettingError(`baton simulate: --policy: ${file} cannot be read as text.`, { cause: error });
  }
}

/**
 * @returns the policy; or, where it has problems, the exit code after they were shown as `baton validate` shows them
 * @throws CannotTell where what it builds on cannot be read
 */
export async function policyIn(
  { file, text }: PolicyFile,
  { repository, bases }: { readonly repository: string; readonly bases: string | null },
  io: Io,
): Promise<Policy | Exit> {
  const own = { repository, path: file, text };
  const chain = await readBases(own, { folder: bases, name: 'baton simulate' });
  const result = readPolicy(text, file, { repository, bases: chain, quotes: 'all' });
  if (result.kind === 'policy') return result.policy;
  for (const line of framed(result.problems, text, io.isTerminal)) io.note(line);
  return exit.usage;
}
