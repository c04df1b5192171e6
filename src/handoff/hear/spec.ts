/** What is said about the spec itself: questions and their answers, and whether it is viable. */
import { rolesOf } from '../../policy/index.ts';
import type { Command } from '../commands/index.ts';
import { type Spoken, heldRole, keyOf } from '../history/index.ts';
import {
  type Questions,
  type Stage,
  approvingRoles,
  isBound,
  noteConsent,
  type Track,
} from '../gates/index.ts';
import { refused } from './target.ts';
import type { Outcome, Reference, Refusal } from '../verdict.ts';
import { sameText } from '../../same-text.ts';

const referenceTo = ({ id, at, by }: Reference): Reference => ({ id, at, by });

/** The gate of the spec: the one of that name, else the first whose approval is bound to the text, else the first. */
function specGate(stage: Stage): Track | undefined {
  const tracks = stage.tracks.filter(({ applies }) => applies);
  return (
    tracks.find(({ gate }) => sameText(gate.name, 'spec')) ??
    tracks.find(({ gate }) => isBound(gate)) ??
    tracks[0]
  );
}

/** `/question <text>`: anybody with a role; the spec's gate closes until it is answered. */
export function hearQuestion(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const track = specGate(stage);
  if (track === undefined) return refused(verb, { kind: 'nobody', gate: null });
  const { name } = track.gate;
  if (!stage.roles.some((role) => heldRole(stage.members, word, role)))
    return refused(verb, { kind: 'role', gate: name, roles: stage.roles });
  if (words === '') return refused(verb, { kind: 'no-reason', gate: null });
  track.questions.ask({ by: referenceTo(word), words });
  return { kind: 'done', verb, gate: name };
}

/** `/answer [number] <text>`: an approver; the spec stands, and this is the answer. */
export function hearAnswer(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const track = specGate(stage);
  if (track === undefined) return refused(verb, { kind: 'nobody', gate: null });
  const { name, approve } = track.gate;
  if (approvingRoles(track.gate, stage.members, word).length === 0)
    return refused(verb, { kind: 'role', gate: name, roles: rolesOf(approve) });
  if (word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  const open = track.questions;
  if (open.size === 0) return refused(verb, { kind: 'no-question' });
  const found = /^(\d{1,4})(?:[:.)]?\s+|$)([\s\S]*)$/.exec(words);
  const asked = open.get(Number(found?.[1]));
  const [only] = open;
  const meant = asked ?? (open.size === 1 ? only : undefined);
  if (meant === undefined) {
    return refused(verb, whichOf(open));
  }
  const text = asked === null ? words : (found?.[2] ?? '');
  if (text === '') return refused(verb, { kind: 'no-reason', gate: null });
  open.answer(meant.number);
  return { kind: 'done', verb, gate: name };
}

/** Questions that are told by their numbers. */
const mostNumbers = 10;

function whichOf(open: Questions): Refusal {
  const numbers: number[] = [];
  for (const { number } of open) {
    if (numbers.length === mostNumbers) break;
    numbers.push(number);
  }
  const more = open.size - numbers.length;
  return { kind: 'which-question', numbers, ...(more > 0 && { more }) };
}

/** `/viable`, `/not-viable <reason>`: the roles that a gate's `consent` names. */
export function hearViable(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const asking = stage.tracks.filter(({ applies, gate }) => applies && gate.requires.consent.length > 0);
  const [first] = asking;
  if (first === undefined) return refused(verb, { kind: 'nobody', gate: null });
  const roles = [...new Set(asking.flatMap(({ gate }) => gate.requires.consent))];
  const held = roles.filter((role) => !word.by.self && heldRole(stage.members, word, role));
  if (held.length === 0) return refused(verb, { kind: 'role', gate: first.gate.name, roles });
  const isViable = verb === 'viable';
  if (isViable && word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  if (isViable && words !== '') return refused(verb, { kind: 'extra-words', gate: first.gate.name });
  if (!isViable && words === '') return refused(verb, { kind: 'no-reason', gate: null });
  const meant = asking.filter(({ gate }) => gate.requires.consent.some((role) => held.includes(role)));
  for (const track of meant) {
    const text = keyOf(stage.texts, stage.texts.current, track.gate);
    for (const role of track.gate.requires.consent.filter((each) => held.includes(each)))
      noteConsent(track, role, { by: referenceTo(word), isViable, words, text });
  }
  return { kind: 'done', verb, gate: meant[0]?.gate.name ?? first.gate.name };
}
