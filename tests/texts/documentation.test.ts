/** The documentation and the comments in presets use the same words as Baton itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { words } from './plain.ts';

const root = new URL('../../', import.meta.url).pathname;
/** All but the words of the code and the reasons of decisions, which are for people who change Baton. */
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !/^(?:adr\/|glossary|contributing)/.test(name))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'config/presets')).map((name) => join('config/presets', name)),
];

/** Without code, addresses, and what is quoted or stressed because it is a word of somebody else's. */
const prose = (page: string): readonly string[] =>
  readFileSync(join(root, page), 'utf8')
    .replaceAll(/^```[^]*?^```/gm, '')
    .replaceAll(/`[^`]*`|\]\([^)]*\)|“[^”]*”|"[^"\n]*"/g, 'X')
    .split('\n')
    .filter((line) => !page.endsWith('.yml') || /^ *#/.test(line));

/** Issues, pull requests and questions are open; gates are approved. */
const isAboutIssues = (line: string): boolean => /\b(?:issues?|questions?)\b|\bones\b/i.test(line);

describe('each page', () => {
  test.each(words)('says nothing like %s, but: %s', (not, but) => {
    const wrong = pages.flatMap((page) =>
      prose(page).filter((line) => not.test(line) && !(but === 'approved' && isAboutIssues(line))),
    );
    expect(wrong).toEqual([]);
  });
});
