/** What a policy means, in words for people who never saw the file. */
import { holdersInJira, openedInJira, scopeInJira } from './describe-jira.ts';
import { code, plain } from '../markdown.ts';
import { listed } from './problem.ts';
import type { ApproveRule, Block, Gate, Mode, Party, Policy, Principal, Role, StaleOn } from './policy.ts';

/** Markdown; all text from the policy is escaped, and nobody is mentioned. */
export function describePolicy(policy: Policy): string {
  return [
    modes[policy.mode],
    '',
    '### Who holds which role',
    ...policy.roles.map((role) => `- ${code(role.name)}: ${holders(role, policy)}`),
    ...policy.people.map(({ github, jira }) => `- ${code(`@${github}`)} is ${code(jira)} in Jira.`),
    '',
    '### The gates, in order',
    ...policy.gates.flatMap((gate, index) => describeGate(gate, index + 1, policy)),
    '### Where the gates apply',
    ...scope(policy).map((sentence) => `- ${sentence}`),
  ].join('\n');
}

const modes: Readonly<Record<Mode, string>> = {
  enforce: 'Baton enforces this policy: until a gate is approved, what it blocks has to wait.',
  warn: 'Baton only warns: it says what should wait for an approval, and blocks and undoes nothing.',
  observe: 'Baton only observes: it writes nothing but a check that never fails.',
};

function holders(role: Role, policy: Policy): string {
  const permission =
    role.permission === null ? [] : [`anyone with at least ${role.permission} permission here`];
  return listed([...role.members.map(principal), ...permission, ...holdersInJira(role, policy)], 'and');
}

function principal(member: Principal): string {
  return member.kind === 'login'
    ? code(`@${member.login}`)
    : `the team ${code(`@${member.org}/${member.slug}`)}`;
}

function describeGate(gate: Gate, number: number, policy: Policy): readonly string[] {
  const sentences = [
    `${capital(whose(gate.approve))} ${isPlural(gate.approve) ? 'approve' : 'approves'}: ${how(gate)}.`,
    ...openedInJira(gate, policy),
    preparation(gate, policy),
    consequence(gate, policy),
    ...requirements(gate),
    ...gate.staleOn.map((event) => stale[event]),
    ...deadline(gate, policy),
    ...(gate.independentOf.length === 0
      ? []
      : [`The approval of ${listed(gate.independentOf.map((party) => parties[party]))} doesn’t count.`]),
    ...(gate.locked
      ? ['It is locked: a policy that builds on this one may tighten it, and never weaken it.']
      : []),
  ];
  return [
    `${number}. **${plain(gate.title)}** (${code(gate.name)})`,
    ...sentences.map((sentence) => `   - ${sentence}`),
    '',
  ];
}

function deadline({ deadline: span, mode }: Gate, { escalateTo }: Policy): readonly string[] {
  if (span === null || mode === 'observe') return [];
  const { count, unit } = span;
  const escalation = escalateTo === null ? '' : `; after as long again, it tells ${code(escalateTo)}`;
  return [
    `If nothing happens for ${count} ${unit}${count === 1 ? '' : 's'}, Baton reminds the people it waits for${escalation}.`,
  ];
}

