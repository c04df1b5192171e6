/** The modules of the playground's editor: each import leads to an address, and nothing else is changed. */
import { init, parse } from 'es-module-lexer';
import { beforeAll, expect, test } from 'vitest';

import { assetFile, fileNames } from '../../src/board/site/index.ts';
import { addressed } from '../../src/board/site/modules.ts';

beforeAll(() => init);

const scripts = fileNames.filter((name) => name.endsWith('.js'));

test('there are the editor and what it is made of', () => {
  expect(scripts).toEqual(expect.arrayContaining(['editor.js', 'codemirror-view.js', 'lezer-yaml.js']));
});

test.each(scripts)(
  '%s imports what a reader of modules finds in it, from files that come before it',
  (name) => {
    const text = assetFile(name).toString();
    const asked: string[] = [];
    const made = addressed(text, (file) => {
      asked.push(file);
      return `/assets/tag/${file}`;
    });
    const specifiersIn = (source: string) =>
      parse(source)[0].flatMap((each) => ('specifier' in each ? [each.specifier] : []));
    expect(asked).toHaveLength(specifiersIn(text).length);
    expect(specifiersIn(made)).toEqual(asked.map((file) => `/assets/tag/${file}`));
    for (const file of asked) expect(scripts.indexOf(file)).toBeLessThan(scripts.indexOf(name));
    for (const file of asked) expect(scripts).toContain(file);
  },
);
