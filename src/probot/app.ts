/** Baton as an app for Probot's own server: `npx probot run ./src/probot/app.ts`. What differs is in docs/how-to/run-in-probot.md. */
// What others import has types that name nothing but Probot: so the package has them in a file of their own.
import type { ApplicationFunctionOptions, Probot } from 'probot';

import { start } from './start.ts';

export default (app: Probot, { addHandler }: Pick<ApplicationFunctionOptions, 'addHandler'>): Promise<void> =>
  start(app, addHandler);
