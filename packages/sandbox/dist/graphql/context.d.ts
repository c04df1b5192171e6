/** What resolvers know besides their source and arguments. */
import type { GraphQLResolveInfo } from 'graphql';
import type { World } from '../model/index.ts';
import type { Budget } from '../requests.ts';
import type { Viewer } from '../viewer.ts';
export type Context = {
    readonly world: World;
    readonly viewer: Viewer;
    readonly cost: number;
    readonly nodeCount: number;
    readonly budget: Budget;
    /** Says no to a mutation that is to be refused. */
    readonly refuse: (mutation: string, args: Readonly<Record<string, unknown>>) => void;
    /** Hears of a field that the sandbox does not play: `Type.field`. */
    readonly unplayed: (field: string) => void;
};
/** Resolvers of one type: each takes its source, its own arguments, and the context. */
export type Fields<S> = Readonly<Record<string, (source: S, args: never, context: Context, info: GraphQLResolveInfo) => unknown>>;
/** Any type's resolvers, as the executor sees them. */
export type AnyFields = Readonly<Record<string, (source: never, args: never, context: Context, info: GraphQLResolveInfo) => unknown>>;
