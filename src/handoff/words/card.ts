/** The card: one comment on the issue that says who has the baton, why, and what to do next. */
import { createPatch } from 'diff';
import { samePerson, placeholderFor, cardMarker } from '../history/index.ts';
import type { Baton, Bypass, GateVerdict, Started, Verdict, Violation } from '../verdict.ts';
import { lastFew, calledMarker, type CalledMarker } from '../judge/index.ts';
import { batonGates } from '../gates/index.ts';
import { detailBlock } from './details.ts';
import { unexemptLine } from './exempt.ts';
import { approvedWord, nounOf } from './gate-noun.ts';
import { headline, inMarkdown, stepOf, waitingFor } from './headline.ts';
import { firstFew, code, fenced, link, list, plain, shorten } from '../phrases/index.ts';
import { customText } from './custom-text.ts';
import { movedSentence } from './moved.ts';
import { person, personFirst } from './people.ts';
import { approvalOf, approversWithPeople, type Setting, clockOf } from './holders.ts';
import { gateNoun, nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';
import { icons, statusName } from './statuses.ts';
import { progressLine } from './progress-line.ts';
import { timeIn } from './times.ts';

/** Who should do what, where on its way the issue is, and the next step. */
function lead(setting: Setting, verdict: Verdict & { kind: 'gates' }): readonly string[] {
  const { gates } = verdict;
  const batons = batonGates(verdict);
  const leading = batons.filter(({ baton }) => baton.leads);
  const others = batons.filter(({ baton }) => !baton.leads);
  const isDone = leading.length === 0 && gates.every((each) => each.open || each.gate.mode === 'observe');
  const icon = leading.length > 0 ? '⏳' : isDone ? '✅' : '💤';
  const [first] = leading;
  const since = leading.length === 1 ? (first?.baton.since ?? null) : null;
  return [
    `### ${icon} ${headline(setting, verdict, inMarkdown)}`,
    progressLine(verdict, since === null ? null : time(setting, since)),
    ...(first !== undefined && leading.length === 1
      ? ['', ...wordsWith(setting, first.gate), `**Next:** ${nextStep(setting, first.gate)}`]
      : leading.length === 0
        ? []
        : ['', ...leading.map(({ gate, baton }) => waitsLine(setting, gate, baton))]),
    ...(others.length === 0 ? [] : ['', '**Also:**']),
    ...others.map(({ gate, baton }) => waitsLine(setting, gate, baton)),
    ...[...(leading.length > 1 ? leading : []), ...others].flatMap(({ gate }) =>
      wordsOf(gate.reason) === null ? [] : ['', ...wordsWith(setting, gate)],
    ),
  ];
}

const time = (setting: Setting, at: number): string => timeIn(at, clockOf(setting));

/** One of several gates that wait for somebody, in a line. */
function waitsLine(setting: Setting, gate: GateVerdict, { since }: Baton): string {
  const from = since === null ? '' : `, since ${time(setting, since)}`;
  return `- ${waitingFor([stepOf(setting, gate, inMarkdown)])}${from}. ${nextStep(setting, gate)}`;
}

/** What somebody wrote when they sent it back, where it waits for that. */
function wordsWith(setting: Setting, gate: GateVerdict): readonly string[] {
  const words = wordsOf(gate.reason);
  return words === null ? [] : [whyStatus(setting, gate), '', words, ''];
}

/** Each gate with its status, and why; as rows of a table. */
export function gateTable(setting: Setting, gates: readonly GateVerdict[]): readonly string[] {
  return [
    '| Gate | Status | Who and when |',
    '| --- | --- | --- |',
    ...gates.map((each) => {
      const warn = each.gate.mode === 'warn' ? ' (warns only)' : '';
      const why = whyStatus(setting, each).replace(/:$/, '.');
      return `| ${plain(each.gate.title)}${warn} | ${icons[each.status]} ${statusName(each.status)} | ${why} |`;
    }),
  ];
}

const mostDifference = 6000;
/** In lines. Comparing takes time with the square of it: a text of 30,000 lines, rewritten, took minutes. */
const mostChanged = 1000;

/** Its lines, however they end: the last one may have no end, and browsers send others than programs do. */
const linesOf = (text: string): string => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;

/** What changed, line by line; of texts that have hardly a line in common, the beginning of both. */
export function patchOf({
  before: was,
  after: is,
}: {
  readonly before: string;
  readonly after: string;
}): string {
  const [before, after] = [linesOf(was), linesOf(is)];
  const options = { context: 2, maxEditLength: mostChanged };
  const patch = createPatch('spec', before, after, '', '', options);
  if (patch === undefined) {
    const half = (sign: string, text: string): string =>
      shorten(text, mostDifference / 2).replaceAll(/^/gm, sign);
    return `${half('-', before)}\n${half('+', after)}`;
  }
  return patch
    .split('\n')
    .slice(4)
    .filter((line) => !line.startsWith('\\'))
    .join('\n')
    .trimEnd();
}

/** What changed since the approval, folded away. */
export function differenceBlock({ difference, gate, open }: GateVerdict): readonly string[] {
  if (difference === null) return [];
  const patch = patchOf(difference);
  if (patch === '') return [];
  return [
    '',
    open
      ? `<details><summary>What an approver changed in ${plain(nounOf(gate))} after approving it</summary>`
      : '<details><summary>What changed since the approval</summary>',
    '',
    fenced(shorten(patch, mostDifference), 'diff'),
    '</details>',
  ];
}

const acts: Record<Violation['kind'], (one: never) => string> = {
  assignment: (one: Violation & { kind: 'assignment' }) => `the assignment of ${person(one.assignee)}`,
  'work-label': (one: Violation & { kind: 'work-label' }) => `the label ${code(one.label)}`,
  'gate-label': (one: Violation & { kind: 'gate-label' }) =>
    one.put === 'on' ? `the label ${code(one.label)}` : `removing the label ${code(one.label)}`,
  close: (one: Violation & { kind: 'close' }) => `closing the issue${withWhat(one)}`,
};

/** What somebody did that closed the issue, where they did not close it by hand. */
function withWhat({ through }: Violation & { kind: 'close' }): string {
  switch (through) {
    case 'commit':
      return ' with a commit';
    case 'person':
    case 'automation':
      return '';
    default:
      return through satisfies never;
  }
}

/** What somebody did too early, or without the right, as a noun. */
export function act(violation: Violation): string {
  return acts[violation.kind](violation as never);
}

/** The same as a sentence's verb. */
function did(one: Violation): string {
  switch (one.kind) {
    case 'assignment':
      return `assigned ${samePerson(one.assignee, one.by) ? 'themselves' : person(one.assignee)}`;
    case 'work-label':
      return `added the label ${code(one.label)}`;
    case 'gate-label':
      return `${one.put === 'on' ? 'added' : 'removed'} the label ${code(one.label)}`;
    case 'close':
      return `closed the issue${withWhat(one)}`;
    default:
      return one satisfies never;
  }
}

/** What somebody did too early, or without the right, and what became of it, as a sentence or two. */
export function violationLine(setting: Setting, one: Violation): string {
  const what = `${personFirst(one.by)} ${did(one)} on ${time(setting, one.at)}`;
  const may = approversWithPeople(setting, approvalOf(setting, one.gate)).replace(/^both /, '');
  const because =
    one.kind === 'gate-label'
      ? `; only ${may} can do that`
      : ` before ${gateNoun(setting.policy, one.gate)} was ${approvedWord({ name: one.gate })}`;
  switch (one.answer) {
    case 'undo':
      return `${what}${because}. I undid that.`;
    case 'warn':
      return `${what}${because}.`;
    case 'stopped':
      return `${what}${because}. I undid that three times within a day, and leave it now.`;
    default:
      return one.answer satisfies never;
  }
}

/**
 * What came too early, undone or not. A line says the same before and after the undoing, so that the card does not
 * change again when the tracker tells of it. A gate's label that the wrong person added is among what did not count.
 */
function tooEarly(verdict: Verdict & { kind: 'gates' }): readonly Violation[] {
  const now = verdict.violations.filter(
    (one) => one.kind !== 'gate-label' || one.put === 'off' || one.answer !== 'undo',
  );
  const past = verdict.undone.filter((one) => now.every((each) => each.id !== one.id));
  const undone = lastFew([...past, ...now.filter((one) => one.answer === 'undo')]);
  return [...undone, ...now.filter((one) => one.answer !== 'undo')];
}

function startedLine(one: Started): string {
  if (one.kind === 'hidden') return link(placeholderFor(one, 'pull request'), one.url);
  if (one.kind === 'branch')
    return one.name === '' ? 'a branch in another repository' : `branch ${code(one.name)}`;
  return `pull request [#${one.pullRequest.item.number}](${one.pullRequest.item.url}) by ${person(one.pullRequest.author)}`;
}

function bypassLine(setting: Setting, { gate, pullRequest, at, by }: Bypass): string {
  const who = by === null ? 'Somebody' : personFirst(by);
  const what =
    pullRequest === null
      ? 'a pull request that fewer people can read'
      : `[#${pullRequest.number}](${pullRequest.url})`;
  return `${who} merged ${what} on ${time(setting, at)}, before ${gateNoun(setting.policy, gate)} of this issue was ${approvedWord({ name: gate })}.`;
}

/** What becomes of work that has begun: where a gate only warns, nothing. */
function untilThen(gates: readonly GateVerdict[]): string {
  const first = gates.find(
    ({ gate, open }) => !open && gate.mode === 'enforce' && gate.blocks.some(({ kind }) => kind === 'start'),
  );
  if (first === undefined) return '';
  return ` No pull request for this issue passes its check until ${plain(nounOf(first.gate))} is ${approvedWord(first.gate)}.`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, ...lines.map((each) => `- ${each}`)];
}

