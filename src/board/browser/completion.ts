/** What can stand at a place of a policy, by its schema: keys with what they mean, and values. Knows no editor. */

export type Schema = {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
};

export type Option = {
  readonly label: string;
  /** What is put there. */
  readonly apply: string;
  readonly kind: 'key' | 'value';
  readonly info: string;
};

export type Options = {
  /** How many characters before the cursor belong to it. */
  readonly begun: number;
  readonly options: readonly Option[];
};

/** A place in the text: which key or value is begun there. */
export type Place = {
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  readonly begun: string;
};

/** Stands for an entry of a list. */
const item = '[]';

/** @param before the text up to the cursor */
export function optionsAt(before: string, whole: string, schema: Schema): Options | null {
  const place = placeOf(before);
  if (place === null) return null;
  const { path, at, begun } = place;
  const nodes = nodesAt(schema, path);
  const options = at === 'key' ? keysIn(nodes, schema) : valuesIn(nodes, path, whole);
  // A list can be begun where a key's value is, and a map where an entry is.
  const inItem = at === 'key' && path.at(-1) === item ? valuesIn(nodes, path, whole) : [];
  const all = [...new Map([...options, ...inItem].map((each) => [each.label, each])).values()];
  return all.length === 0 ? null : { begun: begun.length, options: all };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isNothing = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);

