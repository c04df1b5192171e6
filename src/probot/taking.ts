/**
 * Baton as an app that only keeps deliveries, for a function that is awake for one request at a time: other processes
 * evaluate, with `npm start -- --work` on the same DATABASE_URL.
 */
import type { Probot } from 'probot';

import { start } from './start.ts';

export default (app: Probot): Promise<void> => start(app, null, { web: true, work: false });
