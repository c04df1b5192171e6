/**
 * As much of PromQL as the alerts that ship need, over scrapes of Baton. It reads with Prometheus' own grammar, and fails on
 * what it does not know. In one thing it is plainer than Prometheus: `increase` is what was counted, without extrapolation.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export type Series = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** One scrape: all series, at an instant (milliseconds). */
export type Scrape = { readonly at: number; readonly series: readonly Series[] };

/** A metric's name is a label, as in Prometheus. */
const nameLabel = '__name__';

/** A page in Prometheus' text form, as one `instance` of it; null: nobody answered. */
export function scrapeOf(at: number, page: string | null, instance = 'baton:3000'): Scrape {
  const lines = (page ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const series = lines.map((line): Series => {
    const [, name = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === '') throw new Error(`No line of a page: ${line}`);
    const pairs = Array.from(labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g), ([, label = '', text = '']) => [
      label,
      text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)),
    ]);
    return {
      labels: { ...Object.fromEntries(pairs), [nameLabel]: name, job: 'baton', instance },
      value: Number(value),
    };
  });
  return { at, series };
}

/** What Prometheus does not read of it; empty: all of it is PromQL. */
export function mistakesIn(expr: string): readonly string[] {
  const mistakes: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => void (type.isError && mistakes.push(`${from}: “${expr.slice(from, to)}”`)),
  });
  return mistakes;
}

/** The metrics and the labels that it names. */
export function namesIn(expr: string): {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
} {
  const metrics = new Set<string>();
  const labels = new Set<string>();
  parser.parse(expr).iterate({
    enter({ name, from, to, node }) {
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.add(expr.slice(from, to));
      if (name === 'LabelName') labels.add(expr.slice(from, to));
    },
  });
  return { metrics: [...metrics], labels: [...labels] };
}

const keyOf = (labels: Series['labels']): string =>
  JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
const without = (labels: Series['labels'], ...names: readonly string[]): Series['labels'] =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
/** By which two series are one in an operation. */
const matching = ({ labels }: Series): string => keyOf(without(labels, nameLabel));

const milliseconds = (text: string): number =>
  Number(text.slice(0, -1)) * ({ s: 1000, m: 60_000, h: 3_600_000 }[text.at(-1) ?? ''] ?? Number.NaN);
export const durationOf = (text: string): number => {
  const value = milliseconds(text);
  if (Number.isNaN(value)) throw new Error(`Not understood: ${text}`);
  return value;
};

type Value = number | readonly Series[];

const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  Gtr: (one, other) => one > other,
  Gte: (one, other) => one >= other,
  Lss: (one, other) => one < other,
  Lte: (one, other) => one <= other,
  EqlC: (one, other) => one === other,
  Neq: (one, other) => one !== other,
};

/** The series for which the expression holds at the last of these scrapes. */
export function evaluated(expr: string, scrapes: readonly Scrape[]): readonly Series[] {
  const [mistake] = mistakesIn(expr);
  const { topNode } = parser.parse(expr);
  if (mistake !== undefined || topNode.firstChild === null)
    throw new Error(`No PromQL: ${expr} (${mistake})`);
  const value = valueOf(topNode.firstChild, { expr, scrapes });
  if (typeof value === 'number') throw new Error(`A number, and no series: ${expr}`);
  return value;
}

type Setting = { readonly expr: string; readonly scrapes: readonly Scrape[] };

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function valueOf(node: SyntaxNode, setting: Setting): Value {
  const { expr, scrapes } = setting;
  const text = (of: SyntaxNode): string => expr.slice(of.from, of.to);
  const [first, second, third] = childrenOf(node);
  const parts = { first, second, third };
  switch (node.name) {
    case 'NumberDurationLiteral':
      return Number(text(node));
    case 'ParenExpr':
      if (first !== undefined) return valueOf(first, setting);
      break;
    case 'VectorSelector':
      return selected(node, setting, scrapes.at(-1));
    case 'BinaryExpr':
      if (parts.first !== undefined && parts.second !== undefined && parts.third !== undefined)
        return combined(parts.second.name, valueOf(parts.first, setting), valueOf(parts.third, setting));
      break;
    case 'FunctionCall':
      if (first !== undefined && second?.firstChild !== undefined && second.firstChild !== null)
        return called(text(first), second.firstChild, setting);
      break;
    case 'AggregateExpr':
      return summed(node, setting);
    default:
  }
  throw new Error(`Not understood: ${text(node)} (${node.name})`);
}

