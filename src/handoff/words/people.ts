/** Persons, roles and what they write, within a sentence. */
import type { Gate } from '../../policy/index.ts';
import type { Actor } from '../history.ts';
import { code, list } from './markdown.ts';

/** Only the names of roles. */
export function roleNames(roles: readonly string[], word = 'and'): string {
  return list(roles.map(code), word);
}

export function person(actor: Actor): string {
  return actor.kind === 'nobody' ? 'somebody whose account is gone' : code(actor.login);
}

/** How an approver opens the gate: its label or its command. */
export function howToApprove(gate: Gate): string {
  const command = code(gate.name === 'acceptance' ? '/accept' : `/approve ${gate.name}`);
  return gate.label === null
    ? `comment ${command}`
    : `put on the label ${code(gate.label)} or comment ${command}`;
}
