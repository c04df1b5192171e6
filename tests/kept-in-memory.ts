/** What a source file keeps for longer than a call: collections that functions add to, and that live on behind the call. */
import { parseAst } from 'rolldown/parseAst';

/** `within`: the function that makes it; null: the file itself. */
export type Collection = { readonly name: string; readonly within: string | null };

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;
type Inner = {
  readonly node: Node;
  readonly name: string | null;
  readonly isInPlace: boolean;
  /** It is given to what calls it again and again. */
  readonly isListener: boolean;
};

/** A function, or the file: what is declared in it, and what is within it, without what is in functions within. */
type Scope = {
  readonly name: string | null;
  readonly outer: Scope | null;
  /** It is called by what it is given to, as `map` does: it does not outlive the call. */
  readonly isInPlace: boolean;
  readonly declared: ReadonlySet<string>;
  readonly collections: ReadonlySet<string>;
  /** What is said for a part of something else. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly grown: Set<string>;
};

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const atOnce =
  /^(?:map|flatMap|filter|forEach|some|every|find|findIndex|findLast|reduce|toSorted|from|replace|replaceAll)$/;
const adding = /\.(?:set|add|push|unshift)\(|\] (?:\?\?)?= |= \[\.\.\./;
const making = /^(?:create|start|open|make|follow|listen|serve)/;
const listening = /^(?:on|once|addListener|prependListener|addEventListener|setInterval)$/;
const types = /^TS(?:Type|Interface)/;
const growing = /^(?:set|add|push|unshift)$/;

/** @param text of a TypeScript file */
export function keptIn(text: string): readonly Collection[] {
  const found: Collection[] = [];
  if (!adding.test(text)) return found;
  const visit = (node: Node, { name, outer, isInPlace }: Pick<Scope, 'name' | 'outer' | 'isInPlace'>) => {
    const { nodes, inner } = partsOf(node);
    const declarations = nodes.filter(({ type }) => type === 'VariableDeclarator');
    const collections = declarations.filter(({ init }) => isCollection(init as Node | null));
    const scope: Scope = {
      name,
      outer,
      isInPlace,
      declared: new Set(declarations.flatMap(({ id }) => nameIn(id as Node) ?? [])),
      aliases: new Map(declarations.flatMap(aliasIn)),
      collections: new Set(collections.flatMap(({ id }) => nameIn(id as Node) ?? [])),
      grown: new Set(),
    };
    for (const each of nodes) noteGrowth(each, scope);
    for (const each of inner) visit(each.node, { ...each, outer: scope });
    if (outer === null || making.test(name ?? '') || givesFunctions(node, nodes, inner))
      for (const grown of scope.grown) found.push({ name: grown, within: name });
  };
  visit(parseAst(text, { lang: 'ts' }) as unknown as Node, { name: null, outer: null, isInPlace: false });
  return found;
}

/** The nodes of a function, and the functions in it, which are not looked into. */
function partsOf(root: Node): { readonly nodes: readonly Node[]; readonly inner: readonly Inner[] } {
  const nodes: Node[] = [];
  const inner: Inner[] = [];
  const walk = (node: Node): void => {
    nodes.push(node);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (!isNode(child) || types.test(child.type)) continue;
        else if (functions.includes(child.type)) inner.push(innerOf(child, node));
        else walk(child);
  };
  walk(root);
  return { nodes, inner };
}

/** Tells whoever declared it that a function adds to it later. */
function noteGrowth(node: Node, scope: Scope): void {
  const grown = grownBy(node);
  if (grown === null) return;
  const name = scope.aliases.get(grown) ?? grown;
  let isLater = false;
  let owner: Scope | null = scope;
  for (; owner !== null && !owner.declared.has(name); owner = owner.outer) isLater ||= !owner.isInPlace;
  if (isLater && owner?.collections.has(name) === true) owner.grown.add(name);
}

/** What a node adds to; null: nothing. */
function grownBy({ type, callee, left, right }: Node): string | null {
  if (type === 'CallExpression') {
    const { type: kind, object, property } = callee as Node;
    const isAdding = kind === 'MemberExpression' && growing.test(String((property as Node)['name']));
    return isAdding ? rootOf(object as Node) : null;
  }
  if (type !== 'AssignmentExpression') return null;
  const into = left as Node;
  if (into.type === 'MemberExpression') return into['computed'] === true ? rootOf(into) : null;
  return (right as Node).type === 'ArrayExpression' ? nameIn(into) : null;
}

function aliasIn({ id, init }: Node): readonly (readonly [string, string])[] {
  const [name, root] = [
    nameIn(id as Node),
    isNode(init) && init.type === 'MemberExpression' ? rootOf(init) : null,
  ];
  return name === null || root === null ? [] : [[name, root]];
}

/** `a` of `a.b[c].d`. */
function rootOf(node: Node): string | null {
  let root = node;
  while (root.type === 'MemberExpression' || root.type === 'TSNonNullExpression')
    root = (root['object'] ?? root['expression']) as Node;
  return nameIn(root);
}

/** Whether it is a map, a set, a list or an object, or is made of some. */
function isCollection(init: Node | null): boolean {
  if (init === null) return false;
  const { type, callee, properties } = init;
  if (type === 'NewExpression') return /^(?:Map|Set|Array)$/.test(nameIn(callee as Node) ?? '');
  if (type === 'ObjectExpression') {
    const values = (properties as readonly Node[]).map(({ value }) => value as Node | null);
    return values.length === 0 || values.some((value) => value !== undefined && isCollection(value));
  }
  return type === 'ArrayExpression' || (type === 'CallExpression' && rootOf(callee as Node) === 'Array');
}

/** Whether a function gives away functions of its own, which it lives on in. */
function givesFunctions(node: Node, nodes: readonly Node[], inner: readonly Inner[]): boolean {
  const own = new Set(inner.flatMap(({ name }) => name ?? []));
  const holds = (value: unknown): boolean =>
    isNode(value) &&
    (functions.includes(value.type) ||
      own.has(nameIn(value) ?? '') ||
      (value.type === 'ObjectExpression' &&
        (value['properties'] as readonly Node[]).some(({ value: each }) => holds(each))));
  const given = nodes.flatMap((each) => (each.type === 'ReturnStatement' ? [each['argument']] : []));
  return inner.some(({ isListener }) => isListener) || [node['body'], ...given].some(holds);
}

/** What a function is called: by itself, or as what it is assigned to. */
function nameOf(node: Node, parent: Node): string | null {
  const named = (node['id'] ?? parent['id'] ?? parent['key']) as Node | null | undefined;
  return isNode(named) ? nameIn(named) : null;
}

function innerOf(node: Node, parent: Node): Inner {
  const { type, callee, arguments: given } = parent;
  const property = type === 'CallExpression' ? (callee as Node)['property'] : null;
  const called =
    type === 'CallExpression' && (given as readonly unknown[]).includes(node)
      ? nameIn(isNode(property) ? property : (callee as Node))
      : null;
  return {
    node,
    name: nameOf(node, parent),
    isInPlace: callee === node || atOnce.test(called ?? ''),
    isListener: listening.test(called ?? ''),
  };
}

const nameIn = (node: Node): string | null => (node.type === 'Identifier' ? String(node['name']) : null);
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
