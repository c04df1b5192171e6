/** Comments in a team's own words: which there are, and what may stand in their place holders. */
import type { Complaint } from './problem.ts';
import { listed, quoted } from './problem.ts';

/** The place holders of each text; `needs`: those without which it would not do what it is for. */
export const customTexts = {
  handoff: { holders: ['who', 'roles', 'gate', 'why', 'next'], needs: ['who', 'next'] },
  'undone-assignment': { holders: ['who', 'what', 'gate', 'approvers', 'how'], needs: ['who', 'gate'] },
  'undone-work-label': { holders: ['who', 'what', 'gate', 'approvers', 'how'], needs: ['who', 'gate'] },
  'undone-gate-label': { holders: ['who', 'what', 'gate', 'approvers', 'how'], needs: ['who', 'gate'] },
  'undone-close': { holders: ['who', 'what', 'gate', 'approvers', 'how'], needs: ['who', 'gate'] },
  stopped: { holders: ['who', 'what', 'gate', 'how'], needs: ['who', 'gate'] },
  reminder: { holders: ['who', 'gate', 'since', 'next'], needs: ['who', 'next'] },
  escalation: { holders: ['who', 'holders', 'gate', 'since', 'next'], needs: ['who', 'gate'] },
  footer: { holders: ['policy'], needs: ['policy'] },
} as const satisfies Record<
  string,
  { readonly holders: readonly string[]; readonly needs: readonly string[] }
>;

export type CustomText = keyof typeof customTexts;
export const customTextNames = Object.keys(customTexts) as readonly CustomText[];

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
