/** `baton export`: the ledger as lines of JSON, for auditors and their tools. */
import * as z from 'zod';

import { environmentOf, readEnvironment } from '../environment/index.ts';
import { sameText } from '../same-text.ts';
import { glanceAtStore, linesOfLedger, type KeptLine } from '../store/index.ts';
import { askingStore } from './asking-store.ts';
import { exit, type Exit, type Io } from './command.ts';
import { instantIn } from './instant.ts';
import { effectsShape, idsShape, type exportOutput } from './outputs/export.ts';
import type { exportLedger } from './scripts/export.ts';
import type { Arguments } from '../arguments.ts';
import { progressOf } from './progress.ts';
import { beginFile, isWritable } from './whole-file.ts';

export async function run({ values }: Arguments<typeof exportLedger.options>, io: Io): Promise<Exit> {
  const now = Date.now();
  const since = values.since === null ? 0 : instantIn(values.since, 'baton export: --since', now);
  const until =
    values.until === null ? Number.MAX_SAFE_INTEGER : instantIn(values.until, 'baton export: --until', now);
  if (values.output !== null) isWritable('baton export', '--output', values.output);
  const { databaseUrl, dataDir } = readEnvironment(environmentOf());
  const db = await askingStore('baton export', () => glanceAtStore(databaseUrl ?? dataDir));
  const file = values.output === null ? null : beginFile('baton export', '--output', values.output);
  const progress = progressOf(io, (done) => `baton export: ${done.toLocaleString('en')} lines`);
  let lines = 0;
  try {
    await askingStore('baton export', async () => {
      for await (const kept of linesOfLedger(db, { since, until })) {
        const line = lineOf(kept);
        if (!isAsked(line, values.repository)) continue;
        const text = JSON.stringify(line);
        if (file === null) {
          io.print(text);
          // A reader may be slower than the database.
          await io.taken();
        } else file.write(`${text}\n`);
        lines += 1;
        progress(lines);
      }
    });
    file?.finish();
  } finally {
    file?.drop();
    await db.destroy();
  }
  if (lines === 0) io.note('baton export: the ledger has no such line.');
  return exit.fine;
}

type Line = z.output<typeof exportOutput>;

function lineOf({ id, at, repository, item, policy, ...texts }: KeptLine): Line {
  const verdict = read(z.unknown(), texts.verdict);
  const written = read(effectsShape, texts.effects);
  const deliveries = read(idsShape, texts.deliveries);
  const unread = {
    ...(verdict === null ? { verdict: texts.verdict } : {}),
    ...(written === null ? { effects: texts.effects } : {}),
    ...(deliveries === null ? { deliveries: texts.deliveries } : {}),
  };
  return {
    id,
    at: new Date(at).toISOString(),
    repository: /^\d+ (\S+\/\S+)/.exec(item)?.[1] ?? null,
    repositoryId: repository,
    item,
    verdict: verdict?.value ?? null,
    effects: written?.value ?? null,
    policy: policy?.split('+') ?? null,
    deliveries: deliveries?.value ?? null,
    ...(Object.keys(unread).length === 0 ? {} : { unread }),
  };
}

/** @returns null: something else stands there. An audit leaves nothing out, so it is handed on as it stands */
function read<T>(shape: z.ZodType<T>, text: string): { readonly value: T } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  // The value itself: what a parser makes of it may lack a key.
  return shape.safeParse(value).success ? { value: value as T } : null;
}

const isAsked = ({ repository, repositoryId }: Line, asked: readonly string[]): boolean =>
  asked.length === 0 ||
  asked.some((name) => name === repositoryId || (repository !== null && sameText(name, repository)));
