/** Baton as an app for Probot's own server: `npx probot run ./src/probot/app.ts`. What differs is in docs/how-to/run-in-probot.md. */
import type { Probot } from 'probot';

import type { Pages } from '../service/index.ts';
import { start } from './start.ts';

type Server = { readonly addHandler: (pages: Pages) => void };

export default (app: Probot, { addHandler }: Server): Promise<void> => start(app, addHandler);
