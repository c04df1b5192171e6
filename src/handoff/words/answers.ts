/** Answers to commands: one sentence that says why not and who may, or the whole reasoning. */
import { rolesOf } from '../../policy/index.ts';
import { commandForm, commandForms, type Doubt, mostCommands, type Verb, verbs } from '../commands/index.ts';
import { hashOf } from '../../hash.ts';
import { markerOf, type Said, samePerson, withoutMarkers } from '../history/index.ts';
import type { Answer, Outcome, Refusal } from '../verdict.ts';
import { code, list, isBoth, isJoint, shorten } from '../phrases/index.ts';
import { whatIsLacking } from './details.ts';
import { personFirst } from './people.ts';
import {
  approvalOf,
  approversWithPeople,
  rolesWithPeople,
  somebodyElse,
  clockOf,
  type Setting,
} from './holders.ts';
import { gateTitle } from './sentences.ts';
import { nameOf } from '../gates/index.ts';

const gateNames = (gates: readonly string[]): string => (gates.length === 0 ? 'none' : list(gates.map(code)));

/** Words of theirs, as far as they tell somebody which ones they are. */
const theirWord = (word: string): string => code(shorten(word, 60));

const example = (verb: string, gates: readonly string[]): string => code(`/${verb} ${gates[0] ?? 'spec'}`);

/** Commands that take no gate's name. */
const alone: ReadonlySet<string> = new Set(['accept', 'viable']);

/** Commands that approve: where several have to, each of them says it. */
const approving: ReadonlySet<string> = new Set(['approve', 'accept']);

/** Reasons to try a command with, where another one fits better than that of a spec that is sent back. */
const reasons: Readonly<Record<string, string>> = {
  waive: 'the shop is down',
  'not-viable': 'the till has no such field',
  question: 'are gift cards meant, too?',
  answer: 'as written',
};

/** Whom a command is for. */
function whoFor(setting: Setting, verb: string, { gate, roles }: Refusal & { kind: 'role' }): string {
  const rule = approvalOf(setting, gate);
  const approvers = rolesOf(rule);
  const isTheirs = approvers.length === roles.length && roles.every((role) => approvers.includes(role));
  if (!isTheirs || !isJoint(rule)) return rolesWithPeople(setting, roles, 'or');
  const who = approversWithPeople(setting, rule);
  if (!approving.has(verb)) return who;
  return `${who.replace(/^both /, '')}: ${isBoth(rule) ? 'it takes both of them' : 'it takes all of them'}`;
}

