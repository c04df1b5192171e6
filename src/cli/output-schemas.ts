/** What commands print with `--json`, as it is published for programs that read it: `config/output/NAME.schema.json`. */
import * as z from 'zod';

import { reportOutput } from '../report/index.ts';
import { simulateOutput } from '../simulation/index.ts';
import { capacityOutput } from './outputs/capacity.ts';
import { deadLettersOutput } from './outputs/dead-letters.ts';
import { demoOutput } from './outputs/demo.ts';
import { doctorOutput } from './outputs/doctor.ts';
import { explainOutput } from './outputs/explain.ts';
import { exportOutput } from './outputs/export.ts';
import { initOutput } from './outputs/init.ts';
import { moveStoreOutput } from './outputs/move-store.ts';
import { testOutput } from './outputs/test.ts';
import { validateOutput } from './outputs/validate.ts';
import { versionOutput } from './outputs/version.ts';

/** By the name of the command, without `baton`. Of `export`, it is that of a line. */
const outputs: Readonly<Record<string, z.ZodType>> = {
  demo: demoOutput,
  init: initOutput,
  validate: validateOutput,
  test: testOutput,
  explain: explainOutput,
  report: reportOutput,
  simulate: simulateOutput,
  doctor: doctorOutput,
  'dead-letters': deadLettersOutput,
  export: exportOutput,
  'move-store': moveStoreOutput,
  capacity: capacityOutput,
  version: versionOutput,
};

export type OutputSchema = {
  /** `explain` */
  readonly command: string;
  /** In `config/output`. */
  readonly file: string;
  /** JSON Schema (draft 2020-12). */
  readonly schema: object;
};

export const outputSchemas = (): readonly OutputSchema[] =>
  Object.entries(outputs).map(([command, shape]) => ({
    command,
    file: `${command}.schema.json`,
    schema: z.toJSONSchema(shape),
  }));
