/** Several mutations as one document, one after the other, and what their failures mean. */
import type { Effect } from '../handoff/index.ts';
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
  /** What was written all the same, of effects that this was one of. */
  written: readonly Effect[] = [];
}

/** As `TryLater`, where other mutations of the document were done. */
export class WrittenInPart extends TryLater {
  readonly written: readonly Effect[];

  constructor(failure: Error, written: readonly Effect[]) {
    super(failure.message, { cause: failure });
    this.written = written;
  }
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

/** What became of a mutation. `gone`: what it is about is; `locked`: the conversation is. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' | 'locked'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: Error };

/** Those that GitHub refuses in a locked conversation. */
const inConversations: ReadonlySet<string> = new Set([
  'addComment',
  'addReaction',
  'updateIssueComment',
  'deleteIssueComment',
]);

/**
 * Sends the mutations, if there are any. Nothing is sent twice. One document is not one act: GitHub refuses single ones of
 * them, and does those before and after.
 * @param where what they are about, for messages
 * @param before called right before they are sent; what it throws is thrown instead
 * @returns what became of each
 * @throws {TryLater} when there was no answer
 */
export async function send(
  github: GitHub,
  installation: number,
  mutations: readonly Mutation[],
  where: string,
  before?: () => void,
): Promise<readonly Outcome[]> {
  if (mutations.length === 0) return [];
  const { document, variables } = mutationDocument(mutations);
  const { errors } = await github.mutate<unknown>(installation, document, variables, before);
  const outcomes = mutations.map((): Outcome => ({ kind: 'done' }));
  for (const error of errors) {
    const index = Number(String(error.path?.[0] ?? '').replace(/^act/, ''));
    const mutation = error.path === undefined ? undefined : mutations[index];
    const outcome = outcomeOf(error, mutation, where);
    // What is not about one of them may be about any of them.
    if (mutation === undefined) outcomes.fill(outcome);
    else outcomes[index] = outcome;
  }
  return outcomes;
}

/**
 * The same, for mutations of which none may fail.
 * @throws {NotAllowed} when a permission is missing
 * @throws {TryLater} when something else was not done
 */
export async function mutate(...sent: Parameters<typeof send>): Promise<void> {
  const worst = worstOf(await send(...sent));
  if (worst !== null) throw worst;
}

/** The failure that matters most; null: there is none. */
export function worstOf(outcomes: readonly Outcome[]): Error | null {
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.error] : []));
  return failures.find((failure) => failure instanceof NotAllowed) ?? failures[0] ?? null;
}

function outcomeOf(error: GraphqlError, mutation: Mutation | undefined, where: string): Outcome {
  const { type, message } = error;
  const what = mutation?.name ?? 'A write';
  if (type === 'NOT_FOUND' && mutation?.whenGone === 'ignore') return { kind: 'gone', message };
  // GitHub says "Unable to create comment because issue is locked"; permissions have nothing to do with it.
  if (inConversations.has(what) && /\blocked\b/i.test(message)) return { kind: 'locked', message };
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') {
    const permission = permissions[what] ?? 'Issues: write and Pull requests: write';
    const refusal = new NotAllowed(
      `GitHub did not allow ${what} on ${where}: ${message}. ` +
        `The App needs "${permission}"; an owner can accept new permissions on the installation's settings page.`,
    );
    return { kind: 'failed', error: refusal };
  }
  return { kind: 'failed', error: new TryLater(`${what} on ${where} failed: ${message}`) };
}
