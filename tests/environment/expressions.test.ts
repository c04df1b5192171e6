/** Every regular expression in Baton and in its sandbox: none takes long over a text that somebody wrote to make it slow. */
import { readdirSync, readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { expect, test } from 'vitest';

import { attacksOn, expressionsIn, type Expression } from '../expressions.ts';

const root = new URL('../../', import.meta.url);
const files = ['src', 'packages/sandbox/src'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

/** Long enough that one which is quadratic takes at least a third of a second, and one which is linear a few milliseconds. */
const length = 50_000;
/** Milliseconds of this thread's own work: what else the machine does counts for nothing. */
const most = 100;
/** How much longer twice the text may take; twice, where it is linear, and four times, where it is quadratic. */
const mostGrowth = 3;

const run = new Script('expression.lastIndex = 0; expression.exec(text)');

const context = createContext({});

/** The shortest time of three that an expression takes over a text, in milliseconds; what does not end is ended. */
function timeOf({ source, flags }: Expression, text: string): number {
  Object.assign(context, { expression: new RegExp(source, flags.replace('y', 'g')), text });
  let shortest = Number.POSITIVE_INFINITY;
  let patience = 1000;
  for (let time = 0; time < 3 && shortest > most;) {
    const start = process.threadCpuUsage();
    let isOver = true;
    try {
      run.runInContext(context, { timeout: patience });
    } catch {
      isOver = false;
    }
    const { user, system } = process.threadCpuUsage(start);
    const took = (user + system) / 1_000;
    if (!isOver && took > 5 * most) return Number.POSITIVE_INFINITY;
    if (!isOver) {
      // This thread was waiting for the machine: once more, and longer.
      patience *= 2;
      continue;
    }
    shortest = Math.min(shortest, took);
    time += 1;
  }
  return shortest;
}

/** So much shorter are the texts that are tried first: one which is quadratic takes three milliseconds over one of them. */
const shorter = 10;

const runAll = new Script(`texts.flatMap((text, index) => {
  expression.lastIndex = 0;
  const start = threadCpuUsage().user;
  expression.exec(text);
  return threadCpuUsage().user - start < 500 ? [] : [index];
})`);

/** Which of the attacks take an expression long already when they are short: no other is worth a long text. */
function suspects({ source, flags }: Expression, texts: readonly string[]): readonly number[] {
  const expression = new RegExp(source, flags.replace('y', 'g'));
  Object.assign(context, { expression, texts, threadCpuUsage: () => process.threadCpuUsage() });
  try {
    return runAll.runInContext(context, { timeout: 1_000 }) as readonly number[];
  } catch {
    return [...texts.keys()];
  }
}

/** A text that is too much for an expression, shortened; null: none was found. */
function tooMuchFor(expression: Expression): string | null {
  const found = suspects(expression, [...attacksOn(expression, length / shorter)]);
  if (found.length === 0) return null;
  const texts = [...attacksOn(expression, length)];
  const halves = [...attacksOn(expression, length / 2)];
  for (const index of found) {
    const text = texts[index] ?? '';
    const time = timeOf(expression, text);
    if (time <= most) continue;
    if (Number.isFinite(time) && time < mostGrowth * timeOf(expression, halves[index] ?? '')) continue;
    return JSON.stringify(`${text.slice(0, 20)}…${text.slice(-5)}`);
  }
  return null;
}

test('what makes an expression slow is found', () => {
  for (const source of [
    String.raw`\/+$`,
    '(a+)+$',
    String.raw`^([\s\S]*?)\s*\buntil\s+(\S+)$`,
    '<!--[^]*?-->',
  ])
    expect(tooMuchFor({ line: 1, source, flags: 'g' })).not.toBeNull();
  for (const source of ['^a+$', '<[^<>]*>', String.raw`^\d{1,4}$`, '[ab]+'])
    expect(tooMuchFor({ line: 1, source, flags: 'g' })).toBeNull();
});

test('expressions are told from divisions, comments and texts', () => {
  const text =
    "const a = b / c / d; // /x/\nconst e = /f[/]g\\//gi;\n`${h.replace(/i/, '/j/')} /k/`; ['/l/'].map(() => /m/y);";
  expect(expressionsIn(`#!/usr/bin/env node\n`)).toEqual([]);
  expect(expressionsIn(text)).toEqual([
    { line: 2, source: 'f[/]g\\/', flags: 'gi' },
    { line: 3, source: 'i', flags: '' },
    { line: 3, source: 'm', flags: 'y' },
  ]);
});

test('none of ours is slow', () => {
  const known = new Map<string, string | null>();
  const slow: string[] = [];
  let count = 0;
  for (const file of files) {
    for (const each of expressionsIn(readFileSync(new URL(file, root), 'utf8'))) {
      const key = `/${each.source}/${each.flags}`;
      if (!known.has(key)) known.set(key, tooMuchFor(each));
      const text = known.get(key) ?? null;
      count += 1;
      if (text !== null) slow.push(`${file}:${each.line}: ${key} takes too long over ${text}.`);
    }
  }
  expect(slow).toEqual([]);
  // Else the files were not found.
  expect(count).toBeGreaterThan(100);
}, 600_000);

/** Files that put expressions together, and what brings each about. */
const puttingTogether: Readonly<Record<string, () => Promise<unknown>>> = {
  'src/jira/text/keys.ts': async () =>
    (await import('../../src/jira/text/keys.ts')).keysIn('SHOP-1', ['SHOP', 'A_B']),
  'src/jira/text/wiki.ts': async () =>
    (await import('../../src/jira/text/wiki.ts')).wikiToMarkdown('[a\\*|b]'),
  'src/handoff/commands/until.ts': () => import('../../src/handoff/commands/until.ts'),
  'src/github/read/closing-words.ts': () => import('../../src/github/read/closing-words.ts'),
};

test('nor is one that is put together', async () => {
  const found = files.filter(
    (file) => file.startsWith('src/') && readFileSync(new URL(file, root), 'utf8').includes('new RegExp('),
  );
  // Another one is to be added above, so that it is tried, too.
  expect(found.toSorted()).toEqual(Object.keys(puttingTogether).toSorted());
  const made: Expression[] = [];
  const Native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct(target, [source, flags = '']: [string | RegExp, string?]) {
      if (typeof source === 'string') made.push({ line: 0, source, flags });
      return new target(source, flags);
    },
  });
  try {
    for (const bring of Object.values(puttingTogether)) await bring();
  } finally {
    globalThis.RegExp = Native;
  }
  expect(made.length).toBeGreaterThanOrEqual(found.length);
  for (const each of made) expect([each.source, tooMuchFor(each)]).toEqual([each.source, null]);
}, 600_000);