/** Why a command was not done, as a sentence. */
function refusalSentence(
  setting: Setting,
  verb: string,
  because: Refusal,
  { by }: Pick<Answer, 'by'>,
): string {
  const command = code(`/${verb}`);
  const title = (gate: string): string => `“${gateTitle(setting.policy, gate)}”`;
  switch (because.kind) {
    case 'role':
      return `${command} for ${title(because.gate)} is for ${whoFor(setting, verb, because)}.`;
    case 'unknown-gate':
      if (because.guess !== undefined) return guessSentence(verb, because.guess);
      return `There is no gate ${theirWord(because.word)} here; the gates are ${gateNames(because.gates)}.`;
    case 'nothing-waiting':
      return `No gate is waiting now, so name the one you mean, as in ${example(verb, because.gates)}; the gates are ${gateNames(because.gates)}.`;
    case 'no-gate-named':
      return `${command} needs the name of a gate, as in ${example(verb, because.gates)}; the gates are ${gateNames(because.gates)}.`;
    case 'no-reason':
      return `${command} needs a reason, so that ${verb === 'waive' ? 'everyone can see why' : 'the next person knows what to do'}: ${code(`/${[verb, because.gate ?? '', reasons[verb] ?? 'the error case is missing'].filter(Boolean).join(' ')}`)}.`;
    case 'whole-only':
      return `No gate here is accepted criterion by criterion; a plain ${code('/accept')} accepts the whole issue.`;
    case 'unknown-criterion':
      return because.count === 1
        ? `There is no criterion ${because.number}; the issue has one.`
        : `There is no criterion ${because.number}; the issue has ${because.count}.`;
    case 'no-question':
      return 'There’s no open question.';
    case 'which-question':
      return `Several questions wait for an answer, so say which one you answer, as in ${code(`/answer ${because.numbers[0] ?? 1} as written`)}; still unanswered: ${list([...because.numbers.map(String), ...(because.more === undefined ? [] : [`${because.more} more`])])}.`;
    case 'no-day':
      return noDaySentence(verb, because.word);
    case 'no-length':
      return `${command} needs a length of time or a day, as in ${code('/snooze 3 days')}, ${code('/snooze 2 working days')} or ${code('/snooze until 2026-12-24')}.`;
    case 'no-deadline':
      return `There are no reminders of ${title(because.gate)} to snooze: the policy gives it no deadline.`;
    case 'nobody-waits':
      return 'There are no reminders to snooze: this waits for nobody.';
    case 'past-day':
      return `${code(because.day)} ${verb === 'snooze' ? 'isn’t after today' : 'is in the past'}; please choose a later day.`;
    case 'nobody':
      return because.gate === null
        ? `No gate here asks for that.`
        : `Nobody can waive ${title(because.gate)}: the policy allows no waivers of it.`;
    case 'not-applicable':
      return `${title(because.gate)} doesn’t apply to this issue, so there’s nothing to do.`;
    case 'extra-words':
      return `${command} takes ${alone.has(verb) ? 'no other words' : 'only the name of a gate'}, so that nothing is approved on a condition; please write ${code(alone.has(verb) ? `/${verb}` : `/${verb} ${because.gate}`)} on a line of its own, and the rest on other lines.`;
    case 'already-open':
      return `${title(because.gate)} is already approved.`;
    case 'not-open':
      return `${title(because.gate)} has no approval to revoke.`;
    case 'edited':
      return `${samePerson(because.by, by) ? 'You' : personFirst(because.by)} edited your comment, and edited comments don’t count; please write a new one.`;
    case 'hidden':
      return `Your comment was hidden as ${because.as}, so it doesn’t count; please write a new one.`;
    case 'lacks':
      // Nothing that anybody does on the issue helps.
      if (because.lack.kind === 'sub-issues' && because.lack.untold)
        return `${title(because.gate)} can’t be approved. ${whatIsLacking(because.lack, clockOf(setting))}`;
      return `${title(because.gate)} can’t be approved yet. ${whatIsLacking(because.lack, clockOf(setting))} Once that’s fixed, please comment again.`;
    case 'blocked':
      return `${title(because.gate)} can’t be approved before ${title(because.by)}. Please comment again once ${title(because.by)} is approved.`;
    case 'independent':
      return `For ${title(because.gate)}, ${somebodyElse(setting, because, approvalOf(setting, because.gate), 'you')}.`;
    case 'links':
      return because.count === 0
        ? `${command} on a pull request is about the issue that it closes, and this one closes none; please comment on the issue.`
        : `This pull request closes ${because.count} issues, so ${command} cannot tell which is meant; please comment on the issue itself.`;
    case 'links-unclear':
      return `${command} does not count: GitHub no longer says which issue this pull request closed when you wrote it. Please comment on the issue itself.`;
    case 'link-gone':
      if (because.issue === null)
        return `${command} was about an issue in another repository, which this pull request does not close any more. Please comment on that issue itself.`;
      return `${command} was about ${nameOf(because.issue)}, which this pull request does not close any more. Please comment on ${nameOf(because.issue)} itself.`;
    case 'in-jira':
      if (verb === 'waive' && because.keys.length > 1)
        return `${command} works on a pull request that names a single issue, and this one names ${list(because.keys)}.`;
      return `${command} does nothing here: ${list(because.keys)} ${because.keys.length === 1 ? 'is' : 'are'} decided in Jira.`;
    case 'refused-before':
      return `${command} did nothing when you wrote it, and it still does nothing; please write it again.`;
    case 'policy-changed':
      return `The policy has changed since you wrote ${command}, so it is not clear which gate you meant. Please write it again with the gate's name, as in ${example(verb, because.gates)}.`;
    case 'unread':
      return unreadSentence(command, because.doubt);
    case 'no-gates':
      return `${command} does nothing here: this issue has no gates under this repository's policy.`;
    default:
      return because satisfies never;
  }
}

