/** A picture of a policy: its gates in the order of their turns, who approves each, and what waits for it. */
import { flow, type Fact, type FlowStep, type Html } from '../../pages/index.ts';
import type { ApproveRule, Block, Gate, IssueFilter, Policy } from '../../policy/index.ts';
import { courseOf, type Happening } from './order.ts';

/** @param name whose policy it is */
export function pictureOf(policy: Policy, name: string): Html {
  const { turns, links, holds } = courseOf(policy);
  const count = policy.gates.length;
  const stops = holds.length === 0 ? '' : ' A coloured line leads from a gate to what waits for it.';
  return flow({
    title: name,
    description: `${count === 1 ? 'One gate' : `${count} gates`}, from top to bottom as their turns come.${stops}`,
    steps: turns.map((turn): FlowStep =>
      turn.kind === 'gate' ? boxOf(turn.gate, policy) : { kind: 'bar', title: happens[turn.what] },
    ),
    links,
    holds,
    listed: 'The same as a list',
  });
}

const happens: Readonly<Record<Happening, string>> = {
  start: 'Work starts',
  merge: 'A pull request is merged',
  close: 'The issue is closed',
};

function boxOf(gate: Gate, policy: Policy): FlowStep {
  const { title, mode } = gate;
  return { kind: 'box', title, facts: factsOf(gate, policy), isFaint: mode !== 'enforce' };
}

/** What a gate is, as keys and values; what is not said of it has no line. */
function factsOf(gate: Gate, policy: Policy): readonly Fact[] {
  const { approve, preparedBy, label, waive, deadline, mode } = gate;
  const titleOf = (name: string): string => policy.gates.find((each) => each.name === name)?.title ?? name;
  const turn = [
    ...gate.after.map(titleOf),
    ...(gate.readyWhen.mergedPullRequest ? ['a merged pull request'] : []),
  ];
  const waitsFor = policy.gates.filter(({ blocks }) =>
    blocks.some((block) => block.kind === 'gate' && block.gate === gate.name),
  );
  const needs = [...waitsFor.map((each) => each.title), ...needsOf(gate)];
  const facts: readonly (Fact | null)[] = [
    { key: 'Approves', text: ruleOf(approve) },
    { key: 'Prepares', text: preparedBy },
    turn.length === 0 ? null : { key: 'After', text: turn.join(', ') },
    needs.length === 0 ? null : { key: 'Needs', text: needs.join(', ') },
    { key: mode === 'enforce' ? 'Blocks' : 'Watches', text: blocksOf(gate, titleOf) },
    label === null ? null : { key: 'Label', text: label },
    gate.when === null ? null : { key: 'Only for', text: filterOf(gate.when) },
    waive.length === 0 ? null : { key: 'Waives', text: waive.join(', ') },
    deadline === null
      ? null
      : {
          key: 'Reminds',
          text: `after ${deadline.count} ${deadline.unit}${deadline.count === 1 ? '' : 's'}`,
        },
    mode === 'enforce' ? null : { key: 'Mode', text: modes[mode] },
  ];
  return facts.filter((fact) => fact !== null);
}

const modes = { warn: 'warn: it says so, and stops nothing', observe: 'observe: it writes nothing' } as const;

function needsOf({ requires }: Gate): readonly string[] {
  const { sections, consent, criteria, subIssues } = requires;
  return [
    ...sections.map((heading) => `text under “${heading}”`),
    ...consent.map((role) => `/viable by ${role}`),
    ...(criteria === null ? [] : [`criteria under “${criteria}”`]),
    ...(subIssues ? ['its sub-issues'] : []),
  ];
}

const filterOf = ({ types, labels }: IssueFilter): string =>
  [...types.map((type) => `type ${type}`), ...labels.map((label) => `label ${label}`)].join(' or ');

function blocksOf({ blocks, closeReasons }: Gate, titleOf: (name: string) => string): string {
  const thing = (block: Block): string => {
    switch (block.kind) {
      case 'start':
        return 'starting work';
      case 'merge':
        return 'merging';
      case 'close':
        return `closing as ${closeReasons.map((reason) => reason.replace('_', ' ')).join(' or ')}`;
      case 'gate':
        return titleOf(block.gate);
      default:
        return block satisfies never;
    }
  };
  return blocks.length === 0 ? 'nothing' : blocks.map(thing).join(', ');
}

/** Who has to agree: `pm`, `2 of pm`, `pm or (qa and legal)`. */
function ruleOf(rule: ApproveRule): string {
  if (rule.kind === 'role') return rule.count === 1 ? rule.role : `${rule.count} of ${rule.role}`;
  const parts = rule.of.map((each) =>
    each.kind === 'role' || each.of.length === 1 ? ruleOf(each) : `(${ruleOf(each)})`,
  );
  return parts.join(rule.kind === 'any' ? ' or ' : ' and ');
}
