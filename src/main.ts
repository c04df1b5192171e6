/** `npm start`. */
import { keepCompiled } from './compiled.ts';

keepCompiled();
await import('./run.ts');
