/** What stands beside a gate's status: questions, early consent, acceptance criteria, waivers, and what is lacking. */
import { type SubIssue, mayShow } from '../history/index.ts';
import { nameOf } from '../gates/index.ts';
import type { EndedWaiver, GateVerdict, Lack, ReturnedCriterion, Unfinished, Waiver } from '../verdict.ts';
import { code, firstFew, list, plain, shorten, day } from '../phrases/index.ts';
import { issueLink } from './names.ts';
import { approveVerb } from './gate-noun.ts';
import { howToApprove, person, personFirst, roleNames } from './people.ts';
import { timeIn, type Clock } from './times.ts';

/** Headings, for a sentence. */
function headings(missing: readonly string[]): string {
  const names = list(missing.map((each) => `“${plain(each)}”`));
  return missing.length === 1 ? `the section ${names}` : `the sections ${names}`;
}

/** Words that somebody wrote, within a sentence. */
const spoken = (words: string): string => `“${plain(shorten(words, 300))}”`;

const mostParts = 10;
/** Lines about criteria: a long list is one that people wrote, and read. */
const mostCriteria = 50;

const untold = 'this GitHub does not tell when sub-issues were added and removed';

/** Parts that are not done, and how many there are beside those that are named. */
function partNames(
  { home, parts, hidden }: Unfinished,
  nameOf: (home: string, part: SubIssue) => string,
): string {
  const names = parts.slice(0, mostParts).map((part) => nameOf(home, part));
  if (parts.length > mostParts) names.push(`${parts.length - mostParts} more`);
  if (hidden > 0) names.push(`${hidden} that Baton may not see`);
  return list(names);
}

/** `#5`, or `acme/till#5` where it is in another repository. */
function partName(home: string, part: SubIssue): string {
  return mayShow(part, { repository: home }) ? nameOf(part, home) : issueLink(part, home);
}

function nameAndHolder(home: string, part: SubIssue): string {
  return `${partName(home, part)} (${whoHas(part)})`;
}

function whoHas({ standing }: SubIssue): string {
  if (standing === null) return 'not read yet; Baton will retry';
  if (!standing.hasGates) return 'still open';
  return standing.holders.length === 0
    ? 'not approved yet'
    : `waiting for ${roleNames(standing.holders, standing.either === true ? 'or' : 'and')}`;
}

/** What a gate lacks, in one sentence. `clock`: the policy's time zone. */
export function whatIsLacking(lack: Lack, clock: Clock): string {
  switch (lack.kind) {
    case 'sections':
      return `The issue lacks ${headings(lack.missing)}.`;
    case 'no-criteria':
      return `The issue has no list of acceptance criteria under “${plain(lack.heading)}”.`;
    case 'consent':
      return lack.refused === null
        ? `${roleNames(lack.missing, 'and')} ${lack.missing.length === 1 ? 'hasn’t' : 'haven’t'} confirmed yet that this can be built as written.`
        : `${personFirst(lack.refused.by.by)} said on ${timeIn(lack.refused.by.at, clock)} that it can’t be built as written: ${spoken(lack.refused.words)}`;
    case 'sub-issues':
      if (lack.untold)
        return `Not on this GitHub: ${untold}, so ${code('requires: {sub-issues}')} can't be checked here.`;
      return `These sub-issues aren’t done: ${partNames(lack, nameAndHolder)}.`;
    default:
      return lack satisfies never;
  }
}

/** What a gate lacked when somebody approved it, as the end of a sentence. */
export function wasLacking(lack: Lack): string {
  switch (lack.kind) {
    case 'sections':
      return `the issue lacked ${headings(lack.missing)}. Approve it again once that is there`;
    case 'no-criteria':
      return `the issue had no acceptance criteria under “${plain(lack.heading)}”. Approve it again once they are there`;
    case 'consent':
      return `${roleNames(lack.missing, 'and')} hadn’t called it viable. Approve it again after that`;
    case 'sub-issues':
      if (lack.untold) return `${untold}, so nobody can approve this gate here`;
      return `these sub-issues weren’t done: ${partNames(lack, partName)}. Approve it again once they are`;
    default:
      return lack satisfies never;
  }
}