/** null: in a comment, or where nothing is known of the place. */
export function placeOf(before: string): Place | null {
  const lines = before.split('\n');
  const line = lines.pop() ?? '';
  const scanned = scan(line);
  if (scanned === null) return null;
  const { depth, inner, at, begun } = scanned;
  const path: string[] = [];
  let indent = depth;
  let above = lines.length - 1;
  for (; indent > 0 && above >= 0; above -= 1) {
    const each = lines[above] ?? '';
    if (isNothing(each)) continue;
    const [, space = '', dashes = '', key] = /^(\s*)((?:- +)*)(?:["']?([\w-]+)["']?\s*:)?/.exec(each) ?? [];
    const column = space.length + dashes.length;
    if (key !== undefined && column < indent) {
      path.unshift(key);
      indent = column;
    }
    if (dashes !== '' && space.length < indent) {
      path.unshift(item);
      indent = space.length + 1;
    }
  }
  return { path: [...path, ...inner], at, begun };
}

type Scanned = {
  /** Where the line's own keys stand. */
  readonly depth: number;
  readonly inner: readonly string[];
  readonly at: 'key' | 'value';
  readonly begun: string;
};

/** Reads one line up to the cursor: `- `, `key:`, and brackets that are open. */
function scan(line: string): Scanned | null {
  let at = indentOf(line);
  const inner: string[] = [];
  let depth = at;
  for (let dash = /^- */.exec(line.slice(at)); dash !== null; dash = /^- */.exec(line.slice(at))) {
    inner.push(item);
    at += dash[0].length;
    if (!dash[0].endsWith(' ')) return null;
  }
  if (inner.length > 0) depth += 1;
  let rest = line.slice(at);
  const key = /^["']?([\w-]+)["']?\s*:(?:\s+|$)/.exec(rest);
  if (key === null)
    return /^[\w-]*$/.test(rest) ? { depth, inner, at: 'key', begun: rest } : flow(rest, depth, inner);
  inner.push(key[1] ?? '');
  rest = rest.slice(key[0].length);
  return flow(rest, depth, inner);
}

/** What stands behind a colon: a value, or the beginning of `[…]` or `{…}`. */
function flow(text: string, depth: number, inner: readonly string[]): Scanned | null {
  const open: { readonly bracket: string; key: string | null }[] = [];
  let word = '';
  let quote = '';
  for (const [index, sign] of text.split('').entries()) {
    if (quote !== '') {
      if (sign === quote) quote = '';
      word += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word += sign;
    } else if (sign === '#' && (index === 0 || text[index - 1] === ' ')) return null;
    else if (sign === '[' || sign === '{') {
      open.push({ bracket: sign, key: null });
      word = '';
    } else if (sign === ']' || sign === '}') {
      open.pop();
      word = '';
    } else if (sign === ',' && open.length > 0) {
      const last = open.at(-1);
      if (last !== undefined) last.key = null;
      word = '';
    } else if (sign === ':' && open.at(-1)?.bracket === '{') {
      const last = open.at(-1);
      if (last !== undefined) last.key = word.trim().replaceAll(/["']/g, '');
      word = '';
    } else word += sign;
  }
  const steps = open.flatMap(({ bracket, key }) => (bracket === '[' ? [item] : key === null ? [] : [key]));
  const last = open.at(-1);
  const isKey = last?.bracket === '{' && last.key === null;
  return { depth, inner: [...inner, ...steps], at: isKey ? 'key' : 'value', begun: word.trimStart() };
}

/** All that the schema has for a path: alternatives are all meant. */
function nodesAt(root: Schema, path: readonly string[]): readonly Schema[] {
  let nodes = spread(root, root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const next =
        step === item
          ? node.items
          : (node.properties?.[step] ??
            (typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined));
      return next === undefined ? [] : spread(next, root);
    });
  }
  return nodes;
}

/** A node with its alternatives, and what it refers to. */
function spread(node: Schema, root: Schema, left = 8): readonly Schema[] {
  if (left === 0) return [];
  const name = node.$ref?.split('/').at(-1);
  const referred = name === undefined ? undefined : root.definitions?.[name];
  return [
    node,
    ...(referred === undefined ? [] : spread(referred, root, left - 1)),
    ...[...(node.anyOf ?? []), ...(node.allOf ?? [])].flatMap((each) => spread(each, root, left - 1)),
  ];
}

const keysIn = (nodes: readonly Schema[], root: Schema): readonly Option[] =>
  nodes.flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([label, node]): Option => ({
      label,
      apply: opens(spread(node, root)) ? `${label}:` : `${label}: `,
      kind: 'key',
      info: node.description ?? '',
    })),
  );

/** Keys of its own follow on the next lines. */
const opens = (nodes: readonly Schema[]): boolean =>
  nodes.some(
    ({ properties, additionalProperties }) =>
      properties !== undefined || typeof additionalProperties === 'object',
  ) && !nodes.some(({ type }) => type === 'string' || type === 'array');

const roleKeys = new Set([
  'approve',
  'prepared-by',
  'waive',
  'consent',
  'escalate-to',
  'by',
  'role',
  'any',
  'all',
]);

function valuesIn(nodes: readonly Schema[], path: readonly string[], whole: string): readonly Option[] {
  const key = path.findLast((step) => step !== item) ?? '';
  const value = (label: string, info = ''): Option => ({ label, apply: label, kind: 'value', info });
  if (roleKeys.has(key))
    return namesUnder('roles', whole).map((name) => value(name, 'A role of this policy.'));
  const gates =
    key === 'after' || key === 'blocks'
      ? namesUnder('gates', whole).map((name) => value(name, 'A gate of this policy.'))
      : [];
  if (key === 'after') return gates;
  const own = nodes.flatMap((node) => [
    ...(node.enum ?? []),
    ...(node.const === undefined ? [] : [node.const]),
    ...(node.type === 'boolean' ? [true, false] : []),
    ...(node.examples ?? []),
  ]);
  const info = nodes.find(({ description }) => description !== undefined)?.description ?? '';
  const told = own
    .filter((each) => ['string', 'number', 'boolean'].includes(typeof each))
    .map((each) => value(written(String(each)), info));
  return [...told, ...gates];
}

/** As YAML has it: what would be something else without quotes has them. */
const written = (text: string): string =>
  /^[\w./ -]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;

/** The names of roles or gates, as far as they stand on lines of their own. */
export function namesUnder(key: 'roles' | 'gates', whole: string): readonly string[] {
  const lines = whole.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (begin === -1) return [];
  const names: string[] = [];
  let depth: number | null = null;
  for (const line of lines.slice(begin + 1)) {
    if (isNothing(line)) continue;
    const indent = indentOf(line);
    if (indent === 0) break;
    depth ??= indent;
    const name = /^\s*["']?([\w-]+)["']?\s*:/.exec(line)?.[1];
    if (indent === depth && name !== undefined) names.push(name);
  }
  return names.slice(0, 100);
}
