import type { Issue, Site, User } from './model/index.ts';
/**
 * The issues that fit, of those that somebody may see, in order.
 * @param isValidated false: a value that does not exist is left out instead of refused (Data Center's `validateQuery`)
 */
export declare function search(site: Site, viewer: User | null, jql: string, isValidated?: boolean): Issue[];
