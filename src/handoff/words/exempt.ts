/** Why something is not exempt although it looks like it, and who can change that. */
import type { PullVerdict } from '../pull-verdict.ts';
import type { Unexempt } from '../verdict.ts';
import { rolesWithPeople, type Setting } from './holders.ts';
import { firstFew, code } from '../phrases/index.ts';
import { person } from './people.ts';

/** By what a pull request is exempt, and whose doing that is. */
export function exemptLine({ why, what, by }: PullVerdict['pass'] & { readonly kind: 'exempt' }): string {
  switch (why) {
    case 'label':
      return `The label ${code(what)} exempts it${by === null ? '' : `; ${person(by)} added it`}.`;
    case 'author':
      return `Pull requests by ${code(what)} are exempt.`;
    case 'paths':
      return `It changes only exempt files (${code(what)}).`;
    default:
      return why satisfies never;
  }
}

/** A label that exempts nothing. `what`: what it is on. */
export function unexemptLine(setting: Setting, one: Unexempt, what: 'issue' | 'pull request'): string {
  const who = rolesWithPeople(setting, setting.policy.exempt.by, 'or');
  return `${code(one.label)} doesn't exempt this ${what}: ${why(one)}. If it should, somebody of ${who} can remove the label and add it again.`;
}

function why({ by, because }: Unexempt): string {
  switch (because) {
    case 'role':
      return `${by === null ? 'somebody' : person(by)} added it, and cannot decide that`;
    case 'opening':
      return 'it was there from the opening, so nobody decided that yet';
    case 'unknown':
      return "who added it can't be told";
    default:
      return because satisfies never;
  }
}

/** Everything of that kind about a pull request. */
export function unexemptLines(setting: Setting, { unexempt, strangers }: PullVerdict): readonly string[] {
  return [
    ...firstFew(unexempt.map((one) => unexemptLine(setting, one, 'pull request'))),
    ...(strangers === null
      ? []
      : [
          `It isn't exempt as a pull request by ${code(strangers.author)}: ${strangers.by === null ? "who pushed its commits can't be told" : `${person(strangers.by)} pushed to it, too`}. It will be again once ${code(strangers.author)} alone has pushed all of its commits, for example when it is recreated.`,
        ]),
  ];
}
