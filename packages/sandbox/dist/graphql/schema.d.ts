import { type GraphQLSchema } from 'graphql';
import { type Release } from '../releases.ts';
/** @param alsoLacks what is missing beside what the release lacks */
export declare function githubSchema(release: Release, alsoLacks?: readonly string[]): GraphQLSchema;
