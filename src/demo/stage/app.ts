/** The stage's pages and what their forms do, for `hono`. */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';

import type { Item } from '@baton/sandbox';

import { addAssets, readAssets, type } from '../../board/index.ts';
import { browserScript } from '../../browser-script.ts';
import { html, type Content } from '../../pages/index.ts';
import type { Explainer, Explanation } from '../../reconcile/index.ts';
import { root } from '../../root.ts';
import { TryLater } from '../../tracker.ts';
import { repository } from '../github.ts';
import { actOn, changePolicy, openIssue, type Act, type Filled } from './acts.ts';
import { frame, type Files } from './frame.ts';
import { hasKey, isFromOurPage, isOurName } from './guard.ts';
import { itemPage } from './item.ts';
import { newIssue, overview } from './overview.ts';
import { people } from './people.ts';
import type { Stage } from './stage.ts';
import { style } from './style.ts';
import type { View } from './view.ts';

/** Bytes of a form: a body of GitHub's, as a form writes it. */
const formLimit = 512 * 1024;

export type AppOptions = {
  readonly stage: Stage;
  /** What every form has to show. */
  readonly key: string;
  readonly port: () => number;
  /** What Baton thinks of an issue or a pull request; null: it does not say now. */
  readonly explain: (item: Item) => Promise<Explanation | null>;
};

const assets = readAssets([], (at) => ({
  'stage.css': type(at) + style,
  'stage.js': browserScript(new URL('src/demo/stage/browser/stage.ts', root)),
}));
const files: Files = {
  style: assets.at('stage.css'),
  script: assets.at('stage.js'),
  icon: assets.at('baton.svg'),
};

