import { describe, expect, test } from 'vitest';
import { matcher } from '../../src/policy/index.ts';
import { effort } from '../effort.ts';

describe('paths', () => {
  test.each([
    ['docs/**', ['docs/a.md', 'docs/a/b.md', 'docs/.hidden/a'], ['docs.md', 'src/docs/a.md', 'Docs/a.md']],
    ['*.md', ['README.md', '.md'], ['docs/README.md']],
    ['**/*.md', ['README.md', 'docs/a/README.md'], ['README.mdx']],
    ['*.{md,txt}', ['a.md', 'a.txt'], ['a.rst']],
    ['docs/?.md', ['docs/a.md'], ['docs/ab.md', 'docs//.md']],
    ['src/+page.md', ['src/+page.md'], ['src/page.md', 'src//page.md']],
    ['{a,b}+', ['a+', 'b+'], ['a', 'aa', 'ab']],
  ])('%s', (glob, inside, outside) => {
    const matches = matcher([glob]);
    expect([inside.filter((path) => !matches(path)), outside.filter(matches)]).toEqual([[], []]);
  });

  test('one of several is enough, and none matches nothing', () => {
    expect(matcher(['docs/**', '*.md'])('README.md')).toBe(true);
    expect(matcher([])('README.md')).toBe(false);
  });

  test('the worst that is allowed is fast on the worst of paths', () => {
    const { took } = effort(() => {
      for (const glob of ['*a*a/**/*b', '**/*a*/**', '{**/*a,**/a*}{b,c}', '?'.repeat(200)]) {
        const matches = matcher([glob]);
        for (const path of ['a'.repeat(4_000), 'a/'.repeat(2_000), `${'a'.repeat(250)}/`.repeat(16)])
          matches(path);
      }
    });
    expect(took).toBeLessThan(1_000);
  });
});
