/** What all pages stand on: who visits, the headers that a browser is held to, and what is said where there is no page. */
import { Hono, type Context, type Handler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { csrf } from 'hono/csrf';
import { NONCE, secureHeaders } from 'hono/secure-headers';

import type { Logger } from 'pino';

import { troubleOf } from '../../store/index.ts';
import { addAssets, type Assets } from './assets.ts';
import { CannotTell, SessionOver, seenAs, type SeenRepository, type Visitor } from './visitor.ts';
import type { Here, Site, SiteEnv } from './here.ts';
import { TooMuch } from './limits.ts';
import { showAway, showCannotTell, showFailure, showNothing, showTooMuch } from './show.ts';

export type SiteOptions = {
  readonly assets: Assets;
  /** Who visits; null: nobody can sign in, so that most pages are off. */
  readonly visitorOf: ((here: Here) => Promise<Visitor>) | null;
  /** Where browsers reach this server; null: as they say. */
  readonly publicUrl: string | null;
  readonly log: Pick<Logger, 'error' | 'debug'>;
};

/** Bytes of a form. */
const formLimit = 96 * 1024;

const nobody: Visitor = { person: null, isAdmin: false, sees: async () => new Map() };

export function createSite({ assets, visitorOf, publicUrl, log }: SiteOptions): Site {
  const site: Site = new Hono();
  const isSecure = publicUrl?.startsWith('https:') === true;
  site.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The playground's editor makes styles of its own.
        styleSrc: ["'self'", NONCE],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: isSecure ? 'max-age=15552000' : false,
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      xXssProtection: false,
      permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
    }),
  );
  site.use(compress());
  // Whatever answers, and however: what one person sees is kept for nobody.
  site.use(async (here, next) => {
    await next();
    if (!here.res.headers.has('cache-control')) here.header('cache-control', 'private, no-store');
  });
  addAssets(site, assets);
  site.use(bodyLimit({ maxSize: formLimit, onError: (here) => showNothing(here as Here, 413) }));
  const isOurs = (origin: string, here: Context): boolean =>
    origin === (publicUrl ?? new URL(here.req.url).origin);
  site.use(csrf({ origin: isOurs, secFetchSite: 'same-origin' }));
  site.use(async (here, next) => {
    here.set('assets', assets);
    here.set('isOn', visitorOf !== null);
    // Who it is may be unknown, where the database is away: what is said then is for anybody.
    here.set('visitor', nobody);
    if (visitorOf !== null) here.set('visitor', await visitorOf(here));
    await next();
  });
  site.notFound((here) => showNothing(here, 404));
  site.onError((error, here) => {
    if (error instanceof CannotTell) return showCannotTell(here, error.message);
    if (error instanceof SessionOver) return signInAgain(here);
    if (error instanceof TooMuch) return showTooMuch(here);
    if ('getResponse' in error) return error.getResponse();
    if (troubleOf(error) !== null) {
      log.debug({ err: error }, 'A page could not be made, as the database is away.');
      return showAway(here);
    }
    log.error({ err: error, path: here.req.path.slice(0, 200) }, 'A page could not be made.');
    return showFailure(here);
  });
  return site;
}

/**
 * A page about a repository, at an address that begins with `/:owner/:repo`. Who does not see it learns nothing: not even
 * whether it is there. Who is not signed in is asked to.
 */
export const about =
  (page: (here: Here, repository: SeenRepository) => Promise<Response> | Response): Handler<SiteEnv> =>
  async (here: Here) => {
    const visitor = here.get('visitor');
    const { owner = '', repo = '' } = here.req.param() as { owner?: string; repo?: string };
    const repository = seenAs(await visitor.sees(), `${owner}/${repo}`);
    if (repository !== null) return page(here, repository);
    return visitor.person === null && here.get('isOn') ? signInFirst(here) : showNothing(here, 404);
  };

/** From here on, the answer is for somebody who is not signed in. */
export function signedOutNow(here: Here): void {
  here.set('visitor', nobody);
}

/** A page leads to GitHub and back; what a script asks for tells it. */
function signInAgain(here: Here): Response {
  signedOutNow(here);
  const isPage = here.req.method === 'GET' && here.req.header('accept')?.includes('text/html') === true;
  return isPage ? signInFirst(here) : here.json({ error: 'You are not signed in any more.' }, 401);
}

/** Leads to GitHub and back to this page. */
export function signInFirst(here: Here): Response {
  const { pathname, search } = new URL(here.req.url);
  return here.redirect(`/sign-in?${new URLSearchParams({ to: `${pathname}${search}` }).toString()}`, 303);
}
