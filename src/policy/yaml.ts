/** Reads YAML into a tree that remembers where each part stands. */
import {
  Composer,
  CST,
  isAlias,
  isMap,
  isScalar,
  Lexer,
  Parser,
  YAMLParseError,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { shown, quoted, type Complaint } from './problem.ts';
import type { Language } from './language.ts';
import { explainSyntax } from './syntax.ts';
import { isPortion, newPace, type Portions } from '../portions.ts';
import { lineAndColumnOf, type Entry, type LocatedComplaint, type Tree } from './tree.ts';

export type ParsedYaml = { readonly tree: Tree | null; readonly wrong: readonly LocatedComplaint[] };

/** How much a policy may hold: many times what a real one does. */
const limits = { depth: 24, errors: 100 };

/**
 * Reads `text` as one YAML document. `tree` is null where the text cannot be understood at all; else what
 * is in `wrong` leaves the rest of the tree usable. Never throws.
 */
export function* parseYaml(text: string, language: Language): Portions<ParsedYaml> {
  const tooMuch = yield* measure(text, language);
  if (tooMuch !== null) return { tree: null, wrong: [tooMuch] };
  const document = yield* documentIn(text);
  yield;
  const wrong: LocatedComplaint[] = [];
  let usable = true;
  for (const error of [...document.errors, ...document.warnings]) {
    const explained = explainSyntax(error.code, error.pos[0], text, language);
    if (explained === null) continue;
    wrong.push(explained.complaint);
    usable &&= explained.usable;
  }
  const { yaml } = document.directives ?? {};
  if (yaml?.explicit === true && yaml.version !== '1.2') {
    wrong.push({
      at: Math.max(0, text.indexOf('%YAML')),
      message: `${language.name} is written in YAML 1.2.`,
      hint: 'Delete the line that begins with %YAML.',
    });
    usable = false;
  }
  if (!usable) return { tree: null, wrong: onePerLine(wrong, text) };
  yield;
  const tree = walk({ text, wrong, language }, document.contents, 0, 0);
  return { tree, wrong };
}

/** The document in a text, as `parseDocument` of the library reads it, but in portions. */
function* documentIn(text: string): Portions<Document> {
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    stringKeys: true,
    // `walkMap` looks for doubles itself: the library's search takes the square of the number of keys.
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
    logLevel: 'error',
  });
  const pace = newPace();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (isPortion(pace)) yield;
  }
  tokens.push(...parser.end());
  yield;
  let first: Document | null = null;
  let errors = 0;
  const few = tokens.filter(({ type }) => type !== 'error' || (errors += 1) <= limits.errors);
  for (const document of composer.compose(few, true, text.length)) {
    if (first === null) first = document;
    else {
      const [from, to] = document.range;
      first.errors.push(new YAMLParseError([from, to], 'MULTIPLE_DOCS', 'Several documents'));
      break;
    }
  }
  if (first === null) throw new Error('The library made no document of a policy.');
  return first;
}

/** Stops what would take the parser long, or too deep, before it starts. */
function* measure(text: string, language: Language): Portions<LocatedComplaint | null> {
  const pace = newPace();
  let at = 0;
  let depth = 0;
  let indicators = 0;
  let tokens = 0;
  let isScalarText = false;
  let isNewLine = false;
  for (const token of new Lexer().lex(text)) {
    if (isPortion(pace)) yield;
    const type: string | null = isScalarText ? 'text' : CST.tokenType(token);
    isScalarText = type === 'scalar';
    if (isScalarText || type === 'doc-mode' || type === 'flow-error-end') continue;
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') depth -= 1;
    if (type === 'newline') indicators = 0;
    if (type === 'seq-item-ind' || type === 'explicit-key-ind') indicators += 1;
    if (depth + indicators > limits.depth) return tooDeep(at, language);
    // A line without anything takes the parser as long as a word.
    if (type !== 'space' && (type !== 'newline' || isNewLine)) tokens += 1;
    isNewLine = type === 'newline' || (isNewLine && type === 'space');
    if (tokens > language.mostTokens) {
      return {
        at,
        message: `The file holds more than ${language.mostTokens} words, signs and empty lines, and nothing after this was read.`,
        hint: language.shorten,
      };
    }
    at += token.length;
  }
  return null;
}

function tooDeep(at: number, { name }: Language): LocatedComplaint {
  return {
    at,
    message: `Lists and keys are nested more than ${limits.depth} deep here.`,
    hint: `${name} needs fewer than ten levels; look for brackets that are not closed.`,
  };
}

/** A file that is read, and what is wrong in it as far as it was read. */
type Reading = {
  readonly text: string;
  readonly wrong: LocatedComplaint[];
  readonly language: Language;
};

