/** What the page of an item says. */
import { html, linked, markdown, section, type Content, type Html } from '../../pages/index.ts';
import type { Story } from '../../reconcile/index.ts';
import type { RecordedLine } from '../../store/index.ts';
import {
  icon,
  seenAs,
  type BoardPage,
  type IconName,
  type SeenRepository,
  type Sight,
} from '../site/index.ts';
import { gates } from './gates.ts';
import { issueParts, nextBox } from './issue.ts';
import { ledgerPart } from './ledger.ts';

type Told = Exclude<Story, { readonly kind: 'gone' }>;

export type ItemPage = {
  readonly repository: SeenRepository;
  readonly number: number;
  readonly story: Told;
  /** Of the ledger, newest first. */
  readonly lines: readonly RecordedLine[];
  /** What the visitor sees: only there do links to other items lead. */
  readonly sight: Sight;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export function itemPage({ repository, number, story, lines, sight, now }: ItemPage): BoardPage {
  const name = `${repository.name}#${number}`;
  const title = `${story.title} · ${name}`;
  const top = (state: Html | null): Content =>
    html`<p class="facts">${state}<a href="${`/?${new URLSearchParams({ repo: repository.name }).toString()}`}">${repository.name}</a> ${linked(html`${icon('link-external')} Open on GitHub`, story.url)}</p>
`;
  switch (story.kind) {
    case 'no-policy':
      return {
        title,
        content: html`${top(null)}<p>${repository.name} has no <code>.github/roles.yml</code>, so Baton leaves this alone.</p>`,
      };
    case 'broken':
      return {
        title,
        content: html`${top(null)}<p>The policy of ${repository.name} has never been valid, so Baton leaves this alone. <a href="${`/${repository.name}/policy`}">See what is wrong with it</a>.</p>`,
      };
    case 'issue': {
      const { story: told } = story;
      const clock = { timezone: told.timezone, now };
      return {
        title,
        lead: told.headline,
        place: 'board',
        content: html`${top(issueState(told.state))}${problems(story.problems)}${told.noGates !== null && markdown(told.noGates)}
${nextBox(told, { url: story.url, clock })}
${told.remarks.map((remark) => html`<div class="notice">${markdown(remark)}</div>`)}
${told.gates.length > 0 && section('The gates', gates(told.gates, { withNext: false }))}
${issueParts(told, { name, clock, sight })}
${ledgerPart(lines, clock)}
${rules(story.policyUrl, repository)}`,
      };
    }
    case 'pull-request':
      return {
        title,
        lead: story.state === 'open' ? story.headline : pullEnded[story.state],
        place: 'board',
        content: html`${top(pullState(story.state))}${problems(story.problems)}
${whyOf(story)}
${story.linked.map(({ issue, title: linkedTitle, url, gates: all }) =>
  section(
    `${issue.tracker === 'jira' ? `${issue.repository}-${issue.number}` : `${issue.repository}#${issue.number}`} ${linkedTitle}`,
    html`<p>${pageOf(issue, url, sight)}</p>${all === null ? html`<p>It couldn’t be read. Baton will retry.</p>` : gates(all, { withNext: true })}`,
  ),
)}
${ledgerPart(lines, { timezone: 'UTC', now })}
${rules(story.policyUrl, repository)}`,
      };
    default:
      return story satisfies never;
  }
}

/** GitHub or Jira could not be asked. */
export const unreadPage = (name: string, why: string): BoardPage => ({
  status: 503,
  title: `${name} can’t be read now`,
  content: html`<p>${why}</p><p>Load this page again in a minute.</p>`,
});

const problems = (all: readonly string[]): Content =>
  all.length > 0 && html`<div class="notice">${all.map((problem) => markdown(problem))}</div>`;

const rules = (policyUrl: string, repository: SeenRepository): Html =>
  html`<p class="quiet">Judged by ${linked('this policy', policyUrl)}, which you can also <a href="${`/${repository.name}/policy`}">see as a picture</a>.</p>`;

const chip = (name: IconName, text: string, kind = ''): Html =>
  html`<span class="chip ${kind}">${icon(name)} ${text}</span> `;

const issueState = (state: 'open' | 'closed'): Html =>
  state === 'open' ? chip('issue-opened', 'Open', 'good') : chip('issue-closed', 'Closed');

function pullState(state: 'open' | 'closed' | 'merged'): Html {
  if (state === 'open') return chip('git-pull-request', 'Open', 'good');
  return state === 'merged' ? chip('git-merge', 'Merged') : chip('git-pull-request-closed', 'Closed');
}

type Pull = Extract<Told, { kind: 'pull-request' }>;
type Linked = Pull['linked'][number];

const pullEnded = { merged: 'Merged', closed: 'Closed without merging' } as const;

/** Nobody has to be told of what has ended that nothing blocks it. */
function whyOf({ state, conclusion, why }: Pull): Content {
  if (state === 'open') return section('Why', markdown(why));
  return conclusion !== 'success' && section('What the check says', markdown(why));
}

/** Where an issue that a pull request is judged by can be read: here, if the visitor sees its repository; and there. */
function pageOf(issue: Linked['issue'], url: string | null, sight: Sight): Html {
  const isSeen = issue.tracker === 'github' && seenAs(sight, issue.repository) !== null;
  const there = url === null ? null : linked(html`${icon('link-external')} Open it there`, url);
  return isSeen
    ? html`<a href="${`/${issue.repository}/${issue.number}`}">See its story</a> ${there}`
    : html`${there ?? ''}`;
}
