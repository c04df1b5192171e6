/** An issue or a pull request: what it says, what is on it, what happened, and everything one can do there. */
import type { Item, PullRequest } from '@baton/sandbox';

import { html, named, type Content, type Html } from '../../pages/index.ts';
import { repository } from '../github.ts';
import { checkOf } from './deeds.ts';
import { rendered } from './markdown.ts';
import { people } from './people.ts';
import { dot, timeline } from './timeline.ts';
import { badge, form, isFree, leadIn, person, when, whole, type View } from './view.ts';

export function itemPage(view: View, item: Item): Html {
  const { number, title, author, createdAt, body, edits } = item;
  const last = edits.at(-1);
  return html`<h1>${named(title)} <span class="quiet">#${number}</span></h1>
<p class="under">${badge(item)} ${person(author.login)} opened this ${item.kind === 'Issue' ? 'issue' : 'pull request'}, ${when(createdAt)}${
    last !== undefined && edits.length > 1 && html`; ${person(last.editor.login)} edited it, ${when(last.at)}`
  }</p>
<div class="spec text">${body.trim() === '' ? html`<p class="quiet">No description.</p>` : rendered(body, leadIn(view), 2)}</div>
${isFree(view) && edit(view, item)}
<div class="facts">${labels(view, item)}${assignees(view, item)}</div>
${item.kind === 'PullRequest' && mergeBox(view, item)}
${timeline(view, item)}
${isFree(view) && writing(view, item)}`;
}

const to = ({ number }: Item, act: string): string => `/${number}/${act}`;

const edit = (
  view: View,
  item: Item,
): Html => html`<details class="edit" id="edit-of-${item.number}"><summary>Edit ${
  item.kind === 'Issue' ? 'the spec' : 'the description'
}</summary>
${form(
  view,
  { id: 'edit', to: to(item, 'edit') },
  html`<label for="edit-title">Title</label><input id="edit-title" name="title" required maxlength="256" value="${whole(item.title)}">
<label for="edit-body">Description, in Markdown</label><textarea id="edit-body" name="body" rows="8">
${whole(item.body)}</textarea>
<button>Save</button>`,
)}</details>
`;

function labels(view: View, item: Item): Html {
  const shown = item.labels.map(
    ({ name, color }, at) =>
      html`<li><span class="label">${dot(color)}${named(name, 60)}</span>${
        isFree(view) &&
        form(
          view,
          { id: `unlabel-${at}`, to: to(item, 'unlabel'), class: 'inline' },
          html`<input type="hidden" name="label" value="${whole(name)}"><button id="unlabel-${at}-do" class="small" data-else="label-name" aria-label="Remove the label ${name}">×</button>`,
        )
      }</li>`,
  );
  const known = item.repository.labels.filter(({ deleted }) => !deleted);
  return html`<section><h2>Labels</h2><ul class="chips">${shown.length === 0 ? html`<li class="quiet">None yet</li>` : shown}</ul>
${
  isFree(view) &&
  form(
    view,
    { id: 'label', to: to(item, 'label'), class: 'row' },
    html`<label for="label-name" class="sr">Label to add</label><input id="label-name" name="label" required maxlength="50" list="labels" autocomplete="off" placeholder="Label"><datalist id="labels">${known.map(({ name }) => html`<option value="${name}"></option>`)}</datalist><button id="label-do">Add</button>`,
  )
}</section>
`;
}

function assignees(view: View, item: Item): Html {
  const shown = item.assignees.map(
    ({ login }) =>
      html`<li>${person(login)}${
        isFree(view) &&
        form(
          view,
          { id: `unassign-${login}`, to: to(item, 'unassign'), class: 'inline' },
          html`<input type="hidden" name="login" value="${login}"><button id="unassign-${login}-do" class="small" data-else="assign-login" aria-label="Unassign ${login}">×</button>`,
        )
      }</li>`,
  );
  const others = people.filter(({ login }) => item.assignees.every((each) => each.login !== login));
  return html`<section><h2>Assignees</h2><ul class="chips">${shown.length === 0 ? html`<li class="quiet">Nobody</li>` : shown}</ul>
${
  isFree(view) &&
  form(
    view,
    { id: 'assign', to: to(item, 'assign'), class: 'row' },
    html`<label for="assign-login" class="sr">Person to assign</label><select id="assign-login" name="login">${others.map(
      ({ login }) => html`<option${login === view.you && html` selected`}>${login}</option>`,
    )}</select><button id="assign-do">Assign</button>`,
  )
}</section>
`;
}

const outcomes: Readonly<Record<string, string>> = {
  success: 'passes',
  neutral: 'is neutral',
  failure: 'fails',
  action_required: 'does not pass',
};

function mergeBox(view: View, pull: PullRequest): Html {
  const run = checkOf(pull);
  const outcome = run?.conclusion ?? 'none';
  const isOpen = pull.state === 'open';
  return html`<section class="merge ${outcome}"><h2>The check Baton ${run === undefined ? 'is not there yet' : (outcomes[outcome] ?? 'is under way')}</h2>
${run !== undefined && html`<p>${run.title ?? ''}</p><details id="check"><summary>What the check says</summary><div class="text">${rendered(run.summary ?? '', leadIn(view), 3)}</div></details>`}
${
  isFree(view) &&
  isOpen &&
  html`<div class="row">${form(view, { id: 'merge', to: to(pull, 'merge'), class: 'inline' }, html`<button id="merge-do" class="main" data-else="comment-body">Merge pull request</button>`)}${form(view, { id: 'push', to: to(pull, 'push'), class: 'inline' }, html`<button id="push-do">Push a commit</button>`)}</div>`
}
<p class="quiet">The branch <code>main</code> of ${repository} requires this check.</p></section>
`;
}

function writing(view: View, item: Item): Html {
  const isIssue = item.kind === 'Issue';
  const isDone = item.kind === 'PullRequest' && item.merged;
  return html`${form(
    view,
    { id: 'comment', to: to(item, 'comment'), class: 'write' },
    html`<label for="comment-body">Comment as ${view.you}, in Markdown</label><textarea id="comment-body" name="body" rows="4" required placeholder="/approve spec"></textarea><button id="comment-do" class="main">Comment</button>`,
  )}
<div class="row">${isDone ? null : item.state === 'open' ? closing(view, item) : reopening(view, item)}${
    isIssue &&
    form(
      view,
      { id: 'pull', to: to(item, 'pull'), class: 'inline' },
      html`<button id="pull-do">Open a pull request that closes it</button>`,
    )
  }</div>
`;
}

const reopening = (view: View, item: Item): Content =>
  form(
    view,
    { id: 'reopen', to: to(item, 'reopen'), class: 'inline' },
    html`<button id="state-do">Reopen</button>`,
  );

function closing(view: View, item: Item): Content {
  if (item.kind === 'PullRequest')
    return form(
      view,
      { id: 'close', to: to(item, 'close'), class: 'inline' },
      html`<button id="state-do">Close</button>`,
    );
  return form(
    view,
    { id: 'close', to: to(item, 'close'), class: 'inline' },
    html`<button id="state-do" name="reason" value="completed">Close as completed</button> <button id="close-not-planned" name="reason" value="not_planned">Close as not planned</button>`,
  );
}
