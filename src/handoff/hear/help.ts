/** What somebody can say here now: for `/help`, and for people who meant a command and wrote none. */
import { commandForms, type Command, type Verb, type NearMiss } from '../commands/index.ts';
import { type Spoken, heldRole } from '../history/index.ts';
import { type Stage, approvingRoles, type Track } from '../gates/index.ts';
import type { Outcome, Usable } from '../verdict.ts';
import { includesText } from '../../same-text.ts';
import { named } from './target.ts';

/** Commands that are about one gate by its name. */
const aboutGate: readonly Verb[] = ['approve', 'return', 'request', 'revoke', 'waive'];
const alone: readonly Verb[] = ['question', 'answer', 'viable', 'not-viable', 'snooze'];

/** True when somebody holds a role of the policy. */
const holdsOne = (stage: Stage, word: Spoken): boolean =>
  stage.roles.some((role) => heldRole(stage.members, word, role));

/**
 * `/help`: each command is tried, and those that would be done are told.
 * @param attempt how a command would come out; nothing of it stays
 */
export function hearHelp(stage: Stage, word: Spoken, attempt: (command: Command) => Outcome): Outcome {
  if (!holdsOne(stage, word)) return { kind: 'help', usable: [], holdsRole: false };
  const isUsable = (verb: Verb, gate: string | null): boolean => {
    const words = [gate, commandForms[verb].sample].filter((part) => part !== null && part !== '').join(' ');
    const { kind } = attempt({ verb, words });
    return kind === 'done' || kind === 'snoozed';
  };
  const usable: Usable[] = [
    ...stage.tracks
      .filter(({ applies }) => applies)
      .flatMap(({ gate: { name: gate } }) =>
        aboutGate.filter((verb) => isUsable(verb, gate)).map((verb) => ({ verb, gate })),
      ),
    ...alone.filter((verb) => isUsable(verb, null)).map((verb) => ({ verb, gate: null })),
  ];
  return { kind: 'help', usable, holdsRole: true };
}

/** Whoever meant a command, and wrote none; null: it is nobody's business, or nobody knows which one was meant. */
export function hearNearMiss(stage: Stage, word: Spoken, { kind, verb, words }: NearMiss): Outcome | null {
  if (stage.decidedInJira !== null || word.editedBy !== null || !holdsOne(stage, word)) return null;
  if (word.at < (stage.times.widerSince ?? Number.NEGATIVE_INFINITY)) return null;
  const isTheirs = (track: Track): boolean =>
    track.applies &&
    (track.status === 'waiting' || track.status === 'stale') &&
    approvingRoles(track.gate, stage.members, word).length > 0 &&
    !track.approvals.hasBy(word.by);
  if (kind === 'prose') {
    const gates = stage.tracks.map(({ gate }) => gate.name);
    // Whatever else was written may be a condition.
    if (!words.every((each) => includesText(gates, each))) return null;
    const track = stage.tracks.find(isTheirs);
    return track === undefined || !isAbout(words, track)
      ? null
      : { kind: 'meant', verb: 'approve', gate: track.gate.name };
  }
  const gateNamed = named(stage, words[0] ?? '');
  const waiting = verb === 'approve' || verb === 'accept' ? stage.tracks.find(isTheirs) : undefined;
  const gate =
    aboutGate.includes(verb) || verb === 'accept'
      ? (gateNamed ?? waiting ?? stage.tracks.find(({ applies }) => applies))
      : undefined;
  return { kind: 'meant', verb: verb === 'accept' ? 'approve' : verb, gate: gate?.gate.name ?? null };
}

const isAbout = (words: readonly string[], { gate }: Track): boolean =>
  words.length === 0 || includesText(words, gate.name);
