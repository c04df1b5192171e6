/** What a policy says of Jira, in words for people who never saw the file. */
import { code } from '../markdown.ts';
import type { Gate, JiraPart, JiraSign, Policy, Role } from './policy.ts';
import { listed } from './problem.ts';

/** Who holds a role there; empty: nobody. */
export function holdersInJira({ name }: Role, { jira }: Policy): readonly string[] {
  const holders = jira !== null && Object.hasOwn(jira.roles, name) ? jira.roles[name] : undefined;
  if (holders === undefined) return [];
  const { groups, accounts, projectRoles } = holders;
  const some = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0
      ? []
      : [`the ${what}${names.length === 1 ? '' : 's'} ${listed(names.map(code), 'and')}`];
  const all = [...some('group', groups), ...some('account', accounts), ...some('project role', projectRoles)];
  return [`in Jira ${listed(all, 'and')}`];
}

/** How a gate is opened there; empty: it is not. */
export function openedInJira({ name }: Gate, { jira }: Policy): readonly string[] {
  const sign = jira !== null && Object.hasOwn(jira.gates, name) ? jira.gates[name] : undefined;
  return sign === undefined ? [] : [`For issues in Jira, only ${signs(sign)} approves it.`];
}

function signs(sign: JiraSign): string {
  switch (sign.kind) {
    case 'status':
      return `moving the issue to the status ${code(sign.status)}`;
    case 'label':
      return `adding the label ${code(sign.label)}`;
    case 'field':
      return `setting ${code(sign.field)} to ${code(sign.value)}`;
    default:
      return sign satisfies never;
  }
}

const places = { title: 'title', branch: "branch's name", body: 'description' } as const;
const modes: Readonly<Record<JiraPart['mode'], string>> = {
  observe: 'Baton writes nothing there when an issue is moved too early, or approved by the wrong person.',
  comment: 'When an issue there is moved too early, or approved by the wrong person, Baton comments on it.',
  revert: 'When an issue there is moved too early, or approved by the wrong person, Baton moves it back.',
};
const unavailable: Readonly<Record<JiraPart['onUnavailable'], string>> = {
  block: 'no pull request that names one passes',
  cached: 'what was read last counts',
  allow: 'pull requests pass',
};

/** Which issues count, and what is done there. */
export function scopeInJira({ jira }: Policy): readonly string[] {
  if (jira === null) return [];
  const { onPullRequest, onMerge, onAccept } = jira.transitions;
  const moves = [
    ...(onPullRequest === null ? [] : [`to ${code(onPullRequest)} with a pull request`]),
    ...(onMerge === null ? [] : [`to ${code(onMerge)} with its merge`]),
    ...(onAccept === null ? [] : [`to ${code(onAccept)} once it is accepted`]),
  ];
  return [
    `Issues of ${listed(jira.projects.map(code), 'and')} in Jira (${code(jira.site)}) count, where a pull request names them in its ${listed(jira.keysIn.map((place) => places[place]))}.`,
    modes[jira.mode],
    ...(moves.length === 0 ? [] : [`Baton moves them ${listed(moves, 'and')}.`]),
    `While Jira cannot be reached, ${unavailable[jira.onUnavailable]}.`,
    ...(jira.showTitles ? ['The check shows what they say.'] : []),
  ];
}
