/** GitHub's own published schema, built once, when the first query comes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, type GraphQLSchema } from 'graphql';

let built: GraphQLSchema | null = null;

export function githubSchema(): GraphQLSchema {
  const path = fileURLToPath(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')));
  built ??= buildSchema(readFileSync(path, 'utf8'), {
    assumeValid: true,
    assumeValidSDL: true,
    noLocation: true,
  });
  return built;
}
