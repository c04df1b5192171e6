/** `baton validate`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { policyPaths } from '../../policy-paths.ts';

export const formats = ['text', 'json', 'github', 'sarif'] as const;

export const validate = {
  name: 'baton validate',
  what: 'Finds what is wrong in a policy, and says where and what to do. It ends with 1 where something is wrong.',
  options: {
    format: {
      kind: 'choice',
      of: formats,
      what: 'How problems are printed; github annotates a workflow, sarif is for code scanning',
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
      what: 'The repository that the file is in: what it builds on there is read from this folder',
    },
  },
  words: {
    usage: '[FILE|-]',
    what: `The policy; - reads it from what is piped in. Without a word it is ${policyPaths.join(' or ')} in this folder.`,
    wrong: (words) => (words.length > 1 ? 'it takes one file' : null),
  },
  examples: [
    { line: 'baton validate', what: 'Reads the policy of the repository in this folder.' },
    { line: 'baton validate --format github', what: 'In a workflow: marks the lines in the pull request.' },
    {
      line: 'git show main:.github/roles.yml | baton validate -',
      what: 'Reads what is piped in.',
    },
  ],
} as const satisfies Script<Options>;
