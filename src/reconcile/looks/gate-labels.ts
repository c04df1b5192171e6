/** The labels that display gates: there with a look that a person understands, and under their own names. */
import { inLabel, NotAllowed } from '../../github/index.ts';
import { ruleNames } from '../../handoff/index.ts';
import type { Gate, Policy } from '../../policy/index.ts';
import type { Rename } from '../../store/index.ts';
import type { Refused, Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';
import { textKey } from '../../same-text.ts';

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
    const key = textKey(gate.label);
    if (!labels.has(key)) labels.set(key, { name: gate.label, color, description: descriptionOf(gate) });
  }
  return [...labels.values()];
}

function descriptionOf({ name, title: written, approve }: Gate): string {
  const title = inLabel(written) || name;
  const who = ruleNames(approve, { name: String });
  const inFull = `Baton: ${title} is done. Only ${who} may add it.`;
  if (fits(inFull)) return inFull;
  const short = `Baton: ${title} is done.`;
  return fits(short) ? short : 'Baton: this gate is approved.';
}

const fits = (text: string): boolean => Array.from(text).length <= longest;

/**
 * Gives gates' labels that were renamed their names back, and makes those that are missing.
 * @returns what GitHub refuses; everything else is done all the same
 * @throws {TryLater}
 */
export async function ensureGateLabels(
  { writes, store, log }: Pick<Deps, 'writes' | 'store' | 'log'>,
  installation: number,
  repository: Repository,
  policy: Policy,
): Promise<readonly Refused[]> {
  const labels = gateLabels(policy);
  const byName = new Map(labels.map((label) => [textKey(label.name), label]));
  const refused: Refused[] = [];
  const renames = await store.renames(repository.id);
  const seen = new Set<string>();
  for (const { label, oldName } of renames) {
    const wanted = byName.get(textKey(oldName));
    if (wanted !== undefined && !seen.has(label)) {
      seen.add(label);
      const restored = await restore(() =>
        writes.restoreLabel({ installation, repository, label, name: wanted.name }),
      );
      if (typeof restored !== 'string') refused.push(restored);
      else
        log.info(
          { repository: repository.name, label: wanted.name, restored },
          'A gate’s label was renamed.',
        );
    }
  }
  await forgetRenames(store, repository, renames);
  refused.push(...(await writes.ensureLabels({ installation, repository, labels })));
  return refused.filter(({ kind }) => kind !== 'archived');
}

async function restore<T>(to: () => Promise<T>): Promise<T | Refused> {
  try {
    return await to();
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    return error.refused;
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