function combined(operator: string, one: Value, other: Value): Value {
  if (typeof one === 'number') throw new Error('Write the number on the right.');
  const compare = comparisons[operator];
  if (compare !== undefined && typeof other === 'number')
    return one.filter(({ value }) => compare(value, other));
  if (typeof other === 'number') throw new Error(`Not understood: ${operator}`);
  const others = new Set(other.map(matching));
  if (operator === 'Unless') return one.filter((each) => !others.has(matching(each)));
  if (operator === 'And') return one.filter((each) => others.has(matching(each)));
  throw new Error(`Not understood: ${operator}`);
}

function called(name: string, argument: SyntaxNode, setting: Setting): Value {
  if (name === 'absent') {
    const value = valueOf(argument, setting);
    return typeof value !== 'number' && value.length === 0 ? [{ labels: {}, value: 1 }] : [];
  }
  if (name === 'increase' && argument.name === 'MatrixSelector') return grown(argument, setting);
  throw new Error(`Not understood: ${name}`);
}

/** Of each series that has two samples in the span: what was counted, also across a start of the process. */
function grown(node: SyntaxNode, setting: Setting): readonly Series[] {
  const [selector, span] = childrenOf(node);
  const last = setting.scrapes.at(-1);
  if (selector === undefined || span === undefined || last === undefined) return [];
  const from = last.at - durationOf(setting.expr.slice(span.from, span.to));
  const found = new Map<string, { readonly labels: Series['labels']; readonly values: number[] }>();
  for (const scrape of setting.scrapes.filter(({ at }) => at >= from))
    for (const { labels, value } of selected(selector, setting, scrape)) {
      const known = found.get(keyOf(labels));
      if (known === undefined) found.set(keyOf(labels), { labels, values: [value] });
      else known.values.push(value);
    }
  return [...found.values()]
    .filter(({ values }) => values.length > 1)
    .map(({ labels, values }) => ({
      labels: without(labels, nameLabel),
      value: values.reduce((sum, value, index) => {
        const before = values[index - 1] ?? value;
        return sum + (value < before ? value : value - before);
      }, 0),
    }));
}

function selected(node: SyntaxNode, { expr }: Setting, scrape: Scrape | undefined): readonly Series[] {
  const [identifier, matchers] = childrenOf(node);
  if (identifier?.name !== 'Identifier') throw new Error(`Not understood: ${expr}`);
  const name = expr.slice(identifier.from, identifier.to);
  const wanted = matchers === undefined ? [] : childrenOf(matchers).map((each) => matcherOf(each, expr));
  return (scrape?.series ?? []).filter(
    ({ labels }) => labels[nameLabel] === name && wanted.every((fits) => fits(labels)),
  );
}

function matcherOf(node: SyntaxNode, expr: string): (labels: Series['labels']) => boolean {
  const [label, operator, literal] = childrenOf(node).map((each) => expr.slice(each.from, each.to));
  const wanted = (literal ?? '').slice(1, -1);
  const valueIn = (labels: Series['labels']): string => labels[label ?? ''] ?? '';
  const alternatives = wanted.split('|');
  if (operator === '=') return (labels) => valueIn(labels) === wanted;
  if (operator === '!=') return (labels) => valueIn(labels) !== wanted;
  if (operator === '=~' && alternatives.every((each) => /^\w*$/.test(each)))
    return (labels) => alternatives.includes(valueIn(labels));
  throw new Error(`Not understood: ${expr.slice(node.from, node.to)}`);
}

function summed(node: SyntaxNode, setting: Setting): readonly Series[] {
  const [operator, ...rest] = childrenOf(node);
  const modifier = rest.find(({ name }) => name === 'AggregateModifier');
  const body = rest.find(({ name }) => name === 'FunctionCallBody')?.firstChild;
  if (operator?.firstChild?.name !== 'Sum' || body === undefined || body === null)
    throw new Error(`Not understood: ${setting.expr.slice(node.from, node.to)}`);
  const value = valueOf(body, setting);
  if (typeof value === 'number') throw new Error('A number has nothing to sum up.');
  const by = (modifier?.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map((label) =>
    setting.expr.slice(label.from, label.to),
  );
  const groups = new Map<string, Series>();
  for (const { labels, value: one } of value) {
    const kept = Object.fromEntries(Object.entries(labels).filter(([label]) => by.includes(label)));
    const key = keyOf(kept);
    groups.set(key, { labels: kept, value: (groups.get(key)?.value ?? 0) + one });
  }
  return [...groups.values()];
}

/** Tells series apart. */
export const identityOf = ({ labels }: Series): string => keyOf(labels);
