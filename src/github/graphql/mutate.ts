/** Several mutations as one document, one after the other, and what their failures mean. */
import type { Effect } from '../../handoff/index.ts';
import { TryLater, type Refused } from '../../tracker.ts';
import type { GitHub, GraphqlError } from '../client/index.ts';

export type Mutation = {
  /** The mutation's name, for example `addComment`. */
  readonly name: string;
  /** Its input's type, for example `AddCommentInput`. */
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What to do when what it is about is gone: pass over it, or (the default) look again. */
  readonly whenGone?: 'ignore';
};

/** GitHub does not do something. Trying again does not help; a person has to. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.sentence);
    this.refused = refused;
  }
}

/** GitHub finds something invalid, and nobody knows why: it may be over the next time, or never. */
export class Invalid extends TryLater {
  readonly refused: Refused;
  /** In GitHub's words. */
  readonly said: string;

  constructor(why: string, refused: Refused, said: string) {
    super(why);
    this.refused = refused;
    this.said = said;
  }
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
  createLabel: 'Issues: write',
  updateLabel: 'Issues: write',
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
 * What became of a mutation. `gone`: what it is about is; `locked`: the conversation is, or the repository is closed to
 * almost everybody for a while; `refused`: it will not be done, however often it is asked for.
 */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'locked'; readonly message: string; readonly isLimited: boolean }
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'failed'; readonly error: TryLater };

/** Those that GitHub refuses in a locked conversation. */
const inConversations: ReadonlySet<string> = new Set([
  'addComment',
  'addReaction',
  'updateIssueComment',
  'deleteIssueComment',
]);

/** Where mutations are sent. */
export type Sending = {
  readonly installation: number;
  /** What they are about, for messages. */
  readonly where: string;
  /** Called right before they are sent; what it throws is thrown instead. */
  readonly before?: (() => void) | undefined;
};

/**
 * Sends the mutations, if there are any. Nothing is sent twice. One document is not one act: GitHub refuses single ones of
 * them, and does those before and after.
 * @returns what became of each
 * @throws {TryLater} when there was no answer
 */
export async function send(
  github: GitHub,
  { installation, where, before }: Sending,
  mutations: readonly Mutation[],
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
 * @throws {NotAllowed} when GitHub refuses it for good
 * @throws {TryLater} when something else was not done
 */
export async function mutate(...sent: Parameters<typeof send>): Promise<void> {
  const worst = worstOf(await send(...sent));
  if (worst !== null) throw worst;
}

/** The failure that matters most; null: there is none. */
export function worstOf(outcomes: readonly Outcome[]): Error | null {
  const refused = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.refused] : []));
  if (refused[0] !== undefined) return new NotAllowed(refused[0]);
  return outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.error] : []))[0] ?? null;
}

/** Refusals that are over by themselves, at once or soon. */
const passing = /submitted too quickly|temporarily|try again|timed? ?out|something went wrong/i;
/** GitHub says both where an archived repository's issue counts as locked. */
const archived = /was archived so is read-only/i;
/** GitHub, "Limiting interactions in your repository": from a day to half a year. */
const limited = /interactions on this repository have been (?:restricted|limited)/i;

function outcomeOf(error: GraphqlError, mutation: Mutation | undefined, where: string): Outcome {
  const { type, message } = error;
  const what = mutation?.name ?? 'A write';
  if (type === 'NOT_FOUND' && mutation?.whenGone === 'ignore') return { kind: 'gone', message };
  // A card that stays hidden is no reason to leave the rest undone.
  if (type === 'FORBIDDEN' && what === 'unminimizeComment') return { kind: 'gone', message };
  if (archived.test(message)) {
    const sentence = 'This repository is archived, so nothing can be written in it.';
    return { kind: 'refused', refused: { kind: 'archived', about: 'archived', sentence } };
  }
  if (limited.test(message)) return { kind: 'locked', message, isLimited: true };
  // GitHub says "Unable to create comment because issue is locked"; permissions have nothing to do with it.
  if (inConversations.has(what) && /\blocked\b/i.test(message))
    return { kind: 'locked', message, isLimited: false };
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') {
    const permission = permissions[what] ?? 'Issues: write and Pull requests: write';
    const sentence =
      `GitHub did not allow ${what} on ${where}: ${message}. ` +
      `The App needs "${permission}"; an owner can accept new permissions on the installation's settings page.`;
    return { kind: 'refused', refused: { kind: 'permission', about: permission, sentence } };
  }
  const why = `${what} on ${where} failed: ${message}`;
  if (type !== 'UNPROCESSABLE' || passing.test(message)) return { kind: 'failed', error: new TryLater(why) };
  const sentence = `GitHub did not take ${what} on ${where}: ${message}.`;
  const refused: Refused = { kind: 'invalid', about: `${what} on ${where}`, sentence };
  return { kind: 'failed', error: new Invalid(why, refused, message) };
}
