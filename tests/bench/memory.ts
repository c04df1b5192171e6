/** Memory: whether a Baton that takes webhooks and looks at what they are about grows. It is a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startBaton } from '../chaos/processes.ts';
import { secret } from '../baton.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';
import { openIssues, postAll } from './post.ts';

/** Nearly as long as GitHub lets it be; each issue has one of its own, so that what is kept of texts is kept of all. */
const body = '- [ ] a\n'.repeat(8_000);

const items = 500;
const flood = [0, 5_000, 20_000, 40_000, 60_000, 80_000, 100_000] as const;

/** Prints what the process holds after so many deliveries, as an operator would see it: nobody collects garbage first. */
export async function benchMemory(): Promise<Figures> {
  console.log('\nmemory, SQLite, a process of its own, with the longest of texts');
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const github = await openTown();
  const posted = await openIssues(github, items, body);
  const port = await freePort();
  const baton = await startBaton({ github, port, duties: [], where: { DATA_DIR: folder } });
  const url = `http://127.0.0.1:${port}`;
  let sent = 0;
  let most = 0;
  for (const upTo of flood) {
    await postAll(`${url}/api/github/webhooks`, secret, posted, upTo - sent, 10);
    sent = upTo;
    const page = await (await fetch(`${url}/metrics`)).text();
    const figure = (name: string): number => Number(new RegExp(`^baton_${name} (.+)$`, 'm').exec(page)?.[1]);
    const resident = figure('process_resident_memory_bytes');
    most = Math.max(most, resident / 2 ** 20);
    const memory = toMegabytes(resident);
    const heap = toMegabytes(figure('process_heap_used_bytes'));
    console.log(
      `  ${`${upTo / 1000}k deliveries`.padEnd(34)} ${memory} MB, of it ${heap} MB in use on the heap`,
    );
  }
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return { 'the most that it held, up to 100,000 deliveries of long texts': [most] };
}

const toMegabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
