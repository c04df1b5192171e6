/** The regular expressions that are written in a source file, and texts that make a careless one slow. */

export type Expression = { readonly line: number; readonly source: string; readonly flags: string };

/** Words after which a slash begins an expression, and does not divide. */
const before = /(?:^|[([{,;:=!&|?+\-*%~^<>}]|\b(?:return|typeof|case|of|in|do|else|void|yield|await))\s*$/;

/** The expressions of a TypeScript text. Comments, and what is text in it, are passed over. */
export function expressionsIn(text: string): readonly Expression[] {
  const found: Expression[] = [];
  // The line by which a shell finds the program is no code.
  let [at, code, braces] = [text.startsWith('#!') ? text.indexOf('\n') : 0, '', 0];
  /** Of template literals within each other: how many braces were open where each began to hold code. */
  const templates: number[] = [];
  const pass = (to: number, as: string): void => {
    code = (code + as).slice(-40);
    at = to;
  };
  const passTemplate = (from: number): void => {
    let end = from;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end))
      end += text[end] === '\\' ? 2 : 1;
    if (text[end] === '`') return pass(end + 1, ' x');
    templates.push(braces);
    pass(end + 2, '(');
  };
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (text.startsWith('//', at)) pass(endOf(text, '\n', at), ' ');
    else if (text.startsWith('/*', at)) pass(endOf(text, '*/', at + 2) + 2, ' ');
    else if (sign === "'" || sign === '"') {
      let end = at + 1;
      while (end < text.length && text[end] !== sign) end += text[end] === '\\' ? 2 : 1;
      pass(end + 1, ' x');
    } else if (sign === '`') passTemplate(at + 1);
    else if (sign === '}' && templates.at(-1) === braces) {
      templates.pop();
      passTemplate(at + 1);
    } else if (sign === '/' && before.test(code)) {
      let [end, isClass] = [at + 1, false];
      for (; end < text.length && (isClass || text[end] !== '/'); end += 1) {
        if (text[end] === '\\') end += 1;
        else if (text[end] === '[') isClass = true;
        else if (text[end] === ']') isClass = false;
      }
      const flags = /^[a-z]*/.exec(text.slice(end + 1, end + 10))?.[0] ?? '';
      found.push({ line: text.slice(0, at).split('\n').length, source: text.slice(at + 1, end), flags });
      pass(end + 1 + flags.length, ' x');
    } else {
      if (sign === '{') braces += 1;
      if (sign === '}') braces -= 1;
      pass(at + 1, sign);
    }
  }
  return found;
}

function endOf(text: string, what: string, from: number): number {
  const end = text.indexOf(what, from);
  return end < 0 ? text.length : end;
}

/** Signs that stand for what classes hold. */
const ofClasses: Readonly<Record<string, string>> = {
  s: ' \t\n',
  S: 'a',
  d: '1',
  D: 'a',
  w: 'a',
  W: ' -',
  b: ' a',
  p: 'aA1\u200B',
  P: ' ',
};
const always = [...Array.from('aA1 \t\n/<"-.*[(|`\\{:=&@'), '\u{F0000}'];

/** Texts of such a length that go along with an expression for as long as they can, and then do not match. */
export function* attacksOn({ source }: Pick<Expression, 'source'>, length: number): Generator<string> {
  const signs = signsIn(source);
  const words = Array.from(source.matchAll(/[\w<>!/{}:#=&-]{2,12}/g), ([word]) => word).slice(0, 3);
  const own = signs.slice(0, 6);
  const chunks = new Set([
    ...own,
    ...always,
    ...own.flatMap((one) => own.map((other) => one + other)),
    ...words.flatMap((word) => [word, `${word} `, `${word}a`, `${word}"`, ...own.map((sign) => word + sign)]),
  ]);
  const starts = new Set(['', ...words.slice(0, 2)]);
  for (const chunk of chunks)
    for (const start of starts) {
      const many = chunk.repeat(Math.ceil(length / chunk.length));
      yield `${start}${many}\u0001`;
    }
}

/** The signs that an expression speaks of itself, and one for each of its classes and ranges. */
function signsIn(source: string): readonly string[] {
  const found = new Set<string>();
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === '\\') {
      at += 1;
      const escaped = source[at] ?? '';
      for (const each of ofClasses[escaped] ?? (/[a-z]/i.test(escaped) ? '' : escaped)) found.add(each);
    } else if (!'()[]{}?*+^$|'.includes(sign)) found.add(sign === '.' ? 'a' : sign);
  }
  return [...found];
}
