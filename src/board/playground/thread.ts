/** The thread on which playgrounds are worked out: whatever a text makes it do, pages and webhooks go on beside it. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

import type { Job } from './answer.ts';

// Where the process keeps what Node made of its sources; a thread does not know by itself.
const compiled: unknown = workerData;
if (typeof compiled === 'string') enableCompileCache(compiled);
const { answerTo } = await import('./answer.ts');
parentPort?.on('message', (job: Job) => {
  void answerTo(job).then(
    (answer) => parentPort?.postMessage({ kind: 'answer', answer }),
    (error: unknown) =>
      parentPort?.postMessage({
        kind: 'failed',
        why: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
});
parentPort?.postMessage({ kind: 'ready' });
