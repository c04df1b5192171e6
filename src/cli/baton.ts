/** `baton`: one command for whoever writes a policy, asks why something is blocked, or runs the service. */
import { keepCompiled } from '../compiled.ts';

keepCompiled();
await import('./program.ts');
