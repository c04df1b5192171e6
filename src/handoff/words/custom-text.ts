/** What a policy says in the team's own words. */
import { fillIn, type CustomText, type Policy } from '../../policy/index.ts';
import { prose } from '../phrases/index.ts';

/** A text with its place holders filled in with Markdown; null: the team leaves it to Baton. */
export function customText(
  { policy }: { readonly policy: Policy },
  name: CustomText,
  values: Readonly<Record<string, string>>,
): string | null {
  const text = policy.texts[name];
  return text === undefined ? null : fillIn(text.trim(), values, prose);
}
