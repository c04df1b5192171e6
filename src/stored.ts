/**
 * Values that the database keeps as text. An older or a newer Baton may have written them, or a hand: each shape has a
 * version and a parser, and what cannot be read counts as not kept. It is read from the tracker, or made, again.
 */
import * as z from 'zod';

export type Stored<T> = {
  readonly write: (value: T) => string;
  /** @returns null: nothing is kept, or nothing that this version understands */
  readonly read: (text: string | null) => T | null;
};

/** What was written before there were versions has none, and is of the first. */
const envelope = z.strictObject({ v: z.number(), is: z.unknown() });

/**
 * @param version raise it when the same text would mean something else
 * @param shape what `parse` gives back for such a value
 * @param parse may add to JSON what an older Baton did not write
 */
export function stored<T>(
  version: number,
  shape: z.ZodType<T>,
  parse: (text: string) => unknown = JSON.parse,
): Stored<T> {
  return {
    write: (value) => JSON.stringify({ v: version, is: value }),
    read(text) {
      const value = parsed(text, parse);
      const enveloped = envelope.safeParse(value);
      const { v, is } = enveloped.success ? enveloped.data : { v: 1, is: value };
      const found = v === version ? shape.safeParse(is) : null;
      return found?.success === true ? found.data : null;
    },
  };
}

function parsed(text: string | null, parse: (text: string) => unknown): unknown {
  if (text === null) return null;
  try {
    return parse(text);
  } catch {
    // No JSON: no shape reads it.
    return undefined;
  }
}
