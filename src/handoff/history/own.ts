/**
 * What Baton has said already, read back from its own comments. Each comment that Baton writes carries what it was for,
 * in an HTML comment nobody sees, so that nothing is said twice, even by a Baton that lost its database.
 */

export const cardMarker = '<!-- baton:card -->';

/** What a comment of Baton's was for. */
export type Said =
  /** The baton was handed to these roles (their names, sorted). `id` tells it from any other handoff to them. */
  | { readonly kind: 'handoff'; readonly to: string; readonly id?: string }
  /** The comment of that id was answered. */
  | { readonly kind: 'answer'; readonly to: string }
  /** A reversal of that kind was explained. */
  | { readonly kind: 'undone'; readonly what: string }
  /** Baton stopped undoing; `what` names the kind and the last reversal. */
  | { readonly kind: 'stopped'; readonly what: string }
  /** Somebody was told once which command they may have meant. */
  | { readonly kind: 'hint'; readonly what: string }
  /** Somebody was reminded, or told that a reminder did not help; `what` names the gate and the times. */
  | { readonly kind: 'reminder' | 'escalation'; readonly what: string };

const marker =
  /<!-- baton:(handoff|answer|undone|stopped|hint|reminder|escalation) ([^\s<>]*)(?: ([^\s<>]+))? -->/g;
const named = ['undone', 'stopped', 'hint', 'reminder', 'escalation'] as const;
/** Markers stand before everything else: what people wrote is quoted below, and may look like one. */
const leading = /^(?:<!-- baton:[^<>]* -->\s*)*/;

/** The marker for something said. */
export function markerOf(said: Said): string {
  const about = said.kind === 'handoff' || said.kind === 'answer' ? said.to : said.what;
  const id = said.kind === 'handoff' && said.id !== undefined ? ` ${said.id}` : '';
  return `<!-- baton:${said.kind} ${about.replaceAll(/[\s<>]|--/g, '_')}${id} -->`;
}

/** Everything that a body written by Baton says it was for, in order. */
export function saidIn(body: string): readonly Said[] {
  const markers = leading.exec(body)?.[0] ?? '';
  return [...markers.matchAll(marker)].map((match): Said => {
    const [, kind, about = '', id] = match;
    if (kind === 'handoff') return { kind, to: about, ...(id === undefined ? {} : { id }) };
    return kind === 'answer'
      ? { kind, to: about }
      : { kind: named.find((each) => each === kind) ?? 'stopped', what: about };
  });
}

/** True for the card, also one that somebody edited, but for no other comment of Baton's that quotes its marker. */
export function isCardBody(body: string): boolean {
  return body.includes(cardMarker) && !/^<!-- baton:(?!card)/.test(body);
}

/** True when it was said. */
export function wasSaid(all: readonly Said[], said: Said): boolean {
  return all.some((each) => markerOf(each) === markerOf(said));
}
