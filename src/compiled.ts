/** What Node makes of the sources, kept for the next start: making it again takes longer than the rest of a start. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

import { root } from './root.ts';

/**
 * Keeps it from here on, in a folder that nobody but who installs Baton may write to: what is read from it is run.
 * NODE_COMPILE_CACHE names another folder. Where the folder cannot be written, it is made each time.
 */
export function keepCompiled(): void {
  enableCompileCache(fileURLToPath(new URL('node_modules/.cache/baton', root)));
}