function guessSentence(verb: string, gate: string): string {
  const known = verbs.find((each) => each === verb);
  const form = known === undefined ? `/${verb} ${gate}` : commandForm(known, gate);
  return `Did you mean ${code(form)}? Please write it again like that.`;
}

/** Why a command was not read, and how to write it. */
function unreadSentence(command: string, doubt: Doubt): string {
  switch (doubt) {
    case 'quoted':
      return `Your ${command} is right below a quote, so GitHub shows it as part of the quote and I didn’t count it. Please write it again with an empty line above it.`;
    case 'box':
      return `Your ${command} is behind a checkbox, so I can’t tell whether it’s done or still to do. Please write it again without the box.`;
    case 'heading':
      return `GitHub shows your ${command} as a heading, so I didn’t count it. Please write it again as a plain line; a row of dashes below needs an empty line above it.`;
    case 'joined':
      return `GitHub shows your ${command} in one line with the text around it, so I didn’t count it. Please write it again with an empty line above and below.`;
    case 'signs':
      return `Your ${command} has invisible characters in it that can make a text look like another one, so I didn’t count it. Please type it again instead of pasting it.`;
    case 'markup':
      return `Your ${command} is right below HTML, where GitHub shows the signs around it as they are, so I didn’t count it. Please write it again with an empty line above it.`;
    case 'many':
      return `I read no more than ${mostCommands} commands in one comment, so I didn’t count your ${command}, or anything behind it. Please write what you still mean in a comment of its own.`;
    case 'unclear':
      return `I can’t tell how GitHub shows your ${command} to others, so I didn’t count it. Please write it again in a comment of its own.`;
    default:
      return doubt satisfies never;
  }
}

/** `said`: what was written in the place of a day; empty: nothing. */
function noDaySentence(verb: string, said: string): string {
  const what = said === '' ? 'There’s no day behind “until”' : `I can’t read ${theirWord(said)} as a day`;
  const form = code('until 2026-12-24');
  return verb === 'waive'
    ? `${what}, so nothing is waived. Please write it again with the day at the end, like ${form}; a waiver without an end has no day and no “until”.`
    : `${what}; please write it like ${form}.`;
}

/** What somebody can use here now. */
function helpText({ usable, holdsRole }: Extract<Outcome, { kind: 'help' }>): string {
  const line = (verb: Verb, gate: string | null): string =>
    `- ${code(commandForm(verb, gate))}: ${commandForms[verb].does}`;
  const always = line('why', null);
  if (!holdsRole)
    return `${code('/why')} explains what this waits for. The other commands are for people with a role in this repository’s policy.`;
  if (usable.length === 0) return `Nothing here is waiting for you now. You can always use:\n\n${always}`;
  const lines = usable.map(({ verb, gate }) => line(verb, gate));
  return `Here and now you can use, each on a line of its own:\n\n${[...lines, always].join('\n')}`;
}

function meantSentence({ verb, gate }: Extract<Outcome, { kind: 'meant' }>): string {
  return `Did you mean ${code(commandForm(verb, gate))}? Nothing has changed yet: please write it in a new comment, on a line of its own. I won’t ask again here.`;
}

/** How many sentences one answer has; a comment may hold thousands of commands. */
const mostSentences = 10;

/**
 * One thing that somebody is told. `about`: a gate, or else the command. `why`: a tag of what it rests on; while both are the
 * same, it is the same thing.
 */
