/**
 * `npm start`. What Node makes of the sources is kept for the next start: making it again takes longer than the rest of a
 * start. Where the folder cannot be written, it is made each time.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Nobody but who installs Baton may write there: what is read from it is run. NODE_COMPILE_CACHE names another folder.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/baton', import.meta.url)));
await import('./run.ts');