/** What to do about it. */
export function howToFix(lack: Lack): string {
  switch (lack.kind) {
    case 'sections':
      return `Write ${headings(lack.missing)} in the issue, with text below the heading. It can be approved after that.`;
    case 'no-criteria':
      return `List the acceptance criteria under the heading “${plain(lack.heading)}” in the issue, as tasks or as a numbered list. It can be approved after that.`;
    case 'consent':
      return lack.refused === null
        ? `Read it, and comment ${code('/viable')} if it can be built as written, or ${code('/not-viable')} and why not. It can be approved after that.`
        : `Change what stands in the way. After that, ${roleNames(lack.missing, 'and')} can comment ${code('/viable')}.`;
    case 'sub-issues':
      if (lack.untold)
        return `Remove ${code('requires: {sub-issues}')} from this gate in the policy, or ask for GitHub Enterprise Server 3.17 or later. Until then, only ${code('/waive')} lets it pass.`;
      return 'Finish its sub-issues. It can be approved after that.';
    default:
      return lack satisfies never;
  }
}

/** The questions nobody has answered, each as a line: a list that Markdown numbers would not keep their numbers. */
export function questionLines({ questions }: GateVerdict, clock: Clock): readonly string[] {
  const lines = questions
    .slice(0, mostParts)
    .map(
      ({ number, by, words }) =>
        `- **${number}.** ${person(by.by)} asks (${timeIn(by.at, clock)}): ${spoken(words)}`,
    );
  const more = questions.length - lines.length;
  if (more > 0) lines.push(`- ${more} more ${more === 1 ? 'question is' : 'questions are'} open`);
  return lines;
}

/** How an approver answers what is asked. */
export function howToAnswerQuestions({ questions }: GateVerdict): string {
  const [first] = questions;
  return questions.length === 1
    ? `Comment ${code('/answer')} and the answer, or change the spec.`
    : `For each question, comment its number and the answer, as in ${code(`/answer ${first?.number ?? 1} as written`)}; or change the spec.`;
}

/** How many acceptance criteria are accepted, and which are not. */
export function criteriaSentence({ criteria }: GateVerdict): string {
  const open = criteria.filter((one) => !one.isAccepted).map((one) => String(one.number));
  const done = criteria.length - open.length;
  return `${done} of ${criteria.length} acceptance criteria ${done === 1 ? 'is' : 'are'} accepted; ${open.length === 1 ? 'number' : 'numbers'} ${list(firstFew(open))} ${open.length === 1 ? 'is' : 'are'} not.`;
}

/** Each acceptance criterion and how it stands, as a line; then those that were removed before they were accepted. */
export function criteriaLines({ criteria, removed }: GateVerdict, clock: Clock): readonly string[] {
  const there = criteria.slice(0, mostCriteria).map(({ number, text, isAccepted, accepted, returned }) => {
    const stands = isAccepted
      ? `✅ accepted${accepted === null ? '' : ` by ${person(accepted.by)}, ${timeIn(accepted.at, clock)}`}`
      : returned !== null
        ? `↩️ ${sentBack(returned, text)}`
        : accepted === null
          ? '⏳ not accepted yet'
          : `⏳ ${person(accepted.by)} has accepted it; others still have to`;
    return `${number}. ${introduced(text)}${stands}`;
  });
  const more = criteria.slice(mostCriteria);
  if (more.length > 0) {
    const accepted = more.filter(({ isAccepted }) => isAccepted).length;
    there.push(
      '',
      `${more.length} more ${more.length === 1 ? 'criterion' : 'criteria'}, ${accepted} of ${more.length === 1 ? 'it' : 'them'} accepted.`,
    );
  }
  const gone = removed.slice(-mostParts).map(({ text, edit, returned }) => {
    const before = returned === null ? '' : `; before that ${sentBack(returned, text)}`;
    return `- ${text === '' ? '' : `~~${criterionText(text)}~~: `}🗑️ removed by ${person(edit.by)}, ${timeIn(edit.at, clock)}, before it was accepted${before}`;
  });
  if (removed.length > mostParts)
    gone.unshift(`- ${removed.length - mostParts} more were removed before they were accepted`);
  return gone.length === 0 ? there : [...there, ...(there.length === 0 ? [] : ['']), ...gone];
}

