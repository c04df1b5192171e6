/** `baton serve`, `baton web` and `baton work`, as they are typed. */
import type { Options, Script } from '../../arguments.ts';

const settings = 'The settings are in docs/reference/settings.md.';

export const serve = {
  name: 'baton serve',
  what: `Runs Baton: takes webhooks, and evaluates. Without APP_ID and PRIVATE_KEY it offers a page that registers the App. ${settings}`,
  options: {},
  examples: [
    { line: 'baton serve', what: 'Runs it with the settings of this shell and of .env in this folder.' },
    {
      line: 'PORT=8080 DATA_DIR=/var/lib/baton baton serve',
      what: 'Listens there, and keeps its database there.',
    },
  ],
} as const satisfies Script<Options>;

export const web = {
  name: 'baton web',
  what: `Takes webhooks, and leaves evaluating to "baton work"; it needs DATABASE_URL. ${settings}`,
  options: {},
  examples: [{ line: 'baton web', what: 'As many as you like, behind a load balancer that asks /readyz.' }],
} as const satisfies Script<Options>;

export const work = {
  name: 'baton work',
  what: `Evaluates what "baton web" and "baton serve" accept, and takes no webhooks; it needs DATABASE_URL. ${settings}`,
  options: {},
  examples: [{ line: 'baton work', what: 'As many as you like: none works on what another works on.' }],
} as const satisfies Script<Options>;
