/** Every sentence that stands in the code for people, found by reading the code: so none can be left out of the tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseSync } from '@swc/core';

import { audienceOf, type Audience } from './audiences.ts';

export type Sentence = {
  /** null: nobody is known to read it. */
  readonly audience: Audience | null;
  /** From the root of the project, with the line. */
  readonly where: string;
  /** With what is filled in as `{name}`, or as `{…}` where that is longer. */
  readonly text: string;
};

type Node = { readonly type: string; readonly span?: { readonly start: number } } & Readonly<
  Record<string, unknown>
>;

const root = new URL('../../', import.meta.url).pathname;

/** The files whose texts people may read. */
export const sources: readonly string[] = readdirSync(join(root, 'src'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name))
  .toSorted();

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const logging: ReadonlySet<unknown> = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** `log.info(…)`, `deps.log[level](…)`. */
function isLogging({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  if (!isNode(object) || !isNode(property)) return false;
  const holder = object.type === 'MemberExpression' ? object['property'] : object;
  const isLog = isNode(holder) && /^(?:log|logger)$/i.test(String(holder['value']));
  return isLog && (property.type === 'Computed' || logging.has(property['value']));
}

/** What a type is said of, beside the type. */
const typed = /^Ts(?:As|ConstAs|Satisfies|NonNull|TypeAssertion)/;
/** Words that nobody reads: keys, names of modules, types. */
const unread = /^(?:Ts|ImportDeclaration|ExportAllDeclaration|ExportNamedDeclaration$)/;

function filledIn(node: unknown, source: Buffer, offset: number): string {
  if (!isNode(node) || node.span === undefined) return '{…}';
  const { start, end } = node.span as { readonly start: number; readonly end: number };
  const text = source.subarray(start - offset, end - offset).toString();
  return /^[\w.]+$/.test(text) ? `{${text}}` : '{…}';
}

/** Three words in a row, as people write them, and nothing of a language for machines, nor a line of a shell. */
const isSentence = (text: string): boolean =>
  !/^[A-Z_]+=\S+ /.test(text) &&
  /[A-Za-z’'-]{2,}[,;:]? [a-z’'{][\w’'-]*…?\}?[,;:]? [\w’'“"{]/.test(text) &&
  !/^\s*(?:select|insert|update|delete|create|alter|drop|with|query|mutation|fragment)\b.*[({=*]/is.test(
    text,
  );

const mark = '0;';

/** Every sentence of a file. */
export function sentencesIn(file: string): readonly Sentence[] {
  const source = readFileSync(join(root, file));
  const tree = parseSync(mark + source.toString().replace(/^#!/, '//'), {
    syntax: 'typescript',
    target: 'es2024',
  }) as unknown as Node;
  // The first token is where the file begins, whatever was parsed before; comments are none.
  const offset = (tree.span?.start ?? 0) + mark.length;
  const found: Sentence[] = [];
  const add = (node: Node, text: string, isLogged: boolean): void => {
    if (!isSentence(text)) return;
    const line = source
      .subarray(0, (node.span?.start ?? 0) - offset)
      .toString()
      .split('\n').length;
    found.push({
      audience: isLogged ? 'the operator: log and dead letters' : audienceOf(file),
      where: `${file}:${line}`,
      text,
    });
  };
  const visit = (value: unknown, isLogged: boolean): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, isLogged);
    if (isNode(value) && typed.test(value.type)) return visit(value['expression'], isLogged);
    if (!isNode(value) || unread.test(value.type)) return visitPlain(value, isLogged);
    if (value.type === 'StringLiteral') return add(value, String(value['value']), isLogged);
    if (value.type === 'TemplateLiteral') {
      const quasis = value['quasis'] as readonly { readonly cooked: string }[];
      const between = value['expressions'] as readonly unknown[];
      const text = quasis.map(({ cooked }, index) =>
        index < between.length ? `${cooked}${filledIn(between[index], source, offset)}` : cooked,
      );
      add(value, text.join(''), isLogged);
      return visit(between, isLogged);
    }
    const inside = isLogged || isLogging(value);
    for (const [name, each] of Object.entries(value)) if (name !== 'key') visit(each, inside);
  };
  /** Arguments and the like, which have no type of their own. */
  const visitPlain = (value: unknown, isLogged: boolean): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isNode(value)) return;
    for (const each of Object.values(value)) visit(each, isLogged);
  };
  visit(tree['body'], false);
  return found;
}

/** All of them that somebody reads. */
export const sentences: readonly Sentence[] = sources
  .flatMap(sentencesIn)
  .filter(({ audience }) => audience !== 'machines');
