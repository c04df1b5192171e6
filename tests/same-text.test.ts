/** Names are compared without regard to case by one function. */
import { globSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { sameText } from '../src/same-text.ts';

test('the case does not matter, everything else does', () => {
  expect(sameText('Octo-Org/Shop', 'octo-org/shop')).toBe(true);
  expect(sameText('octo-org/shop', 'octo-org/shop ')).toBe(false);
});

test('what joins the trackers compares no lower-cased text by itself', () => {
  const src = new URL('../src/', import.meta.url).pathname;
  const found = globSync('**/*.ts', { cwd: src }).filter(
    (file) =>
      !/^(?:handoff|policy|github|jira)\/|^same-text/.test(file) &&
      /toLowerCase\(\) [!=]==|[!=]== [\w.?]+\.toLowerCase\(\)/.test(readFileSync(`${src}${file}`, 'utf8')),
  );
  expect(found).toEqual([]);
});
