import { githubSchema, releases, type Release } from '@baton/sandbox';
import { schema as published } from '@octokit/graphql-schema';
import {
  buildSchema,
  getNamedType,
  graphqlSync,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type FragmentDefinitionNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, test } from 'vitest';

import * as documents from '../../src/github/graphql/documents.ts';
import type { Observing } from '../../src/github/graphql/index.ts';
import { everything, type Has } from '../../src/github/graphql/has.ts';
import { createHost } from '../../src/github/graphql/host.ts';
import { mutationDocument } from '../../src/github/graphql/mutate.ts';

/** GitHub's own schema; two fields of a type that Baton does not read are in it twice. */
const schema = buildSchema(published.idl, { assumeValidSDL: true });

const { moreOf, labelsByName, usersByLogin, accountsByLogin, observingOn, usualShape, ...fixed } = documents;
const named = (how: string, some: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(some).map(([name, document]) => [`${name}, ${how}`, document]));
/** What is asked on such a GitHub: of sub-issues nothing where it does not tell of them. */
const undividedOn = (has: Has): Readonly<Record<string, string>> => {
  const { undivided } = observingOn(has);
  const { subIssuesOf: _of, subIssues: _all, moves: _moves, isDivided: _, shaped: _by, ...rest } = undivided;
  return { ...rest, ...ofSeveral(rest, 14), ...ofOne(undivided) };
};
/** One item at once, as much of it as usual. */
const ofOne = ({ isDivided, shaped }: Pick<Observing, 'isDivided' | 'shaped'>) => ({
  issue: shaped.issue(usualShape('issue', isDivided)),
  resumedIssue: shaped.resumedIssue(usualShape('issue', isDivided)),
  pullRequest: shaped.pullRequest(usualShape('pull-request', isDivided)),
});
/** So many items at once. */
const ofSeveral = ({ issues, pullRequests }: Pick<Observing, 'issues' | 'pullRequests'>, count: number) => ({
  issues: issues(count),
  pullRequests: pullRequests(count),
});
const dividedOn = (has: Has): Readonly<Record<string, string>> => {
  const { divided } = observingOn(has);
  const { isDivided: _, shaped: _by, ...rest } = divided;
  return { ...rest, ...ofSeveral(divided, 14), ...ofOne(divided) };
};
const readingOn = (has: Has): Readonly<Record<string, string>> => ({
  ...fixed,
  ...moreOf,
  ...named('undivided', undividedOn(has)),
  ...(has.subIssues ? named('divided', dividedOn(has)) : {}),
  labelsByName: labelsByName(3),
  usersByLogin: usersByLogin(3),
  accountsByLogin: accountsByLogin(3),
});
const reading = readingOn(everything);

/**
 * GitHub, "Rate limits and query limits for the GraphQL API": add up the requests needed for each connection, as if every
 * page were full; divide by a hundred; round; at least one.
 */
function requestsOf(document: string): number {
  const parsed = parse(document);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const connections = new Map<FieldNode, number>();
  const info = new TypeInfo(schema);
  visit(
    parsed,
    visitWithTypeInfo(info, {
      FragmentDefinition(node) {
        fragments.set(node.name.value, node);
      },
      Field(node) {
        const type = info.getType();
        if (type == null || !getNamedType(type).name.endsWith('Connection')) return;
        const size = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
        connections.set(node, size?.value.kind === Kind.INT ? Number(size.value.value) : Number.NaN);
      },
    }),
  );
  /** The fields of what is selected, those of one name and the same arguments merged, as whoever answers does. */
  const fieldsOf = (
    sets: readonly (SelectionSetNode | undefined)[],
    fields = new Map<string, FieldNode[]>(),
  ): ReadonlyMap<string, readonly FieldNode[]> => {
    for (const selection of sets.flatMap((set) => set?.selections ?? [])) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        fieldsOf([fragments.get(selection.name.value)?.selectionSet], fields);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        // Each of several kinds of thing is counted.
        const of = selection.typeCondition?.name.value ?? '';
        for (const [name, nodes] of fieldsOf([selection.selectionSet]))
          fields.set(`${of} ${name}`, [...(fields.get(`${of} ${name}`) ?? []), ...nodes]);
      } else {
        const name = selection.alias?.value ?? selection.name.value;
        fields.set(name, [...(fields.get(name) ?? []), selection]);
      }
    }
    return fields;
  };
  const sum = (sets: readonly (SelectionSetNode | undefined)[], times: number): number =>
    [...fieldsOf(sets).values()].reduce((all, nodes) => {
      const size = nodes[0] === undefined ? undefined : connections.get(nodes[0]);
      const within = nodes.map(({ selectionSet }) => selectionSet);
      return all + (size === undefined ? 0 : times) + sum(within, times * (size ?? 1));
    }, 0);
  const operation = parsed.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operation?.kind === Kind.OPERATION_DEFINITION ? sum([operation.selectionSet], 1) : Number.NaN;
}

