/** The policy file that is in force in a repository: its own, or else that of its owner's `.github` repository. */
import { otherPath, policyPath } from '../../policy-paths.ts';
import type { PolicySource } from '../../tracker.ts';
import { answers, type BlobAnswer, ask, ownerPolicy, withoutUnreadable } from '../graphql/index.ts';
import { createTtlCache, type TtlCache } from '../../ttl-cache.ts';
import type { GitHub } from '../client/index.ts';

const minutes = 60_000;

export type OwnerPolicies = {
  of(installation: number, owner: string): Promise<PolicySource>;
  /** To be called when the owner's `.github` repository changed. */
  readonly forget: (owner: string) => void;
};

export function createOwnerPolicies(github: GitHub, now: () => number): OwnerPolicies {
  const kept: TtlCache<PolicySource> = createTtlCache(1_000, 5 * minutes, now);
  return {
    of: (installation, owner) =>
      kept.read(`${owner.toLowerCase()} ${installation}`, async () => {
        const answer = await ask(
          github,
          installation,
          { document: ownerPolicy, variables: { owner }, answer: answers.ownerPolicy },
          (data, errors) => withoutUnreadable(data, errors, ''),
        );
        const repository = answer?.repository ?? null;
        return repository === null ? { kind: 'none' } : fileIn(repository);
      }),
    forget: (owner) => kept.deleteWhere((key) => key.startsWith(`${owner.toLowerCase()} `)),
  };
}

/** The policy in force in a repository that was just read. */
export async function policyOf(
  owners: OwnerPolicies,
  installation: number,
  repository: Found,
): Promise<PolicySource> {
  const own = fileIn(repository);
  const [owner = '', name] = repository.nameWithOwner.split('/');
  return own.kind === 'file' || name === '.github' ? own : owners.of(installation, owner);
}

type Found = {
  readonly nameWithOwner: string;
  readonly policy: BlobAnswer;
  readonly policyYaml?: BlobAnswer | undefined;
};

/** The file under either name; that there are two of them is told with the first. */
function fileIn({ nameWithOwner, policy, policyYaml = null }: Found): PolicySource {
  const usual = fileOf(nameWithOwner, policy);
  const other = fileOf(nameWithOwner, policyYaml, otherPath);
  if (usual.kind === 'none') return other;
  return other.kind === 'none' ? usual : { ...usual, also: other.path };
}

/** A directory of that name is no file. */
export function fileOf(repository: string, blob: BlobAnswer, path = policyPath): PolicySource {
  if (blob?.oid === undefined) return { kind: 'none' };
  const readable = blob.isTruncated !== true && blob.isBinary !== true;
  return {
    kind: 'file',
    repository,
    path,
    oid: blob.oid,
    text: readable ? (blob.text ?? null) : null,
  };
}
