/** GitHub's own examples of webhook payloads. The package's types describe another shape than its data. */
import data from '@octokit/webhooks-examples' with { type: 'json' };

type Example = { readonly name: string; readonly examples: readonly Readonly<Record<string, unknown>>[] };

export const examples = data as unknown as readonly Example[];
