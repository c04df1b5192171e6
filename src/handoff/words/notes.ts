/** The short new comments: a handoff, the first reversal of a kind, and that Baton stops undoing. */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import { samePerson, markerOf, type Said } from '../history/index.ts';
import type { ClosedByMerge, GateVerdict, Verdict, Violation } from '../verdict.ts';
import type { Call } from '../judge/index.ts';
import { batonGates } from '../gates/index.ts';
import { act } from './card.ts';
import { endedSentence } from './details.ts';
import { code, link, list, plain, ruleNames, together } from '../phrases/index.ts';
import { ownWords } from './own-words.ts';
import { howToApprove, person, roleNames } from './people.ts';
import {
  approvalOf,
  calledMentions,
  holderNames,
  holdersHave,
  mentionOf,
  mentions,
  type Setting,
} from './holders.ts';
import { gateTitle, nextStep, whyStatus, wordsOf } from './sentences.ts';

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
  /** Acts of approvers that came too early: their label comes off, and they are told why. */
  readonly early: readonly {
    readonly gate: string;
    readonly by: string;
    readonly why: string;
    readonly label: string;
  }[];
  readonly stopped: readonly Violation[];
  readonly said: readonly Said[];
};

function mention(login: string): string {
  return /^[\w-]+$/.test(login) ? `@${login}` : code(login);
}

type Verdicts = Pick<Verdict & { kind: 'gates' }, 'gates'>;

/** How an approver opens a gate; one that is decided in Jira, there. */
function howToOpen({ gates }: Verdicts, name: string): string {
  const found = gates.find(({ gate }) => gate.name === name);
  return found === undefined ? '' : howToApprove(found);
}

/** Whose approval a gate still lacks; of one that lacks none, who approves it. */
const stillToApprove = (setting: Setting, { gates }: Verdicts, name: string): ApproveRule =>
  gates.find(({ gate }) => gate.name === name)?.missing ?? approvalOf(setting, name);

/** Why something was undone, said to the person who did it. */
function undoneSentence(setting: Setting, verdict: Verdicts, one: Violation): string {
  const how = howToOpen(verdict, one.gate);
  return (
    ownWords(setting, `undone-${one.kind}`, {
      who: one.by.kind === 'person' ? mention(one.by.login) : person(one.by),
      what: act(one),
      gate: gateTitle(setting.policy, one.gate),
      approvers: ruleNames(approvalOf(setting, one.gate)),
      how,
    }) ?? usualUndone(setting, verdict, one, how)
  );
}

/** Which other gate has to be open first, and how it gets so; null: none has. */
function firstOpen(setting: Setting, verdict: Verdicts, name: string): string | null {
  const reason = verdict.gates.find(({ gate }) => gate.name === name)?.reason;
  if (reason?.kind !== 'blocked') return null;
  const [title, first] = [name, reason.gate].map((each) => `“${gateTitle(setting.policy, each)}”`);
  const rule = stillToApprove(setting, verdict, reason.gate);
  return `${first} has to be open first, and ${ruleNames(rule)} can open it${together(rule)}: ${howToOpen(verdict, reason.gate)}. Once ${title} is open, too, I close the issue again.`;
}