const criterionText = (text: string): string => plain(shorten(text, 200));

/** In front of what became of it. What is hidden leaves no gap, and a sentence keeps its own end. */
function introduced(text: string): string {
  const shown = criterionText(text);
  return shown === '' ? '' : `${shown}${/[.!?:;]$/.test(shown) ? '' : ':'} `;
}

/** Who sent a criterion back and why, and what it said then, if it says something else now. */
function sentBack({ by, words, text: then }: ReturnedCriterion, now: string): string {
  const other = then === now || now === '' ? '' : `, when it was “${criterionText(then)}”`;
  return `sent back by ${person(by.by)}${other}: ${spoken(words)}`;
}

/** That somebody edited the list of criteria since they were accepted, and what they removed. */
export function relistedSentence({ criteria, removed, listEdit }: GateVerdict, clock: Clock): string {
  if (listEdit === null) return '';
  const rest =
    criteria.length === 1
      ? 'The one that is left was accepted, but not since.'
      : 'The others were accepted, but not since.';
  const who = personFirst(listEdit.by);
  const [last, ...others] = removed.toReversed();
  const when = timeIn(listEdit.at, clock);
  if (last === undefined)
    return `${who} edited the list of acceptance criteria on ${when}. All of it has to be accepted again.`;
  const what =
    others.length > 0
      ? `the last of ${removed.length} criteria`
      : last.text === ''
        ? 'a criterion'
        : `“${criterionText(last.text)}”`;
  return `${who} removed ${what} from the list on ${when}, before it was accepted. ${rest}`;
}

/** All that stands beside the status of a gate, one of so many gates. */
export function detailBlock(verdict: GateVerdict, gates: number, clock: Clock): readonly string[] {
  if (verdict.status === 'not applicable') return [];
  const of = gates === 1 ? '' : ` (${plain(verdict.gate.title)})`;
  const numbered = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', `**${title}${of}**`, '', ...lines];
  const consent = consentSentence(verdict, clock);
  return [
    ...numbered('Open questions', questionLines(verdict, clock)),
    ...(consent === '' ? [] : ['', consent]),
    ...numbered('Acceptance criteria', criteriaLines(verdict, clock)),
  ];
}

/** How the criteria that are not accepted yet are. */
export function howToAccept(verdict: GateVerdict): string {
  const open = verdict.criteria.filter((one) => !one.isAccepted).map((one) => one.number);
  const [first = 1] = open;
  const all = howToApprove(verdict);
  if (verdict.listEdit !== null)
    return `To accept the list as it stands, ${all}. If something in it needs work, comment ${code(`/return ${first}`)} and why; if something is missing, ${code(`/return ${verdict.gate.name}`)} and why.`;
  return `To ${approveVerb(verdict.gate)} everything, ${all}. To accept single criteria, comment ${code(`/accept ${open.slice(0, 10).join(' ')}`)}; if one needs work, ${code(`/return ${first}`)} and why.`;
}

/** Who has said what of whether it is viable, as a sentence; empty: nobody. */
export function consentSentence({ consents }: GateVerdict, clock: Clock): string {
  return consents
    .map(
      ({ role, by, isViable }) =>
        `${personFirst(by.by)} (${code(role)}) ${isViable ? 'confirmed that it can be built' : 'said that it can’t be built'}, ${timeIn(by.at, clock)}.`,
    )
    .join(' ');
}

/** Who waived it, until when and why; `clock` is where its days end. */
export function waiverSentence({ by, until, words }: Waiver, clock: Clock): string {
  const end =
    until === null ? 'without an end' : `until the end of ${day(until.day)} (${plain(clock.timezone)})`;
  return `Not approved: ${person(by.by)} waived it on ${timeIn(by.at, clock)}, ${end}: ${spoken(words)}`;
}

/** That a waiver is over, and who or what ended it. */
export function endedSentence({ waiver, at, by }: EndedWaiver, clock: Clock): string {
  const whose = `waiver by ${person(waiver.by.by)}`;
  return by === null
    ? `The ${whose} ended on ${timeIn(at, clock)}.`
    : `${personFirst(by)} ended the ${whose} on ${timeIn(at, clock)}.`;
}