describe('every document that Baton reads with', () => {
  test.each(Object.entries(reading))('%s is valid by the schema that GitHub publishes', (_, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });

  test.each(Object.entries(reading))('%s costs one point of the rate limit', (_, document) => {
    expect(requestsOf(document)).toBeLessThan(150);
  });

  test.each(['divided', 'undivided'] as const)('twenty items at once, %s, cost two points at most', (how) => {
    const { issues, pullRequests, storiesById } = observingOn(everything)[how];
    for (const document of [issues(20), pullRequests(20)]) expect(requestsOf(document)).toBeLessThan(250);
    // What is read by ids: of one node, for each of twenty.
    for (const document of [storiesById, documents.formerPulls])
      expect(20 * requestsOf(document)).toBeLessThan(250);
  });

  test('what the last look had to read beside is valid, and costs a point for what was a request before', () => {
    const timelines = ['issue', 'pull-request', 'issue', 'pull-request'] as const;
    for (const how of ['divided', 'undivided'] as const) {
      const { shaped } = observingOn(everything)[how];
      const shapes = [
        { issues: 5, pulls: 2, timelines, edits: true },
        { issues: 20, pulls: 1, timelines: [], edits: false },
        { issues: 1, pulls: 40, timelines: [], edits: true },
      ];
      for (const shape of shapes)
        for (const make of [shaped.issue, shaped.resumedIssue, shaped.pullRequest]) {
          const document = make(shape);
          expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
          expect(requestsOf(document)).toBeLessThan(350);
        }
      expect(requestsOf(shaped.pullRequest({ issues: 1, pulls: 3, timelines, edits: true }))).toBeLessThan(
        150,
      );
    }
  });

  test('the sum is the one of the example in the documentation', () => {
    const example = `query {
      viewer { login
        repositories(first: 100) { edges { node { id
          issues(first: 50) { edges { node { id labels(first: 60) { edges { node { id name } } } } } }
        } } }
      }
    }`;
    expect(requestsOf(example)).toBe(5101);
  });
});

describe.each(Object.keys(releases) as Release[])('on %s', (release) => {
  const there = githubSchema(release);
  const { data } = graphqlSync({ schema: there, source: documents.whatIsThere });

  test('what Baton asks for once it knows what there is, is there', async () => {
    const host = createHost(
      async () => ({ data }),
      () => 0,
    );
    const asked = readingOn(await host.has(1));
    const wrong = Object.entries(asked).flatMap(([name, document]) =>
      validate(there, parse(document)).map(({ message }) => `${name}: ${message}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('every mutation is valid by the schema, whatever its values hold', () => {
  const id = '") { evil } }';
  const { document, variables } = mutationDocument([
    { name: 'addLabelsToLabelable', type: 'AddLabelsToLabelableInput', input: { id } },
    { name: 'removeLabelsFromLabelable', type: 'RemoveLabelsFromLabelableInput', input: { id } },
    { name: 'removeAssigneesFromAssignable', type: 'RemoveAssigneesFromAssignableInput', input: { id } },
    { name: 'reopenIssue', type: 'ReopenIssueInput', input: { id } },
    { name: 'closeIssue', type: 'CloseIssueInput', input: { id } },
    { name: 'updateIssueComment', type: 'UpdateIssueCommentInput', input: { id } },
    { name: 'addComment', type: 'AddCommentInput', input: { id } },
    { name: 'deleteIssueComment', type: 'DeleteIssueCommentInput', input: { id } },
    { name: 'unminimizeComment', type: 'UnminimizeCommentInput', input: { id } },
    { name: 'addReaction', type: 'AddReactionInput', input: { id } },
    { name: 'createCheckRun', type: 'CreateCheckRunInput', input: { id } },
    { name: 'updateCheckRun', type: 'UpdateCheckRunInput', input: { id } },
    { name: 'createLabel', type: 'CreateLabelInput', input: { id } },
    { name: 'updateLabel', type: 'UpdateLabelInput', input: { id } },
  ]);
  expect(validate(schema, parse(document))).toEqual([]);
  expect(document).not.toContain('evil');
  expect(Object.keys(variables)).toHaveLength(14);
});
