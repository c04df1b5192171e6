/** The way of an issue in one line, from the policy's own gates, and where on it the issue is. */
import { batonGates } from '../gates/index.ts';
import type { GateVerdict, Verdict } from '../verdict.ts';
import { plain } from '../phrases/index.ts';

type StepOnLine = {
  readonly name: string;
  readonly mark: string;
  readonly isHere: boolean;
  readonly isBeside: boolean;
};

/** Gates in the order in which they have their turns; the policy's order where it leaves that open. */
function inTurn(gates: readonly GateVerdict[]): readonly GateVerdict[] {
  const left = [...gates];
  const done: GateVerdict[] = [];
  while (left.length > 0) {
    const index = left.findIndex(({ gate }) =>
      left.every(
        (other) =>
          other.gate.name === gate.name ||
          !(gate.after.includes(other.gate.name) || blocksGate(other.gate, gate.name)),
      ),
    );
    done.push(...left.splice(Math.max(index, 0), 1));
  }
  return done;
}

const marks: Readonly<Record<GateVerdict['status'], string>> = {
  preparing: '',
  waiting: '⏳ ',
  satisfied: '✅ ',
  stale: '♻️ ',
  returned: '↩️ ',
  questioned: '❓ ',
  waived: '☑️ ',
  'not applicable': '',
};

/** The work, before the first gate that waits for its merge. */
function build(gate: GateVerdict, here: ReadonlySet<string>): StepOnLine {
  const isHere = here.has(gate.gate.name) && gate.reason.kind === 'not-merged';
  const isDone = gate.open || !['preparing', 'not applicable'].includes(gate.status);
  return { name: 'build', mark: isHere ? '🔨 ' : isDone ? '✅ ' : '', isHere, isBeside: false };
}

/**
 * `✅ spec → **🔨 build** → acceptance`: the gates by their names, as commands name them.
 * @param since when it came to where it is, for people; null: not told
 */
export function progressLine(verdict: Verdict & { kind: 'gates' }, since: string | null = null): string {
  const shown = verdict.gates.filter(
    ({ gate, status }) => gate.mode !== 'observe' && status !== 'not applicable',
  );
  const here = new Set(
    batonGates(verdict)
      .filter(({ baton }) => baton.leads)
      .map(({ gate }) => gate.gate.name),
  );
  const gates = inTurn(shown);
  const first = gates.some(({ gate }) => gate.name === 'build')
    ? -1
    : gates.findIndex(({ gate }) => gate.readyWhen.mergedPullRequest);
  const places = gates.flatMap((gate, index): StepOnLine[] => {
    const isBuilding = gate.reason.kind === 'not-merged';
    const isHere = here.has(gate.gate.name) && !(isBuilding && first !== -1);
    const before = gates[index - 1];
    const own: StepOnLine = {
      name: plain(gate.gate.name),
      mark: isHere && marks[gate.status] === '' ? '✏️ ' : marks[gate.status],
      isHere,
      isBeside: index !== first && before !== undefined && isBeside(gate, before, gates),
    };
    return index === first ? [build(gate, here), own] : [own];
  });
  const from = since === null ? '' : ` (since ${since})`;
  return places
    .map(({ name, mark, isHere, isBeside: beside }, index) => {
      const shown = isHere ? `**${mark}${name}**${from}` : `${mark}${name}`;
      return index === 0 ? shown : `${beside ? ' + ' : ' → '}${shown}`;
    })
    .join('');
}

/** The gates that have their turn right before a gate, by name. */
const beforeOf = ({ gate }: GateVerdict, gates: readonly GateVerdict[]): string =>
  gates
    .map(({ gate: other }) => other)
    .filter((other) => gate.after.includes(other.name) || blocksGate(other, gate.name))
    .map(({ name }) => name)
    .toSorted()
    .join(' ');

const blocksGate = ({ blocks }: GateVerdict['gate'], name: string): boolean =>
  blocks.some((block) => block.kind === 'gate' && block.gate === name);

/** True when two gates have their turns at the same time. */
const isBeside = (one: GateVerdict, other: GateVerdict, gates: readonly GateVerdict[]): boolean =>
  one.gate.readyWhen.mergedPullRequest === other.gate.readyWhen.mergedPullRequest &&
  beforeOf(one, gates) === beforeOf(other, gates);
