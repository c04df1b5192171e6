/** `baton test`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { policyPath } from '../../policy-paths.ts';

export const formats = ['text', 'json', 'github', 'junit'] as const;

/** Whether a word names a file of examples, and no policy. */
export const isExamples = (word: string): boolean => /\.test\.ya?ml$/i.test(word);

/** The examples that belong to a policy, by their usual name. */
export const examplesOf = (policy: string): string => policy.replace(/(\.ya?ml)$/i, '.test$1');

export const test = {
  name: 'baton test',
  what: 'Plays your own examples of your policy: who does what, and what Baton is to make of it. They are in a file beside the policy. It needs no server, no token and no network. It ends with 1 where something is not as you expect.',
  options: {
    format: {
      kind: 'choice',
      of: formats,
      what: 'How it tells what came of them; github annotates a workflow, junit is for what reads reports of tests',
    },
    json: { kind: 'flag', what: 'The same as --format json' },
    bases: {
      kind: 'text',
      value: 'FOLDER',
      what: 'Where the policies are that it builds on, as OWNER/REPOSITORY/PATH; without it they are read from GitHub',
    },
    repository: {
      kind: 'text',
      value: 'OWNER/NAME',
      what: 'The repository that the policy is in: what it builds on there is read from this folder',
    },
  },
  words: {
    usage: '[POLICY] [EXAMPLES…]',
    what: `The policy, and files of examples, which end in .test.yml. Without a word they are ${policyPath} and ${examplesOf(policyPath)}; without examples, those that are beside the policy under its name.`,
    wrong: (words) =>
      words.filter((word) => !isExamples(word)).length > 1
        ? 'it takes one policy; files of examples end in .test.yml'
        : null,
  },
  examples: [
    { line: 'baton test', what: 'Plays the examples of the policy in this folder.' },
    {
      line: 'baton test --format github',
      what: 'In a workflow: marks in the pull request what is not as expected.',
    },
    {
      line: 'baton test .github/roles.yml policy/*.test.yml',
      what: 'Plays the examples in several files.',
    },
  ],
} as const satisfies Script<Options>;
