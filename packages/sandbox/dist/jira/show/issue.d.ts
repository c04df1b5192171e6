/** Issues as Jira shows them ("Get issue"), field by field. */
import type { JsonObject } from '../../json.ts';
import type { Comment, History, Issue, RemoteLink } from '../model/index.ts';
import { type View } from './view.ts';
/**
 * The fields that are asked for: names, `*all`, `*navigable`, and `-name` for all but that. An empty list stands for
 * `otherwise`. Throws NotPlayed for a field that neither the sandbox nor the site has.
 */
export declare function showFields(view: View, issue: Issue, asked: readonly string[], otherwise: readonly string[]): JsonObject;
export declare function showIssue(view: View, issue: Issue, fields: JsonObject | null): JsonObject;
export declare function showComment(view: View, issue: Issue, comment: Comment): JsonObject;
export declare function showItems(view: View, items: History['items']): JsonObject[];
export declare function showHistory(view: View, history: History): JsonObject;
export declare function showRemoteLink(view: View, issue: Issue, link: RemoteLink): JsonObject;
