/** GitHub's own examples of webhook payloads. The package's types describe another shape than its data. */
import { createRequire } from 'node:module';

type Example = { readonly name: string; readonly examples: readonly Readonly<Record<string, unknown>>[] };

export const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
