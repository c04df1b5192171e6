/**
 * What a GitHub has of what others lack. GitHub removes parts of its schema at the turn of a quarter, and GitHub Enterprise
 * Server does not have yet what came lately: so it is asked once, and what it lacks is left out.
 */
import { z } from 'zod';

import { ApiMoved, TryLater } from '../../tracker.ts';
import { NoData, InstallationGone } from '../client/index.ts';
import { whatIsThere } from './documents.ts';
import { everything, type Has } from './has.ts';

export type Host = {
  /**
   * What it has, asked in an installation's name where it is not known.
   * @throws {TryLater} when there is no answer
   */
  readonly has: (installation: number) => Promise<Has>;
  /** Works with what it has; once more, where it turns out to have something else by now. */
  using<T>(installation: number, work: (has: Has) => Promise<T>): Promise<T>;
};

/** So often an answer is waited for: what stands before a GitHub may let everything through but this question. */
const patience = 3;
const minute = 60_000;
const hour = 60 * minute;
/** How long an answer holds: an upgrade is noticed a day later. */
const longest = 24 * hour;
/** The same where it did not say. */
const unsaid = 10 * minute;

const answer = z.object({
  issue: z.object({
    fields: z.array(z.object({ name: z.string(), args: z.array(z.object({ name: z.string() })) })),
  }),
  timeline: z.object({ enumValues: z.array(z.object({ name: z.string() })) }),
});

type Known = {
  readonly has: Has;
  /** False: it did not say, and is taken for one that has everything. */
  readonly isSaid: boolean;
  readonly at: number;
};

/**
 * @param read asks a GraphQL question in an installation's name; rejects as `GitHub.graphql` does
 * @param now milliseconds since the epoch
 */
export function createHost(
  read: (installation: number, document: string) => Promise<{ readonly data: unknown }>,
  now: () => number,
): Host {
  let known: Known | null = null;
  let asking: Promise<Known> | null = null;
  /** After an answer that changed nothing, it is not asked at once again. */
  let calm = minute;
  /** So often in a row there was no answer to it. */
  let vain = 0;

  /** Whether it does not say what it has, and never will: nothing waits for that, and what is missing shows. */
  function isSilence(error: unknown): boolean {
    if (error instanceof InstallationGone) return false;
    if (!(error instanceof TryLater) || error instanceof NoData) return true;
    if (error.scope === 'installation') return false;
    vain += 1;
    return vain >= patience;
  }

  async function ask(installation: number): Promise<Known> {
    const has = await read(installation, whatIsThere).then(
      ({ data }) => hasIn(data),
      (error: unknown) => {
        if (!isSilence(error)) throw error;
        return null;
      },
    );
    vain = 0;
    known = { has: has ?? known?.has ?? everything, isSaid: has !== null, at: now() };
    return known;
  }

  /** One question at a time, whoever wants to know. */
  function asked(installation: number): Promise<Known> {
    asking ??= ask(installation).finally(() => {
      asking = null;
    });
    return asking;
  }

  async function current(installation: number): Promise<Known> {
    const holds = known?.isSaid === false ? unsaid : longest;
    return known !== null && now() < known.at + holds ? known : asked(installation);
  }

  return {
    has: async (installation) => (await current(installation)).has,
    async using(installation, work) {
      const before = await current(installation);
      try {
        return await work(before.has);
      } catch (error) {
        if (!(error instanceof ApiMoved)) throw error;
        const isAsked = known === before && (!before.isSaid || now() >= before.at + calm);
        const after = isAsked ? await asked(installation) : (known ?? before);
        const isSame =
          after.has.duplicates === before.has.duplicates && after.has.subIssues === before.has.subIssues;
        if (isAsked) calm = isSame ? hour : minute;
        if (isSame) throw error;
        return work(after.has);
      }
    },
  };
}

/** null: it does not say. */
function hasIn(data: unknown): Has | null {
  const read = answer.safeParse(data);
  if (!read.success) return null;
  const { issue, timeline } = read.data;
  const names = new Set(issue.fields.map(({ name }) => name));
  const args = issue.fields.find(({ name }) => name === 'stateReason')?.args ?? [];
  const events = new Set(timeline.enumValues.map(({ name }) => name));
  return {
    duplicates: args.some(({ name }) => name === 'enableDuplicate'),
    subIssues:
      names.has('subIssues') &&
      names.has('subIssuesSummary') &&
      events.has('SUB_ISSUE_ADDED_EVENT') &&
      events.has('SUB_ISSUE_REMOVED_EVENT'),
  };
}
