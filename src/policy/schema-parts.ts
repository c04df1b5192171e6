/** What the schema is made of: texts that are judged, and lists. A complaint says what is wrong and what to do. */
import * as z from 'zod';
import type { NameCheck } from './names.ts';
import type { Complaint } from './problem.ts';

/** `examples` are for editors, which offer them. */
export function text(judge: NameCheck, description: string, examples: readonly string[], pattern?: string) {
  return z
    .string()
    .check((check) => addIssue(check, judge(check.value)))
    .meta({ description, examples: [...examples], ...(pattern === undefined ? {} : { pattern }) });
}

/** A key that can be left out; `value` is what holds then, as editors show it. Filling it in is for resolve.ts. */
export function usually<T extends z.ZodType>(schema: T, value: z.input<T>, description: string) {
  return schema.optional().meta({ description, default: value });
}

export function addIssue(check: z.core.ParsePayload, complaint: Complaint | null): void {
  if (complaint === null) return;
  const { message, hint } = complaint;
  check.issues.push({ code: 'custom', input: check.value, message, params: { hint } });
}

/** A list with something in it. */
export function some<T extends z.ZodType>(entry: T, description: string, complaint: Complaint) {
  return several(entry, description)
    .check((check) => addIssue(check, check.value.length === 0 ? complaint : null))
    .meta({ minItems: 1 });
}

export function several<T extends z.ZodType>(entry: T, description: string) {
  return z.array(entry).describe(description);
}