function walk(reading: Reading, node: Node | null, at: number, depth: number): Tree {
  if (node === null) return { kind: 'scalar', at, value: null, source: '' };
  const start = node.range?.[0] ?? at;
  const refuse = (complaint: Complaint): Tree => {
    reading.wrong.push({ at: start, ...complaint });
    return { kind: 'refused', at: start };
  };
  if (depth > limits.depth) return refuse(tooDeep(start, reading.language));
  if (isAlias(node))
    return refuse(reserved(reading.language, '*', node.source, 'a reference to another place (an alias)'));
  if (node.tag !== undefined) return refuse(reserved(reading.language, '', tagAsWritten(node.tag), 'a tag'));
  if (node.anchor !== undefined)
    return refuse(reserved(reading.language, '&', node.anchor, 'a name for this place (an anchor)'));
  if (isMap(node)) return { kind: 'map', at: start, entries: walkMap(reading, node, start, depth) };
  if (isScalar(node)) {
    const source = node.source ?? '';
    const { value } = node;
    const isOther = typeof value === 'number' || typeof value === 'boolean' || value === null;
    return {
      kind: 'scalar',
      at: start,
      value: isOther || typeof value === 'string' ? value : source,
      source,
      ...wholeOf(node, reading.text),
    };
  }
  const items: Tree[] = [];
  for (const item of node.items) {
    items.push(walk(reading, item as Node, start, depth + 1));
  }
  return { kind: 'list', at: start, items };
}

/** The text with what a # took from it, where no space follows the #. */
function wholeOf({ type, range, source = '' }: Scalar, text: string): { readonly whole?: string } {
  if (type !== 'PLAIN' || range == null) return {};
  const rest = text.slice(range[1], range[1] + 500).split('\n', 1)[0] ?? '';
  const cut = /^[ \t]*(#[^\s#].*)$/.exec(rest.trimEnd())?.[1];
  if (cut === undefined) return {};
  return { whole: source === '' ? cut : `${source}${rest.slice(0, rest.indexOf('#'))}${cut}` };
}

function walkMap(reading: Reading, map: YAMLMap, at: number, depth: number): ReadonlyMap<string, Entry> {
  const { wrong } = reading;
  const entries = new Map<string, Entry>();
  for (const item of map.items) {
    const pair = item as Pair<Node | null, Node | null>;
    const keyAt = pair.key?.range?.[0] ?? at;
    const refusal = refusedKey(pair.key, reading.language);
    if (refusal !== null) {
      wrong.push({ at: keyAt, ...refusal });
      continue;
    }
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    // A pair without a value stands at its key.
    const value = walk(reading, pair.value, keyAt, depth + 1);
    if (entries.has(key)) {
      wrong.push({
        at: keyAt,
        message: `${quoted(key)} stands here twice.`,
        hint: 'Keep one of the two, with everything that belongs to it.',
      });
    } else entries.set(key, { keyAt, value });
  }
  return entries;
}

function refusedKey(key: Node | null, language: Language): Complaint | null {
  if (isAlias(key)) return reserved(language, '*', key.source, 'a reference to another place (an alias)');
  if (key !== null && !isScalar(key)) {
    return { message: 'A list or a group of keys stands where a key is expected.', hint: null };
  }
  if (key?.tag !== undefined) return reserved(language, '', tagAsWritten(key.tag), 'a tag');
  if (key?.anchor !== undefined)
    return reserved(language, '&', key.anchor, 'a name for this place (an anchor)');
  const name = key === null ? '' : String(key.value);
  if (name === '<<') {
    return {
      message: `"<<" (merging keys from another place) is not part of the language of ${language.plural}.`,
      hint: 'Write the keys out.',
    };
  }
  if (name === '__proto__') return { message: '"__proto__" cannot be a key or a name.', hint: null };
  if (name.trim() === '') return { message: 'A key is missing before the colon.', hint: null };
  return null;
}

function tagAsWritten(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!');
}

function reserved({ plural }: Language, sign: string, name: string, meaning: string): Complaint {
  const text = sign + name;
  return {
    message: `Text that begins with ${text.slice(0, 1)} is ${meaning} in YAML, and ${plural} have none.`,
    hint: `If it is meant as text, put it in quotes: "${shown(text)}".`,
  };
}

/** One slip in YAML often makes a whole chain of complaints; the first on each line tells. */
function onePerLine(wrong: readonly LocatedComplaint[], text: string): readonly LocatedComplaint[] {
  const place = lineAndColumnOf(text);
  const lines = new Set<number>();
  return wrong
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }) => {
      const { line } = place(at);
      const isFirst = !lines.has(line);
      lines.add(line);
      return isFirst;
    });
}
