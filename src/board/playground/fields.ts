/** What a playground's form says. */
import type { Here } from '../site/index.ts';

export type Fields = {
  readonly text: string;
  readonly steps: unknown;
  /** What is done next; null: nothing. */
  readonly step: unknown;
  readonly who: string;
};

/** Characters of a policy, with some to spare: the language says where it ends. */
const longest = 70_000;
/** Characters of what was played. */
const longestSteps = 24_000;

/** @param presetText of the preset of a name */
export async function readPolicyFields(here: Here, presetText: (name: string) => string): Promise<Fields> {
  // What is no form says nothing.
  const body = new Map(Object.entries(await here.req.parseBody().catch(() => ({}))));
  const field = (name: string): string => {
    const value: unknown = body.get(name);
    return typeof value === 'string' ? value : '';
  };
  const text = field('text').replaceAll('\r\n', '\n').slice(0, longest);
  const who = field('who').slice(0, 100);
  const done = field('do').slice(0, longestSteps);
  const before = steps(field('steps'));
  const said = (number: string): string => field(`say-${number}`).trim().slice(0, 300);
  switch (done) {
    case 'preset':
      return { text: presetText(field('preset')), steps: [], step: null, who };
    case 'undo':
      return { text, steps: before.slice(0, -1), step: null, who };
    case 'restart':
      return { text, steps: [], step: null, who };
    case '':
    case 'check':
      return { text, steps: before, step: null, who };
    default: {
      const step = json(done);
      if (typeof step !== 'object' || step === null) return { text, steps: before, step: null, who };
      if (!('say' in step)) return { text, steps: before, step, who };
      const words = said(String(step.say));
      const on = 'on' in step ? step.on : undefined;
      return { text, steps: before, step: words === '' ? null : { comments: words, on }, who };
    }
  }
}

function steps(text: string): readonly unknown[] {
  const read = text.length > longestSteps ? null : json(text);
  return Array.isArray(read) ? read : [];
}

/** null: it is none. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
