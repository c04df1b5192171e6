/** Texts that were written to keep whoever reads Markdown busy: each a shape, of any length. */

const repeated = (part: string, length: number): string =>
  part.repeat(Math.max(1, Math.floor(length / part.length)));
const numbered = (length: number, partOf: (index: number) => string): string => {
  const parts: string[] = [];
  for (let [index, all] = [0, 0]; all < length; index += 1) {
    const part = partOf(index);
    parts.push(part);
    all += part.length;
  }
  return parts.join('').slice(0, length);
};

/** What is repeated, alone and behind what leaves something open. */
const parts = [
  [
    '>',
    '> ',
    '>\n',
    '> a\n',
    '> > > > a\n',
    '- ',
    '-\n',
    '- a\n',
    '1. ',
    '1) a\n',
    '- [x] a\n',
    '# a\n',
    '#',
    'a\n===\n',
  ],
  [
    '---\n',
    '- - ',
    '*',
    '**a',
    '*a_',
    '***a ',
    '~~a',
    '`',
    '`` ` ',
    '`a``',
    '```\n',
    '~~~\na\n',
    '    a\n',
    '\t- a\n',
  ],
  [' ', ' \n', '\n', '\r', '\r\n', '\t', '\u2028', '\u00A0', '\u200B', '\0'],
  [
    '[',
    '[]',
    '[a](b',
    '[a](b)',
    '[a](b "',
    '![a](',
    '![a\n][',
    '](',
    '](a(',
    '[a]: b\n',
    '[a]: b\n\n',
    '[^1]: a\n',
    '[a\n',
  ],
  [
    '<',
    '<a',
    '<a ',
    '<a b="',
    '<a b="c">',
    '</a>',
    '<div>\n',
    '<div>\n\n',
    '</div>\n',
    '<h1>',
    '<script>\n',
    '<source>\n',
  ],
  [
    '<!--',
    '<!-- --!>',
    '<!-- a -->',
    '<!-- a\n',
    '<!-->',
    '-->',
    '<?',
    '<![CDATA[',
    '<!A',
    '<http://a>',
    '<a@b',
  ],
  ['&', '&amp;', '&nbsp;/', '|a', '|a|b|\n', 'a|b\n-|-\n\n', '|-', '\\', '\\\n', '$$ a\n', '~~/why\n'],
  [
    '/',
    '/why\n',
    '- /why\n',
    '/why<br>\n',
    '> /why\n',
    '/aprove\n',
    '/help\n',
    '**/why**\n',
    '@a ',
    '@a /',
    '\uFF0F',
    'until ',
    'closes #1\n',
  ],
  ['a', 'a ', 'a\n', '\u00E9', '_No response_\n\n', '# Problem\n- [ ] a\n', '# Problem\n1. a\n'],
].flat();
const openings = ['/why\n\n', '<div>\n', '<p title="', '[a ', '# Problem\n\n', '- a\n\n  ', '> '];

export type Shape = { readonly name: string; readonly textOf: (length: number) => string };

const shaped = (name: string, textOf: Shape['textOf']): Shape => ({ name, textOf });

export const hostileShapes: readonly Shape[] = [
  ...parts.map((part) => shaped(JSON.stringify(part), (length) => repeated(part, length))),
  ...openings.flatMap((opening) =>
    parts
      .filter((_, index) => index % openings.length === openings.indexOf(opening))
      .map((part) =>
        shaped(
          `${JSON.stringify(opening)}, then ${JSON.stringify(part)}`,
          (length) => opening + repeated(part, length),
        ),
      ),
  ),
  shaped('lists in lists', (length) => {
    const deepest = Math.floor(Math.sqrt(length));
    return numbered(length, (index) => `${'  '.repeat(index % deepest)}- a\n`);
  }),
  shaped('lists, 14 deep', (length) => numbered(length, (index) => `${'  '.repeat(index % 14)}- a\n`)),
  shaped('quotes, 15 deep', (length) => repeated(`${'> '.repeat(15)}a\n`, length)),
  shaped('runs of backticks', (length) => numbered(length, (index) => `${'`'.repeat(1 + (index % 360))} `)),
  shaped('comments in a bracket', (length) => `[a ${repeated('<!-- a --> ', length)}]`),
  shaped('comments that end in --!>', (length) => `<div>\n${repeated('<!-- --!> ', length)}-->`),
  shaped('spaces within a command', (length) => `/why a${' '.repeat(length)}b`),
];

/** What is repeated in Jira's wiki text. */
const wikiParts = [
  ['[a|b]', '[a', '[a|', '[~a]', '[http://a]', '{{a}}', '{{a', '\\\\', '\\', '\\*', '&#60;', '&amp;', '&#'],
  [
    '|a',
    '||a',
    '|a|\n',
    '||a||\n',
    '|[a|',
    '|[',
    '\\|',
    '* a\n',
    '*# a\n',
    '- a\n',
    'h1. a\n',
    'bq. a\n',
    '----\n',
    '{code}',
    '{code:a}',
    '{code}a{code}',
    '{noformat}\n',
    '{quote}',
    '{quote}a',
    '{panel}',
    '{panel:title=a}',
    '{panel',
    '{color:red}',
    '{color}',
    '{anchor:a}',
    '{code:title=a|',
    '`{{`}}',
    '[`a`|b]',
    '#a ',
    '+ a ',
    '<a',
  ],
].flat();

/** Texts of Jira, each also on one line. */
export const hostileWiki: readonly Shape[] = wikiParts.flatMap((part) =>
  part.includes('\n')
    ? [shaped(`wiki ${JSON.stringify(part)}`, (length) => repeated(part, length))]
    : [
        shaped(`wiki ${JSON.stringify(part)}`, (length) => repeated(part, length)),
        shaped(`wiki ${JSON.stringify(`h1. |${part}`)}`, (length) => `h1. ${repeated(part, length)}`),
        shaped(`wiki ${JSON.stringify(`* ${part}`)}`, (length) => `* ${repeated(part, length)}`),
        shaped(`wiki ${JSON.stringify(`| ${part}`)}`, (length) => `|${repeated(part, length)}`),
      ],
);

/** How long a text GitHub takes. */
export const longest = 65_536;

/** The text of a shape, with a command below it. `salt`: so that no two are the same. */
export const hostileText = ({ textOf }: Shape, length: number, salt: number): string =>
  `${textOf(length - 30)}\n\n/why ${salt}`;
