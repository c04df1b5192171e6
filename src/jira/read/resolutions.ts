/** What the resolution of an issue says of why it was closed. */
import type { CloseReason, JiraPart } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';

/** `names`: what it was called when it was chosen, then what it is called now; the id stays when it is renamed. */
export type Resolved = { readonly id: string | null; readonly names: readonly string[] };

const closeReasons = ['completed', 'not_planned', 'duplicate'] as const satisfies readonly CloseReason[];

/**
 * Resolutions are free words: these are what Jira ships with and what teams commonly add (Atlassian: "What are issue
 * statuses, priorities, and resolutions?").
 */
const usual: readonly (readonly [CloseReason, RegExp])[] = [
  ['duplicate', /\bduplicat|\bduplik|\bduplicad/i],
  [
    'not_planned',
    /\b(?:won['’´`]?t|will not|(?:not|non|un)[- ]?(?:planned|reproducible|doing|done|fixed|implemented|resolved|accepted|needed|required|applicable|a bug|a defect|an issue)|no longer |superseded|deferred|postponed|dismissed|discarded|(?:can['’´`]?t|cannot|can not|could not|couldn['’´`]?t|unable to) reproduce|declined|rejected|invalid|obsolete|abandoned|cancell?ed|withdrawn|out of scope|incomplete|(?:works )?as designed)/i,
  ],
  ['completed', /\b(?:done|fixed|completed?|resolved|released|implemented|delivered|accepted)\b/i],
];

/**
 * Why an issue with that resolution counts as closed: as the policy says, else as its name does.
 * @param resolution null: it has none, as where the workflow asks for none
 */
export function reasonOf(resolution: Resolved | null, meant: JiraPart['resolutions']): CloseReason {
  if (resolution === null) return 'completed';
  const { id, names } = resolution;
  const told = closeReasons.find((reason) =>
    meant[reason].some((one) => one === id || names.some((name) => sameText(one, name))),
  );
  if (told !== undefined) return told;
  for (const name of names) {
    const found = usual.find(([, words]) => words.test(name));
    if (found !== undefined) return found[0];
  }
  return 'completed';
}
