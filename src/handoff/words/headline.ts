/**
 * The headline: who has to do what. The card, the check, comments and pages all begin with it, in the same words:
 * "Waiting for maria to approve the spec".
 */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import type { GateVerdict, Lack, Verdict } from '../verdict.ts';
import { batonGates } from '../gates/index.ts';
import { approveVerb, nounOf } from './gate-noun.ts';
import { askedBy, mentionOf, moreOf, notAsked, peopleOf, type Setting } from './holders.ts';
import { code, list, plain, hasOrHave, isJoint, ruleNames } from '../phrases/index.ts';
import { textKey } from '../../same-text.ts';

/** How names are written in a place. */
export type Style = {
  /** A login, or a team as `org/slug`. */
  readonly name: (name: string) => string;
  readonly role: (role: string) => string;
  /** The team's own words. */
  readonly text: (words: string) => string;
  /** How many people are named before the rest is a number. */
  readonly most: number;
};

/** In the title of a check, and on other lines of plain text. */
export const asText: Style = {
  name: (name) => (name.includes('/') ? `@${name}` : name),
  role: String,
  text: String,
  most: 3,
};

/** In Markdown: nobody is mentioned. */
export const inMarkdown: Style = {
  name: (name) => (name.includes('/') ? code(`@${name}`) : plain(name)),
  role: code,
  text: plain,
  most: 3,
};

/** In Markdown, where some people are called on purpose: each of these is mentioned. */
const calling = (called: readonly string[]): Style => ({
  ...inMarkdown,
  name: (name) => (called.includes(name) ? mentionOf(name) : inMarkdown.name(name)),
  most: Number.POSITIVE_INFINITY,
});

/** An act that is waited for. */
export type Step = {
  readonly who: string;
  readonly isPlural: boolean;
  readonly verb: string;
  /** What follows the verb. */
  readonly rest: string;
};

type Who = Pick<Step, 'who' | 'isPlural'>;

