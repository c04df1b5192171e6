/** An item on the board: what is next, who has the baton, and since when. */
import { html, named, type Content, type Html } from '../../pages/index.ts';
import type { KeptOnBoard } from '../../store/index.ts';
import type { SeenRepository } from '../site/index.ts';
import { glyph, type Glyph } from './glyphs.ts';
import { dateOf, spanText } from './times.ts';

type Entry = KeptOnBoard['entry'];

/** An item, and its repository as GitHub names it now. */
export type Shown = KeptOnBoard & { readonly seen: SeenRepository };

/** So many people are named for a gate, and so many gates. */
const mostNames = 3;
const mostGates = 3;
const longestTitle = 100;

/** @param now milliseconds since the epoch */
export function card(item: Shown, now: number): Html {
  const { entry, site, seen } = item;
  const { title, name, next, doneAt } = entry;
  const { sign, word } = kindOf(entry);
  const where = site === null ? `${seen.name}${name}` : title === '' ? site : name;
  return html`<li class="item">
<h3><a href="${pageOf(item)}">${named(title === '' ? name : title, longestTitle)}</a></h3>
<p class="where">${glyph(sign)}<span class="hidden">${word} </span>${named(where)}</p>
<p class="next">${named(next, 240)}</p>
${doneAt === null ? [...holders(entry), times(entry, now)] : html`<p class="times">${dateOf(doneAt, now)}, ${spanText(now - doneAt)} ago</p>`}
</li>
`;
}

/** The page about it. */
function pageOf({ entry: { name, number }, site, seen }: Shown): string {
  const path = site === null ? [...seen.name.split('/'), String(number)] : ['jira', site, name];
  return `/${path.map(encodeURIComponent).join('/')}`;
}

function kindOf({ kind, state }: Entry): { readonly sign: Glyph; readonly word: string } {
  switch (kind) {
    case 'issue':
      return state === 'open'
        ? { sign: 'issue-opened', word: 'Issue' }
        : { sign: 'issue-closed', word: 'Closed issue' };
    case 'jira-issue':
      return { sign: 'tag', word: 'Issue in Jira' };
    case 'pull-request':
      return pulls[state];
    default:
      return kind satisfies never;
  }
}

const pulls: Readonly<Record<Entry['state'], ReturnType<typeof kindOf>>> = {
  open: { sign: 'git-pull-request', word: 'Pull request' },
  merged: { sign: 'git-merge', word: 'Merged pull request' },
  closed: { sign: 'git-pull-request-closed', word: 'Closed pull request' },
};

/** Who has the batons: those that hold back what comes next first. */
function holders({ batons, author }: Entry): readonly Html[] {
  const lines = batons.slice(0, mostGates).map(({ roles, people }) => {
    const names = people.slice(0, mostNames).map((name) => (name.includes('/') ? `@${name}` : name));
    const more = people.length - names.length;
    const all = more > 0 ? [...names, `${more} more`] : names;
    return holder(
      roles.map((role) => html`<span class="chip">${named(role, 40)}</span> `),
      all.join(', '),
    );
  });
  return author === null ? lines : [...lines, holder(null, author.login)];
}

const holder = (roles: Content, names: string): Html =>
  html`<p class="holder">${glyph('person')}<span class="hidden">With </span>${roles}${named(names, 160)}</p>
`;

function times({ batons, since }: Entry, now: number): Html {
  const deadlines = batons.flatMap(({ deadline }) => deadline ?? []);
  const due = deadlines.length === 0 ? null : Math.min(...deadlines);
  const isLate = due !== null && due < now;
  return html`${
    isLate &&
    html`<p><span class="chip late">${glyph('clock')}Overdue for ${spanText(now - due)}</span></p>
`
  }<p class="times">${spanText(Math.max(now - since, 0))}, since ${dateOf(since, now)}</p>`;
}
