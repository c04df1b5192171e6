/** A policy in a file, to judge by. */
import { readFileSync } from 'node:fs';

import { readPolicy, type Policy } from '../../policy/index.ts';
import { SettingError } from '../../setting-error.ts';
import { readBases } from '../validate/bases.ts';

/**
 * @throws SettingError where it cannot be read or used
 * @throws CannotTell where GitHub cannot be asked for what it builds on
 */
export async function policyIn(command: string, path: string): Promise<Policy> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingError(`${command}: --policy: ${path} cannot be read.`, { cause: error });
  }
  const own = { repository: '', path, text };
  const bases = await readBases(own, { folder: null, name: command });
  const result = readPolicy(text, path, { repository: '', bases, quotes: 'nothing' });
  if (result.kind === 'policy') return result.policy;
  const [first] = result.problems;
  const where = first === undefined ? '' : ` Line ${first.line}: ${first.message}`;
  throw new SettingError(
    `${command}: --policy: ${path} cannot be used.${where} See all of it with: baton validate ${path}`,
  );
}
