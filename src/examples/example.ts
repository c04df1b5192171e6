/** An example, checked: who takes part, what happens, and what is expected in between. */
import type { Status } from '../handoff/index.ts';
import type { CloseReason, Path, Span } from '../policy/index.ts';
import type { People } from './people.ts';
import type { conclusions, states } from './schema.ts';

export type Example = {
  readonly name: string;
  readonly path: Path;
  readonly people: People;
  /** When it begins (milliseconds since the epoch). */
  readonly starts: number;
  readonly steps: readonly Step[];
};

/** Things are named as the example names them. */
export type Act = { readonly by: string } & (
  | {
      readonly kind: 'opens-issue';
      readonly name: string;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      readonly assignees: readonly string[];
      readonly type: string | null;
      readonly whole: string | null;
    }
  | {
      readonly kind: 'opens-pull';
      readonly name: string;
      readonly title: string;
      readonly body: string | null;
      readonly labels: readonly string[];
      readonly assignees: readonly string[];
      readonly closing: readonly string[];
      readonly files: readonly string[];
    }
  | { readonly kind: 'comments' | 'reviews'; readonly on: string; readonly text: string }
  | {
      readonly kind: 'edits';
      readonly on: string;
      readonly title: string | null;
      readonly body: string | null;
    }
  | { readonly kind: 'adds-label' | 'removes-label'; readonly on: string; readonly label: string }
  | { readonly kind: 'assigns' | 'unassigns'; readonly on: string; readonly who: string }
  | { readonly kind: 'adds-sub-issue' | 'removes-sub-issue'; readonly on: string; readonly part: string }
  | { readonly kind: 'pushes'; readonly on: string; readonly files: readonly string[] }
  | { readonly kind: 'merges' | 'reopens'; readonly on: string }
  | { readonly kind: 'closes'; readonly on: string; readonly reason: CloseReason }
);

/** What is to be so. `on` null: on anything. */
export type Expectation = { readonly path: Path } & (
  | { readonly kind: 'gate'; readonly on: string; readonly gate: string; readonly status: Status }
  | { readonly kind: 'baton'; readonly on: string; readonly who: readonly string[] }
  | { readonly kind: 'check'; readonly on: string; readonly is: (typeof conclusions)[number] }
  | { readonly kind: 'check-title'; readonly on: string; readonly text: string }
  | { readonly kind: 'card'; readonly on: string; readonly text: string }
  | { readonly kind: 'state'; readonly on: string; readonly is: (typeof states)[number] }
  | { readonly kind: 'label'; readonly on: string; readonly label: string; readonly isThere: boolean }
  | { readonly kind: 'assignees'; readonly on: string; readonly who: readonly string[] }
  | {
      readonly kind: 'put-label';
      readonly on: string | null;
      readonly label: string;
      readonly isPut: boolean;
    }
  | { readonly kind: 'reopened'; readonly on: string; readonly isSo: boolean }
  | { readonly kind: 'answer'; readonly on: string | null; readonly text: string }
  | { readonly kind: 'silent'; readonly on: string | null; readonly isSo: boolean }
);

/** `minutes`, where it is neither hours nor days. */
export type Passing = Span | { readonly count: number; readonly unit: 'minute' };

export type Step =
  | { readonly kind: 'act'; readonly path: Path; readonly act: Act }
  | { readonly kind: 'passes'; readonly path: Path; readonly passing: Passing; readonly words: string }
  | { readonly kind: 'expects'; readonly all: readonly Expectation[] };