/** The people of a role: enough of them, and how many more there are; a role of which nobody can be named, by its name. */
function namesIn(setting: Setting, role: string, except: readonly string[], style: Style): readonly string[] {
  const { people, permission } = peopleOf(setting, role, except);
  const left = people.length - style.most;
  const named = left > 1 ? people.slice(0, style.most) : people;
  const names = named.map((name) => style.name(name));
  if (left > 1) names.push(`${left} others`);
  if (permission !== null) names.push(`anyone with ${permission} permission`);
  return names.length === 0 ? [style.role(role)] : names;
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Who has to act: people where that is short and certain, else roles. */
function whoOf(setting: Setting, gate: GateVerdict, style: Style): Who {
  const rule: ApproveRule = askedBy(gate) ?? {
    kind: 'all',
    of: gate.holders.map((role) => ({ kind: 'role', role, count: 1 })),
  };
  const people = isElsewhere(gate) ? null : peopleBy(setting, rule, notAsked(setting, gate), style);
  return (
    people ?? {
      who: ruleNames(rule, { name: style.role, counts: true, isMore: (role) => moreOf(gate, role) }),
      isPlural: hasOrHave(rule, { counts: true }) === 'have',
    }
  );
}

/** Who holds a role in Jira, or by the policy of another place, is not known here. */
const isElsewhere = ({ gate, reason }: GateVerdict): boolean =>
  gate.sign !== undefined || reason.kind === 'elsewhere';

/** Everybody of the roles that have a gate's baton for whom it waits, by names that may be told; each once. */
export function peopleWhoCanAct(setting: Setting, gate: GateVerdict): readonly string[] {
  if (isElsewhere(gate)) return [];
  const except = notAsked(setting, gate);
  return unique(gate.holders.flatMap((role) => peopleOf(setting, role, except).people));
}

/** The people of a rule; null: roles are shorter, or more certain. */
function peopleBy(setting: Setting, rule: ApproveRule, except: readonly string[], style: Style): Who | null {
  if (rule.kind === 'role' ? !isOne(rule) : !rule.of.every(isOne)) return null;
  const parts = rolesOf(rule).map((role) => namesIn(setting, role, except, style));
  if (!isJoint(rule)) {
    const who = anyOf(parts.flat(), style);
    return { who, isPlural: who.endsWith('others') };
  }
  if (parts.some((names) => names.length !== 1)) return null;
  const names = unique(parts.flat());
  return { who: list(names), isPlural: names.length > 1 };
}

/** Who can meet a rule: people where that is short, else roles. */
export function whoCan(setting: Setting, rule: ApproveRule, style: Style): string {
  return peopleBy(setting, rule, [], style)?.who ?? ruleNames(rule, { name: style.role });
}

const isOne = (rule: ApproveRule): boolean => rule.kind === 'role' && rule.count === 1;

/** People of several roles, any of whom will do, each once. */
const anyOf = (names: readonly string[], style: Style): string => {
  const all = unique(names);
  const most = style.most + 1;
  return list(all.length > most + 1 ? [...all.slice(0, style.most), 'others'] : all, 'or');
};

type Act = Pick<Step, 'verb' | 'rest'>;

/** What has to be done with a gate. `of`: of which issue, as in ` of #1`; empty: of this one. */
function actOf({ gate, reason, status, questions }: GateVerdict, of: string, style: Style): Act {
  const noun = `${style.text(nounOf(gate))}${of}`;
  if (isLack(reason)) return stepForLack(reason, noun, of);
  if (reason.kind === 'not-merged')
    return of === ''
      ? { verb: 'build', rest: 'this' }
      : { verb: 'merge', rest: `a pull request for ${of.replace(/^ of /, '')}` };
  const inJira = gate.sign === undefined ? '' : ' in Jira';
  switch (status) {
    case 'questioned':
      return {
        verb: 'answer',
        rest: `${questions.length > 1 ? `${questions.length} questions` : 'a question'} about ${noun}`,
      };
    case 'returned':
      return { verb: 'fix', rest: noun };
    case 'stale':
      return { verb: approveVerb(gate), rest: `${noun}${inJira} again` };
    case 'preparing':
      return { verb: 'prepare', rest: noun };
    case 'waiting':
    case 'satisfied':
    case 'waived':
    case 'not applicable':
      return { verb: approveVerb(gate), rest: `${noun}${inJira}` };
    default:
      return status satisfies never;
  }
}

const isLack = (reason: GateVerdict['reason']): reason is Lack =>
  ['sections', 'no-criteria', 'consent', 'sub-issues'].includes(reason.kind);

/** What has to be done about what a gate lacks. */
function stepForLack(lack: Lack, noun: string, of: string): Act {
  switch (lack.kind) {
    case 'sections':
      return { verb: 'complete', rest: `the description${of}` };
    case 'no-criteria':
      return { verb: 'list', rest: `the acceptance criteria${of}` };
    case 'consent':
      return lack.refused === null
        ? { verb: 'confirm', rest: `that ${noun} can be built` }
        : { verb: 'change', rest: noun };
    case 'sub-issues':
      return lack.untold === true
        ? { verb: 'change', rest: 'the policy: sub-issues can’t be checked on this GitHub' }
        : { verb: 'finish', rest: `the sub-issues${of}` };
    default:
      return lack satisfies never;
  }
}

/** Who has to do what with a gate that is not approved. */
export function stepOf(setting: Setting, gate: GateVerdict, style: Style, of = ''): Step {
  return { ...whoOf(setting, gate, style), ...actOf(gate, of, style) };
}

/** `Waiting for maria to approve the spec`; of several gates, who has to do what with each. */
export function waitingFor(steps: readonly Step[]): string {
  const acts = new Map<string, string[]>();
  for (const { who, verb, rest } of steps) acts.set(who, [...(acts.get(who) ?? []), `to ${verb} ${rest}`]);
  const all = [...acts].map(([who, what]) => `for ${who} ${list(unique(what))}`);
  if (all.length < 3) return `Waiting ${all.join(', and ')}`;
  return `Waiting ${all.slice(0, 2).join(', ')}, and for ${all.length - 2} more`;
}

/** The headline of one gate, in a comment that calls people: everybody who is called is mentioned in it. */
export function callFor(setting: Setting, gate: GateVerdict, called: readonly string[]): string {
  const line = waitingFor([stepOf(setting, gate, calling(called))]);
  const named = new Set(Array.from(line.matchAll(/@([\w./-]+)/g), ([, name = '']) => textKey(name)));
  const left = called.filter((name) => !named.has(textKey(name)));
  return left.length === 0 ? line : `${line} (${left.map(mentionOf).join(' ')})`;
}

/** `maria approves the spec`, as what has to happen first. */
export function once({ who, isPlural, verb, rest }: Step): string {
  const es = /(?:sh|x|ss|ch)$/.test(verb) ? 'es' : 's';
  return `${who} ${isPlural ? verb : `${verb}${es}`} ${rest}`;
}

/** Who has to do what with an issue, in one line; the same wherever it is told. */
export function headline(setting: Setting, verdict: Verdict, style: Style = asText): string {
  if (verdict.kind === 'no-gates') return 'No approval is needed here';
  const leading = batonGates(verdict).filter(({ baton }) => baton.leads);
  const waiting = leading.filter(({ gate }) => !gate.open);
  if (waiting.length > 0) return waitingFor(waiting.map(({ gate }) => stepOf(setting, gate, style)));
  // A label on a pull request approves a gate for it alone.
  if (leading.length > 0)
    return `Approved for this pull request: ${list(leading.map(({ gate }) => style.text(nounOf(gate.gate))))}`;
  const gates = verdict.gates.filter(({ gate }) => gate.mode !== 'observe');
  if (!gates.every(({ open }) => open)) return 'Closed: nothing left to do';
  const waived = gates
    .filter(({ status }) => status === 'waived')
    .map(({ gate }) => style.text(nounOf(gate)));
  return waived.length === 0
    ? 'Everything is approved'
    : `Done: ${list(unique(waived))} ${waived.length === 1 ? 'was' : 'were'} waived, not approved`;
}
