/** What every page does in a browser: times are told as the reader's clock has them, menus close, and waiting pages come back. */

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.getAttribute('datetime') ?? '');
  if (!Number.isNaN(at.getTime())) time.setAttribute('title', format.format(at));
}

// A page that the browser kept, and shows again when somebody goes back, may be of a person who has signed out since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const menu = document.querySelector<HTMLDetailsElement>('details.who');
document.addEventListener('keydown', ({ key }) => {
  // An Escape elsewhere is for what has the focus there, such as an editor.
  if (key !== 'Escape' || menu === null || !menu.open || !menu.contains(document.activeElement)) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
});
document.addEventListener('click', ({ target }) => {
  if (menu !== null && target instanceof Node && !menu.contains(target)) menu.open = false;
});

// A page that waits for something comes back by itself; without scripts, its head says so.
const { refresh } = document.body.dataset;
if (refresh !== undefined) setTimeout(() => location.reload(), Number(refresh) * 1000);
