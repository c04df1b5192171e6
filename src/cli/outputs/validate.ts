/** `baton validate --json`. */
import * as z from 'zod';

import { problemShape } from './shapes.ts';

export const validateOutput = z
  .strictObject({
    file: z.string(),
    isValid: z.boolean(),
    problems: z.array(problemShape).readonly(),
  })
  .meta({ title: 'baton validate --json' });
