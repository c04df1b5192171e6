/** `baton test --json`. */
import * as z from 'zod';

import { instant } from '../../published.ts';
import { problemShape } from './shapes.ts';

const place = {
  line: z.int().positive(),
  column: z.int().positive().describe('In UTF-16 units; a tab is one'),
};

const failure = z
  .strictObject({
    ...place,
    expected: z.string().describe('What the example expects, in a sentence'),
    actual: z.string().describe('What is true instead'),
    why: z.string().nullable().describe('Why, as Baton explains it; null: there is nothing to explain'),
    hint: z.string().nullable().describe('What may help'),
    story: z
      .array(
        z.strictObject({
          at: instant,
          clock: z.string().describe('The same by the policy’s time zone: 2026-01-05 09:00'),
          by: z
            .enum(['people', 'baton', 'time'])
            .describe('What happens: somebody acts, Baton does, or time passes'),
          what: z.string(),
        }),
      )
      .readonly()
      .describe('What had been played until then'),
  })
  .describe('The first expectation that is not met');

export const testOutput = z
  .strictObject({
    isGood: z.boolean().describe('Everything is as expected'),
    files: z
      .array(
        z.strictObject({
          file: z.string().describe('The examples'),
          policy: z.string(),
          problems: z
            .array(problemShape)
            .readonly()
            .describe('What is wrong in the policy or in the examples; then nothing was played'),
          examples: z
            .array(
              z.strictObject({
                name: z.string(),
                ...place,
                isGood: z.boolean(),
                met: z.int().min(0).describe('How many expectations were met'),
                failure: failure.nullable(),
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
  })
  .meta({ title: 'baton test --json' });
export type TestOutput = z.output<typeof testOutput>;
export type PlayedFile = TestOutput['files'][number];
export type PlayedExample = PlayedFile['examples'][number];
