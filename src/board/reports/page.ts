/** The report of a repository as a page; while there is none, how far the count is. */
import { durationText } from '../../durations.ts';
import { html, section, type Html } from '../../pages/index.ts';
import { many } from '../../plural.ts';
import {
  dayIn,
  minuteIn,
  reportPages,
  spans,
  type Published,
  type ReportState,
  type Span,
} from '../../report/index.ts';
import { icon, type BoardPage, type SeenRepository } from '../site/index.ts';
import { addressOf } from './address.ts';
import { clockText, inWords } from './standing.ts';

export type Asked = {
  readonly repository: SeenRepository;
  readonly span: Span;
  readonly state: ReportState;
  /** null: nothing is counted yet. */
  readonly report: Published | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export async function reportPage(asked: Asked): Promise<BoardPage> {
  const { report, repository, state } = asked;
  const [figures] = report?.repositories ?? [];
  if (report === null || figures === undefined || state.kept === null) return waitingPage(asked);
  const { partsOf } = await reportPages();
  const { timezone } = figures;
  const day = (instant: string): string => dayIn(Date.parse(instant), timezone);
  const { countedAt } = state.kept;
  return {
    title: `Where work waits in ${figures.repository}`,
    lead: html`${day(report.since)} to ${day(report.until)}. How long items waited at each gate and for each role, and what happened to them on the way. The figures are about gates and roles, not about people.`,
    place: 'report',
    content: [
      ways(asked),
      anew(asked),
      partsOf(
        figures,
        report,
        ({ number }) => html`<a href="${addressOf(repository.name, String(number))}">#${number}</a>`,
      ),
      section(
        'About these figures',
        html`<p>Counted on ${minuteIn(countedAt, timezone)} (${timezone}) from GitHub’s own record, with ${many(report.requests, 'request')} for 4, 12 and 26 weeks together. They are kept for an hour; after that, opening this page counts them again.</p>
<p>They are what <code>baton report ${figures.repository}</code> shows. Work in Jira, and gates that Jira decides, are not counted.</p>`,
      ),
    ],
  };
}

const at = ({ name }: SeenRepository, what: string, span: Span): string =>
  `${addressOf(name, what)}?weeks=${span}`;

const ways = ({ repository, span }: Asked): Html => html`<div class="ways"><nav aria-label="Period"><ul>
${spans.map(
  (each) =>
    html`<li><a href="${at(repository, 'report', each)}"${each === span && html` aria-current="page"`}>${each} weeks</a></li>
`,
)}</ul></nav>
<p>As <a href="${at(repository, 'report.csv', span)}" download>CSV</a> or <a href="${at(repository, 'report.json', span)}">JSON</a></p></div>`;

/** What is being counted anew meanwhile, and what stands in its way. */
function anew({ state: { kept, standing, nextAt }, now }: Asked): Html | null {
  if (kept === null || standing.kind === 'counted') return null;
  const age = durationText(now - kept.countedAt);
  return html`<p class="quiet">${icon('sync')} These figures are ${age} old. ${inWords(standing, nextAt)}</p>`;
}

/** Seconds after which a page is asked for again. */
const refreshing = { counting: 3, waiting: 30 } as const;

function waitingPage({ repository, state: { standing, nextAt } }: Asked): BoardPage {
  const base = { title: `Where work waits in ${repository.name}`, place: 'report' } as const;
  if (standing.kind === 'none' || standing.kind === 'failed')
    return {
      ...base,
      content: html`<p class="notice">${inWords(standing, nextAt)}</p>
${standing.kind === 'failed' ? html`<p>Nothing else in Baton depends on it.</p>` : html`<p><a href="/report">Other reports</a></p>`}`,
    };
  const waits = standing.kind === 'counting' ? standing.waits : null;
  const far =
    standing.kind === 'counting' && standing.found !== null
      ? { ...standing.found, read: standing.read }
      : null;
  return {
    ...base,
    lead:
      far !== null
        ? `Counting ${far.read.toLocaleString('en')} of ${many(far.issues, 'issue')}…`
        : inWords(standing, nextAt),
    refresh: waits === null && standing.kind !== 'crowded' ? refreshing.counting : refreshing.waiting,
    content: [
      far !== null &&
        html`<p><progress max="${Math.max(1, far.issues)}" value="${far.read}" aria-label="Issues read"></progress></p>
<p>It takes about ${many(far.requests, 'request')} to GitHub, once for everybody who asks within the hour.</p>`,
      waits !== null &&
        html`<p>${icon('clock')} ${waits.why} Counting continues at ${clockText(waits.until)}.</p>`,
      html`<p>Counting comes after everything else that Baton does, so nothing waits for it. This page updates by itself.</p>`,
    ],
  };
}
