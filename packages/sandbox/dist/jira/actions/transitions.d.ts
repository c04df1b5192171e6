/** Moving an issue through its workflow ("Get transitions", "Transition issue"). */
import { type Change } from './edit.ts';
import type { Issue, Site, Transition, User } from '../model/index.ts';
/** The transitions that somebody could do now: none without the permission. */
export declare function availableTransitions(user: User | null, issue: Issue): Transition[];
/**
 * Does a transition, by its id. A global one may lead to where the issue stands: the history records that, too.
 * @param change what is filled in on the transition's screen: it is recorded together with the transition
 */
export declare function transitionIssue(site: Site, by: User | null, issue: Issue, id: string, change?: Change): void;
