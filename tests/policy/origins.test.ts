/** Where each key of a policy is written: in its own file, in one that it builds on, or in a preset. */
import { expect, test } from 'vitest';

import { originsOf } from '../../src/policy/index.ts';

/** `key: file:line`, or the preset. */
const told = (...texts: readonly string[]): readonly string[] =>
  originsOf(texts).map(
    ({ path, from }) =>
      `${path.join('.')}: ${from.kind === 'file' ? `${from.file}:${from.line}` : `preset ${from.preset}`}`,
  );

test('what stands in one file is told as a whole, what stands in several key by key', () => {
  const own =
    'extends: acme/rules\nroles:\n  pm: [maria]\ngates:\n  spec:\n    label: ready\n    approve: { any: [pm, lead] }\n';
  const base =
    'mode: warn\nroles:\n  pm: [paul]\n  lead: [lena]\ngates:\n  spec: { approve: { all: [pm] }, blocks: [start] }\n  legal:\n    approve: lead\n    title: Legal\n';
  expect(told(own, base)).toEqual([
    'roles.pm: 0:3',
    'roles.lead: 1:4',
    'gates.spec.label: 0:6',
    'gates.spec.approve: 0:7',
    'gates.spec.blocks: 1:6',
    'gates.legal: 1:7',
    'mode: 1:1',
  ]);
});

test('of three files, the nearest that says it', () => {
  const [own, team, company] = [
    'extends: a/b\nwork: { labels: [x] }\n',
    'extends: a/c\nroles: { pm: [paul] }\n',
    'roles: { pm: [zoe], qa: [quinn] }\nwork: { branch: false, labels: [y] }\ngates: { spec: { approve: pm } }\n',
  ];
  expect(told(own, team, company)).toEqual([
    'work.labels: 0:2',
    'work.branch: 2:2',
    'roles.pm: 1:2',
    'roles.qa: 2:1',
    'gates: 2:3',
  ]);
});

test('a preset says what nobody wrote', () => {
  const gates =
    'roles: { pm: [maria], engineer: [anton] }\ngates:\n  spec: { preset: spec, label: ready, blocks: [start] }\n';
  expect(told(gates)).toEqual([
    'roles: 0:1',
    'gates: 0:2',
    'gates.spec.title: preset spec',
    'gates.spec.prepared-by: preset spec',
    'gates.spec.approve: preset spec',
    'gates.spec.stale-on: preset spec',
  ]);
});

test('without gates, both presets say all of theirs', () => {
  const all = told('roles: { pm: [maria], engineer: [anton] }\n');
  expect(all.filter((line) => line.endsWith('preset spec'))).toHaveLength(6);
  expect(all).toContain('gates.acceptance.closing-accepts: preset acceptance');
});
