/**
 * Documents made of every kind of block and inline that GitHub Flavored Markdown has, by the chapters of its specification
 * ("Leaf blocks", "Container blocks", "Inlines"), each with an example of ours, and then damaged.
 */
import fc from 'fast-check';

/** By kind: an example in which something stands. */
type Kind = (inner: string) => string;

const leaves: readonly Kind[] = [
  (inner) => inner,
  (inner) => `Agreed so far\n${inner}`,
  (inner) => `${inner}\nand the rest tomorrow`,
  () => '---',
  () => '* * *',
  () => '___',
  (inner) => `## ${inner}`,
  (inner) => `### ${inner} ###`,
  (inner) => `${inner}\n===`,
  (inner) => `${inner}\n---`,
  (inner) => `    ${inner}`,
  (inner) => `\t${inner}`,
  (inner) => `\`\`\`\n${inner}\n\`\`\``,
  (inner) => `\`\`\`\`ts title\n${inner}\n\`\`\`\n\`\`\`\``,
  (inner) => `~~~ sh\n${inner}\n~~~`,
  (inner) => `\`\`\`\n${inner}`,
  (inner) => `<pre>\n${inner}\n\n</pre>`,
  (inner) => `<!-- ${inner} -->`,
  (inner) => `<!--\n${inner}\n\n-->`,
  (inner) => `<?xml ${inner} ?>`,
  (inner) => `<!DOCTYPE ${inner}>`,
  (inner) => `<div>\n${inner}\n</div>`,
  (inner) => `<div>\n\n${inner}\n\n</div>`,
  (inner) => `<details><summary>Log</summary>\n\n${inner}\n</details>`,
  (inner) => `<p>${inner}</p>`,
  (inner) => `<center>\n${inner}<br>\n${inner}\n</center>`,
  (inner) => `<b>\n${inner}\n</b>`,
  (inner) => `[spec]: https://a.test "title"\n${inner}`,
  (inner) => `[spec]:\nhttps://a.test\n\n${inner}`,
  (inner) => `| a | b |\n|---|:-:|\n| 1 | ${inner} |`,
  (inner) => `a | b\n- | -\n1 | 2\n${inner}`,
  (inner) => `| a |\n| - |\n\n${inner}`,
];

const containers: readonly Kind[] = [
  (inner) => inner.replaceAll(/^/gm, '> '),
  (inner) => `> quoted\n${inner}`,
  (inner) => `> quoted\n\n${inner}`,
  (inner) => `>${inner}\n> [!NOTE]`,
  (inner) => `> [!WARNING]\n> mind this\n\n${inner}`,
  (inner) => `- ${inner.replaceAll('\n', '\n  ')}`,
  (inner) => `* one\n* ${inner.replaceAll('\n', '\n  ')}`,
  (inner) => `+   ${inner.replaceAll('\n', '\n    ')}`,
  (inner) => `1. ${inner.replaceAll('\n', '\n   ')}`,
  (inner) => `7) one\n8) ${inner.replaceAll('\n', '\n   ')}`,
  (inner) => `- one\n\n  ${inner.replaceAll('\n', '\n  ')}`,
  (inner) => `- one\n  - two\n    - ${inner.replaceAll('\n', '\n      ')}`,
  (inner) => `- one\n${inner}`,
  (inner) => `-\n\n  ${inner}`,
  (inner) => `- [ ] ${inner}`,
  (inner) => `- [x] done\n- ${inner}`,
  (inner) => `as noted[^1]\n\n[^1]: ${inner}`,
  (inner) => `[^n]: a note\n\n${inner}`,
];

const inlines: readonly Kind[] = [
  (inner) => inner,
  (inner) => `**${inner}**`,
  (inner) => `_${inner}_`,
  (inner) => `***${inner}***`,
  (inner) => `~~${inner}~~`,
  (inner) => `\`${inner}\``,
  (inner) => `\`\` ${inner} \`\``,
  (inner) => `text ${inner}`,
  (inner) => `see \\*\n${inner}`,
  (inner) => `ends here  \n${inner}`,
  (inner) => `ends here\\\n${inner}`,
  (inner) => `&amp; &#35; &nbsp;\n${inner}`,
  (inner) => `[spec](https://a.test "a b")\n${inner}`,
  (inner) => `[spec][a] and [a]\n${inner}`,
  (inner) => `[several\n${inner}\nlines](https://a.test)`,
  (inner) => `![picture](p.png)\n${inner}`,
  (inner) => `![several\n${inner}\nlines](p.png)`,
  (inner) => `<https://a.test>\n${inner}`,
  (inner) => `www.a.test and a@b.test\n${inner}`,
  (inner) => `<b>${inner}</b>`,
  (inner) => `<kbd>${inner}</kbd>`,
  (inner) => `a <!-- left out --> b\n${inner}`,
  (inner) => `a <!--\n${inner}\n--> b`,
  (inner) => `a <img alt="\n${inner}\n"> b`,
  (inner) => `first<br>${inner}`,
  (inner) => `\`code over\n${inner}\nlines\``,
];

const some = fc.constantFrom;
const inner = fc.oneof(
  { weight: 3, arbitrary: some('/why') },
  { weight: 1, arbitrary: some('words', 'Looks good to me.', 'a b', '/tmp') },
);
const inline = fc.tuple(some(...inlines), inner).map(([kind, text]) => kind(text));
const leaf = fc.tuple(some(...leaves), fc.oneof(inline, inner)).map(([kind, text]) => kind(text));
const block = fc.oneof(
  leaf,
  inline,
  fc.tuple(some(...containers), leaf).map(([kind, text]) => kind(text)),
  fc.tuple(some(...containers), some(...containers), leaf).map(([one, other, text]) => one(other(text))),
);

/** How blocks follow one another. */
const gap = some('\n\n', '\n\n', '\n', '\n\n\n', '\n \n', '\r\n\r\n');

/** As they were meant. */
export const documents = fc
  .array(fc.tuple(block, gap), { minLength: 1, maxLength: 4 })
  .map((all) => all.map(([text, after]) => text + after).join(''));

const signs =
  '\n,\n\n, ,  ,    ,\t,\r,\0,\\,`,```,~~~,*,_,~~,[,],(,),<,>,</,<!--,-->,!,|,#,-,+,1.,=,&,:,",\',\u00A0,\u200B,\u2028';
const damage = fc.oneof(
  fc.record({ at: fc.nat(400), put: some(...signs.split(',')) }),
  fc.record({ at: fc.nat(400), take: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ at: fc.nat(40), before: some('> ', '- ', '    ', '\t', '  ', '1. ', '>', '\\', '<') }),
  fc.record({ at: fc.nat(40), twice: fc.boolean() }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(text: string, how: Damage): string {
  if ('put' in how || 'take' in how) {
    const at = how.at % (text.length + 1);
    return 'put' in how
      ? text.slice(0, at) + how.put + text.slice(at)
      : text.slice(0, at) + text.slice(at + how.take);
  }
  const lines = text.split('\n');
  const at = how.at % lines.length;
  const line = lines[at] ?? '';
  if ('before' in how) lines[at] = how.before + line;
  else lines.splice(at, 1, ...(how.twice ? [line, line] : []));
  return lines.join('\n');
}

/** The same, damaged in a few places. */
export const damagedDocuments = fc
  .tuple(documents, fc.array(damage, { minLength: 1, maxLength: 3 }))
  .map(([text, all]) => all.reduce(damaged, text));