function footer(setting: Setting): string {
  const said = customText(setting, 'footer', { policy: `[the policy](${setting.policyUrl})` });
  if (said !== null) return `<sub>${said.replaceAll('\n', '<br>')}</sub>`;
  return `<sub>Kept up to date by Baton from [this repository's policy](${setting.policyUrl}). ${fullReasoning(setting)}</sub>`;
}

const fullReasoning = ({ pageUrl }: Setting): string =>
  pageUrl === undefined
    ? 'Comment `/why` for the full reasoning.'
    : `[The full story](${pageUrl}) is on the board; comment \`/why\` for the reasoning here.`;

/** GitHub takes comments of up to 65,536 characters; a card that it cut would never be the one that was meant. */
const mostCard = 60_000;

/** The card's body. The same verdict gives the same body. `mark`: who was called until now. */
export function cardBody(setting: Setting, verdict: Verdict, mark: CalledMarker): string {
  if (verdict.kind === 'no-gates')
    return [
      cardMarker,
      calledMarker({ called: '', told: null }),
      `### ${headline(setting, verdict, inMarkdown)}`,
      `This issue needs no handoffs: ${noGatesBecause(verdict.because)}.`,
      '',
      footer(setting),
    ].join('\n');
  const body = (isWhole: boolean): string =>
    [
      cardMarker,
      calledMarker(mark),
      ...lead(setting, verdict),
      ...section('Baton could not see everything', setting.problems.map(plain)),
      ...section(
        'Names that changed hands',
        (setting.members.moved ?? []).map((moved) =>
          movedSentence(moved, `[the policy](${setting.policyUrl})`),
        ),
      ),
      '',
      ...folded('Details', detailsOf(setting, verdict)),
      ...(isWhole ? shownOf(verdict).flatMap((each) => differenceBlock(each)) : []),
      '',
      footer(setting),
    ].join('\n');
  const whole = body(true);
  return whole.length <= mostCard ? whole : shorten(body(false), mostCard);
}