function usualUndone(setting: Setting, verdict: Verdicts, one: Violation, open: string): string {
  const title = gateTitle(setting.policy, one.gate);
  const rule = approvalOf(setting, one.gate);
  const approvers = ruleNames(rule);
  const missing = stillToApprove(setting, verdict, one.gate);
  const can = `${ruleNames(missing)} can open it${together(missing)}`;
  const who = one.by.kind === 'person' ? `${mention(one.by.login)}: ` : '';
  switch (one.kind) {
    case 'assignment':
      return `${who}I took back ${samePerson(one.assignee, one.by) ? 'your assignment' : act(one)}, because work starts after “${title}”. ${can}: ${open}.`;
    case 'work-label':
      return `${who}I took off ${act(one)}, because work starts after “${title}”. ${can}: ${open}.`;
    case 'gate-label':
      return one.put === 'on'
        ? `${who}I took off ${act(one)}, because it shows “${title}”, which only ${approvers} can open${together(rule)}.`
        : `${who}I put ${code(one.label)} back, because “${title}” is open, and only ${approvers} can take that back.`;
    case 'close':
      return `${who}I opened this issue again, because “${title}” is not open. ${firstOpen(setting, verdict, one.gate) ?? `${can}: ${open}. After that I close it again.`}`;
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
  const title = `“${gateTitle(setting.policy, closed.gate)}”`;
  const what =
    closed.answer === 'warn'
      ? `${title} still has to be approved.`
      : `I reopened it until ${title} is approved; then I’ll close it again.`;
  const rule = stillToApprove(setting, verdict, closed.gate);
  const how = `${ruleNames(rule)} can approve it${together(rule)}: ${howToOpen(verdict, closed.gate)}.`;
  return `${pull} is merged, and GitHub closed this issue with it. ${what}${isHandoff ? '' : ` ${how}`}`;
}

const kinds = {
  assignment: 'assignments',
  'work-label': 'work labels',
  'gate-label': 'changes of this label',
  close: 'closing',
} as const;

/** Those who are to decide once Baton stops: the role to escalate to, if the policy names one; else the approvers. */
function stoppedSentence(setting: Setting, verdict: Verdicts, one: Violation): string {
  const { escalateTo } = setting.policy;
  const rule = approvalOf(setting, one.gate);
  const approvers = rolesOf(rule);
  const elsewhere = escalateTo === null || approvers.includes(escalateTo) ? null : escalateTo;
  const asked = escalateTo === null ? approvers : [escalateTo];
  const mentioned = mentions(setting, asked);
  const names = escalateTo === null ? ruleNames(rule) : roleNames([escalateTo]);
  const who = mentioned === '' ? names : mentioned;
  const title = gateTitle(setting.policy, one.gate);
  const open = howToOpen(verdict, one.gate);
  const said = ownWords(setting, 'stopped', { who, what: act(one), gate: title, how: open });
  if (said !== null) return said;
  const begin = `${who}${elsewhere === null || mentioned === '' ? '' : ` (${names})`}: I have undone ${kinds[one.kind]} here three times within a day and stop now, so ${act(one)} by ${person(one.by)} stays.`;
  const [state, change, how] =
    one.kind === 'gate-label' && one.put === 'off'
      ? ['open all the same', 'take that back', `comment ${code(`/revoke ${one.gate}`)}`]
      : ['still not open', 'open it', open];
  return elsewhere === null
    ? `${begin} “${title}” is ${state}; to ${change}, ${how}.`
    : `${begin} Please decide what is right: “${title}” is ${state}, and ${ruleNames(rule)} can ${change}${change === 'open it' ? together(rule) : ''}: ${how}.`;
}

/** What led to the handoff, in one sentence; empty: the next step says enough. */
function whyNow(setting: Setting, verdict: Verdict & { kind: 'gates' }, gate: GateVerdict): string {
  if (gate.reason.kind === 'asked') return gate.ended === null ? '' : endedSentence(gate.ended);
  if (!['not-merged', 'sections'].includes(gate.reason.kind)) return whyStatus(setting, gate);
  const before = (status: GateVerdict['status'], is: string): string => {
    const those = verdict.gates.filter(
      (each) => each.status === status && gate.gate.after.includes(each.gate.name),
    );
    const titles = list(those.map((each) => `“${plain(each.gate.title)}”`));
    return those.length === 0 ? '' : `${titles} ${those.length === 1 ? 'is' : 'are'} ${is}`;
  };
  // An exception is no approval, and is not to be taken for one.
  const both = [before('satisfied', 'open'), before('waived', 'waived, not approved')].filter(Boolean);
  return both.length === 0 ? '' : `${both.join(', and ')}.`;
}

/** What calls people, gate by gate. Whoever has several batons is mentioned once. */
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
    return [
      handoffSentence(setting, verdict, gate, { roles: call.roles, who: who.map(mentionOf).join(' ') }),
    ];
  });
}

function handoffSentence(
  setting: Setting,
  verdict: Verdict & { kind: 'gates' },
  gate: GateVerdict,
  { roles, who }: { readonly roles: readonly string[]; readonly who: string },
): string {
  const words = wordsOf(gate.reason);
  const why = whyNow(setting, verdict, gate);
  const names = roles.length === gate.holders.length ? holderNames(gate) : roleNames(roles);
  const said = ownWords(setting, 'handoff', {
    who: who === '' ? names : who,
    roles: names,
    gate: plain(gate.gate.title),
    why,
    next: nextStep(setting, gate),
  });
  if (said !== null) return words === null ? said : `${said}\n\n${words}`;
  const has = roles.length === gate.holders.length ? holdersHave(gate) : roles.length === 1 ? 'has' : 'have';
  return [
    `${who === '' ? `${names} ${has}` : `${who} you have`} the baton now${who === '' ? '' : ` (${names})`}, for “${plain(gate.gate.title)}”.${words === null && why !== '' ? ` ${why}` : ''}`,
    ...(words === null ? [] : ['', why, '', words]),
    '',
    `**Next:** ${nextStep(setting, gate)}`,
  ].join('\n');
}

/** The body of a note. */
export function noteBody(setting: Setting, verdict: Verdict & { kind: 'gates' }, note: Note): string {
  const parts = [
    ...handoffs(setting, verdict, note.calls),
    ...(note.merge === null ? [] : [mergeSentence(setting, verdict, note.merge, note.calls.length > 0)]),
    ...note.undone.map((one) => undoneSentence(setting, verdict, one)),
    ...note.early.map(
      (one) => `${mention(one.by)}: I took the label ${code(one.label)} off again: ${one.why}.`,
    ),
    ...note.stopped.map((one) => stoppedSentence(setting, verdict, one)),
  ];
  return [...note.said.map(markerOf), parts.join('\n\n')].join('\n');
}
