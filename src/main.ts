/** `npm start`. */
import { keepCompiled } from './compiled.ts';

keepCompiled();
const { startAsTyped } = await import('./run.ts');
await startAsTyped();
