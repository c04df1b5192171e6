/** Comments in a team's own words: which there are, and what may stand in their place holders. */
import type { Complaint } from './problem.ts';
import { listed, quoted } from './problem.ts';

const undone = {
  holders: ['who', 'what', 'gate', 'approvers', 'how'],
  needs: ['who', 'gate'],
  example: '{who}: not yet, please! {gate} comes first. {how}',
} as const;

/**
 * The place holders of each text; `needs`: those without which it would not do what it is for; `said`: when Baton says it;
 * `example`: one for editors.
 */
export const customTexts = {
  handoff: {
    holders: ['who', 'roles', 'gate', 'why', 'next'],
    needs: ['who', 'next'],
    said: "When it's somebody else's turn.",
    example: "{who}, it's your turn now: {gate}. {next}",
  },
  'undone-assignment': {
    ...undone,
    said: 'When Baton unassigns somebody for the first time.',
  },
  'undone-work-label': {
    ...undone,
    said: 'When Baton removes a work label for the first time.',
  },
  'undone-gate-label': {
    ...undone,
    said: "When Baton removes a gate's label for the first time.",
  },
  'undone-close': {
    ...undone,
    said: 'When Baton reopens the issue for the first time.',
  },
  stopped: {
    holders: ['who', 'what', 'gate', 'how'],
    needs: ['who', 'gate'],
    said: 'When Baton stops undoing something.',
    example: '{who}: I leave it now. {gate} is not approved yet. {how}',
  },
  reminder: {
    holders: ['who', 'gate', 'since', 'next'],
    needs: ['who', 'next'],
    said: 'When a deadline is over.',
    example: '{who}, {gate} has waited for you since {since}. {next}',
  },
  escalation: {
    holders: ['who', 'holders', 'gate', 'since', 'next'],
    needs: ['who', 'gate'],
    said: 'When a reminder did not help.',
    example: '{who}: {gate} has waited for {holders} since {since}. {next}',
  },
  footer: {
    holders: ['policy'],
    needs: ['policy'],
    said: 'The last line of the card.',
    example: 'Questions? Ask in #product. The rules: {policy}',
  },
} as const satisfies Record<
  string,
  {
    readonly holders: readonly string[];
    readonly needs: readonly string[];
    readonly said: string;
    readonly example: string;
  }
>;

export type CustomText = keyof typeof customTexts;
export const customTextNames = Object.keys(customTexts) as readonly CustomText[];

/** What editors say of a text. */
export function describeCustomText(name: CustomText): string {
  const { said, holders, needs } = customTexts[name];
  const named = (words: readonly string[]): string =>
    listed(
      words.map((each) => `{${each}}`),
      'and',
    );
  return `${said} Must hold ${named(needs)}; can hold ${named(holders)}.`;
}

/** In characters. */
const longest = 500;
const holder = /\{([^{}]*)\}/g;

/** What is wrong with a text in their words; null: nothing. */
export function checkCustomText(name: CustomText, text: string): Complaint | null {
  const { holders, needs }: { readonly holders: readonly string[]; readonly needs: readonly string[] } =
    customTexts[name];
  const known = listed(
    holders.map((each) => `{${each}}`),
    'and',
  );
  if (text.trim() === '')
    return {
      message: 'A text cannot be empty.',
      hint: "Write it, or delete the line: then Baton's own words stand.",
    };
  if (Array.from(text).length > longest)
    return { message: `A text can have ${longest} characters at most.`, hint: null };
  const used = [...text.matchAll(holder)].map(([, word = '']) => word);
  const unknown = used.find((word) => !holders.includes(word));
  if (unknown !== undefined)
    return {
      message: `${quoted(`{${unknown}}`)} has no meaning in this text.`,
      hint: `It can hold ${known}.`,
    };
  if (/[{}]/.test(text.replaceAll(holder, '')))
    return {
      message: 'A brace is left over.',
      hint: `Place holders are written like {${holders[0] ?? ''}}.`,
    };
  const missing = needs.find((word) => !used.includes(word));
  return missing === undefined
    ? null
    : {
        message: `{${missing}} is missing: without it the text would not do what it is for.`,
        hint: `It can hold ${known}.`,
      };
}

/** A text with its place holders filled in; `escape` is for what stands between them. */
export function fillIn(
  text: string,
  values: Readonly<Record<string, string>>,
  escape: (text: string) => string,
): string {
  let filled = '';
  let at = 0;
  for (const match of text.matchAll(holder)) {
    filled += escape(text.slice(at, match.index)) + (values[match[1] ?? ''] ?? '');
    at = match.index + match[0].length;
  }
  return filled + escape(text.slice(at));
}