const folded = (title: string, lines: readonly string[]): readonly string[] => [
  `<details><summary>${title}</summary>`,
  '',
  ...lines,
  '',
  '</details>',
];

const shownOf = ({ gates }: Verdict & { kind: 'gates' }): readonly GateVerdict[] =>
  gates.filter((each) => each.gate.mode !== 'observe');

/** Every gate, and what led to where the issue stands. Of an issue that is done, nothing that was in its way. */
function detailsOf(setting: Setting, verdict: Verdict & { kind: 'gates' }): readonly string[] {
  const shown = shownOf(verdict);
  const clock = clockOf(setting);
  const isDone = verdict.batons.length === 0;
  const notCounted = shown.flatMap((each) =>
    each.notCounted.map((word) =>
      notCountedLine(setting, each.gate, approvalOf(setting, each.gate.name), word),
    ),
  );
  const early = tooEarly(verdict).filter((one) => !isDone || one.answer !== 'undo');
  const started = isDone ? [] : verdict.started.map(startedLine);
  return [
    ...gateTable(setting, shown),
    ...decidedInJira(verdict),
    ...shown.flatMap((each) => detailBlock(each, shown.length, clock)),
    ...section('Not counted', notCounted),
    ...section('Not exempt', firstFew(verdict.unexempt.map((one) => unexemptLine(setting, one, 'issue')))),
    ...section(
      'Out of turn',
      early.map((one) => violationLine(setting, one)),
    ),
    ...section('Merged early', firstFew((verdict.bypasses ?? []).map((one) => bypassLine(setting, one)))),
    ...(started.length === 0
      ? []
      : ['', `**Started early:** ${list(firstFew(started))}.${untilThen(shown)}`]),
  ];
}

/** Which issue of Jira decides, and what here says otherwise. */
function decidedInJira({ gates, inJira }: Verdict & { kind: 'gates' }): readonly string[] {
  if (inJira === null) return [];
  const nouns = gates.filter(({ gate }) => gate.sign !== undefined).map(({ gate }) => plain(nounOf(gate)));
  const there = `[${inJira.key}](${inJira.url})`;
  const labels = inJira.labels.map((label) => code(label));
  return [
    '',
    `${there} in Jira decides ${list(nouns)}.`,
    ...(labels.length === 0
      ? []
      : [
          `${list(labels)} on this issue ${labels.length === 1 ? 'doesn’t' : 'don’t'} match ${inJira.key}. Jira decides, so I leave ${labels.length === 1 ? 'that label' : 'those labels'} alone here.`,
        ]),
  ];
}

/** What a card says once no policy is in force any more. */
export function noPolicyCard(): string {
  return [
    cardMarker,
    calledMarker({ called: '', told: null }),
    '### This repository has no policy any more',
    'So Baton blocks nothing here. Labels stay as they are.',
  ].join('\n');
}
