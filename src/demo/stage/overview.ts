/** The pages without an issue: the beginning, and a new issue. */
import { html, named, type Html } from '../../pages/index.ts';
import { repository } from '../github.ts';
import { badge, form, isFree, person, type View } from './view.ts';

export function overview(view: View): Html {
  const all = [...view.github.find.repository(repository).items.values()];
  return html`<h1>${repository}</h1>
${
  all.length === 0
    ? html`<p>There is no issue yet. ${isFree(view) ? 'Open one as maria, and Baton puts its card on it.' : 'The story begins with one.'}</p>`
    : html`<ul class="list">${all.map(
        (item) =>
          html`<li>${badge(item)} <a href="/${item.number}">#${item.number} ${named(item.title)}</a> <span class="quiet">${person(item.author.login)}</span></li>`,
      )}</ul>`
}
${isFree(view) && all.length === 0 && newIssueForm(view)}`;
}

export const newIssue = (view: View): Html => html`<h1>New issue</h1>
${newIssueForm(view)}`;

const newIssueForm = (view: View): Html =>
  form(
    view,
    { id: 'new', to: '/issues', class: 'write' },
    html`<label for="new-title">Title</label><input id="new-title" name="title" required maxlength="256" value="Gift cards">
<label for="new-body">What do we want? In Markdown</label><textarea id="new-body" name="body" rows="6">
A gift card pays for a part of an order, or for all of it.</textarea>
<button class="main" id="new-do">Open it as ${view.you}</button>`,
  );
