/** A repository's labels: their ids, which writing needs, and seeing to it that the gates' are there. */
import { TryLater, type Refused, type Repository, type Write } from '../../tracker.ts';
import {
  answers,
  ask,
  labelNow,
  labelsByName,
  Invalid,
  mutate,
  send,
  type Mutation,
} from '../graphql/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import type { GitHub } from '../client/index.ts';
import { sameText, textKey } from '../../same-text.ts';

export type WantedLabel = {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string;
};

type Where = Pick<Repository, 'id' | 'name'>;

type InRepository = { readonly installation: number; readonly repository: Where };

/** Ways to write what a repository's labels are. */
export type LabelWrites = {
  /**
   * Creates those of these labels that the repository does not have. Those it has stay as they are. Gives back what GitHub
   * refuses; the others are made all the same. Throws `TryLater` when one could not be made now.
   */
  readonly ensureLabels: Write<
    InRepository & { readonly labels: readonly WantedLabel[] },
    readonly Refused[]
  >;
  /**
   * Gives a label, by its id, a name back. `absent`: there is no such label any more; `taken`: another label has the name.
   */
  readonly restoreLabel: Write<
    InRepository & { readonly label: string; readonly name: string },
    'renamed' | 'as-is' | 'absent' | 'taken'
  >;
};

export type Labels = {
  /** True when no ids of the repository's labels are known. */
  unknown(repository: string): boolean;
  learn(repository: string, labels: readonly { readonly id: string; readonly name: string }[]): void;
  /** Forgets what is known of a repository's labels. */
  readonly forget: (repository: string) => void;
  /** The ids of these labels, by name (lower case); a label that the repository does not have is left out. */
  ids(
    installation: number,
    repository: Where,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
} & LabelWrites;

/** The look of a label that is made because it has to be put on, and nobody said how it should look. */
const plain = { color: 'ededed', description: 'A gate of Baton' };

export function createLabels(github: GitHub, limit = 1_000): Labels {
  /** By repository, then by name; both lower case. */
  const known = createLruCache<Map<string, string>>(limit);

  function learn(repository: string, labels: Iterable<{ readonly id: string; readonly name: string }>): void {
    const ids = known.get(textKey(repository)) ?? new Map<string, string>();
    for (const { id, name } of labels) ids.set(textKey(name), id);
    known.set(textKey(repository), ids);
  }

  function forget(repository: string): void {
    known.delete(textKey(repository));
  }

  async function readIds(
    installation: number,
    { id, name: repository }: Where,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map();
    const variables = Object.fromEntries(names.map((name, index) => [`name${index}`, name]));
    const document = labelsByName(names.length);
    const answer = await ask(github, installation, {
      document,
      variables: { id, ...variables },
      answer: answers.labelsByName,
    });
    if (answer?.node == null) throw new TryLater(`The labels of ${repository} could not be read.`);
    const found = Object.values(answer.node).filter((label) => label !== null);
    learn(repository, found);
    return new Map(found.map((label) => [textKey(label.name), label.id]));
  }

  async function ids(
    installation: number,
    repository: Where,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const kept = known.get(textKey(repository.name));
    const lower = [...new Set(names.map(textKey))];
    const missing = lower.filter((name) => kept?.has(name) !== true);
    const read = await readIds(installation, repository, missing);
    return new Map(
      lower.flatMap((name): [string, string][] => {
        const id = kept?.get(name) ?? read.get(name);
        return id === undefined ? [] : [[name, id]];
      }),
    );
  }

  return {
    unknown: (repository) => known.get(textKey(repository)) === undefined,
    learn,
    forget,
    ids,
    async ensureLabels({ installation, repository, labels: wanted }, before) {
      // What is kept may be of a label that was deleted since.
      const there = await readIds(
        installation,
        repository,
        wanted.map(({ name }) => name),
      );
      const missing = wanted.filter(({ name }) => !there.has(textKey(name)));
      if (missing.length === 0) return [];
      const mutations = missing.map((label): Mutation => createLabel(repository, label));
      const where = `the labels of ${repository.name}`;
      const outcomes = await send(github, { installation, where, before }, mutations);
      forget(repository.name);
      const failures: Error[] = [];
      const refused = missing.flatMap(({ name }, index): Refused[] => {
        const outcome = outcomes[index];
        if (outcome?.kind === 'refused') return [outcome.refused];
        if (outcome?.kind !== 'failed') return [];
        const { error } = outcome;
        if (!(error instanceof Invalid)) {
          failures.push(error);
          return [];
        }
        // Somebody made it in between.
        if (/already/i.test(error.message)) return [];
        const sentence = `GitHub does not take the label "${name}": ${error.said}. Give it another name in the policy.`;
        return [{ kind: 'invalid', about: `label ${textKey(name)}`, sentence }];
      });
      if (failures[0] !== undefined) throw failures[0];
      return refused;
    },
    async restoreLabel({ installation, repository, label, name }, before) {
      const variables = { label, repository: repository.id, name };
      // GitHub: a node that is gone is null, and an error of the type NOT_FOUND.
      const answer = await ask(
        github,
        installation,
        { document: labelNow, variables, answer: answers.labelNow },
        (_, errors) => errors.filter(({ type, path }) => type !== 'NOT_FOUND' || path?.[0] !== 'label'),
      );
      if (answer?.repository == null) {
        throw new TryLater(`The labels of ${repository.name} could not be read.`);
      }
      if (answer.label?.id === undefined) return 'absent';
      if (sameText(answer.label.name ?? '', name)) return 'as-is';
      const other = answer.repository.label;
      if (other != null && other.id !== answer.label.id) return 'taken';
      const input = { id: answer.label.id, name };
      const mutation: Mutation = { name: 'updateLabel', type: 'UpdateLabelInput', input };
      await mutate(github, { installation, where: `the labels of ${repository.name}`, before }, [mutation]);
      forget(repository.name);
      return 'renamed';
    },
  };
}

/** The mutation that creates a label. */
export function createLabel(
  repository: Where,
  { name, color, description }: Pick<WantedLabel, 'name'> & Partial<WantedLabel>,
): Mutation {
  const look = { color: color ?? plain.color, description: description ?? plain.description };
  return {
    name: 'createLabel',
    type: 'CreateLabelInput',
    input: { repositoryId: repository.id, name, ...look, description: inLabel(look.description) },
  };
}

/** GitHub's limit of a label's description, in characters. */
const longest = 100;

/**
 * A label's description as GitHub can hold it: without characters of four bytes, which most emoji are, and what belongs to
 * them alone.
 */
export function inLabel(description: string): string {
  const held = description
    .replaceAll(/\p{Cs}/gu, '')
    .replaceAll(/[\u{10000}-\u{10FFFF}](?:[\u{10000}-\u{10FFFF}]|\u{FE0E}|\u{FE0F}|\u{200D}|\u{20E3})*/gu, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return Array.from(held).slice(0, longest).join('');
}
