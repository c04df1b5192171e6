/** The events of a timeline. A label's event carries the label itself, so its name is the present one. */
import type { IssueTimelineItemsArgs } from '@octokit/graphql-schema';
import type { Item, TimelineEntry } from '../../model/index.ts';
import { type Viewer } from '../../viewer.ts';
import type { AnyFields } from '../context.ts';
/** The entries that a viewer may see and asked for, oldest first. */
export declare function timelineOf(item: Item, args: IssueTimelineItemsArgs, viewer: Viewer): TimelineEntry[];
export declare const timelineTypes: Readonly<Record<string, AnyFields>>;
