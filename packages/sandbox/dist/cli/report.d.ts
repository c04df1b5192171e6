/** What is printed once everything is up: addresses, tokens and keys, for people or for programs. */
import type { Opened } from './open.ts';
export type Report = {
    readonly github: {
        readonly url: string;
        readonly graphql: string;
        readonly people: readonly {
            readonly login: string;
            readonly token: string;
        }[];
        readonly repositories: readonly string[];
        readonly apps: readonly {
            readonly slug: string;
            readonly id: number;
            /** PEM. */
            readonly privateKey: string;
            readonly webhook: {
                readonly url: string | null;
                readonly secret: string | null;
            };
            readonly installations: readonly {
                readonly account: string;
                readonly id: number;
            }[];
        }[];
    };
    readonly jira: {
        readonly flavour: string;
        readonly url: string;
        readonly people: readonly {
            readonly handle: string;
            readonly email: string;
            readonly token: string;
        }[];
        readonly projects: readonly string[];
    } | null;
};
export declare function reportOf({ github, apps, jira }: Opened): Report;
/** The same as text. */
export declare function textOf({ github, jira }: Report): string;
