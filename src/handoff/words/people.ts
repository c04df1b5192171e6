/** Persons, roles and what they write, within a sentence. */
import type { JiraSign } from '../../policy/index.ts';
import type { Actor } from '../history/index.ts';
import type { GateVerdict } from '../verdict.ts';
import { approveVerb } from './gate-noun.ts';
import { code, list, plain } from '../phrases/index.ts';

/** Only the names of roles. */
export function roleNames(roles: readonly string[], word = 'and'): string {
  return list(roles.map(code), word);
}

export function person(actor: Actor): string {
  if (actor.hidden === true) return 'somebody in another repository';
  if (actor.anonymous === true) return 'Anonymous';
  if (actor.kind === 'nobody') return 'somebody whose account is gone';
  return plain(actor.name ?? actor.login);
}

/** The same where a sentence begins. */
export function personFirst(actor: Actor): string {
  return person(actor).replace(/^s(?=omebody\b)/, 'S');
}

/**
 * How an approver approves it: its label or its command; in Jira, what it is decided by there. Where the label is on
 * already, adding it does nothing.
 */
export function howToApprove({ gate, labelStays }: Pick<GateVerdict, 'gate' | 'labelStays'>): string {
  if (gate.sign !== undefined) return howToApproveInJira(gate.sign);
  const command = code(approveVerb(gate) === 'accept' ? '/accept' : `/approve ${gate.name}`);
  if (gate.label !== null && labelStays === true)
    return `comment ${command}, or remove the label ${code(gate.label)} and add it again`;
  return gate.label === null
    ? `comment ${command}`
    : `comment ${command} or add the label ${code(gate.label)}`;
}

function howToApproveInJira(sign: JiraSign): string {
  switch (sign.kind) {
    case 'status':
      return `move it to the status ${code(sign.name ?? sign.status)} in Jira`;
    case 'label':
      return `add the label ${code(sign.label)} to it in Jira`;
    case 'field':
      return `set ${code(sign.name ?? sign.field)} to ${code(sign.value)} in Jira`;
    default:
      return sign satisfies never;
  }
}
