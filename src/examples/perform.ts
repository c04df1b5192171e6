/** What Baton writes, performed in memory. */
import type { DisplayedCheck, Effect } from '../handoff/index.ts';
import {
  baton,
  closeIssue,
  comment,
  label,
  reopen,
  unassign,
  unlabel,
  type Place,
  type Thing,
} from './things.ts';

/** What Baton did on something. `said`: what a comment says, an edited one too. */
export type Done = {
  readonly on: Thing;
  readonly at: number;
} & (
  | { readonly kind: 'label' | 'unlabel'; readonly label: string }
  | { readonly kind: 'unassign'; readonly login: string }
  | { readonly kind: 'reopen' | 'close' }
  | { readonly kind: 'card' | 'said'; readonly body: string }
  | { readonly kind: 'check'; readonly conclusion: string; readonly title: string }
);

/** @returns what of it somebody sees */
export function perform(place: Place, effects: readonly Effect[]): readonly Done[] {
  return effects.flatMap((effect) => performOne(place, effect));
}

function performOne(place: Place, effect: Effect): readonly Done[] {
  const at = place.clock.now;
  switch (effect.kind) {
    case 'label': {
      const on = thingOf(place, effect.on);
      label(place, on, baton, effect.label);
      return [{ on, at, kind: 'label', label: effect.label }];
    }
    case 'unlabel': {
      const on = thingOf(place, effect.on);
      unlabel(place, on, baton, effect.label);
      return [{ on, at, kind: 'unlabel', label: effect.label }];
    }
    case 'unassign': {
      const on = thingOf(place, effect.on);
      unassign(place, on, baton, effect.login);
      return [{ on, at, kind: 'unassign', login: effect.login }];
    }
    case 'reopen': {
      const on = thingOf(place, effect.on);
      reopen(place, on, baton);
      return [{ on, at, kind: 'reopen' }];
    }
    case 'close': {
      const on = thingOf(place, effect.on);
      if (on.kind === 'issue') closeIssue(place, on, baton, { reason: effect.reason, through: 'automation' });
      return [{ on, at, kind: 'close' }];
    }
    case 'card': {
      const on = thingOf(place, effect.on);
      if (effect.card === null) comment(place, on, baton, { text: effect.body });
      else rewrite(place, effect.card, effect.body);
      return [{ on, at, kind: 'card', body: effect.body }];
    }
    case 'comment': {
      const on = thingOf(place, effect.on);
      if (effect.comment === undefined) comment(place, on, baton, { text: effect.body });
      else rewrite(place, effect.comment, effect.body);
      return [{ on, at, kind: 'said', body: effect.body }];
    }
    case 'react':
      change(place, effect.comment, (moment) => ({ ...moment, reacted: true, reaction: effect.reaction }));
      return [];
    case 'remove-comment':
      for (const thing of place.things)
        thing.moments = thing.moments.filter(({ id }) => id !== effect.comment);
      return [];
    case 'show-comment':
      return [];
    case 'check': {
      const { name, headSha, conclusion, title, summary } = effect.report;
      const on = place.things.find(
        (each) => each.kind === 'pull-request' && each.pushes.some(({ sha }) => sha === headSha),
      );
      if (on?.kind !== 'pull-request') throw new Error(`There is no commit ${headSha}.`);
      const id = effect.check ?? `check-${on.id}-${on.checks.length + 1}`;
      const status = conclusion === null ? 'in_progress' : 'completed';
      const shown: DisplayedCheck = { id, name, headSha, conclusion, title, summary, status };
      on.checks = [...on.checks.filter((each) => each.id !== id), shown];
      return [{ on, at, kind: 'check', conclusion: conclusion ?? 'in progress', title }];
    }
    default:
      return effect satisfies never;
  }
}

function thingOf({ things }: Place, id: string): Thing {
  const found = things.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is nothing called ${id}.`);
  return found;
}

type Comment = Extract<Thing['moments'][number], { kind: 'commented' }>;

function change(place: Place, id: string, into: (moment: Comment) => Comment): void {
  for (const thing of place.things)
    thing.moments = thing.moments.map((each) =>
      each.kind === 'commented' && each.id === id ? into(each) : each,
    );
}

const rewrite = (place: Place, id: string, text: string): void =>
  change(place, id, (moment) => ({ ...moment, text, editedBy: baton }));
