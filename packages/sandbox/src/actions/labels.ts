/** Labels: those of a repository, and those on an item. */
import { identify, remember, type Item, type Label, type Repository, type World } from '../model/index.ts';
import { invalidField, unprocessable } from '../refusal.ts';
import { showLabel } from '../show/index.ts';
import { actorOf, demand, itemPermission, type Viewer } from '../viewer.ts';
import { announceItem, record } from './record.ts';
import { sameText } from '../same-text.ts';

const needed = { role: 'write', app: { issues: 'write', pull_requests: 'write' } } as const;
const mostLabels = 100;

/** Label names are the same whatever their case. */
export function findLabel(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => sameText(label.name, name));
}

export type LabelDraft = {
  readonly name: string;
  readonly color?: string;
  readonly description?: string | null;
};

export function createLabel(world: World, viewer: Viewer, repository: Repository, draft: LabelDraft): Label {
  demand(viewer, repository, needed, 'CreateLabel');
  checkLabel(repository, draft, null);
  const at = world.clock.now();
  const label: Label = {
    ...identify(world, 'LA'),
    kind: 'Label',
    repository,
    name: draft.name,
    color: draft.color ?? 'ededed',
    description: draft.description ?? null,
    createdAt: at,
    updatedAt: at,
    deleted: false,
  };
  repository.labels.push(remember(world, label));
  announceLabel(world, viewer, label, 'created', {});
  return label;
}

function checkLabel(repository: Repository, draft: Partial<LabelDraft>, self: Label | null): void {
  if (draft.name !== undefined) {
    if (draft.name.trim() === '') throw invalidField('Label', 'name', 'missing_field');
    if (Array.from(draft.name).length > 50)
      throw invalidField('Label', 'name', 'custom', 'name is too long (maximum is 50 characters)');
    if (isOnlyEmoji(draft.name))
      throw invalidField('Label', 'name', 'custom', 'name must contain more than native emoji');
    const known = findLabel(repository, draft.name);
    if (known !== undefined && known !== self)
      throw invalidField('Label', 'name', 'already_exists', 'Name has already been taken');
  }
  if (draft.color !== undefined && !/^[0-9a-f]{6}$/i.test(draft.color))
    throw invalidField('Label', 'color', 'invalid');
  if (/[\u{10000}-\u{10FFFF}]/u.test(draft.description ?? '')) {
    throw invalidField('Label', 'description', 'custom', "description doesn't accept 4-byte Unicode");
  }
  if (Array.from(draft.description ?? '').length > 100) {
    throw invalidField(
      'Label',
      'description',
      'custom',
      'description is too long (maximum is 100 characters)',
    );
  }
}

/** Digits, `#` and `*` are a part of emoji only with a keycap. */
function isOnlyEmoji(name: string): boolean {
  // Most names are plain, and the pattern below is dear to make.
  if (!/\P{ASCII}/u.test(name)) return false;
  const without = name.replaceAll(
    /[\d#*]\u{FE0F}?\u{20E3}|\p{RGI_Emoji}|\p{Extended_Pictographic}|\u{FE0F}|\u{200D}/gv,
    '',
  );
  return without.trim() === '';
}

/** A rename shows everywhere at once: items and past events carry the label, not its name. */
export function updateLabel(world: World, viewer: Viewer, label: Label, change: Partial<LabelDraft>): void {
  demand(viewer, label.repository, needed, 'UpdateLabel');
  checkLabel(label.repository, change, label);
  const changes = {
    ...(change.name !== undefined && change.name !== label.name ? { name: { from: label.name } } : {}),
    ...(change.color !== undefined && change.color !== label.color ? { color: { from: label.color } } : {}),
    ...(change.description !== undefined && change.description !== label.description
      ? { description: { from: label.description ?? '' } }
      : {}),
  };
  if (Object.keys(changes).length === 0) return;
  label.name = change.name ?? label.name;
  label.color = change.color ?? label.color;
  label.description = change.description === undefined ? label.description : change.description;
  label.updatedAt = world.clock.now();
  announceLabel(world, viewer, label, 'edited', { changes });
}

/** Takes the label off everything it is on; no timeline tells of that. */
export function deleteLabel(world: World, viewer: Viewer, label: Label): void {
  demand(viewer, label.repository, needed, 'DeleteLabel');
  label.deleted = true;
  label.repository.labels.splice(label.repository.labels.indexOf(label), 1);
  world.nodes.delete(label.nodeId);
  for (const item of label.repository.items.values()) {
    const at = item.labels.indexOf(label);
    if (at !== -1) item.labels.splice(at, 1);
  }
  announceLabel(world, viewer, label, 'deleted', {});
}

function announceLabel(
  world: World,
  viewer: Viewer,
  label: Label,
  action: string,
  more: { changes?: Record<string, { from: string }> },
): void {
  world.announce({
    event: 'label',
    action,
    sender: actorOf(viewer),
    repository: label.repository,
    payload: () => ({ label: showLabel(world, label), ...more }),
  });
}

function demandLabeling(viewer: Viewer, item: Item, doing: string): void {
  demand(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') }, doing);
}

/** Puts labels on; one that is on already leaves no trace. */
export function addLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void {
  demandLabeling(viewer, item, 'AddLabelsToLabelable');
  placeLabels(world, viewer, item, labels);
}

/** Puts labels on whoever does it: those of an issue template come with everybody's issue. */
export function placeLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void {
  for (const label of labels) {
    if (item.labels.includes(label)) continue;
    if (item.labels.length >= mostLabels)
      throw unprocessable(`An issue can have at most ${mostLabels} labels`);
    item.labels.push(label);
    record(world, viewer, item, 'labeled', { label, placed: { name: label.name, color: label.color } });
    announceItem(world, actorOf(viewer), item, 'labeled', { label: showLabel(world, label) });
  }
}

export function removeLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void {
  demandLabeling(viewer, item, 'RemoveLabelsFromLabelable');
  for (const label of labels) {
    const at = item.labels.indexOf(label);
    if (at === -1) continue;
    item.labels.splice(at, 1);
    record(world, viewer, item, 'unlabeled', { label, placed: { name: label.name, color: label.color } });
    announceItem(world, actorOf(viewer), item, 'unlabeled', { label: showLabel(world, label) });
  }
}

export function setLabels(world: World, viewer: Viewer, item: Item, labels: readonly Label[]): void {
  removeLabels(
    world,
    viewer,
    item,
    item.labels.filter((label) => !labels.includes(label)),
  );
  addLabels(world, viewer, item, labels);
}

/** Labels by name, as REST takes them: an unknown one is made on the spot. */
export function labelsNamed(
  world: World,
  viewer: Viewer,
  repository: Repository,
  names: readonly string[],
): Label[] {
  return names.map((name) => findLabel(repository, name) ?? createLabel(world, viewer, repository, { name }));
}