export type Sentence = {
  readonly about: string;
  readonly why: string;
  readonly text: string;
  /** Whoever is told that something was undone because only others can approve the gate knows it from that. */
  readonly isImplied: boolean;
};

/** What answers a comment; `reasoning` is what `/why` gives. The same is not said twice. */
export function sentencesOf(setting: Setting, answer: Answer, reasoning: () => string): readonly Sentence[] {
  let reasons: string | null = null;
  const once = (): string => (reasons ??= reasoning());
  const all = answer.outcomes.flatMap((outcome): Sentence[] => {
    const text = sentenceOf(setting, outcome, { answer, reasoning: once });
    if (text === null) return [];
    const because = outcome.kind === 'refused' ? outcome.because : null;
    const about = because !== null && 'gate' in because ? because.gate : null;
    const why = because?.kind === 'role' ? notTheirs(setting, because.gate, because.roles) : tagOf(text);
    const isImplied = because?.kind === 'role' && approving.has(verbOf(outcome));
    return [{ about: about ?? `/${verbOf(outcome)}`, why, text, isImplied }];
  });
  const distinct = [...new Map(all.map((each) => [each.text, each])).values()];
  const more = distinct.length - mostSentences;
  if (more <= 0) return distinct;
  const text = `I left out ${more} more; please put fewer commands in one comment.`;
  return [...distinct.slice(0, mostSentences), { about: '/', why: tagOf(text), text, isImplied: false }];
}

function sentenceOf(
  setting: Setting,
  outcome: Outcome,
  { answer, reasoning }: { readonly answer: Answer; readonly reasoning: () => string },
): string | null {
  switch (outcome.kind) {
    case 'refused':
      return refusalSentence(setting, outcome.verb, outcome.because, answer);
    case 'help':
      return helpText(outcome);
    case 'meant':
      return meantSentence(outcome);
    case 'why':
      return reasoning();
    case 'done':
    case 'snoozed':
      return null;
    default:
      return outcome satisfies never;
  }
}

const verbOf = (outcome: Outcome): string => ('verb' in outcome ? outcome.verb : outcome.kind);

const tagOf = (text: string): string => hashOf(text).slice(0, 10);

/** That a gate is for these roles alone: the same thing as long as they, and who has to approve it, are the same. */
export function notTheirs(setting: Setting, gate: string, roles: readonly string[]): string {
  const rule = approversWithPeople(setting, approvalOf(setting, gate), true);
  return tagOf(
    [gateTitle(setting.policy, gate), rule, rolesWithPeople(setting, roles.toSorted())].join('\n'),
  );
}

/** What a comment adds below, for those whose later comments it answers, too. */
type Below = {
  /** The latest of the comments that it answers, and how many these are; null: it answers no later one. */
  readonly latest: { readonly url: string; readonly count: number } | null;
  /** It is the last answer for a while. */
  readonly isLast: boolean;
};

/** Stands before what is added below. */
const below = '<!-- baton:below -->';

/** The body of a comment that tells somebody something. `text`: what it says, without what it adds below. */
export function tellingBody(said: readonly Said[], text: string, { latest, isLast }: Below): string {
  const lines = [
    ...(latest === null
      ? []
      : [
          latest.count === 1
            ? `This also answers [your comment](${latest.url}).`
            : `This answers ${latest.count} of your comments; [here is the latest](${latest.url}).`,
        ]),
    ...(isLast
      ? ['I’ve answered you often here within the last hour, so for now I’ll only react to your commands.']
      : []),
  ];
  const parts = lines.length > 0 || text.includes(below) ? [text, [below, ...lines].join('\n')] : [text];
  return [...said.map(markerOf), parts.join('\n\n')].join('\n');
}

/** What such a comment says, without what it adds below. */
export function textOfTelling(body: string): string {
  const text = withoutMarkers(body.replaceAll('\r\n', '\n'));
  const end = text.lastIndexOf(below);
  return (end === -1 ? text : text.slice(0, end)).trimEnd();
}
