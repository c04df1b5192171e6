/** The playground without waiting for pages: what is written is checked as it is written, and what is clicked is played. */

type Parts = {
  readonly text: string;
  readonly problems: readonly { line: number; column: number; message: string; hint: string | null }[];
  readonly told: string;
  readonly rules: string;
  readonly play: string;
  readonly beside: string;
  /** null: it was not tried. */
  readonly trial: string | null;
};
type Answer = Parts | { readonly why: string };

const form = document.querySelector<HTMLFormElement>('form.playground');
const area = document.querySelector<HTMLTextAreaElement>('#text');
const play = document.querySelector<HTMLElement>('#play');
const rules = document.querySelector<HTMLElement>('#rules');
const problems = document.querySelector<HTMLElement>('#problems');

/** Milliseconds after the last letter. */
const patience = 350;

if (form !== null && area !== null && play !== null && rules !== null && problems !== null) {
  let latest = 0;
  let timer = 0;

  const ask = async (sent: FormData): Promise<Answer> => {
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: sent,
        headers: { accept: 'application/json' },
      });
      return (await answer.json()) as Answer;
    } catch {
      return { why: 'Baton can’t be reached. Try again.' };
    }
  };
  const trial = document.querySelector('#trial');
  const send = async (done: string, from: HTMLElement | null): Promise<void> => {
    const mine = (latest += 1);
    window.clearTimeout(timer);
    const sent = new FormData(form);
    sent.set('do', done);
    form.setAttribute('aria-busy', 'true');
    // What came out of another text says nothing of this one.
    if (trial !== null && done === 'try') trial.textContent = 'Baton is reading the open issues…';
    else if (done === 'preset') trial?.replaceChildren();
    const answer = await ask(sent);
    // Something newer is on its way.
    if (mine !== latest) return;
    form.removeAttribute('aria-busy');
    if (done === 'try') trial?.replaceChildren();
    if ('why' in answer) {
      const notice = document.createElement('p');
      notice.className = 'notice';
      notice.textContent = answer.why;
      problems.replaceChildren(notice);
      return;
    }
    if (done === 'preset') {
      area.value = answer.text;
      area.dispatchEvent(new Event('taken'));
    }
    if (problems.innerHTML !== answer.told) problems.innerHTML = answer.told;
    const isPlaying = from !== null && play.contains(from);
    const beside = document.querySelector('#beside');
    if (beside !== null && beside.innerHTML !== answer.beside) beside.innerHTML = answer.beside;
    if (trial !== null && answer.trial !== null) trial.innerHTML = answer.trial;
    replaced(rules, answer.rules);
    replaced(play, answer.play);
    form.dispatchEvent(new CustomEvent('checked', { detail: answer.problems }));
    if (isPlaying) goOn(from);
  };
  /** With the parts open that were open. */
  const replaced = (place: HTMLElement, html: string): void => {
    const open = new Set(
      [...place.querySelectorAll('details[open]>summary')].map(({ textContent }) => textContent),
    );
    place.innerHTML = html;
    for (const summary of place.querySelectorAll('details>summary'))
      if (open.has(summary.textContent)) summary.parentElement?.setAttribute('open', '');
  };
  /** Whoever works with the keyboard goes on where they were. */
  const goOn = (from: HTMLElement): void => {
    const same = [...play.querySelectorAll('button')].find(
      ({ textContent }) => textContent === from.textContent,
    );
    const next = same ?? play.querySelector<HTMLElement>('.acts button');
    next?.focus({ preventScroll: true });
    const story = play.querySelector('.story>li:last-child')?.textContent ?? '';
    if (told !== null) told.textContent = story;
  };
  const told = document.querySelector<HTMLElement>('#told');

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { submitter } = event;
    void send(submitter instanceof HTMLButtonElement ? submitter.value : 'check', submitter);
  });
  form.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (key !== 'Enter' || !(target instanceof HTMLInputElement) || !target.name.startsWith('say-')) return;
    event.preventDefault();
    target.parentElement?.querySelector('button')?.click();
  });
  const copied = async (button: HTMLButtonElement): Promise<void> => {
    await navigator.clipboard.writeText(area.value);
    button.textContent = 'Copied';
  };
  form.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || !target.classList.contains('copy-text')) return;
    void copied(target);
  });
  area.addEventListener('input', () => {
    window.clearTimeout(timer);
    trial?.replaceChildren();
    timer = window.setTimeout(() => void send('check', null), patience);
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'who') void send('check', target);
  });
}
