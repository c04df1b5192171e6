/**
 * Which repositories somebody sees: what GitHub shows of them to whoever asks. What it does not show is not seen, whatever
 * the reason is.
 */
import * as z from 'zod';

import type { GitHub } from '../client/index.ts';
import type { Permission } from '../../policy/index.ts';
import { answers, ask, repositoriesSeen } from '../graphql/index.ts';

/** As GitHub names it now. `id` is its node id. */
export type RepositorySeen = {
  readonly id: string;
  /** `owner/name`. */
  readonly name: string;
  readonly visibility: 'public' | 'internal' | 'private';
  /** What whoever asks may do there; null: it is not told, as to an App. */
  readonly permission: Permission | null;
};

export type SeenNow = {
  readonly repositories: readonly RepositorySeen[];
  /**
   * What an organization asks for before it shows more: a single sign-on of its own (`sign-on`), or an address of this
   * server's that it allows (`addresses`).
   */
  readonly withheld: readonly ('sign-on' | 'addresses')[];
};

/** Nodes that one request asks for: GitHub's most. */
const atOnce = 100;

export const inPartsOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, part) =>
    ids.slice(part * atOnce, (part + 1) * atOnce),
  );

const errors = z.array(
  z.looseObject({
    type: z.string().optional(),
    message: z.string().default(''),
    extensions: z.looseObject({ saml_failure: z.boolean().optional() }).nullish(),
  }),
);
const answered = z.object({ data: answers.repositoriesSeen, errors: errors.optional() });

/** Refusals of single repositories; whatever else goes wrong, GitHub is asked again. */
const ofOne: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN']);

export const sightIn = {
  /** The body of the request. */
  question: (ids: readonly string[]): string =>
    JSON.stringify({ query: repositoriesSeen, variables: { ids } }),

  /** What an answer says of the repositories that were asked for; null: nothing that can be relied on. */
  answer(answer: unknown, ids: readonly string[]): SeenNow | null {
    const read = answered.safeParse(answer).data;
    if (read === undefined) return null;
    const refused = read.errors ?? [];
    if (!refused.every(({ type }) => type !== undefined && ofOne.has(type))) return null;
    const withheld = refused.flatMap(({ extensions, message }): SeenNow['withheld'] => {
      // Source: what GitHub answers in GraphQL, and "Managing allowed IP addresses for your organization".
      if (extensions?.saml_failure === true) return ['sign-on'];
      return message.includes('IP allow list') ? ['addresses'] : [];
    });
    return { repositories: repositoriesIn(read.data, ids), withheld: [...new Set(withheld)] };
  },
};

/** Of an answer's nodes, those that were asked for and are whole. */
function repositoriesIn(
  { nodes }: z.output<typeof answers.repositoriesSeen>,
  ids: readonly string[],
): readonly RepositorySeen[] {
  const asked = new Set(ids);
  return nodes.flatMap((each) => {
    const node = answers.repositorySeen.safeParse(each).data;
    return node === undefined || !asked.has(node.id)
      ? []
      : [
          {
            id: node.id,
            name: node.nameWithOwner,
            visibility: node.visibility,
            permission: node.viewerPermission,
          },
        ];
  });
}

/**
 * Repositories as the App finds them in an installation, by their node ids; those that it does not find are left out.
 * @throws {TryLater} when GitHub does not say; {InstallationGone}
 */
export async function repositoriesOf(
  github: Pick<GitHub, 'graphql'>,
  installation: number,
  ids: readonly string[],
): Promise<readonly RepositorySeen[]> {
  const found: RepositorySeen[] = [];
  for (const part of inPartsOf(ids)) {
    const answer = await ask(
      github,
      installation,
      { document: repositoriesSeen, variables: { ids: part }, answer: answers.repositoriesSeen },
      (_, problems) => problems.filter(({ type }) => type === undefined || !ofOne.has(type)),
    );
    if (answer !== null) found.push(...repositoriesIn(answer, part));
  }
  return found;
}
