/** What a playground's form says. */
import type { Here } from '../site/index.ts';

export type Fields = {
  readonly text: string;
  readonly steps: unknown;
  /** What is done next; null: nothing. */
  readonly step: unknown;
  readonly who: string;
  /** Whether it is to be tried on what is open. */
  readonly isTried: boolean;
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
  const form = { text, steps: before, step: null, who, isTried: false };
  switch (done) {
    case 'preset':
      return { ...form, text: presetText(field('preset')), steps: [] };
    case 'undo':
      return { ...form, steps: before.slice(0, -1) };
    case 'restart':
      return { ...form, steps: [] };
    case '':
    case 'check':
      return form;
    case 'try':
      return { ...form, isTried: true };
    default: {
      const step = json(done);
      if (typeof step !== 'object' || step === null) return form;
      if (!('say' in step)) return { ...form, step };
      const words = said(String(step.say));
      const on = 'on' in step ? step.on : undefined;
      return { ...form, step: words === '' ? null : { comments: words, on } };
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
