/**
 * GitHub's API for one test: GraphQL answered by GitHub's own schema from plain objects, REST by nock. What a test does not
 * give is not there: a field that is missing is an error.
 */

import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, defaultFieldResolver, graphqlSync, isUnionType, isInterfaceType } from 'graphql';
import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach, expect } from 'vitest';

import { createApp } from '../../src/github/client/app.ts';
import { createGitHub } from '../../src/github/client/client.ts';
import { whatIsThere } from '../../src/github/graphql/documents.ts';
import { createGitHubTracker, type GitHubTracker } from '../../src/github/index.ts';
import { pkcs1 } from '../key.ts';

export const host = 'https://github.example';
const schema = buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true });

export type Plain = Readonly<Record<string, unknown>>;
export type Asked = { readonly query: string; readonly variables: Plain };
/** An error that a resolver of a test throws, as GitHub would tell it. */
export class Refusal extends Error {
  readonly extensions: { readonly type: string };
  constructor(type: string, message: string) {
    super(message);
    this.extensions = { type };
  }
}

type Answer = { readonly data?: unknown; readonly errors?: readonly unknown[] };

export type Answering = {
  readonly tracker: GitHubTracker;
  readonly installation: number;
  /** Milliseconds since the epoch; tests move it. */
  now: number;
  /** What GraphQL questions and mutations are answered from; a function answers by itself. */
  root: Plain | ((asked: Asked) => Answer);
  /** Every GraphQL request, in order. */
  readonly asked: Asked[];
  readonly passed: string[];
  /** Remarks to read, by the id of the pull request. */
  remarks: ReadonlyMap<string, readonly string[]>;
};

let installations = 1_000;

/** A fresh GitHub and a tracker before each test; after it nothing may be left that was expected. */
export function answering(): Answering {
  const state: { current: Answering | null } = { current: null };
  beforeEach(() => {
    nock.disableNetConnect();
    installations += 1;
    const access = {
      appId: 7,
      privateKey: pkcs1,
      webhookSecret: 'secret',
      apiUrl: host,
      graphqlUrl: `${host}/graphql`,
      writeSpacing: 0,
      timeout: 2_000,
    };
    const github = createGitHub(createApp(access, pino({ level: 'silent' })), () => made.now);
    const made: { -readonly [K in keyof Answering]: Answering[K] } = {
      tracker: createGitHubTracker(github, {
        now: () => made.now,
        remarks: { remarksOf: async (pulls, item) => notedOf(made.remarks, pulls, item) },
        onPassed: (_, { effect, why }) => made.passed.push(`${effect}: ${why}`),
      }),
      installation: installations,
      now: Date.parse('2026-03-01T12:00:00Z'),
      root: {},
      asked: [],
      passed: [],
      remarks: new Map(),
    };
    state.current = made;
    nock(host).persist().post(`/app/installations/${made.installation}/access_tokens`).reply(201, {
      token: 'ghs_test',
      expires_at: '2099-01-01T00:00:00Z',
      permissions: {},
    });
    nock(host).persist().get('/app').reply(200, { id: 7, slug: 'baton', name: 'Baton' });
    nock(host)
      .persist()
      .post('/graphql')
      .reply(async (request: Request) => {
        const asked = (await request.json()) as Asked;
        // Asked once, by whoever comes first: no part of what a test is about.
        if (asked.query === whatIsThere) return [200, answerFrom({}, asked)];
        made.asked.push(asked);
        return [200, typeof made.root === 'function' ? made.root(asked) : answerFrom(made.root, asked)];
      });
  });
  afterEach(() => {
    const pending = nock.pendingMocks().filter((mock) => !/access_tokens|\/app$|graphql$|\/app\b/.test(mock));
    nock.cleanAll();
    nock.enableNetConnect();
    expect(pending).toEqual([]);
  });
  return new Proxy({} as Answering, {
    get: (_, key) => Reflect.get(state.current ?? {}, key),
    set: (_, key, value) => Reflect.set(state.current ?? {}, key, value),
  });
}

/** Those of these pull requests; with `acme/shop#30` those of PR_30, too. */
function notedOf(remarks: Answering['remarks'], pulls: readonly string[], item = ''): Answering['remarks'] {
  const own = item.replace('acme/shop#', 'PR_');
  return new Map([...remarks].filter(([pull]) => pulls.includes(pull) || pull === own));
}

/** Answers a question from plain objects, by GitHub's schema. `kind` names the type where there is a choice. */
export function answerFrom(root: Plain, { query, variables }: Asked): Answer {
  const { data, errors } = graphqlSync({
    schema,
    source: query,
    rootValue: root,
    variableValues: variables,
    typeResolver: (value) => (value as { is: string }).is,
    fieldResolver: (source, args, context, info) => {
      const value: unknown = defaultFieldResolver(source, args, context, info);
      if (value !== undefined) return value;
      // Only of accounts whose number matters.
      if (info.fieldName === 'databaseId' && ['User', 'Bot'].includes(info.parentType.name)) return null;
      // Most pull requests have no remarks that are to be read.
      if (info.fieldName === 'nodes' && (args as { ids?: unknown[] }).ids?.length === 0) return [];
      // Only of comments that somebody hid.
      if (info.fieldName === 'isMinimized') return false;
      if (info.fieldName === 'minimizedReason') return null;
      if (isUnionType(info.parentType) || isInterfaceType(info.parentType)) return value;
      throw new Error(`The test does not say what ${info.parentType.name}.${info.fieldName} is.`);
    },
  });
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined
      ? {}
      : {
          errors: errors.map(({ message, path, extensions }) => ({ message, path, ...extensions })),
        }),
  };
}

/** A connection over all of these nodes, in pages of what is asked for, forwards or backwards. */
export function list(
  nodes: readonly unknown[],
): (args: { first?: number; last?: number; after?: string }) => Plain {
  return ({ first, last, after }) => {
    const from = last === undefined ? Number(after ?? 0) : Math.max(0, nodes.length - last);
    const to = last === undefined ? from + (first ?? 0) : nodes.length;
    return {
      nodes: nodes.slice(from, to),
      edges: nodes.slice(from, to).map((node, index) => ({ node, cursor: String(from + index + 1) })),
      pageInfo: { hasNextPage: to < nodes.length, endCursor: String(to) },
      totalCount: nodes.length,
    };
  };
}
