/** What `action.yml` runs. */
import { env, exit, stdout } from 'node:process';

import { run } from './run.ts';

exit(await run(env, (line) => stdout.write(`${line}\n`)));
