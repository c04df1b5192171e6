/** The card: one comment on the issue that says who has the baton, why, and what to do next. */
import { createPatch } from 'diff';
import type { Baton, Bypass, GateVerdict, Started, Verdict, Violation } from '../verdict.ts';
import { lastFew, markOf, type CalledMark } from '../judge/index.ts';
import { unnamed, cardMarker } from '../history/index.ts';
import { batonGates } from '../gates/index.ts';
import { detailBlock } from './details.ts';
import { unexemptLine } from './exempt.ts';
import { code, fenced, instant, link, list, plain, shorten } from '../phrases/index.ts';
import { ownWords } from './own-words.ts';
import { movedSentence } from './moved.ts';
import { person, personFirst } from './people.ts';
import { holderPeople, whoHave, approvalOf, approversWithPeople, type Setting } from './holders.ts';
import { gateTitle, nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';

const icons: Record<GateVerdict['status'], string> = {
  preparing: '✏️',
  waiting: '⏳',
  satisfied: '✅',
  stale: '♻️',
  returned: '↩️',
  questioned: '❓',
  waived: '☑️',
  'not applicable': '➖',
};

function lead(setting: Setting, verdict: Verdict & { kind: 'gates' }): readonly string[] {
  const { gates } = verdict;
  const batons = batonGates(verdict);
  const leading = batons.filter(({ baton }) => baton.leads);
  if (leading.length === 0) {
    return gates.every((each) => each.open || each.gate.mode === 'observe')
      ? ['### ✅ Every gate is open', 'Nobody has to do anything.']
      : ['### Nobody has the baton', 'This issue is closed, and no gate holds that back.'];
  }
  const others = batons.filter(({ baton }) => !baton.leads);
  return [
    `### 🏃 ${whoHave(leading.map(({ gate }) => gate))} the baton`,
    ...leading.flatMap(({ gate, baton: { since } }, index) => [
      ...(index === 0 ? [] : ['']),
      `“${plain(gate.gate.title)}” is with ${holderPeople(setting, gate)}${since === null ? '' : ` since ${instant(since)}`}.`,
      '',
      `**Next:** ${nextStep(setting, gate)}`,
      ...wordsWith(setting, gate),
    ]),
    ...(others.length === 0 ? [] : ['', '**Also waiting:**']),
    ...others.map(({ gate, baton }) => `- ${alsoWaits(setting, gate, baton)}`),
    ...others.flatMap(({ gate }) => wordsWith(setting, gate)),
  ];
}

/** A gate that waits, but for nothing that comes next, in a line. */
function alsoWaits(setting: Setting, gate: GateVerdict, { since }: Baton): string {
  const from = since === null ? '' : ` since ${instant(since)}`;
  return `“${plain(gate.gate.title)}” has been waiting for ${holderPeople(setting, gate)}${from}. ${nextStep(setting, gate)}`;
}

/** What somebody wrote when they sent it back, where it waits for that. */
function wordsWith(setting: Setting, gate: GateVerdict): readonly string[] {
  const words = wordsOf(gate.reason);
  return words === null ? [] : ['', whyStatus(setting, gate), '', words];
}

function table(setting: Setting, gates: readonly GateVerdict[]): readonly string[] {
  const cell = (gate: GateVerdict): string =>
    gate.status === 'returned' ? whyStatus(setting, gate).replace(/:$/, '.') : whyStatus(setting, gate);
  return [
    '| Gate | Status | Who and when |',
    '| --- | --- | --- |',
    ...gates.map((each) => {
      const warn = each.gate.mode === 'warn' ? ' (warns only)' : '';
      return `| ${plain(each.gate.title)}${warn} | ${icons[each.status]} ${each.status} | ${cell(each)} |`;
    }),
  ];
}

const mostDifference = 6000;
/** In lines. Comparing takes time with the square of it: a text of 30,000 lines, rewritten, took minutes. */
const mostChanged = 1000;

/** Its lines, however they end: the last one may have no end, and browsers send others than programs do. */
const linesOf = (text: string): string => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;

/** What changed, line by line; of texts that have hardly a line in common, the beginning of both. */
function patchOf({ before: was, after: is }: { readonly before: string; readonly after: string }): string {
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
      ? `<details><summary>What was amended after “${plain(gate.title)}”</summary>`
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
    one.put === 'on' ? `the label ${code(one.label)}` : `taking off the label ${code(one.label)}`,
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

/** What somebody did that a gate does not allow, as a noun. */
export function act(violation: Violation): string {
  return acts[violation.kind](violation as never);
}

function violationLine(setting: Setting, one: Violation): string {
  const title = gateTitle(setting.policy, one.gate);
  const by = `${act(one)} by ${person(one.by)} on ${instant(one.at)}`;
  const because =
    one.kind === 'gate-label'
      ? `only ${approversWithPeople(setting, approvalOf(setting, one.gate)).replace(/^both /, '')} may move it`
      : `“${title}” is not open`;
  switch (one.answer) {
    case 'undo':
      return `Undone: ${by}, because ${because}.`;
    case 'warn':
      return `Noticed: ${by}, although ${because}.`;
    case 'stopped':
      return `Left as it is after three reversals within a day: ${by}, although ${because}.`;
    default:
      return one.answer satisfies never;
  }
}

/**
 * What a gate did not allow, undone or not. A line says the same before and after the undoing, so that the card
 * does not change again when the tracker tells of it. A gate's label put on by the wrong person is among what did
 * not count.
 */
function notAllowed(verdict: Verdict & { kind: 'gates' }): readonly Violation[] {
  const now = verdict.violations.filter(
    (one) => one.kind !== 'gate-label' || one.put === 'off' || one.answer !== 'undo',
  );
  const past = verdict.undone.filter((one) => now.every((each) => each.id !== one.id));
  const undone = lastFew([...past, ...now.filter((one) => one.answer === 'undo')]);
  return [...undone, ...now.filter((one) => one.answer !== 'undo')];
}

function startedLine(one: Started): string {
  if (one.kind === 'hidden') return link(unnamed(one, 'pull request'), one.url);
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
  return `${who} merged ${what} on ${instant(at)}, before “${gateTitle(setting.policy, gate)}” was approved for this issue.`;
}

/** What becomes of work that has begun: where a gate only warns, nothing. */
function untilThen(gates: readonly GateVerdict[]): string {
  const holds = gates.some(
    ({ gate, open }) => !open && gate.mode === 'enforce' && gate.blocks.some(({ kind }) => kind === 'start'),
  );
  return holds ? ' No pull request for this issue passes its check until the gate is open.' : '';
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, ...lines.map((each) => `- ${each}`)];
}

function footer(setting: Setting): string {
  const said = ownWords(setting, 'footer', { policy: `[the policy](${setting.policyUrl})` });
  if (said !== null) return `<sub>${said.replaceAll('\n', '<br>')}</sub>`;
  return `<sub>Kept up to date by Baton from [this repository's policy](${setting.policyUrl}). Comment \`/why\` for the whole reasoning.</sub>`;
}

/** GitHub takes comments of up to 65,536 characters; a card that it cut would never be the one that was meant. */
const mostCard = 60_000;

/** The card's body. The same verdict gives the same body. `mark`: who was called until now. */
export function cardBody(setting: Setting, verdict: Verdict, mark: CalledMark): string {
  if (verdict.kind === 'no-gates')
    return [
      cardMarker,
      markOf({ called: '', told: null }),
      '### No gates here',
      `This issue needs no handoffs: ${noGatesBecause(verdict.because)}.`,
      '',
      footer(setting),
    ].join('\n');
  const shown = verdict.gates.filter((each) => each.gate.mode !== 'observe');
  const notCounted = shown.flatMap((each) =>
    each.notCounted.map((word) =>
      notCountedLine(setting, each.gate, approvalOf(setting, each.gate.name), word),
    ),
  );
  const started = verdict.started.map(startedLine);
  const body = (differences: readonly string[]): string =>
    [
      cardMarker,
      markOf(mark),
      ...lead(setting, verdict),
      '',
      ...table(setting, shown),
      ...decidedInJira(verdict),
      ...shown.flatMap((each) => detailBlock(each, shown.length)),
      ...differences,
      ...section('Not counted', notCounted),
      ...section(
        'Not exempt',
        verdict.unexempt.map((one) => unexemptLine(setting, one, 'issue')),
      ),
      ...section(
        'Not allowed',
        notAllowed(verdict).map((one) => violationLine(setting, one)),
      ),
      ...section(
        'Merged past a gate',
        (verdict.bypasses ?? []).map((one) => bypassLine(setting, one)),
      ),
      ...(started.length === 0
        ? []
        : ['', `**Begun before its gate was open:** ${list(started)}.${untilThen(shown)}`]),
      ...section('Baton could not see everything', setting.problems.map(plain)),
      ...section(
        'Names that changed hands',
        (setting.members.moved ?? []).map((moved) =>
          movedSentence(moved, `[the policy](${setting.policyUrl})`),
        ),
      ),
      '',
      footer(setting),
    ].join('\n');
  const whole = body(shown.flatMap((each) => differenceBlock(each)));
  return whole.length <= mostCard ? whole : shorten(body([]), mostCard);
}

/** Which issue of Jira decides, and what here says otherwise. */
function decidedInJira({ gates, inJira }: Verdict & { kind: 'gates' }): readonly string[] {
  if (inJira === null) return [];
  const titles = gates
    .filter(({ gate }) => gate.sign !== undefined)
    .map(({ gate }) => `“${plain(gate.title)}”`);
  const there = `[${inJira.key}](${inJira.url})`;
  const labels = inJira.labels.map((label) => code(label));
  return [
    '',
    `${list(titles)} ${titles.length === 1 ? 'is' : 'are'} decided in Jira, by ${there}.`,
    ...(labels.length === 0
      ? []
      : [
          `${list(labels)} on this issue ${labels.length === 1 ? 'says' : 'say'} otherwise than ${inJira.key}: Jira decides, and labels of these gates are left alone here.`,
        ]),
  ];
}

/** What a card says once no policy is in force any more. */
export function noPolicyCard(): string {
  return [
    cardMarker,
    markOf({ called: '', told: null }),
    '### No policy is in force',
    'This repository has no role policy any more, so Baton holds nothing back here. Labels stay as they are.',
  ].join('\n');
}

export { violationLine };
