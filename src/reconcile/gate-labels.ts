/** The labels that display gates: there with a look that a person understands, and under their own names. */
import { NotAllowed } from '../github/index.ts';
import { rolesOf, type Gate, type Policy } from '../policy/index.ts';
import type { Rename } from '../store/index.ts';
import type { Repository } from '../tracker.ts';
import type { Deps } from './deps.ts';

export type GateLabel = { readonly name: string; readonly color: string; readonly description: string };

/** GitHub's green for what is approved. */
const color = '0e8a16';
/** GitHub's limit of a label's description, in characters. */
const longest = 100;

/** The labels that the policy's gates need. A gate that is only observed gets none: nothing is written for it. */
export function gateLabels(policy: Policy): readonly GateLabel[] {
  const labels = new Map<string, GateLabel>();
  for (const gate of policy.gates) {
    if (gate.label === null || gate.mode === 'observe') continue;
    const key = gate.label.toLowerCase();
    if (!labels.has(key)) labels.set(key, { name: gate.label, color, description: descriptionOf(gate) });
  }
  return [...labels.values()];
}

function descriptionOf({ title, approve }: Gate): string {
  const roles = rolesOf(approve);
  const who = roles.length < 2 ? roles.join('') : `${roles.slice(0, -1).join(', ')} or ${roles.at(-1) ?? ''}`;
  const inFull = `Baton: ${title} is open. Only ${who} may put it on.`;
  if (fits(inFull)) return inFull;
  const short = `Baton: ${title} is open.`;
  return fits(short) ? short : 'Baton: this gate is open.';
}

const fits = (text: string): boolean => Array.from(text).length <= longest;

/**
 * Gives gates' labels that were renamed their names back, and makes those that are missing.
 * @throws {TryLater}
 */
export async function seeToLabels(
  { tracker, store, log }: Pick<Deps, 'tracker' | 'store' | 'log'>,
  installation: number,
  repository: Repository,
  policy: Policy,
): Promise<void> {
  const labels = gateLabels(policy);
  const byName = new Map(labels.map((label) => [label.name.toLowerCase(), label]));
  try {
    const renames = await store.renames(repository.id);
    const seen = new Set<string>();
    for (const { label, oldName } of renames) {
      const wanted = byName.get(oldName.toLowerCase());
      if (wanted !== undefined && !seen.has(label)) {
        const restored = await tracker.restoreLabel(installation, repository, label, wanted.name);
        seen.add(label);
        log.info(
          { repository: repository.name, label: wanted.name, restored },
          'A gate’s label was renamed.',
        );
      }
    }
    await forgetRenames(store, repository, renames);
    await tracker.ensureLabels(installation, repository, labels);
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    log.error({ err: error, repository: repository.name }, 'The labels of the gates cannot be seen to.');
  }
}

/** Forgets what labels were called: what was to be done about it was done. */
export async function forgetRenames(
  store: Deps['store'],
  repository: Repository,
  renames: readonly Rename[],
): Promise<void> {
  for (const label of new Set(renames.map((rename) => rename.label)))
    await store.forgetRenames(repository.id, label);
}
