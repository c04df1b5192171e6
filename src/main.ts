/** `npm start`. */
import { bundled } from './bundle.ts';
import { keepCompiled } from './compiled.ts';
import type * as Sources from './run.ts';

keepCompiled();
const file = bundled('run.js');
const { startAsTyped } = (await (file === null ? import('./run.ts') : import(file))) as typeof Sources;
await startAsTyped();
