/** What issues and pull requests have in common when they are opened. */
import { type Item, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
type NewItem = Omit<Item, 'kind' | 'id' | 'nodeId' | 'issueId'>;
/** An item that is open and that nobody has touched, with the repository's next number. */
export declare function newItem(world: World, viewer: Viewer, repository: Repository, { title, body }: {
    readonly title: string;
    readonly body?: string;
}): NewItem;
/** Takes it into its repository. */
export declare function enter<T extends Item>(world: World, item: T): T;
export declare function checkTitle(title: string): string;
export {};
