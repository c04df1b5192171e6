/** Several mutations as one document, one after the other, and what their failures mean. */
import { TryLater } from '../tracker.ts';
import type { GitHub, GraphqlError } from './client.ts';

export type Mutation = {
  /** The mutation's name, for example `addComment`. */
  readonly name: string;
  /** Its input's type, for example `AddCommentInput`. */
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What to do when what it is about is gone: pass over it, or (the default) look again. */
  readonly whenGone?: 'ignore';
};

/** GitHub does not let Baton do something. Trying again does not help; a person has to. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** What the App needs for each mutation (GitHub: "Permissions required for GitHub Apps"). */
const permissions: Readonly<Record<string, string>> = {
  createCheckRun: 'Checks: write',
  updateCheckRun: 'Checks: write',
};

/** One document for all of them. Values go into variables, never into the text. */
export function mutationDocument(mutations: readonly Mutation[]): {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
} {
  const declared = mutations.map(({ type }, index) => `$input${index}: ${type}!`);
  const fields = mutations.map(
    ({ name }, index) => `  act${index}: ${name}(input: $input${index}) { clientMutationId }`,
  );
  return {
    document: `mutation Perform(${declared.join(', ')}) {\n${fields.join('\n')}\n}`,
    variables: Object.fromEntries(mutations.map(({ input }, index) => [`input${index}`, input])),
  };
}

/**
 * Sends the mutations, if there are any. Nothing is sent twice.
 * @param where what they are about, for messages
 * @param before called right before they are sent; what it throws is thrown instead
 * @returns those that were passed over because what they are about is gone
 * @throws {NotAllowed} when a permission is missing
 * @throws {TryLater} when something else was not done
 */
export async function mutate(
  github: GitHub,
  installation: number,
  mutations: readonly Mutation[],
  where: string,
  before?: () => void,
): Promise<readonly { readonly mutation: Mutation; readonly message: string }[]> {
  if (mutations.length === 0) return [];
  const { document, variables } = mutationDocument(mutations);
  const { errors } = await github.mutate<unknown>(installation, document, variables, before);
  const ignored: { mutation: Mutation; message: string }[] = [];
  const failures: Error[] = [];
  for (const error of errors) {
    const mutation = mutations[Number(String(error.path?.[0] ?? '').replace(/^act/, ''))];
    if (error.type === 'NOT_FOUND' && mutation?.whenGone === 'ignore') {
      ignored.push({ mutation, message: error.message });
    } else {
      failures.push(failureOf(error, mutation, where));
    }
  }
  const worst = failures.find((failure) => failure instanceof NotAllowed) ?? failures[0];
  if (worst !== undefined) throw worst;
  return ignored;
}

function failureOf({ type, message }: GraphqlError, mutation: Mutation | undefined, where: string): Error {
  const what = mutation?.name ?? 'A write';
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') {
    const permission = permissions[what] ?? 'Issues: write and Pull requests: write';
    return new NotAllowed(
      `GitHub did not allow ${what} on ${where}: ${message}. ` +
        `The App needs "${permission}"; an owner can accept new permissions on the installation's settings page.`,
    );
  }
  return new TryLater(`${what} on ${where} failed: ${message}`);
}
