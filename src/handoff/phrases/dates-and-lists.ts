/** Days and lists, as people write them within a sentence. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A day for people, `Wednesday, 4 Mar 2026`, of `2026-03-04`. */
export function day(date: string): string {
  const at = new Date(Date.parse(date));
  return `${weekdays[at.getUTCDay()] ?? ''}, ${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
}

/** How many of a list are named, unless told otherwise: nobody reads more, and GitHub cuts long texts. */
const mostNamed = 10;

/** The first few, and how many more there are. */
export function firstFew(parts: readonly string[], most = mostNamed): readonly string[] {
  return parts.length <= most ? parts : [...parts.slice(0, most), `${parts.length - most} more`];
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[], word = 'and'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1) ?? ''}`;
}