export function createApp({ stage, key, port, explain }: AppOptions): Hono {
  const app = new Hono();
  app.use(async (here, next) => {
    if (!isOurName(here, port()))
      return here.text('This page does not answer under that name. Open it at 127.0.0.1.\n', 421);
    return next();
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // It is plain HTTP, on this machine alone.
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
      // Without one, a browser does not say where a form comes from.
      referrerPolicy: 'same-origin',
      xXssProtection: false,
      permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
    }),
  );
  addAssets(app, assets);
  app.use(bodyLimit({ maxSize: formLimit }));
  app.use(async (here, next) => {
    here.header('cache-control', 'private, no-store');
    return next();
  });

  const github = () => stage.world().github;
  const itemAt = (number: string): Item | null =>
    github().find.repository(repository).items.get(Number(number)) ?? null;

  type Shown = {
    readonly title: string;
    /** The issue or the pull request that it is about; absent: none. */
    readonly item?: Item;
    readonly content: (view: View) => Content;
    readonly status?: 404 | 409;
  };
  async function show(here: Context, { title, item, content, status }: Shown): Promise<Response> {
    const explained = item === undefined ? null : await explain(item);
    const { count, you, played, past } = stage;
    const view: View = {
      github: github(),
      board: stage.world().service.url,
      you: you(),
      played: played(),
      past: past(),
      count: count(),
      key,
      item: item ?? null,
      explained,
    };
    return here.html(frame(view, files, title, content(view)), status ?? 200);
  }
  const nothing = (here: Context, why: string, status: 404 | 409 = 404): Promise<Response> =>
    show(here, {
      title: 'Nothing here',
      content: () => html`<h1>Nothing here</h1><p>${why}</p><p><a href="/">Go back</a></p>`,
      status,
    });

  /** What only a form of this page may ask for. */
  const posted = (at: string, act: (here: Context, filled: Filled) => Promise<Response>): void => {
    app.post(at, async (here) => {
      if (!isFromOurPage(here)) return here.text('Only the page itself may do that.\n', 403);
      const body = await here.req.parseBody();
      const filled: Filled = (name) => {
        const value = body[name];
        return typeof value === 'string' ? value : '';
      };
      if (!hasKey(filled('key'), key))
        return here.text('This form is of an earlier start. Open the page again.\n', 403);
      return act(here, filled);
    });
  };
  /** Back to a page, near the form that was sent. */
  const back = (here: Context, to: string, filled: Filled): Response => {
    const at = filled('at');
    return here.redirect(/^[a-z][\w-]{0,60}$/.test(at) ? `${to}#${at}` : to, 303);
  };
  const perform = async (here: Context, act: Act | null, from: string, filled: Filled): Promise<Response> => {
    if (stage.played() !== null)
      return nothing(here, 'The story is still being told. Skip it, and you can do what you like.', 409);
    if (act === null) return nothing(here, 'That cannot be done there any more.', 409);
    const number = await stage.act(act.did, act.what);
    return number === null ? back(here, from, filled) : here.redirect(`/${number}`, 303);
  };

  posted('/next', async (here) => {
    const look = await stage.next();
    return here.redirect(look === null ? '/' : `/${look.split('#')[1] ?? ''}`, 303);
  });
  posted('/skip', async (here) => {
    await stage.skip();
    const [first] = github().find.repository(repository).items.keys();
    return here.redirect(first === undefined ? '/new' : `/${first}`, 303);
  });
  posted('/again', async (here) => {
    await stage.again();
    return here.redirect('/', 303);
  });
  posted('/you', async (here, filled) => {
    const login = filled('login');
    if (people.some((each) => each.login === login)) stage.be(login);
    return here.redirect(whereFrom(here), 303);
  });
  posted('/issues', (here, filled) => perform(here, openIssue(filled), '/new', filled));
  posted('/policy', (here, filled) => perform(here, changePolicy(filled), whereFrom(here), filled));
  posted('/:number{[0-9]{1,9}}/:act', async (here, filled) => {
    const { number = '', act = '' } = here.req.param() as { number?: string; act?: string };
    const item = itemAt(number);
    if (item === null) return nothing(here, `There is no #${number}.`);
    return perform(here, actOn(act, item, filled, github()), `/${number}`, filled);
  });

  app.get('/', (here) => show(here, { title: 'Begin', content: overview }));
  app.get('/new', (here) => show(here, { title: 'New issue', content: newIssue }));
  app.get('/:number{[0-9]{1,9}}', (here) => {
    const item = itemAt(here.req.param('number'));
    return item === null
      ? nothing(here, `There is no #${here.req.param('number')}.`)
      : show(here, { title: `${item.title} #${item.number}`, item, content: (view) => itemPage(view, item) });
  });
  // A link and no form: it leads on to other addresses of this machine, where forms of this page may not.
  app.get('/board/:number{[0-9]{1,9}}?', async (here) => {
    const { service, github: made } = stage.world();
    const item = itemAt(here.req.param('number') ?? '');
    // A browser has the same cookies for all ports of a machine. Whoever one was on the board, one is no more ...
    for (const cookie of await signedOut(service.url, here.req.header('cookie') ?? ''))
      here.header('set-cookie', cookie, { append: true });
    // ... and the made-up GitHub takes this one for its own.
    const own = `${made.browser(stage.you())}; Path=/; HttpOnly; SameSite=Lax`;
    here.header('set-cookie', own, { append: true });
    const to = item === null ? '/' : `/${repository}/${item.number}`;
    return here.redirect(`${service.url}/sign-in?${new URLSearchParams({ to }).toString()}`, 303);
  });
  app.get('/changes', (here) =>
    streamSSE(here, async (stream) => {
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      const tell = (): void => void stream.writeSSE({ data: String(stage.count()) });
      const end = stage.onChange(tell);
      stream.onAbort(resolve);
      tell();
      await ended;
      end();
    }),
  );
  app.notFound((here) => nothing(here, 'There is no such page.'));
  app.onError((error, here) => {
    console.error(error);
    return here.text('The demo could not do that. What it printed says why.\n', 500);
  });
  return app;
}

/** Signs out of the board, as its button does. @returns the cookies that it takes back: who comes next is known already */
async function signedOut(board: string, cookie: string): Promise<readonly string[]> {
  if (cookie === '') return [];
  const answer = await fetch(`${board}/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: board, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(),
  });
  await answer.arrayBuffer();
  return answer.headers.getSetCookie().filter((each) => /; *max-age=0\b/i.test(each));
}

/** The page that a form was on. */
function whereFrom(here: Context): string {
  const from = here.req.header('referer') ?? '';
  const origin = new URL(here.req.url).origin;
  // Slashes at the beginning would lead to another host.
  return URL.canParse(from) && new URL(from).origin === origin
    ? new URL(from).pathname.replace(/^\/+/, '/')
    : '/';
}

/** Asks Baton itself, and remembers the last answer until something changes. */
export function explaining(stage: Stage, explainerOf: () => Explainer): AppOptions['explain'] {
  let last: { readonly count: number; readonly number: number; readonly answer: Explanation } | null = null;
  return async ({ kind, number }) => {
    const count = stage.count();
    if (last?.count === count && last.number === number) return last.answer;
    const [installation] = stage.world().github.installations('baton');
    if (installation === undefined) return null;
    const item = { installation: installation.id, repository, number };
    try {
      const answer = await explainerOf().onGitHub(
        kind === 'Issue' ? { kind: 'issue', ...item } : { kind: 'pull-request', ...item },
      );
      last = { count, number, answer };
      return answer;
    } catch (error) {
      if (error instanceof TryLater) return null;
      throw error;
    }
  };
}
