/** Keeps the board up to date: the server says that something changed, and this asks for the page again. */

/** Milliseconds between two updates at least. */
const calm = 3000;
/** Milliseconds after which a server that refused is asked again. */
const refused = 60_000;

const parts = document.querySelectorAll('.live');
const state = document.getElementById('live-state');
let asking = false;
let again = false;
let asked = 0;

function say(text: string): void {
  if (state !== null && state.textContent !== text) state.textContent = text;
}

async function update(): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
  // Signed out meanwhile: the page that asks for it is another one.
  if (answer.redirected || answer.status === 401) return location.reload();
  if (!answer.ok) throw new Error(`The page answered ${answer.status}.`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (fresh === null) return location.reload();
    if (fresh.innerHTML !== part.innerHTML) replace(part, fresh);
  }
}

/** Shows what is new, and leaves where the reader is as it was. */
function replace(part: Element, fresh: Element): void {
  const { activeElement } = document;
  const focused = part.contains(activeElement) ? activeElement?.getAttribute('href') : null;
  const before = part.querySelector('.columns')?.scrollLeft ?? 0;
  const { scrollX, scrollY } = window;
  part.replaceChildren(...fresh.childNodes);
  part.querySelector('.columns')?.scrollTo({ left: before });
  window.scrollTo({ left: scrollX, top: scrollY });
  if (focused == null) return;
  // What had the focus may be gone: it stays near, and does not go to the top of the page.
  const links = [...part.querySelectorAll<HTMLElement>('a[href]')];
  const next = links.find((link) => link.getAttribute('href') === focused) ?? links[0];
  next?.focus({ preventScroll: true });
}

async function want(): Promise<void> {
  again = true;
  if (asking || document.hidden) return;
  asking = true;
  while (again) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, asked + calm - Date.now())));
    again = false;
    asked = Date.now();
    try {
      await update();
      say('This page updates by itself.');
    } catch {
      say('This page could not be updated. Reload it to see what is new.');
    }
  }
  asking = false;
}

/** Listens while somebody looks: browsers open few connections to one server, and tabs in the background need none. */
function listen(): void {
  let since = state?.dataset['since'] ?? '';
  let events: EventSource | null = null;
  const open = (): void => {
    if (events !== null) return;
    events = new EventSource(`/events?${new URLSearchParams({ since }).toString()}`);
    events.addEventListener('hello', () => say('This page updates by itself.'));
    events.addEventListener('changed', ({ lastEventId }) => {
      since = lastEventId;
      void want();
    });
    events.addEventListener('error', () => {
      if (events?.readyState !== EventSource.CLOSED)
        return say('Baton can’t be reached. This page will retry.');
      // It does not try again where the server refused; there may be a place later.
      say('This page doesn’t update by itself now. Reload it to see what is new.');
      events = null;
      setTimeout(turn, refused);
    });
  };
  const turn = (): void => {
    if (!document.hidden) {
      if (again) void want();
      return open();
    }
    events?.close();
    events = null;
  };
  document.addEventListener('visibilitychange', turn);
  turn();
}

if (parts.length > 0) listen();
