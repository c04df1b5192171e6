/** The short new comments: a handoff, the first reversal of a kind, and that Baton stops undoing. */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import { samePerson } from '../history/index.ts';
import type { ClosedByMerge, GateVerdict, Verdict, Violation } from '../verdict.ts';
import type { Call } from '../judge/index.ts';
import { batonGates } from '../gates/index.ts';
import { act } from './card.ts';
import { endedSentence } from './details.ts';
import { code, link, list, plain, ruleNames, together } from '../phrases/index.ts';
import { customText } from './custom-text.ts';
import { approvedWord, approveVerb, nounOf } from './gate-noun.ts';
import { callFor, inMarkdown, whoCan } from './headline.ts';
import { howToApprove, person, roleNames } from './people.ts';
import {
  approvalOf,
  calledMentions,
  holderNames,
  mentionOf,
  mentions,
  type Setting,
  clockOf,
} from './holders.ts';
import { gateNoun, gateTitle, nextStep, whyStatus, wordsOf } from './sentences.ts';

/** What a note has to say; at least one of them. */
export type Note = {
  /** Who has a baton from now on; empty: nothing is handed over. */
  readonly calls: readonly Call[];
  /** A merge; `closed`: it closed the issue before its time. `pullRequest` null: not known, or not for everybody who reads it. */
  readonly merge: {
    readonly pullRequest: { readonly name: string; readonly url: string } | null;
    readonly closed: ClosedByMerge | null;
  } | null;
  readonly undone: readonly Violation[];
  /** Acts of approvers that came too early: their label is removed, and they are told why. */
  readonly early: readonly {
    readonly gate: string;
    readonly by: string;
    /** The same, for markers. */
    readonly person: string;
    readonly why: string;
    readonly label: string;
  }[];
  readonly stopped: readonly Violation[];
};

function mention(login: string): string {
  return /^[\w-]+$/.test(login) ? `@${login}` : code(login);
}

type Verdicts = Pick<Verdict & { kind: 'gates' }, 'gates'>;

/** How an approver approves a gate; one that is decided in Jira, there. */
function howTo({ gates }: Verdicts, name: string): string {
  const found = gates.find(({ gate }) => gate.name === name);
  return found === undefined ? '' : howToApprove(found);
}

/** Whose approval a gate still lacks; of one that lacks none, who approves it. */
const stillToApprove = (setting: Setting, { gates }: Verdicts, name: string): ApproveRule =>
  gates.find(({ gate }) => gate.name === name)?.missing ?? approvalOf(setting, name);

/** True where it is said in Baton's words, which name those who can approve the gate. */
export const namesApprovers = ({ policy }: Setting, { kind }: Pick<Violation, 'kind'>): boolean =>
  policy.texts[`undone-${kind}`] === undefined;

/** Why something was undone, said to the person who did it. */
function undoneSentence(setting: Setting, verdict: Verdicts, one: Violation): string {
  const how = howTo(verdict, one.gate);
  return (
    customText(setting, `undone-${one.kind}`, {
      who: one.by.kind === 'person' ? mention(one.by.login) : person(one.by),
      what: act(one),
      gate: gateTitle(setting.policy, one.gate),
      approvers: ruleNames(approvalOf(setting, one.gate)),
      how,
    }) ?? usualUndone(setting, verdict, one)
  );
}

/** That another gate comes first, and how it is approved; null: none does. */
function firstOther(setting: Setting, verdict: Verdicts, name: string): string | null {
  const reason = verdict.gates.find(({ gate }) => gate.name === name)?.reason;
  if (reason?.kind !== 'blocked') return null;
  const [noun, first] = [name, reason.gate].map((each) => gateNoun(setting.policy, each));
  const is = approvedWord({ name });
  return `${canApprove(setting, verdict, reason.gate, `${first} first`)} Once ${noun} is ${is}, too, I’ll close the issue again.`;
}

/** Who can approve a gate, and how, as a sentence. */
function canApprove(setting: Setting, verdict: Verdicts, name: string, what = 'it'): string {
  const rule = stillToApprove(setting, verdict, name);
  const who = approvers(setting, rule);
  return `${who} can ${approveVerb({ name })} ${what}${together(rule)}: ${howTo(verdict, name)}.`;
}

