/** Instants, days and lists, as people write them within a sentence. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant for people: `23 Nov 2026, 14:05 UTC`. */
export function instant(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A day for people, `Wednesday, 4 Mar 2026`, of `2026-03-04`. */
export function day(date: string): string {
  const at = Date.parse(date);
  return `${weekdays[new Date(at).getUTCDay()] ?? ''}, ${instant(at)}`.replace(/, [^,]*$/, '');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[], word = 'and'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}`;
}
