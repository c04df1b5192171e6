/** What the schema found wrong, in plain words and at its place in the file. */
import type * as z from 'zod';
import { didYouMean } from './did-you-mean.ts';
import type { Language, Path } from './language.ts';
import { listed, quoted, shown, type Complaint } from './problem.ts';
import { find, type LocatedComplaint, type Tree } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** One issue can hold several complaints. `path` is what is unusable because of it. */
export type Explained = LocatedComplaint & { readonly path: Path };

/** Nobody mends more at once, and finding out what each was meant to be takes a moment. */
const most = 100;

/** Explains the first issues of a schema that looked at `tree`. What was refused before is not told again. */
export function explain(issues: readonly Issue[], tree: Tree, language: Language): readonly Explained[] {
  const flat = issues.flatMap((issue) => flatten(issue, [])).slice(0, most);
  const misspelt = new Set(
    flat.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => JSON.stringify(path)),
  );
  return flat
    .filter(({ code, path }) => code !== 'custom' || !misspelt.has(JSON.stringify(path)))
    .filter(({ path }) => find(tree, path)?.value.kind !== 'refused')
    .flatMap((issue) => explainOne(issue, tree, language));
}

type Flat = Issue & { expectedKinds?: readonly string[] };

/** Where several forms are allowed, only what is wrong with the form that was meant is told. */
function flatten(issue: Issue, above: Path): readonly Flat[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ ...issue, path }];
  const expectedKinds: string[] = [];
  const meant: Issue[][] = [];
  for (const errors of issue.errors) {
    const [first] = errors;
    if (first?.code === 'invalid_type' && first.path.length === 0) expectedKinds.push(first.expected);
    else meant.push(errors);
  }
  const [form] = meant;
  return form === undefined
    ? [{ ...issue, path, expectedKinds }]
    : form.flatMap((inner) => flatten(inner, path));
}

function explainOne(issue: Flat, tree: Tree, language: Language): readonly Explained[] {
  const { path } = issue;
  const found = find(tree, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key, index) => {
      const keyPath = [...path, key];
      const entry = find(tree, keyPath);
      const message = `${quoted(key)} is not a key of ${language.groupAt(path).name}.`;
      if (index >= most) return { path: keyPath, at: entry?.keyAt ?? tree.at, message, hint: null };
      // `{ body: One, and more }`: between brackets, a comma ends a text.
      const isRest = key.includes(' ') && entry?.value.kind === 'scalar' && entry.value.source === '';
      const hint = isRest
        ? 'Between { and }, put text that holds a comma in quotes.'
        : forUnknown(key, path, language);
      return { path: keyPath, at: entry?.keyAt ?? tree.at, message, hint };
    });
  }
  if (found === null) {
    const parent = find(tree, path.slice(0, -1));
    return [{ path: path.slice(0, -1), at: parent?.keyAt ?? tree.at, ...missing(path, language) }];
  }
  const { value } = found;
  if (issue.code === 'custom') {
    const hint: unknown = issue.params?.['hint'];
    const at = value.kind !== 'scalar' ? found.keyAt : value.at;
    return [{ path, at, message: issue.message, hint: typeof hint === 'string' ? hint : null }];
  }
  return [{ path, at: value.at, ...wrongValue(issue, value, language) }];
}

function forUnknown(key: string, path: Path, language: Language): string {
  const place = language.groupAt(path);
  const meant = didYouMean(key, place.known);
  if (meant !== null) return meant;
  const home = language.groups.find(({ known }) => known.includes(key));
  return home === undefined ? `Known here: ${listed(place.known, 'and')}.` : `It belongs in ${home.name}.`;
}

const missing = (path: Path, language: Language): Complaint =>
  language.missing(path) ?? { message: `${quoted(String(path.at(-1)))} is missing.`, hint: null };

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  number: 'a whole number',
  int: 'a whole number',
};

function wrongValue(issue: Flat, value: Tree, { name: what, first, smallest }: Language): Complaint {
  const { path } = issue;
  const isHere =
    value.kind === 'scalar' && value.value === null && value.source === ''
      ? 'it is empty'
      : `here it is ${kindOf(value)}`;
  if (path.length === 0) {
    return isHere === 'it is empty'
      ? { message: 'The file is empty.', hint: smallest }
      : { message: `${what} is made of keys like "${first}:"; ${isHere}.`, hint: smallest };
  }
  const name = nameOf(path);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const written = value.kind === 'scalar' ? value.source : '';
    const write = `Write ${listed(allowed)}${allowed.includes(written) ? ', without quotes' : ''}.`;
    return {
      message: `${name} must be ${listed(allowed)}; ${isHere}.`,
      hint: didYouMean(written, allowed) ?? write,
    };
  }
  if (issue.code === 'too_small') {
    return { message: `${name} must be at least ${issue.minimum}; ${isHere}.`, hint: null };
  }
  if (issue.code === 'too_big') {
    return { message: `${name} can be ${issue.maximum} at most; ${isHere}.`, hint: null };
  }
  const expected = issue.expectedKinds ?? (issue.code === 'invalid_type' ? [issue.expected] : []);
  const words = [...new Set(expected.map((kind) => kinds[kind] ?? kind))];
  return { message: `${name} must be ${listed(words)}; ${isHere}.`, hint: howToWrite(expected, value) };
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (typeof last === 'string') return quoted(last);
  return `An entry of ${quoted(path.findLast((part) => typeof part === 'string') ?? '')}`;
}

function kindOf(value: Tree): string {
  switch (value.kind) {
    case 'map':
      return 'a group of keys';
    case 'list':
      return 'a list';
    case 'refused':
      return 'something else';
    case 'scalar':
      if (typeof value.value === 'string') return `the text ${quoted(value.value)}`;
      return typeof value.value === 'number' ? `the number ${shown(value.source)}` : shown(value.source);
    default:
      return value satisfies never;
  }
}

function howToWrite(expected: readonly string[], value: Tree): string {
  const isScalar = value.kind === 'scalar';
  if (isScalar && value.source === '') {
    return expected.includes('object') || expected.includes('record')
      ? 'Write what belongs to it below it, indented by two spaces, or delete the line.'
      : 'Write it after the colon, or delete the line.';
  }
  if (expected.includes('string') && isScalar) return `Put it in quotes: "${shown(value.source)}".`;
  if (expected.includes('array') && isScalar) {
    if (/^-\S/.test(value.source)) return 'Put a space after each -.';
    if (typeof value.value !== 'string') return `Write it as a list: ["${shown(value.source)}"].`;
    const entries = value.value.split(',', 3).map((entry) => entry.trim());
    return `Write it as a list: [${entries.map(asEntry).join(', ')}].`;
  }
  if (expected.includes('array')) return 'Write a list, like [a, b].';
  if (expected.includes('boolean')) return 'Write true or false, without quotes.';
  if (expected.includes('int') || expected.includes('number')) return 'Write a number, without quotes.';
  if (expected.includes('string') && value.kind === 'list' && expected.includes('object')) {
    return 'Write one role; or {any: [pm, qa]} where one of them is enough, {all: [pm, qa]} where each is needed.';
  }
  if (expected.includes('string')) return 'Write a text.';
  return isScalar
    ? 'Write its keys below it, indented by two spaces, each with a colon and a space after it.'
    : 'Write its keys below it, indented by two spaces.';
}

function asEntry(text: string): string {
  return /^[a-z][\w.-]*$/i.test(text) ? shown(text) : `"${shown(text)}"`;
}