/** The people of a rule by name where that is short; nobody is mentioned. */
const approvers = (setting: Setting, rule: ApproveRule): string => whoCan(setting, rule, inMarkdown);

function usualUndone(setting: Setting, verdict: Verdicts, one: Violation): string {
  const noun = gateNoun(setting.policy, one.gate);
  const approved = approvedWord({ name: one.gate });
  const rule = approvalOf(setting, one.gate);
  const can = canApprove(setting, verdict, one.gate);
  const who = one.by.kind === 'person' ? `${mention(one.by.login)}: ` : '';
  switch (one.kind) {
    case 'assignment': {
      const whom = samePerson(one.assignee, one.by) && who !== '' ? 'you' : person(one.assignee);
      return `${who}I unassigned ${whom}, because ${noun} isn’t ${approved} yet. ${can}`;
    }
    case 'work-label':
      return `${who}I removed ${act(one)}, because ${noun} isn’t ${approved} yet. ${can}`;
    case 'gate-label':
      return one.put === 'on'
        ? `${who}I removed ${act(one)}: it shows that ${noun} is ${approved}, and only ${approvers(setting, rule)} can ${approveVerb({ name: one.gate })} it${together(rule)}.`
        : `${who}I added ${code(one.label)} again: ${noun} is ${approved}, and only ${approvers(setting, rule)} can take that back.`;
    case 'close':
      return `${who}I reopened this issue, because ${noun} isn’t ${approved} yet. ${firstOther(setting, verdict, one.gate) ?? `${can} After that I’ll close it again.`}`;
    default:
      return one satisfies never;
  }
}

/** That a pull request is merged, and what becomes of the issue; with the handoff that it brings, that says who accepts. */
function mergeSentence(
  setting: Setting,
  verdict: Verdicts,
  { pullRequest, closed }: NonNullable<Note['merge']>,
  isHandoff: boolean,
): string {
  const pull = pullRequest === null ? 'A pull request' : link(pullRequest.name, pullRequest.url);
  if (closed === null) return `${pull} is merged.`;
  const noun = gateNoun(setting.policy, closed.gate);
  const approved = approvedWord({ name: closed.gate });
  const what =
    closed.answer === 'warn'
      ? `${noun.replace(/^./, (letter) => letter.toUpperCase())} still has to be ${approved}.`
      : `I reopened it until ${noun} is ${approved}; then I’ll close it again.`;
  const how = canApprove(setting, verdict, closed.gate);
  return `${pull} is merged, and GitHub closed this issue with it. ${what}${isHandoff ? '' : ` ${how}`}`;
}

const kinds = {
  assignment: 'assignments',
  'work-label': 'work labels',
  'gate-label': 'changes to this label',
  close: 'closing',
} as const;

/** Who decides once Baton stops: the role to escalate to, if the policy names one; else the approvers. */
function stoppedSentence(setting: Setting, verdict: Verdicts, one: Violation): string {
  const { escalateTo } = setting.policy;
  const rule = approvalOf(setting, one.gate);
  const all = rolesOf(rule);
  const elsewhere = escalateTo === null || all.includes(escalateTo) ? null : escalateTo;
  const asked = escalateTo === null ? all : [escalateTo];
  const mentioned = mentions(setting, asked);
  const names = escalateTo === null ? ruleNames(rule) : roleNames([escalateTo]);
  const who = mentioned === '' ? names : mentioned;
  const how = howTo(verdict, one.gate);
  const title = gateTitle(setting.policy, one.gate);
  const said = customText(setting, 'stopped', { who, what: act(one), gate: title, how });
  if (said !== null) return said;
  const noun = gateNoun(setting.policy, one.gate);
  const approved = approvedWord({ name: one.gate });
  const begin = `${who}${elsewhere === null || mentioned === '' ? '' : ` (${names})`}: I’ve undone ${kinds[one.kind]} here three times within a day, so I stop now. ${act(one).replace(/^./, (letter) => letter.toUpperCase())} by ${person(one.by)} stays.`;
  const decide = elsewhere === null ? '' : ' Please decide what is right.';
  if (one.kind === 'gate-label' && one.put === 'off')
    return `${begin}${decide} ${noun.replace(/^./, (letter) => letter.toUpperCase())} is still ${approved}. To take that back, comment ${code(`/revoke ${one.gate}`)}.`;
  const verb = approveVerb({ name: one.gate });
  return elsewhere === null
    ? `${begin} To ${verb} ${noun}, ${how}.`
    : `${begin}${decide} ${canApprove(setting, verdict, one.gate, noun)}`;
}

