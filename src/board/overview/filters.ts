/** The form that narrows the board down. It leads to an address, with a script and without. */
import { html, ours, type Content, type Html } from '../../pages/index.ts';
import { addressOf, everything, isFiltered, kinds, type Asked } from './asked.ts';

/** More are typed instead of chosen. */
const mostChoices = 60;

const kindNames: Readonly<Record<(typeof kinds)[number], string>> = {
  issue: 'Issues',
  'pull-request': 'Pull requests',
  'jira-issue': 'Issues in Jira',
};

export type Choices = {
  /** Names of roles that have a baton somewhere. */
  readonly roles: readonly string[];
  /** `owner/name`, by name. */
  readonly repositories: readonly string[];
  readonly isSignedIn: boolean;
};

export function filters(asked: Asked, { roles, repositories, isSignedIn }: Choices): Html {
  const { role, person, repo, text, kind, isMine } = asked;
  const clear = addressOf(everything);
  return html`<form class="filters" method="get" action="/" role="search" aria-label="Filter the board">
<p><label for="f-text">Text</label> <input id="f-text" name="text" type="search" value="${text}" placeholder="Title or #number"></p>
<p><label for="f-role">Role</label> ${chosen('role', role, roles)}</p>
<p><label for="f-person">Person or team</label> <input id="f-person" name="person" value="${person}" autocomplete="off" autocapitalize="none" spellcheck="false"></p>
<p><label for="f-repo">Repository</label> ${chosen('repo', repo, repositories)}</p>
<p><label for="f-kind">Kind</label> <select id="f-kind" name="kind">${option('', 'All', kind)}${kinds.map((each) => option(each, kindNames[each], kind))}</select></p>
${isSignedIn && html`<p class="tick"><input id="f-for" name="for" type="checkbox" value="me"${isMine && ours(' checked')}> <label for="f-for">Waiting for me</label></p>`}
<p class="do"><button class="main">Filter</button>${isFiltered(asked) && html` <a class="button" href="${clear}">Clear</a>`}</p>
</form>
`;
}

/** A list where it is short, else a field. */
function chosen(name: string, value: string, choices: readonly string[]): Html {
  const id = `f-${name}`;
  if (choices.length > mostChoices)
    return html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" autocapitalize="none" spellcheck="false">`;
  const isOther = value !== '' && !choices.includes(value);
  return html`<select id="${id}" name="${name}">${option('', 'All', value)}${isOther && option(value, value, value)}${choices.map((each) => option(each, each, value))}</select>`;
}

const option = (value: string, title: string, selected: string): Content =>
  html`<option value="${value}"${value === selected && ours(' selected')}>${title.slice(0, 80)}</option>`;