function requirements({ requires, covers, when, waive }: Gate): readonly string[] {
  const issues = [
    ...(when?.types ?? []).map((type) => `of the type ${code(type)}`),
    ...(when?.labels ?? []).map((label) => `with the label ${code(label)}`),
  ];
  const needed = [
    ...(requires.sections.length === 0
      ? []
      : [`there is text under ${listed(requires.sections.map(code), 'and')}`]),
    ...(requires.consent.length === 0
      ? []
      : [
          `${listed(requires.consent.map(code), 'and')} confirmed that it can be built, with ${code('/viable')}`,
        ]),
    ...(requires.criteria === null ? [] : [`there are acceptance criteria under ${code(requires.criteria)}`]),
    ...(requires.subIssues ? ['every gate of each sub-issue is approved'] : []),
  ];
  return [
    ...(issues.length === 0 ? [] : [`It is for issues ${listed(issues)} only.`]),
    ...(needed.length === 0 ? [] : [`It cannot be approved before ${listed(needed, 'and')}.`]),
    ...(requires.criteria === null
      ? []
      : [`Each acceptance criterion is accepted by itself, with ${code('/accept 1 3')}, or all at once.`]),
    ...(covers === null ? [] : [`An approval covers the text under ${listed(covers.map(code), 'and')}.`]),
    ...(waive.length === 0
      ? []
      : [`${capital(listed(waive.map(code)))} may waive it, with ${code('/waive')}.`]),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Who has to speak, as the subject of a sentence. */
function whose(rule: ApproveRule): string {
  switch (rule.kind) {
    case 'role':
      return rule.count === 1
        ? `somebody in ${code(rule.role)}`
        : `${rule.count} people in ${code(rule.role)}`;
    case 'any':
      return listed(rule.of.map(inner), 'or');
    case 'all':
      return listed(rule.of.map(inner), 'and');
    default:
      return rule satisfies never;
  }
}

function inner(rule: ApproveRule): string {
  return rule.kind === 'role' || rule.of.length === 1 ? whose(rule) : `(${whose(rule)})`;
}

function isPlural(rule: ApproveRule): boolean {
  switch (rule.kind) {
    case 'role':
      return rule.count > 1;
    case 'any':
      return rule.of.some(isPlural);
    case 'all':
      return rule.of.length > 1 || rule.of.some(isPlural);
    default:
      return rule satisfies never;
  }
}

function how(gate: Gate): string {
  const command = gate.name === 'acceptance' ? '/accept' : `/approve ${gate.name}`;
  return listed([
    ...(gate.label === null ? [] : [`with the label ${code(gate.label)}`]),
    `with the comment ${code(command)}`,
    ...(gate.closingAccepts ? ['by closing the issue as completed'] : []),
  ]);
}

function preparation(gate: Gate, policy: Policy): string {
  const titles = gate.after.map((name) => policy.gates.find((other) => other.name === name)?.title ?? name);
  const turn = [
    ...titles.map((title) => `after **${plain(title)}**`),
    ...(gate.readyWhen.mergedPullRequest ? ['once a pull request that closes the issue is merged'] : []),
  ];
  const asked = turn.length === 0 ? '' : `; it’s ready for approval ${listed(turn, 'and')}`;
  return `${code(gate.preparedBy)} prepares it${asked}.`;
}

function consequence(gate: Gate, policy: Policy): string {
  const blocked = gate.blocks.map((block) => blockedThing(block, gate, policy));
  if (gate.mode === 'observe') return 'Until it is approved, Baton writes nothing and blocks nothing.';
  if (blocked.length === 0) return 'It blocks nothing: Baton only tracks whose turn it is.';
  return gate.mode === 'warn'
    ? `Until it is approved, Baton warns and blocks nothing: ${listed(blocked, 'and')} would wait.`
    : `Until it is approved, ${listed(blocked, 'and')} ${blocked.length === 1 && gate.blocks[0]?.kind !== 'merge' ? 'waits' : 'wait'}.`;
}

function blockedThing(block: Block, gate: Gate, policy: Policy): string {
  const isEnforced = gate.mode === 'enforce';
  switch (block.kind) {
    case 'start':
      return `the start of work${isEnforced ? ' (assignments and work labels are removed)' : ''}`;
    case 'merge':
      return `merges of its pull requests${isEnforced ? ' (the check does not pass)' : ''}`;
    case 'close':
      return `closing the issue as ${listed(gate.closeReasons.map((reason) => reason.replace('_', ' ')))}${isEnforced ? ' (Baton reopens it)' : ''}`;
    case 'gate': {
      const other = policy.gates.find(({ name }) => name === block.gate);
      return `the gate **${plain(other?.title ?? block.gate)}**`;
    }
    default:
      return block satisfies never;
  }
}

const stale: Readonly<Record<StaleOn, string>> = {
  'spec-edit': 'If anyone other than its approvers edits the title or the text, it has to be approved again.',
  push: 'If something is pushed to the pull request, it has to be approved again.',
  reopen: 'If somebody reopens the issue, it has to be approved again.',
};

const parties: Readonly<Record<Party, string>> = {
  author: 'the author of the issue',
  assignees: 'its assignees',
  'pull-request-authors': 'the authors of its pull requests',
};

function scope(policy: Policy): readonly string[] {
  const { appliesTo, exempt, work, pullRequests, isReminding, escalateTo, calendar } = policy;
  const { timezone, workdays, holidays } = calendar;
  const applies = [
    ...(appliesTo?.types ?? []).map((type) => `of the type ${code(type)}`),
    ...(appliesTo?.labels ?? []).map((label) => `with the label ${code(label)}`),
  ];
  const exempted = [
    ...exempt.labels.map(
      (label) => `what somebody of ${listed(exempt.by.map(code), 'or')} gave the label ${code(label)}`,
    ),
    ...exempt.authors.map((author) => `what ${code(`@${author}`)} opened (while nobody else pushes to it)`),
    ...(exempt.paths.length === 0
      ? []
      : [`pull requests that touch nothing but ${listed(exempt.paths.map(code), 'and')}`]),
  ];
  const signs = [
    ...(work.assignment ? ["somebody with a role other than the approvers' is assigned"] : []),
    ...(work.pullRequest ? ['a pull request for the issue is opened'] : []),
    ...(work.branch ? ['a branch is created from the issue'] : []),
    ...work.labels.map((label) => `the label ${code(label)} is added`),
  ];
  const others = pullRequests.linkedRepositories;
  return [
    applies.length === 0 ? 'All issues have gates.' : `Only issues ${listed(applies)} have gates.`,
    ...(exempted.length === 0 ? [] : [`Exempt: ${listed(exempted, 'and')}.`]),
    signs.length === 0 ? 'Nothing counts as work starting.' : `Work has started when ${listed(signs)}.`,
    pullRequests.requireIssue
      ? pullRequests.closedIssues === 'allow'
        ? 'A pull request needs a linked issue, open or closed.'
        : 'A pull request needs a linked issue that was not closed before.'
      : 'A pull request without a linked issue passes.',
    ...(escalateTo === null || policy.gates.every(({ mode }) => mode !== 'enforce')
      ? []
      : [`When Baton stops undoing something, it asks ${code(escalateTo)} to decide.`]),
    ...(!isReminding
      ? []
      : [
          `Baton reminds people only on ${listed(workdays, 'and')} (${code(timezone)})${holidays.length === 0 ? '' : `, and not on ${holidays.length === 1 ? 'one holiday' : `${holidays.length} holidays`}`}.`,
        ]),
    ...(others.length === 0 ? [] : [`Issues of ${listed(others.map(code), 'and')} count too.`]),
    ...scopeInJira(policy),
  ];
}
