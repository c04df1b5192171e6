/**
 * Long texts: from wiki text to ADF and back ("Atlassian Document Format", "Text formatting notation help"). Only what
 * people write in stories is played: paragraphs, headings, lists, code, quotes, marks, links, mentions.
 */
import type { Json, JsonObject } from '../json.ts';
import type { RichText } from './model/index.ts';
export declare function isDocument(value: Json | undefined): value is JsonObject;
/** Plain paragraphs with their line breaks, as the editor makes them of typed text. */
export declare function documentOf(text: string): JsonObject;
/** The text as wiki text: what histories and webhooks show on both flavours. */
export declare function wikiOf(text: RichText): string;
