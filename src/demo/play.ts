/** Plays a story step by step and says how each came out. */
import { stepText } from './show.ts';
import type { Step } from './story.ts';
import type { Sight, World } from './world.ts';

/** A step, as it came out. */
export type Played = {
  readonly title: string;
  readonly who: string;
  /** What they did. */
  readonly did: string;
  /** The item that was looked at afterwards, and what is to be seen there. */
  readonly on: string;
  readonly sight: Sight;
  /** What had to be true then, in words. */
  readonly expected: readonly { readonly what: string; readonly holds: boolean }[];
  /** Why it could not be done; null: it was. */
  readonly broke: string | null;
};

/**
 * Plays the steps in order; `print` gets the text of each, and `told` the same as data.
 * Gives back how many things did not come out as told; it stops at the first step that is not as told.
 */
export async function play<W extends World>(
  world: W,
  steps: readonly Step<W>[],
  print: (text: string) => void,
  told: (played: Played) => void = () => {},
): Promise<number> {
  for (const [index, step] of steps.entries()) {
    const before = commentsOn(world, step.look);
    let broke: string | null = null;
    try {
      await step.act(world);
    } catch (error) {
      broke = error instanceof Error ? error.message : String(error);
    }
    const sight = world.see(step.look);
    const failed = Object.entries(step.expect)
      .filter(([, holds]) => !holds(sight))
      .map(([what]) => what);
    print(stepText({ index, step, sight, newComments: sight.comments.slice(before), failed }));
    if (broke !== null) print(`    ✗ NOT SO: ${broke}\n`);
    const expected = Object.keys(step.expect).map((what) => ({ what, holds: !failed.includes(what) }));
    const { title, who, tells: did, look: on } = step;
    told({ title, who, did, on, sight, expected, broke });
    const wrong = failed.length + (broke === null ? 0 : 1);
    if (wrong > 0) return wrong;
  }
  return 0;
}

/** How many comments Baton has written on an item that may not be there yet. */
function commentsOn(world: World, address: string): number {
  try {
    return world.see(address).comments.length;
  } catch {
    return 0;
  }
}