/** What led to the handoff, in one sentence; empty: the headline and the next step say enough. */
function whyNow(setting: Setting, verdict: Verdict & { kind: 'gates' }, gate: GateVerdict): string {
  const clock = clockOf(setting);
  if (gate.reason.kind === 'asked') return gate.ended === null ? '' : endedSentence(gate.ended, clock);
  if (!['not-merged', 'sections'].includes(gate.reason.kind)) return whyStatus(setting, gate);
  const before = (status: GateVerdict['status'], is: (gates: readonly GateVerdict[]) => string): string => {
    const those = verdict.gates.filter(
      (each) => each.status === status && gate.gate.after.includes(each.gate.name),
    );
    const nouns = list(those.map((each) => plain(nounOf(each.gate))));
    return those.length === 0 ? '' : `${nouns} ${those.length === 1 ? 'is' : 'are'} ${is(those)}`;
  };
  // A waiver is no approval, and is not to be taken for one.
  const both = [
    before('satisfied', (gates) => [...new Set(gates.map((each) => approvedWord(each.gate)))].join(' and ')),
    before('waived', () => 'waived, not approved'),
  ].filter(Boolean);
  return both.length === 0 ? '' : `${both.join(', and ').replace(/^./, (letter) => letter.toUpperCase())}.`;
}

/** What calls people, gate by gate. A person who has several batons is mentioned once. */
function handoffs(
  setting: Setting,
  verdict: Verdict & { kind: 'gates' },
  calls: readonly Call[],
): readonly string[] {
  const mentioned: string[] = [];
  return batonGates(verdict).flatMap(({ gate }) => {
    const call = calls.find((each) => each.gate === gate.gate.name);
    if (call === undefined) return [];
    const who = calledMentions(setting, gate, call.roles, mentioned);
    mentioned.push(...who);
    return [handoffSentence(setting, verdict, gate, { roles: call.roles, who })];
  });
}

function handoffSentence(
  setting: Setting,
  verdict: Verdict & { kind: 'gates' },
  gate: GateVerdict,
  { roles, who }: { readonly roles: readonly string[]; readonly who: readonly string[] },
): string {
  const words = wordsOf(gate.reason);
  const why = whyNow(setting, verdict, gate);
  const names = roles.length === gate.holders.length ? holderNames(gate) : roleNames(roles);
  const next = nextStep(setting, gate);
  const said = customText(setting, 'handoff', {
    who: who.length === 0 ? names : who.map(mentionOf).join(' '),
    roles: names,
    gate: plain(gate.gate.title),
    why,
    next,
  });
  if (said !== null) return words === null ? said : `${said}\n\n${words}`;
  return [
    `**${callFor(setting, gate, who)}.**${words === null && why !== '' ? ` ${why}` : ''}`,
    ...(words === null ? [] : ['', why, '', words]),
    '',
    `**Next:** ${next}`,
  ].join('\n');
}

/** What a note says. */
export function noteText(setting: Setting, verdict: Verdict & { kind: 'gates' }, note: Note): string {
  const parts = [
    ...handoffs(setting, verdict, note.calls),
    ...(note.merge === null ? [] : [mergeSentence(setting, verdict, note.merge, note.calls.length > 0)]),
    ...note.undone.map((one) => undoneSentence(setting, verdict, one)),
    ...note.early.map((one) => `${mention(one.by)}: I removed the label ${code(one.label)}: ${one.why}.`),
    ...note.stopped.map((one) => stoppedSentence(setting, verdict, one)),
  ];
  return parts.join('\n\n');
}
