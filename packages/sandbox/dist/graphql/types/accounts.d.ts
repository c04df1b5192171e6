import type { App, Bot, Mannequin, Organization, Team, User } from '../../model/index.ts';
import type { Fields } from '../context.ts';
export declare const accountTypes: {
    User: Readonly<Record<string, (source: Bot | User, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Bot: Fields<Bot>;
    Mannequin: Readonly<Record<string, (source: Mannequin, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Organization: Readonly<Record<string, (source: Organization, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    Team: Readonly<Record<string, (source: Team, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
    App: Readonly<Record<string, (source: App, args: never, context: import("../context.ts").Context, info: import("graphql").GraphQLResolveInfo) => unknown>>;
};
