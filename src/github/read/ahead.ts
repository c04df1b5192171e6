/** What of an item was read before it is needed, and what there was to read. */
import type { EditsThere, Page, Recent, TimelineAnswer } from '../graphql/index.ts';
import type { KeptEdits } from './kept-edits.ts';
import type { Past } from './past.ts';

/** Whose timeline it is. */
export type Owner = {
  readonly kind: 'issue' | 'pull-request';
  readonly id: string;
  readonly number: number;
  readonly repository: { readonly nameWithOwner: string };
};

/** A body, and whose it is. */
export type Body = Pick<Owner, 'kind' | 'number'> & { readonly repository: string };

/** What is known of an item's kept edits once it was looked at; `there`: what GitHub says of those that were asked for. */
export type KnownEdits = {
  readonly kept: KeptEdits | null;
  readonly asked: readonly string[];
  readonly there: readonly Answered[];
};
export type Answered = NonNullable<EditsThere['edits0']>[number];

/** What was read before it is needed: pages of timelines by their owners' ids, and edits by `editsKey`. */
export type Ahead = {
  readonly timelines: Map<
    string,
    { readonly past: Past; readonly page: Page<TimelineAnswer>; readonly recent: Recent }
  >;
  readonly edits: Map<string, KnownEdits>;
};

/** What a reading had to go on with, whether it was read ahead or not. */
export type Met = {
  readonly timelines: Map<string, Owner>;
  readonly edits: Map<string, Body>;
};

export const nothingAhead = (): { readonly ahead: Ahead; readonly met: Met } => ({
  ahead: { timelines: new Map(), edits: new Map() },
  met: { timelines: new Map(), edits: new Map() },
});
