/** Real payloads, and Atlassian's own description of its API, where they are: `JIRA_SAMPLES`, or beside the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = resolve(root, process.env['JIRA_SAMPLES'] ?? '../shared/jira-samples');

export const hasSamples = existsSync(folder);
if (!hasSamples) process.stdout.write('There are no Jira samples here; the tests on them are left out.\n');

/** The names of the files in a folder of the samples. */
export function samplesIn(name: string): readonly string[] {
  return hasSamples ? readdirSync(join(folder, name)).filter((each) => each.endsWith('.json')) : [];
}

export function sample(...path: readonly string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}
