/** What Baton publishes as JSON, for other programs. */
import * as z from 'zod';

/** `2026-11-01T09:00:00.000Z` */
export const instant = z.string().meta({ format: 'date-time' });

/** A value as JSON, as the published schema has it. */
export const asJson = <S extends z.ZodType>(_: S, value: z.output<S>): string =>
  JSON.stringify(value, null, 2);
