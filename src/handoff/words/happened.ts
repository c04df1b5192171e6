/** What happened in the course of an issue, a sentence for each: for pages that tell its story. */
import type { Fact } from '../course/index.ts';
import { day, list, plain, prose, shorten } from '../phrases/index.ts';
import type { Reason } from '../verdict.ts';
import { approvedWord, nounOf } from './gate-noun.ts';
import { approvalOf, clockOf, rolesWithPeople, type Setting } from './holders.ts';
import { personFirst } from './people.ts';
import { gateNoun, via, whatTheyDid, whyNotCounted } from './sentences.ts';
import { timeIn } from './times.ts';

/** A sentence in Markdown. */
export function happenedSentence(setting: Setting, fact: Fact): string {
  const who = fact.by === null ? null : fact.by.self ? 'Baton' : personFirst(fact.by);
  const noun = 'gate' in fact ? gateNoun(setting.policy, fact.gate) : '';
  switch (fact.kind) {
    case 'approved':
      return `${who} ${wordOf(setting, fact.gate)} ${noun} ${via[fact.via]}.`;
    case 'not-counted': {
      const gate = setting.policy.gates.find(({ name }) => name === fact.gate);
      if (gate === undefined) return `${who} approved something that is no gate any more.`;
      const why = whyNotCounted(setting, fact.because, approvalOf(setting, gate.name));
      return `${who} ${whatTheyDid(gate, fact.via)}, which didn’t count: ${why}.`;
    }
    case 'sent-back':
      return `${who} sent ${noun} back.`;
    case 'revoked':
      return `${who} took back the approval of ${noun}.`;
    case 'asked':
      return `${who} asked a question about ${noun}.`;
    case 'answered':
      return `${who} answered a question about ${noun}.`;
    case 'requested':
      return `${who} asked for ${noun} to be ${wordOf(setting, fact.gate)}.`;
    case 'viable':
      return `${who} said that ${noun} can be built.`;
    case 'not-viable':
      return `${who} said that ${noun} can’t be built.`;
    case 'changed':
      return `${changedBecause(fact.because, who)}, so the approval of ${noun} no longer counts.`;
    case 'waived':
      return `${who} waived ${noun}${fact.until === null ? '' : ` until ${day(fact.until.day)}`}: “${prose(shorten(fact.words, 300))}”`;
    case 'waiver-ended':
      return who === null ? `The waiver of ${noun} ran out.` : `${who} ended the waiver of ${noun}.`;
    case 'put-off':
      return `${who} put off reminders about ${nouns(setting, fact.gates)} until ${timeIn(fact.until, clockOf(setting))}.`;
    case 'overdue':
      return `The deadline of ${rolesWithPeople(setting, fact.roles)} for ${noun} passed.`;
    case 'closed':
      return `${closed(fact, who)}${although(setting, fact.against)}.`;
    case 'reopened':
      return `${who ?? 'Somebody'} reopened the issue.`;
    case 'started':
      return `${who ?? 'Somebody'} ${fact.through === 'label' ? 'added a label that starts work' : 'assigned somebody'}${although(setting, fact.against)}.`;
    case 'merged': {
      const pull = fact.pullRequest === null ? null : `#${fact.pullRequest.number}`;
      const merged =
        who === null
          ? `${pull ?? 'A pull request elsewhere'} was merged`
          : `${who} merged ${pull ?? 'a pull request elsewhere'}`;
      return `${merged}${although(setting, fact.against)}.`;
    }
    default:
      return fact satisfies never;
  }
}

function wordOf({ policy }: Setting, name: string): string {
  return approvedWord(policy.gates.find((gate) => gate.name === name) ?? { name });
}

const nouns = ({ policy }: Setting, names: readonly string[]): string =>
  list(
    names.map((name) => {
      const gate = policy.gates.find((each) => each.name === name);
      return plain(gate === undefined ? name : nounOf(gate));
    }),
  );

/** What was not approved then. */
function although(setting: Setting, against: readonly { readonly gate: string }[]): string {
  const [first] = against;
  if (first === undefined) return '';
  const names = against.map(({ gate }) => gate);
  return against.length === 1
    ? `, although ${nouns(setting, names)} wasn’t ${wordOf(setting, first.gate)} yet`
    : `, although ${nouns(setting, names)} weren’t approved yet`;
}

function closed({ reason, through, pullRequest }: Fact & { kind: 'closed' }, who: string | null): string {
  const as = { completed: '', not_planned: ' as not planned', duplicate: ' as a duplicate' }[reason];
  switch (through) {
    case 'pull-request':
      return `Merging ${pullRequest === null ? 'a pull request' : `#${pullRequest.number}`} closed the issue${as}`;
    case 'commit':
      return `${who ?? 'Somebody'} closed the issue${as} with a commit`;
    case 'person':
    case 'automation':
      return `${who ?? 'Somebody'} closed the issue${as}`;
    default:
      return through satisfies never;
  }
}

function changedBecause(because: Reason['kind'], who: string | null): string {
  const doer = who ?? 'Somebody';
  switch (because) {
    case 'edited':
    case 'relisted':
    case 'sections':
    case 'no-criteria':
      return `${doer} edited the text`;
    case 'pushed':
      return 'New commits were pushed';
    case 'reopened':
      return `${doer} reopened the issue`;
    case 'entered':
      return `${doer}, who can’t approve it, moved it there again`;
    case 'resolved':
      return `${doer} set a resolution that says the work wasn’t done`;
    case 'blocked':
    case 'after':
      return 'Another approval that it rests on was lost';
    case 'consent':
      return `${doer} took back that it can be built`;
    case 'sub-issues':
      return 'A sub-issue was reopened or added';
    case 'approved':
    case 'waived':
    case 'not-applicable':
    case 'questioned':
    case 'not-merged':
    case 'asked':
    case 'partly':
    case 'returned':
    case 'revoked':
    case 'elsewhere':
      return 'Something else changed';
    default:
      return because satisfies never;
  }
}

/** Who has or had the baton, as the end of a sentence. */
export const batonSentence = (setting: Setting, gate: string, roles: readonly string[]): string =>
  `${rolesWithPeople(setting, roles)} for ${gateNoun(setting.policy, gate)}`;
