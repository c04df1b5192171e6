/** The language of examples, for what is said of a file. */
import type { KeyGroup, Language, Path } from '../policy/index.ts';
import { check, edits, example, expectation, file, step } from './schema.ts';

const keysOf = (shape: object): readonly string[] => Object.keys(shape);

const groups = {
  file: { name: 'a file of examples', known: keysOf(file.shape) },
  example: { name: 'an example', known: keysOf(example.shape) },
  step: { name: 'a step', known: keysOf(step.shape) },
  expect: { name: '"expect"', known: keysOf(expectation.shape) },
  check: { name: '"check"', known: keysOf(check.shape) },
  edits: { name: '"edits"', known: keysOf(edits.shape) },
} as const satisfies Record<string, KeyGroup>;

const smallest =
  'The smallest is "examples:" with "- name: …" and "steps:" below it, and steps like "- { by: maria, opens: issue }".';

export const examplesLanguage: Language = {
  name: 'A file of examples',
  plural: 'examples',
  longest: 128 * 1024,
  mostTokens: 16_000,
  shorten: 'Put some of the examples into a file of their own.',
  looks: 'Examples are a YAML file of some lines, saved as UTF-8.',
  texts: new Set([
    'comments',
    'reviews',
    'adds-label',
    'removes-label',
    'labels',
    'without-labels',
    'labels-added',
    'labels-removed',
    'title',
    'body',
    'answer',
    'card',
    'name',
    'type',
  ]),
  groups: Object.values(groups),
  groupAt(path: Path) {
    if (path[0] !== 'examples' || path.length < 2) return groups.file;
    if (path[2] !== 'steps' || path.length < 4) return groups.example;
    if (path[4] === 'edits') return groups.edits;
    if (path[4] !== 'expect') return groups.step;
    return path[5] === 'check' ? groups.check : groups.expect;
  },
  first: 'examples',
  smallest,
  missing: (path) =>
    path[0] === 'examples' && path.length === 1
      ? { message: '"examples" is missing.', hint: smallest }
      : path.at(-1) === 'name' && path.length === 3
        ? {
            message: 'The example has no name.',
            hint: 'Say in a few words what it shows: "name: Work starts once the spec is approved".',
          }
        : path.at(-1) === 'steps'
          ? {
              message: 'The example has no steps.',
              hint: 'Write what happens: "steps:", and below it "- { by: maria, opens: issue }".',
            }
          : null,
};
