/** The examples that come with a preset, for the folder of its policy: whether they hold under what became of it. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { Policy } from '../../policy/index.ts';
import { root } from '../../root.ts';
import { playExamples } from '../test/play.ts';
import type { Preset } from './questions.ts';

/** Examples as they would be written, or a sentence that says why they do not hold. */
type PresetExamples = { readonly text: string } | { readonly why: string };

/**
 * Plays the examples of a preset as `baton test` does it.
 * @param paths of the policy and of the examples, as people see them
 */
export async function examplesOfPreset(
  preset: Preset,
  { text: policyText, policy }: { readonly text: string; readonly policy: Policy },
  paths: { readonly policy: string; readonly examples: string },
): Promise<PresetExamples> {
  const text = readFileSync(new URL(`config/presets/${preset}.test.yml`, root), 'utf8').replace(
    `${preset}.yml`,
    basename(paths.policy),
  );
  const { problems, examples } = await playExamples(
    { file: paths.examples, text },
    { text: policyText, policy, bases: [], repository: 'your-organization/your-repository' },
    { name: 'baton init' },
  );
  const failed = examples.find(({ isGood }) => !isGood);
  if (problems.length === 0 && failed === undefined) return { text };
  const because =
    failed === undefined ? (problems[0]?.message ?? '') : `“${failed.name}”: ${failed.failure?.actual ?? ''}`;
  return {
    why: `The examples of the preset ${preset} don’t hold for your policy, so I’m not writing them: ${because} Write your own: ${guide}.`,
  };
}

/** How to write, play and check examples. */
export const guide = 'docs/how-to/test-your-policy.md';
