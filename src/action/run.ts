/** A run of a workflow, from its settings to its summary. */
import { appendFile, readFile } from 'node:fs/promises';

import * as z from 'zod';

import { readWorkflowRun, SettingError, type Variables } from '../environment/index.ts';
import { errorMessageOf } from '../error-message.ts';
import { openLog } from '../log.ts';
import { workflowEvent } from './event.ts';
import { react } from './react.ts';
import { summaryOf, type Ended } from './summary.ts';

/** Milliseconds: what is not done by then is the next event's. GitHub gives a job six hours, and people wait for it. */
const within = 10 * 60_000;

/**
 * Does what the event asks for.
 * @param print a line of the run's log
 * @returns the exit code: 0 when all is done, 1 when something is not, 2 when a setting is wrong
 */
export async function run(variables: Variables, print: (line: string) => void): Promise<0 | 1 | 2> {
  try {
    const settings = readWorkflowRun(variables);
    const log = await openLog({
      logLevel: variables['RUNNER_DEBUG'] === '1' ? 'debug' : 'error',
      logFormat: 'json',
    });
    const event = workflowEvent(settings.event, await payloadIn(settings.eventPath));
    const ended: Ended =
      event.kind === 'from-fork' || event.kind === 'nothing'
        ? event
        : { kind: 'done', ...(await react({ ...settings, event, within, log })) };
    const summary = summaryOf(ended, settings.repository);
    if (settings.summaryPath !== null) await appendFile(settings.summaryPath, summary);
    print(summary);
    const failures = ended.kind === 'done' ? ended.failures : [];
    for (const failure of new Set(failures)) print(annotation('error', failure));
    if (ended.kind === 'done')
      for (const unseen of new Set(ended.unseen)) print(annotation('warning', unseen));
    return failures.length === 0 ? 0 : 1;
  } catch (error) {
    print(annotation('error', errorMessageOf(error)));
    return error instanceof SettingError ? 2 : 1;
  }
}

/** @throws SettingError */
async function payloadIn(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new SettingError(`GITHUB_EVENT_PATH: ${path} holds no event.`, { cause: error });
  }
}

/** A line that GitHub shows beside the run. GitHub: "Workflow commands for GitHub Actions". */
function annotation(level: 'error' | 'warning', text: string): string {
  const message = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return `::${level} title=Baton::${message}`;
}
