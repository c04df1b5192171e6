/**
 * What the page does in a browser beside what its links and forms do by themselves: an act changes the parts of the page
 * that it changes, and leaves the reader where they are. What somebody is writing stays, and so does what they opened.
 */

/** The parts that may change, by their ids. */
const parts = ['aloud', 'you', 'story', 'items', 'short', 'content', 'baton-says'];

const partOf = (page: Document, id: string): HTMLElement | null => page.querySelector(`#${id}`);
const contentOf = (page: Document, id: string): string => partOf(page, id)?.innerHTML ?? '';

/** What the server said last of each part. */
let served = new Map(parts.map((id) => [id, contentOf(document, id)]));

type Field = HTMLInputElement | HTMLTextAreaElement;
const fieldsIn = (part: HTMLElement): readonly Field[] => [
  ...part.querySelectorAll<Field>('input:not([type=hidden])[id], textarea[id]'),
];

/** Brings this page to what another one says. `sent`: the form that led to it; what was written in it is done, or was refused. */
function take(next: Document, sent: HTMLFormElement | null): void {
  const focused = document.activeElement;
  const wanted =
    focused instanceof HTMLElement && focused.id !== '' ? [focused.id, focused.dataset['else']] : [];
  const changed = parts.filter((id) => served.get(id) !== contentOf(next, id));
  served = new Map(parts.map((id) => [id, contentOf(next, id)]));
  for (const id of changed) {
    const [old, other] = [partOf(document, id), partOf(next, id)];
    if (old === null || other === null) continue;
    const isDone = ({ form }: Field): boolean =>
      sent !== null && form?.id === sent.id && next.body.dataset['refused'] === undefined;
    const written = fieldsIn(old).flatMap((field) =>
      field.value === field.defaultValue || isDone(field) ? [] : [[field.id, field.value] as const],
    );
    const open = [...old.querySelectorAll<HTMLDetailsElement>('details[id][open]')].map((each) => each.id);
    old.replaceChildren(...document.adoptNode(other).childNodes);
    for (const [field, text] of written) {
      const same = fieldsIn(old).find((each) => each.id === field);
      if (same !== undefined) same.value = text;
    }
    for (const each of old.querySelectorAll('details')) if (open.includes(each.id)) each.open = true;
  }
  partOf(document, 'aloud')?.classList.remove('shown');
  document.title = next.title;
  document.body.dataset['count'] = next.body.dataset['count'];
  if (document.activeElement !== document.body && document.activeElement !== null) return;
  for (const id of [...wanted, 'content']) {
    const place = id === undefined ? null : document.querySelector<HTMLElement>(`#${id}`);
    place?.focus({ preventScroll: place.id === 'content' });
    if (place !== null && document.activeElement === place) return;
  }
}

/** Shows what was answered, at its address. */
async function show(answer: Response, sent: HTMLFormElement | null): Promise<void> {
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
  if (!isPage) return tell(await answer.text());
  take(new DOMParser().parseFromString(await answer.text(), 'text/html'), sent);
  if (answer.redirected && answer.url !== location.href.split('#', 1)[0]) {
    history.pushState(null, '', answer.url);
    scrollTo(0, 0);
  }
}

/** Says why nothing happened. */
function tell(why: string): void {
  const aloud = partOf(document, 'aloud');
  if (aloud === null) return;
  served.delete('aloud');
  aloud.textContent = why;
  aloud.classList.add('shown');
}

/** One after the other: whoever is quick loses nothing, and a second press of the same button is none. */
let last: Promise<void> = Promise.resolve();
const waiting = new Set<string>();
const isActing = (): boolean => waiting.size > 0;

async function send(form: HTMLFormElement, body: URLSearchParams): Promise<void> {
  try {
    await show(await fetch(form.action, { method: 'POST', body }), form);
  } catch {
    tell('The demo does not answer. Start it again in your terminal, and open the address that it prints.');
  }
  waiting.delete(form.id);
  if (!isActing()) document.body.removeAttribute('aria-busy');
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (waiting.has(form.id)) return;
  waiting.add(form.id);
  document.body.setAttribute('aria-busy', 'true');
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string') body.append(name, value);
  last = last.then(() => send(form, body));
});

async function refresh(): Promise<void> {
  const answer = await fetch(location.href);
  if (!isActing()) await show(answer, null);
}

addEventListener('popstate', () => void refresh());

const changes = new EventSource('/changes');
changes.addEventListener('message', ({ data }) => {
  if (!isActing() && String(data) !== document.body.dataset['count']) void refresh();
});
