/** The picture of a policy: in which order its gates stand, what is said of each, and what waits for whom. */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { courseOf } from '../../src/board/policy/order.ts';
import { pictureOf } from '../../src/board/policy/picture.ts';
import { readPolicy, type Policy } from '../../src/policy/index.ts';

function policyOf(text: string): Policy {
  const read = readPolicy(text, '.github/roles.yml');
  if (read.kind !== 'policy') throw new Error(JSON.stringify(read.problems));
  return read.policy;
}

const presets = new URL('../../config/presets/', import.meta.url);
const preset = (name: string): Policy => policyOf(readFileSync(new URL(`${name}.yml`, presets), 'utf8'));

const people = 'roles: { pm: [maria, paul], engineer: [anton], qa: [quentin] }\n';

/** Turns by their names, and lines as `one → other`. */
function told(policy: Policy) {
  const { turns, links, holds } = courseOf(policy);
  const names = turns.map((turn) => (turn.kind === 'gate' ? turn.gate.name : `(${turn.what})`));
  const line = ({ from, to }: { from: number; to: number }): string => `${names[from]} → ${names[to]}`;
  return { turns: names, links: links.map(line).toSorted(), holds: holds.map(line).toSorted() };
}

describe('the order of turns', () => {
  test('the default gates stand around what they hold up', () => {
    expect(told(preset('default'))).toEqual({
      turns: ['spec', '(start)', '(merge)', 'acceptance', '(close)'],
      links: ['(merge) → acceptance', 'spec → acceptance'],
      holds: ['acceptance → (close)', 'spec → (merge)', 'spec → (start)'],
    });
  });

  test('a gate that another one needs stands before it; what follows from other lines has none', () => {
    expect(told(preset('with-qa'))).toEqual({
      turns: ['spec', '(start)', '(merge)', 'check', 'acceptance', '(close)'],
      links: ['(merge) → check', 'check → acceptance', 'spec → check'],
      holds: ['acceptance → (close)', 'spec → (merge)', 'spec → (start)'],
    });
  });

  test('what is written later can have its turn first', () => {
    const policy = policyOf(`${people}gates:
  last: { approve: pm, blocks: [close], after: [first] }
  first: { approve: qa, blocks: [start] }
  aside: { approve: qa, after: [first] }
`);
    expect(told(policy).turns).toEqual(['first', 'aside', '(start)', 'last', '(close)']);
  });

  test('one gate that blocks nothing stands alone', () => {
    expect(told(policyOf(`${people}gates:\n  only: { approve: pm }\n`))).toEqual({
      turns: ['only'],
      links: [],
      holds: [],
    });
  });

  test('a gate whose turn comes after the merge that it blocks is drawn all the same', () => {
    const { turns } = told(
      policyOf(
        `${people}gates:\n  odd: { approve: pm, blocks: [merge], ready-when: { merged-pull-request: true } }\n`,
      ),
    );
    expect(turns.toSorted()).toEqual(['(merge)', 'odd']);
  });
});

test('what is said of a gate: who, after what, what it needs, what waits, by which label', () => {
  const policy = policyOf(`${people}gates:
  spec:
    approve: { any: [{ role: pm, count: 2 }, { all: [engineer, qa] }] }
    prepared-by: pm
    label: "spec:approved"
    blocks: [start, check]
    waive: [pm]
    deadline: 1 week
  check:
    title: Quality check
    approve: qa
    after: [spec]
    blocks: [close]
    close-reasons: [completed, not_planned]
    requires: { sections: [Problem], consent: [engineer], criteria: Acceptance criteria, sub-issues: satisfied }
    when: { labels: [big], types: [Feature] }
    mode: warn
`);
  const list = /<ol>([^]*)<\/ol>/.exec(pictureOf(policy, 'acme/shop').toString())?.[1] ?? '';
  const lines = list
    .replaceAll(/<\/?(?:ol|ul|bdi|strong)>/g, '')
    .split(/<\/?li>/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  expect(lines).toEqual([
    'Spec',
    'Approves: 2 of pm or (engineer and qa)',
    'Prepares: pm',
    'Blocks: starting work, Quality check',
    'Label: spec:approved',
    'Waives: pm',
    'Reminds: after 1 week',
    'Work starts',
    'Quality check',
    'Approves: qa',
    'Prepares: qa',
    'After: Spec',
    'Needs: Spec, text under “Problem”, /viable by engineer, criteria under “Acceptance criteria”, its sub-issues',
    'Watches: closing as completed or not planned',
    'Only for: type Feature or label big',
    'Mode: warn: it says so, and stops nothing',
    'The issue is closed',
  ]);
});

test('every preset has a picture with all its gates', () => {
  for (const file of readdirSync(presets).filter((name) => /^[\w-]+\.yml$/.test(name))) {
    const policy = preset(file.slice(0, -4));
    const page = pictureOf(policy, file).toString();
    for (const { title } of policy.gates)
      expect(page).toContain(`<text class="name" x="11" y="22">${title}</text>`);
  }
});

test('two hundred gates, each after all before it, are drawn in a moment and on one column', () => {
  const gates = Array.from(
    { length: 200 },
    (_, index) =>
      `  gate-${index}: { approve: pm, title: "Gate <b>${index}</b>", after: [${Array.from({ length: Math.min(index, 5) }, (__, before) => `gate-${index - 1 - before}`).join(', ')}] }\n`,
  );
  const policy = policyOf(`${people}gates:\n${gates.join('')}`);
  pictureOf(policy, 'warm');
  const begun = performance.now();
  const page = pictureOf(policy, 'acme/shop').toString();
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(page.match(/<text class="name"/g)).toHaveLength(200);
  expect(page).not.toContain('<b>');
});
