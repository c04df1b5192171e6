/** Whether Baton's check is required, which alone blocks a merge, and can come from Baton alone. */
import { checkName, requirementOf, rulePage, type RuleSource } from '../../handoff/index.ts';
import type { Reads } from '../../github/index.ts';
import type { Policy } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import { reportOf, whyUnread, type Finding } from './finding.ts';

export type RequiredExamination = {
  readonly repository: string;
  /** Its page. */
  readonly url: string;
  readonly branch: string;
  readonly installation: number;
  /** Of the App; 0: not known. */
  readonly app: number;
  /** null: there is none that can be used; `isNone`: there is no file. */
  readonly policy: Policy | null;
  readonly isNone: boolean;
};

/** GitHub: "Available rules for rulesets", "About protected branches". */
const plans = 'https://docs.github.com/get-started/learning-about-github/githubs-plans';

export async function examineRequired(
  reads: Pick<Reads, 'requiredOn'>,
  { repository, url, branch, installation, app, policy, isNone }: RequiredExamination,
): Promise<readonly Finding[]> {
  const { fine, warning, problem, unknown } = reportOf(repository);
  const check = 'required-check';
  const rules = rulePage(url, null);
  let required;
  try {
    required = await reads.requiredOn(installation, repository, branch);
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    const what = `Whether the check ${checkName} is required on ${branch} could not be found out: ${why}`;
    return [
      unknown(check, what, 'Look whether the rules require it, with Baton’s App as its source.', rules),
    ];
  }
  const requirement = requirementOf(required, checkName, app);
  const blocks = policy?.gates.some((gate) => gate.blocks.some(({ kind }) => kind === 'merge')) ?? false;
  const isEnforced = policy?.mode === 'enforce';
  const other = required.checks.find(({ name }) => name !== checkName && sameText(name, checkName));
  const misspelt =
    other === undefined
      ? []
      : [
          problem(
            check,
            `A check called ${other.name} is required on ${branch}, and Baton’s is called ${checkName}: nothing can be merged there.`,
            `Write ${checkName} in the rule that requires it.`,
            rulePage(url, other.source),
          ),
        ];
  const by = (source: RuleSource): string =>
    source.kind === 'protection'
      ? 'the branch’s protection'
      : source.organization === null
        ? 'a ruleset of the repository'
        : `a ruleset of ${source.organization}`;
  switch (requirement.kind) {
    case 'required': {
      const page = rulePage(url, requirement.source);
      if (isNone)
        return [
          warning(
            check,
            `The check ${checkName} is required on ${branch}, by ${by(requirement.source)}, and there is no policy, so Baton lets everything be merged there.`,
            'Write a policy: baton init. A pull request that was opened before the rule gets the check with its next commit.',
            page,
          ),
          ...misspelt,
        ];
      return [
        fine(
          check,
          `The check ${checkName} is required on ${branch}, by ${by(requirement.source)}, and has to come from Baton.`,
        ),
        ...misspelt,
      ];
    }
    case 'from-anyone':
      return [
        problem(
          check,
          `The check ${checkName} is required on ${branch}, by ${by(requirement.source)}, but from any source: anyone who can write can report a check of that name.`,
          'Choose Baton’s App as its source in that rule.',
          rulePage(url, requirement.source),
        ),
        ...misspelt,
      ];
    case 'from-another':
      return [
        problem(
          check,
          `The check ${checkName} is required on ${branch}, by ${by(requirement.source)}, from another App (ID ${requirement.app}): nothing can be merged there.`,
          'Choose Baton’s App as its source in that rule.',
          rulePage(url, requirement.source),
        ),
        ...misspelt,
      ];
    case 'missing': {
      if (isNone || policy === null) return misspelt;
      if (!blocks)
        return [
          fine(check, `No gate blocks merging, so the check ${checkName} need not be required.`),
          ...misspelt,
        ];
      const what = `The check ${checkName} isn’t required on ${branch}, so anyone who can merge can merge without an approval.`;
      const remedy = `Make a ruleset for ${branch} with “Require status checks to pass”, add ${checkName}, and choose Baton’s App as its source.`;
      return [
        isEnforced
          ? problem(check, what, remedy, rules)
          : warning(check, `${what} With mode: ${policy.mode} that can wait.`, remedy, rules),
        ...misspelt,
      ];
    }
    case 'no-plan':
      return [
        warning(
          check,
          `The check ${checkName} can’t be required on ${branch}: the plan of ${repository.split('/')[0]} has no rules in private repositories, so anyone who can merge can merge without an approval.`,
          'Take GitHub Pro, Team or Enterprise, or make the repository public.',
          plans,
        ),
        ...misspelt,
      ];
    case 'unknown':
      return [
        unknown(
          check,
          `Whether the check ${checkName} is required on ${branch} could not be found out: ${requirement.why}.`,
          'Look whether the rules require it, with Baton’s App as its source.',
          rules,
        ),
        ...misspelt,
      ];
    default:
      return requirement satisfies never;
  }
}
