/** `baton validate`: what is wrong in a policy, where, and what to do about it. */
import { readFileSync } from 'node:fs';

import type { Arguments } from '../../arguments.ts';
import { errorMessageOf } from '../../error-message.ts';
import { policyPaths } from '../../policy-paths.ts';
import { readPolicy, twoPolicies, type PolicyResult } from '../../policy/index.ts';
import { SettingError } from '../../setting-error.ts';
import { exit, type Exit, type Io } from '../command.ts';
import { asJson } from '../../published.ts';
import { validateOutput } from '../outputs/validate.ts';
import type { formats, validate } from '../scripts/validate.ts';
import { readBases } from './bases.ts';
import { annotations, framed, sarif } from './formats.ts';

export async function run({ values, words }: Arguments<typeof validate.options>, io: Io): Promise<Exit> {
  const format = values.json ? 'json' : ((values.format ?? 'text') as (typeof formats)[number]);
  const file = await given(words[0] ?? null, io);
  const result = file.other === null ? await read(file, values) : twoPolicies(file.path, file.other);
  const problems = result.kind === 'problems' ? result.problems : [];
  switch (format) {
    case 'json':
      io.print(asJson(validateOutput, { file: file.path, isValid: problems.length === 0, problems }));
      break;
    case 'sarif':
      io.print(JSON.stringify(sarif(problems), null, 2));
      break;
    case 'github':
      for (const line of annotations(problems)) io.print(line);
      break;
    case 'text':
      if (result.kind === 'policy') io.print(praise(file.path, result));
      else for (const line of framed(problems, file.text, io.isTerminal)) io.print(line);
      break;
    default:
      format satisfies never;
  }
  return problems.length === 0 ? exit.fine : exit.findings;
}

type Given = {
  readonly path: string;
  /** null: no text. */
  readonly text: string | null;
  /** A second policy under the other name; null: there is none. */
  readonly other: string | null;
};

/** @throws SettingError where there is no such file */
async function given(word: string | null, io: Io): Promise<Given> {
  if (word === '-') return { path: '(stdin)', text: await io.read(), other: null };
  if (word !== null) return { path: word, text: textOf(word), other: null };
  const [path, other = null] = policyPaths.filter((each) => isThere(each));
  if (path === undefined)
    throw new SettingError(
      `baton validate: there is no ${policyPaths.join(' or ')} in this folder. Name the file, or write one: baton init.`,
    );
  return { path, text: textOf(path), other };
}

function isThere(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    // It is there, and cannot be read: whoever reads it says so.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

function textOf(path: string): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new SettingError(
      `baton validate: ${path} cannot be read: ${errorMessageOf(error)}. Name the policy’s file, or write one: baton init.`,
      { cause: error },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not text: the policy's reader has a sentence for that.
    return null;
  }
}

async function read(
  { path, text }: Given,
  { bases, repository }: { readonly bases: string | null; readonly repository: string | null },
): Promise<PolicyResult> {
  const own = { repository: repository ?? '', path, text };
  const chain = await readBases(own, { folder: bases, name: 'baton validate' });
  return readPolicy(text, path, { repository: own.repository, bases: chain, quotes: 'all' });
}

function praise(
  path: string,
  { policy: { roles, gates } }: Extract<PolicyResult, { kind: 'policy' }>,
): string {
  const names = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(', ');
  return `${path} is valid. Roles: ${names(roles)}. Gates: ${names(gates)}.`;
}
