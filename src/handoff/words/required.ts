/** That Baton's check does not block merging, because it is not required: for whoever can change that. */
import type { Mode } from '../../policy/index.ts';
import type { Requirement, RuleSource } from '../requirement.ts';
import { checkName } from '../effect.ts';
import { code } from '../phrases/index.ts';

/** Where it is to be required. */
export type RequiredAt = {
  readonly branch: string;
  /** The repository's page. */
  readonly url: string;
};

/** The page on which GitHub shows what requires a check, or would. null: nothing does yet. */
export function rulePage(url: string, source: RuleSource | null): string {
  if (source === null) return `${url}/settings/rules`;
  if (source.kind === 'protection') return `${url}/settings/branches`;
  if (source.organization === null) return `${url}/settings/rules/${source.ruleset}`;
  return `${new URL(url).origin}/organizations/${source.organization}/settings/rules/${source.ruleset}`;
}

/** In GitHub's words for the setting; a sentence. null: nothing is wrong, or nobody knows. */
function requirementNote(requirement: Requirement, { branch, url }: RequiredAt): string | null {
  const check = code(checkName);
  const on = code(branch);
  switch (requirement.kind) {
    case 'required':
    case 'unknown':
      return null;
    case 'missing':
      return `The check ${check} isn’t required on ${on} yet, so anyone who can merge can merge without an approval. An administrator can require it in [this repository’s rules](${rulePage(url, null)}), with Baton’s App as its source.`;
    case 'from-anyone':
      return `The check ${check} is required on ${on}, but from any source, so anyone who can write could report a check of that name. An administrator can choose Baton’s App as its source in [the rule that requires it](${rulePage(url, requirement.source)}).`;
    case 'from-another':
      return `The check ${check} is required on ${on} from another App (ID ${requirement.app}), so nothing can be merged there. An administrator can choose Baton’s App as its source in [the rule that requires it](${rulePage(url, requirement.source)}).`;
    case 'no-plan':
      return `The check ${check} can’t be required on ${on}: private repositories need GitHub Pro, Team or Enterprise for that ([GitHub’s plans](https://docs.github.com/get-started/learning-about-github/githubs-plans)). Until then, anyone who can merge can merge without an approval.`;
    default:
      return requirement satisfies never;
  }
}

/** The part of the check `Baton policy`, in lines; none where there is nothing to say. @param mode of the policy that is proposed */
export function requirementSection(requirement: Requirement, at: RequiredAt, mode: Mode): readonly string[] {
  const note = requirementNote(requirement, at);
  if (note === null) return [];
  const later =
    mode === 'enforce' ? '' : ` With ${code(`mode: ${mode}`)} Baton blocks nothing, so this can wait.`;
  return ['## Is the check required?', `${note}${later}`, ''];
}

/** A step of the issue that says how to begin, in a repository that has no policy yet. */
export function requirementStep(requirement: Requirement, at: RequiredAt): string {
  const check = code(checkName);
  const on = code(at.branch);
  switch (requirement.kind) {
    case 'required':
      return `The check ${check} is required on ${on} already, and Baton reports it only once the file is there: until then, an administrator has to let pull requests bypass it.`;
    case 'unknown':
      return `Make sure that the check ${check} is required on ${on} in [this repository’s rules](${rulePage(at.url, null)}), with Baton’s App as its source: only a required check blocks a merge.`;
    case 'missing':
      return `Then require the check ${check} on ${on} in [this repository’s rules](${rulePage(at.url, null)}), with Baton’s App as its source. It isn’t required yet, and only a required check blocks a merge.`;
    case 'from-anyone':
    case 'from-another':
    case 'no-plan':
      return requirementNote(requirement, at) ?? '';
    default:
      return requirement satisfies never;
  }
}
