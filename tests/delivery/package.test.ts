/** `.ci/package`: what a release is packed with, and when it is refused. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-package-'));
  for (const name of ['.ci', 'package.json', 'CHANGELOG.md'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  writeFileSync(join(folder, 'package.json'), manifest.replace(/"version": "[^"]+"/, '"version": "3.4.5"'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const changelog = (heading: string): void =>
  writeFileSync(
    join(folder, 'CHANGELOG.md'),
    `# Changelog\n\n## [Unreleased]\n\n- Later.\n\n${heading}\n\n### Added\n\n- Coupons.\n\n## [3.4.4] - 2026-01-02\n\n- Older.\n`,
  );

function pack(...words: string[]) {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'All of it');
  const { status, stdout, stderr } = spawnSync(join(folder, '.ci/package'), words, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a release has what is committed, what the changelog says about it, and a checksum', () => {
  changelog('## [3.4.5] - 2026-12-24');
  expect(pack('3.4.5', 'dist')).toEqual({ status: 0, stdout: 'dist/baton-3.4.5.tar.gz\n', stderr: '' });
  const dist = join(folder, 'dist');
  expect(readdirSync(dist).toSorted()).toEqual(['SHA256SUMS', 'baton-3.4.5.tar.gz', 'notes.md']);
  expect(readFileSync(join(dist, 'notes.md'), 'utf8')).toBe('### Added\n\n- Coupons.\n');
  const sum = createHash('sha256')
    .update(readFileSync(join(dist, 'baton-3.4.5.tar.gz')))
    .digest('hex');
  expect(readFileSync(join(dist, 'SHA256SUMS'), 'utf8')).toBe(`${sum}  baton-3.4.5.tar.gz\n`);
  const list = execFileSync('tar', ['-tzf', join(dist, 'baton-3.4.5.tar.gz')], { encoding: 'utf8' }).split(
    '\n',
  );
  expect(list).toEqual(expect.arrayContaining(['baton-3.4.5/package.json', 'baton-3.4.5/.ci/run']));
});

test.each([
  ['another version than package.json has', '3.4.6', '## [3.4.6] - 2026-12-24', 1, 'package.json says 3.4.5'],
  [
    'a version whose day is not known yet',
    '3.4.5',
    '## [3.4.5] - not released yet',
    1,
    'with the day of the release',
  ],
  ['a version that the changelog does not know', '3.4.5', '## [3.4.50] - 2026-12-24', 1, 'has no section'],
  ['no folder', '3.4.5', '## [3.4.5] - 2026-12-24', 2, 'takes a version and a folder'],
] as const)('%s is refused in one line', (why, version, heading, code, words) => {
  changelog(heading);
  const { status, stdout, stderr } = pack(version, ...(why === 'no folder' ? [] : ['dist']));
  expect({ status, stdout }).toEqual({ status: code, stdout: '' });
  expect(stderr).toMatch(/^\.ci\/package: [^\n]+\n$/);
  expect(stderr).toContain(words);
  expect(readdirSync(folder)).not.toContain('dist');
});
