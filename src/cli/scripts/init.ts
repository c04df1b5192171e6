/** `baton init`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { printable } from '../printable.ts';
import { repositoryIn } from './doctor.ts';

/** The files in `config/presets`, the simplest first. */
export const presets = [
  'default',
  'with-qa',
  'architect-and-launch',
  'open-source',
  'solo',
  'warn-only',
] as const;

export const init = {
  name: 'baton init',
  what: 'Writes the first policy of a repository, .github/roles.yml, with comments to go on from. It asks who has which role; with a token, it proposes teams, labels and code owners that are there.',
  options: {
    preset: {
      kind: 'text',
      value: 'NAME',
      what: `A preset to begin from: ${presets.join(', ')}. Without one, the policy says whose turn it is and blocks nothing`,
    },
    pm: {
      kind: 'texts',
      value: 'WHO',
      what: 'Who approves specs and accepts results: maria or @acme/product; once for each',
    },
    engineer: { kind: 'texts', value: 'WHO', what: 'Who builds: anton or @acme/engineering; once for each' },
    examples: {
      kind: 'flag',
      what: 'Also writes the examples of the preset beside the policy, for baton test. At a terminal it asks for that',
    },
    'no-examples': { kind: 'flag', what: 'Writes no examples, and does not ask' },
    yes: { kind: 'flag', what: 'Asks nothing, and takes what it would propose' },
    stdout: { kind: 'flag', what: 'Prints the policy, and writes no file' },
    force: {
      kind: 'flag',
      what: 'Replaces a policy that is there, and its examples if they are to be written',
    },
    json: { kind: 'flag', what: 'Prints what it did as JSON, and asks nothing' },
  },
  words: {
    usage: '[OWNER/NAME]',
    what: 'The repository on GitHub to look at. Without a word it is the one that this folder was cloned from.',
    wrong: (words) =>
      words.length > 1
        ? 'name one repository'
        : words.every((word) => repositoryIn(word) !== null)
          ? null
          : `"${printable(words[0] ?? '')}" names no repository; write it like acme/shop`,
  },
  examples: [
    {
      line: 'baton init',
      what: 'Asks a few questions, and writes the policy of the repository in this folder.',
    },
    {
      line: 'baton init --preset with-qa --pm maria --engineer @acme/engineering',
      what: 'Begins from a preset, with these people.',
    },
    {
      line: 'baton init --preset solo --examples',
      what: 'Writes the policy, and examples of what it does that baton test plays.',
    },
    { line: 'baton init acme/shop --yes --stdout', what: 'Prints what it proposes for a repository.' },
  ],
} as const satisfies Script<Options>;
