/** Asking GitHub's GraphQL API for something whole: a part that is missing is a reason to try later. */
import type { z } from 'zod';

import { TryLater } from '../../tracker.ts';
import type { Page } from './answers.ts';
import type { GitHub, GraphqlError } from '../client/index.ts';

/** Mends an answer that has errors in it, and returns the errors that cannot be passed over. */
export type Mend = (data: unknown, errors: readonly GraphqlError[]) => readonly GraphqlError[];

/** What is asked, and what the answer has to look like. */
export type Question<T extends z.ZodType> = {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: T;
};

/**
 * Asks, and parses the answer. Returns null where there is no data, and no error that matters.
 * @throws {TryLater} when a part of the answer is missing for another reason; Error when it is not what it should be
 */
export async function ask<T extends z.ZodType>(
  github: Pick<GitHub, 'graphql'>,
  installation: number,
  { document, variables, answer }: Question<T>,
  mend: Mend = (_, errors) => errors,
): Promise<z.output<T> | null> {
  const { data, errors } = await github.graphql<unknown>(installation, document, variables);
  const [bad] = mend(data, errors);
  if (bad !== undefined) {
    const where = bad.path?.join('.') ?? 'the whole question';
    throw new TryLater(`GitHub answered in part only, at ${where}: ${bad.message}`);
  }
  if (data === null) return null;
  const parsed = answer.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    // No matter of waiting: tried again a number of times, and then an operator has to see it.
    throw new Error(`GitHub's answer does not fit its schema at ${where}: ${issue?.message ?? ''}`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

/** All nodes of a connection, from its first page on; no further page is read once there are `enough`. */
export async function allOf<T>(
  first: Page<T>,
  next: (cursor: string) => Promise<Page<T>>,
  enough = Number.POSITIVE_INFINITY,
): Promise<{ readonly nodes: readonly T[]; readonly missing: number }> {
  if (first.next === null) return first;
  const nodes = [...first.nodes];
  let { missing } = first;
  for (let page = first; page.next !== null && nodes.length + missing < enough;) {
    page = await next(page.next);
    nodes.push(...page.nodes);
    missing += page.missing;
  }
  return { nodes, missing };
}
