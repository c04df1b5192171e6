/** What issues and pull requests have in common when they are opened. */
import { remember } from '../model/index.js';
import { invalidField } from '../refusal.js';
import { appOf } from '../viewer.js';
import { write } from './writing.js';
/** An item that is open and that nobody has touched, with the repository's next number. */
export function newItem(world, viewer, repository, { title, body = '' }) {
    return {
        ...write(world, viewer, body, appOf(viewer)),
        number: repository.nextNumber,
        repository,
        title: checkTitle(title),
        labels: [],
        assignees: [],
        state: 'open',
        closedAt: null,
        closedBy: null,
        locked: false,
        timeline: [],
        deleted: false,
    };
}
/** Takes it into its repository. */
export function enter(world, item) {
    item.repository.nextNumber += 1;
    item.repository.items.set(item.number, remember(world, item));
    return item;
}
export function checkTitle(title) {
    if (title.trim() === '')
        throw invalidField('Issue', 'title', 'missing_field');
    if (title.length > 256)
        throw invalidField('Issue', 'title', 'custom', 'title is too long (maximum is 256 characters)');
    return title;
}
