/**
 * What Baton has said already, read back from its own comments. Each comment that Baton writes carries what it was for,
 * in an HTML comment nobody sees, so that nothing is said twice, even by a Baton that lost its database.
 */

export const cardMarker = '<!-- baton:card -->';

/** What a comment of Baton's was for. */
export type Said =
  /** The baton was handed to these roles (their names, sorted). */
  | { readonly kind: 'handoff'; readonly to: string }
  /** The comment of that id was answered. */
  | { readonly kind: 'answer'; readonly to: string }
  /** A reversal of that kind was explained. */
  | { readonly kind: 'undone'; readonly what: string }
  /** Baton stopped undoing; `what` names the kind and the last reversal. */
  | { readonly kind: 'stopped'; readonly what: string }
  /** The card said once that no policy is in force. */
  | { readonly kind: 'no-policy'; readonly what: string };

const marker = /<!-- baton:(handoff|answer|undone|stopped|no-policy) ([^\s<>]*) -->/g;

/** The marker for something said. */
export function markerOf(said: Said): string {
  const about = said.kind === 'handoff' || said.kind === 'answer' ? said.to : said.what;
  return `<!-- baton:${said.kind} ${about.replaceAll(/[\s<>]|--/g, '_')} -->`;
}

/** Everything that a body written by Baton says it was for, in order. */
export function saidIn(body: string): readonly Said[] {
  return [...body.matchAll(marker)].map((match): Said => {
    const [, kind, about = ''] = match;
    if (kind === 'handoff' || kind === 'answer') return { kind, to: about };
    if (kind === 'undone' || kind === 'stopped') return { kind, what: about };
    return { kind: 'no-policy', what: about };
  });
}

/** True when it was said. */
export function wasSaid(all: readonly Said[], said: Said): boolean {
  return all.some((each) => markerOf(each) === markerOf(said));
}
