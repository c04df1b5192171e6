/** Labels: those of a repository, and those on an item. */
import { type Item, type Label, type Repository, type World } from '../model/index.ts';
import { type Viewer } from '../viewer.ts';
/** Label names are the same whatever their case. */
export declare function findLabel(repository: Repository, name: string): Label | undefined;
export type LabelDraft = {
    readonly name: string;
    readonly color?: string;
    readonly description?: string | null;
};
export declare function createLabel(world: World, viewer: Viewer, repository: Repository, draft: LabelDraft): Label;
/** A rename shows everywhere at once: items and past events carry the label, not its name. */
export declare function updateLabel(world: World, viewer: Viewer, label: Label, change: Partial<LabelDraft>): void;
/** Takes the label off everything it is on; no timeline tells of that. */
export declare function deleteLabel(world: World, viewer: Viewer, label: Label): void;
/** Puts labels on; one that is on already leaves no trace. */
export declare function addLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void;
/** Puts labels on whoever does it: those of an issue template come with everybody's issue. */
export declare function placeLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void;
export declare function removeLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void;
export declare function setLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void;
/** Labels by name, as REST takes them: an unknown one is made on the spot. */
export declare function labelsNamed(world: World, viewer: Viewer, repository: Repository, names: readonly string[]): Label[];
