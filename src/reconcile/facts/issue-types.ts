/** Types of issues, which take a request of their own: only where they matter. */
import type { Policy } from '../../policy/index.ts';

/** True when it depends on an issue's type whether it has gates, or which. */
export function asksForTypes({ appliesTo, gates }: Policy): boolean {
  return [appliesTo, ...gates.map(({ when }) => when)].some((filter) => (filter?.types.length ?? 0) > 0);
}
