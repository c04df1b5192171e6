/** What is to be so at a point of an example. */
import { didYouMean, quoted, type Path } from '../policy/index.ts';
import { sameText, textKey } from '../same-text.ts';
import { onlyOne, something, type Scene } from './scene.ts';
import type { Expectation } from './example.ts';
import { statusesByWord, type WrittenExpectation } from './schema.ts';

/** What is wrong in it is complained about, and left out. */
export function expectationsOf(
  expected: WrittenExpectation,
  path: Path,
  scene: Scene,
): readonly Expectation[] {
  const { policy, complain } = scene;
  if (Object.keys(expected).filter((key) => key !== 'on').length === 0)
    complain(path, 'Nothing is expected here.', 'Write what is to be so, like "gates: { spec: approved }".');
  const on = expected.on === undefined ? undefined : something(expected.on, null, [...path, 'on'], scene);
  if (on === null) return [];
  const where = (key: string, kind: 'issue' | 'pull request' | null): string | null =>
    on === undefined ? onlyOne(kind, [...path, key], scene) : something(on, kind, [...path, key], scene);
  const all: Expectation[] = [];
  const add = (
    key: keyof WrittenExpectation,
    kind: 'issue' | 'pull request' | null,
    make: (on: string, at: Path) => readonly Expectation[],
  ): void => {
    if (expected[key] === undefined) return;
    const found = where(key, kind);
    if (found !== null) all.push(...make(found, [...path, key]));
  };
  const texts = (
    key: 'baton' | 'labels' | 'without-labels' | 'labels-added' | 'labels-removed' | 'answer' | 'card',
    at: Path,
  ) => {
    const value = expected[key] ?? [];
    return typeof value === 'string'
      ? [{ text: value, path: at }]
      : value.map((text, index) => ({ text, path: [...at, index] }));
  };
  add('gates', 'issue', (thing, at) =>
    Object.entries(expected.gates ?? {}).flatMap(([gate, word]): readonly Expectation[] => {
      const status = statusesByWord.get(word);
      const names = policy.gates.map(({ name }) => name);
      const own = names.find((each) => sameText(each, gate));
      if (own === undefined)
        complain(
          [...at, gate],
          `No gate is named ${quoted(gate)}.`,
          didYouMean(gate, names) ?? `The policy has ${names.map(quoted).join(', ')}.`,
        );
      if (own === undefined || status === undefined) return [];
      return [{ kind: 'gate', path: [...at, gate], on: thing, gate: own, status }];
    }),
  );
  add('baton', 'issue', (thing, at) => {
    const who = texts('baton', at);
    for (const { text, path: each } of who) checkHolder(text, each, who.length, scene);
    return [{ kind: 'baton', path: at, on: thing, who: who.map(({ text }) => text) }];
  });
  add('card', 'issue', (thing, at) =>
    texts('card', at).map(({ text, path: each }) => ({ kind: 'card', path: each, on: thing, text })),
  );
  add('check', 'pull request', (thing, at) => {
    const { check } = expected;
    const { is, title } =
      typeof check === 'string'
        ? { is: check, title: undefined }
        : { is: undefined, title: undefined, ...check };
    if (is === undefined && title === undefined)
      complain(
        at,
        'Nothing is expected of the check.',
        'Write "check: success", or "check: { title: You can merge this }".',
      );
    return [
      ...(is === undefined
        ? []
        : [{ kind: 'check', path: typeof check === 'string' ? at : [...at, 'is'], on: thing, is } as const]),
      ...(title === undefined
        ? []
        : [{ kind: 'check-title', path: [...at, 'title'], on: thing, text: title } as const]),
    ];
  });
  add('state', null, (thing, at) => {
    const { state = 'open' } = expected;
    if (state === 'merged' && scene.opened.get(thing) === 'issue')
      complain(
        at,
        'An issue cannot be merged.',
        'Write "closed", or name a pull request: "on: pull request".',
      );
    return [{ kind: 'state', path: at, on: thing, is: state }];
  });
  for (const [key, isThere] of [
    ['labels', true],
    ['without-labels', false],
  ] as const)
    add(key, null, (thing, at) =>
      texts(key, at).map(({ text, path: each }) => ({
        kind: 'label',
        path: each,
        on: thing,
        label: text,
        isThere,
      })),
    );
  add('assignees', null, (thing, at) => [
    { kind: 'assignees', path: at, on: thing, who: expected.assignees ?? [] },
  ]);
  add('reopened', 'issue', (thing, at) => [
    { kind: 'reopened', path: at, on: thing, isSo: expected.reopened ?? true },
  ]);
  const anywhere = on ?? null;
  for (const [key, isPut] of [
    ['labels-added', true],
    ['labels-removed', false],
  ] as const)
    for (const { text, path: each } of texts(key, [...path, key]))
      all.push({ kind: 'put-label', path: each, on: anywhere, label: text, isPut });
  for (const { text, path: each } of texts('answer', [...path, 'answer']))
    all.push({ kind: 'answer', path: each, on: anywhere, text });
  if (expected.silent !== undefined)
    all.push({ kind: 'silent', path: [...path, 'silent'], on: anywhere, isSo: expected.silent });
  return all;
}

/** What stands for the baton being with nobody. */
export const nobody = 'nobody';

function checkHolder(word: string, path: Path, count: number, { policy, people, complain }: Scene): void {
  if (word === nobody) {
    if (count > 1) complain(path, '"nobody" stands beside others.', 'Write it alone.');
    return;
  }
  const roles = policy.roles.map(({ name }) => name);
  if (roles.includes(word) || people.has(textKey(word))) return;
  const known = [...roles, ...[...people.values()].map(({ login }) => login), nobody];
  complain(
    path,
    `${quoted(word)} is neither a role nor somebody of the example.`,
    didYouMean(word, known) ?? `Write a role (${roles.join(', ')}), somebody’s login, or nobody.`,
  );
}
