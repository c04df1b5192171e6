/** The texts of an item, how far a replay has come in them, and what they say. Each is read once in a replay. */
import type { Gate } from '../policy/index.ts';
import type { Revision } from './fold.ts';
import { missingSections } from './sections.ts';
import { specText } from './text.ts';

export type Texts = {
  readonly revisions: readonly Revision[];
  /** The index of the revision in force. */
  current: number;
  /** When the text was edited, by any edit. */
  readonly editedAt: ReadonlySet<number>;
  readonly keys: Map<number, string>;
  readonly missing: Map<string, readonly string[]>;
};

export function textsOf(revisions: readonly Revision[]): Texts {
  const editedAt = new Set(revisions.slice(1).map((revision) => revision.at));
  return { revisions, current: 0, editedAt, keys: new Map(), missing: new Map() };
}

/** What a revision says; two lost texts never say the same. */
export function keyOf(texts: Texts, index: number): string {
  const known = texts.keys.get(index);
  if (known !== undefined) return known;
  const key = readKey(texts, index);
  texts.keys.set(index, key);
  return key;
}

function readKey({ revisions }: Texts, index: number): string {
  // With a single revision there is nothing to compare with.
  const revision = revisions.length < 2 ? undefined : revisions[index];
  if (revision === undefined) return '';
  return revision.lost ? `lost\n${revision.id}` : specText(revision.title, revision.body);
}

/** True when the text became another at that very time: what came first, nobody can tell. */
export function changedAt(texts: Texts, at: number): boolean {
  return (
    texts.editedAt.has(at) &&
    texts.revisions.some(
      (revision, index) => index > 0 && revision.at === at && keyOf(texts, index) !== keyOf(texts, index - 1),
    )
  );
}

/** Headings that the gate requires and the text in force does not have, or has without text. */
export function sectionsMissing(gate: Gate, texts: Texts): readonly string[] {
  const wanted = gate.requires.sections;
  if (wanted.length === 0) return [];
  const place = `${texts.current} ${gate.name}`;
  const known = texts.missing.get(place);
  if (known !== undefined) return known;
  const revision = texts.revisions[texts.current];
  const missing = revision === undefined || revision.lost ? wanted : missingSections(revision.body, wanted);
  texts.missing.set(place, missing);
  return missing;
}
