/**
 * What Baton has said already, read back from its own comments. Each comment that Baton writes carries what it was for,
 * in an HTML comment nobody sees, so that nothing is said twice, even by a Baton that lost its database.
 */

export const cardMarker = '<!-- baton:card -->';

/** What a comment of Baton's was for. */
export type Said =
  /** The baton was handed to these roles (their names, sorted). `id` tells it from any other handoff to them. */
  | { readonly kind: 'handoff'; readonly to: string; readonly id?: string }
  /** The comment of that id was answered. `at`: when (milliseconds since the epoch); absent: an older Baton did not tell. */
  | { readonly kind: 'answer'; readonly to: string; readonly at?: number }
  /** That person was told something: `id` says what it is about, and has a tag of what it rests on (`toldOf`). */
  | { readonly kind: 'told'; readonly to: string; readonly id: string }
  /** A reversal of that kind was explained. */
  | { readonly kind: 'undone'; readonly what: string }
  /** Baton stopped undoing; `what` names the kind and the last reversal. */
  | { readonly kind: 'stopped'; readonly what: string }
  /** Somebody was told once which command they may have meant. */
  | { readonly kind: 'hint'; readonly what: string }
  /** Somebody was reminded, or told that a reminder did not help; `what` names the gate and the times. */
  | { readonly kind: 'reminder' | 'escalation'; readonly what: string };

const marker =
  /<!-- baton:(handoff|answer|told|undone|stopped|hint|reminder|escalation) ([^\s<>]*)(?: ([^\s<>]+))? -->/g;
const named = ['undone', 'stopped', 'hint', 'reminder', 'escalation'] as const;
/** Markers stand before everything else: what people wrote is quoted below, and may look like one. */
const leading = /^(?:<!-- baton:[^<>]* -->\s*)*/;

const inMarker = (text: string): string => text.replaceAll(/[\s<>@]|--/g, '_');

/** The marker for something said. */
export function markerOf(said: Said): string {
  const about = 'to' in said ? said.to : said.what;
  const id = idOf(said);
  return `<!-- baton:${said.kind} ${inMarker(about)}${id === null ? '' : ` ${id}`} -->`;
}

/** What stands behind what it is about; null: nothing. */
function idOf(said: Said): string | null {
  if (said.kind === 'told') return inMarker(said.id);
  if (said.kind === 'answer') return said.at === undefined ? null : said.at.toString(36);
  return said.kind === 'handoff' ? (said.id ?? null) : null;
}

/** Everything that a body written by Baton says it was for, in order. */
export function saidIn(body: string): readonly Said[] {
  const markers = leading.exec(body)?.[0] ?? '';
  return [...markers.matchAll(marker)].map((match): Said => {
    const [, kind, about = '', id] = match;
    if (kind === 'handoff') return { kind, to: about, ...(id === undefined ? {} : { id }) };
    if (kind === 'told') return { kind, to: about, id: id ?? '' };
    return kind === 'answer'
      ? { kind, to: about, ...atOf(id) }
      : { kind: named.find((each) => each === kind) ?? 'stopped', what: about };
  });
}

function atOf(id: string | undefined): { readonly at?: number } {
  const at = Number.parseInt(id ?? '', 36);
  return Number.isSafeInteger(at) ? { at } : {};
}

/** What a body written by Baton says to people. */
export const withoutMarkers = (body: string): string => body.replace(leading, '');

/** True for the card, also one that somebody edited, but for no other comment of Baton's that quotes its marker. */
export function isCardBody(body: string): boolean {
  return body.includes(cardMarker) && !/^<!-- baton:(?!card)/.test(body);
}

const timeless = (one: Said): string =>
  markerOf(one.kind === 'answer' ? { kind: one.kind, to: one.to } : one);

/** Whether something was said, whenever that was. */
export function whatWasSaid(all: readonly Said[]): (said: Said) => boolean {
  const markers = new Set(all.map(timeless));
  return (said) => markers.has(timeless(said));
}

/** True when it was said, whenever that was. */
export function wasSaid(all: readonly Said[], said: Said): boolean {
  const marker = timeless(said);
  return all.some((each) => each.kind === said.kind && timeless(each) === marker);
}
