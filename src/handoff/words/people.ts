/** Persons, roles and what they write, within a sentence. */
import type { JiraSign } from '../../policy/index.ts';
import type { Actor } from '../history/index.ts';
import type { GateVerdict } from '../verdict.ts';
import { code, list, plain } from '../phrases/index.ts';

/** Only the names of roles. */
export function roleNames(roles: readonly string[], word = 'and'): string {
  return list(roles.map(code), word);
}

export function person(actor: Actor): string {
  if (actor.hidden === true) return 'somebody in another repository';
  if (actor.anonymous === true) return 'Anonymous';
  if (actor.kind === 'nobody') return 'somebody whose account is gone';
  return actor.name === undefined ? code(actor.login) : plain(actor.name);
}

/** The same where a sentence begins. */
export function personFirst(actor: Actor): string {
  return person(actor).replace(/^s(?=omebody\b)/, 'S');
}

/**
 * How an approver opens the gate: its label or its command; in Jira, what it is decided by there. Where the label is on
 * already, adding it does nothing.
 */
export function howToApprove({ gate, labelStays }: Pick<GateVerdict, 'gate' | 'labelStays'>): string {
  if (gate.sign !== undefined) return howToApproveInJira(gate.sign);
  const command = code(gate.name === 'acceptance' ? '/accept' : `/approve ${gate.name}`);
  if (gate.label !== null && labelStays === true)
    return `comment ${command}, or remove the label ${code(gate.label)} and add it again`;
  return gate.label === null
    ? `comment ${command}`
    : `put on the label ${code(gate.label)} or comment ${command}`;
}

function howToApproveInJira(sign: JiraSign): string {
  switch (sign.kind) {
    case 'status':
      return `move it to the status ${code(sign.name ?? sign.status)} in Jira`;
    case 'label':
      return `put the label ${code(sign.label)} on it in Jira`;
    case 'field':
      return `set ${code(sign.name ?? sign.field)} to ${code(sign.value)} in Jira`;
    default:
      return sign satisfies never;
  }
}
