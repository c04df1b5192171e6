/** Labels, of repositories and on items ("REST API endpoints for labels"). */
import { z } from 'zod';
import {
  addLabels,
  createLabel,
  deleteLabel,
  findLabel,
  labelsNamed,
  removeLabels,
  setLabels,
  updateLabel,
} from '../../actions/index.ts';
import type { Item, Label } from '../../model/index.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { showLabel } from '../../show/index.ts';
import { demand, itemPermission } from '../../viewer.ts';
import {
  created,
  input,
  itemOf,
  noContent,
  ok,
  page,
  param,
  repositoryOf,
  repositoryToRead,
  type Answer,
  type Call,
  type Routes,
} from '../call.ts';

const draft = z.object({ name: z.string(), color: z.string().optional(), description: z.string().nullish() });
const change = z.object({
  new_name: z.string().optional(),
  color: z.string().optional(),
  description: z.string().nullish(),
});

/** Names of labels, as strings or as objects with a name. */
export const labelNames = z.array(
  z.union([z.string(), z.object({ name: z.string() }).transform((one) => one.name)]),
);

/** `{labels: [...]}`, or nothing. */
const names = z.preprocess(
  (body) => (typeof body === 'object' && body !== null && 'labels' in body ? body.labels : []),
  labelNames,
);

function labelOf(call: Call): Label {
  const label = findLabel(repositoryOf(call), param(call, 'name'));
  if (label === undefined) throw notFound();
  return label;
}

function shown(call: Call, item: Item): Answer {
  return ok(item.labels.map((label) => showLabel(call.world, label)));
}

function labelling(call: Call): Item {
  const item = itemOf(call, 'write');
  demand(
    call.viewer,
    item.repository,
    { role: 'triage', app: itemPermission(item, 'write') },
    'AddLabelsToLabelable',
  );
  return item;
}

/** Takes labels by name, and answers with all that the item has then. */
const placing =
  (place: typeof addLabels) =>
  (call: Call): Answer => {
    const { world, viewer } = call;
    const item = labelling(call);
    place(world, viewer, item, labelsNamed(world, viewer, item.repository, input(call, names)));
    return shown(call, item);
  };

const onIssue = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
const ofRepository = '/repos/{owner}/{repo}/labels';

export const labelRoutes: Routes = {
  [`GET ${ofRepository}`]: (call) =>
    page(call, repositoryToRead(call, 'issues').labels, (label) => showLabel(call.world, label)),
  [`POST ${ofRepository}`]: (call) => {
    const { name, color, description } = input(call, draft);
    const label = createLabel(call.world, call.viewer, repositoryOf(call), {
      name,
      ...(color === undefined ? {} : { color }),
      description: description ?? null,
    });
    return created(showLabel(call.world, label));
  },
  [`GET ${ofRepository}/{name}`]: (call) => ok(showLabel(call.world, labelOf(call))),
  [`PATCH ${ofRepository}/{name}`]: (call) => {
    const label = labelOf(call);
    const { new_name: name, color, description } = input(call, change);
    updateLabel(call.world, call.viewer, label, {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(description === undefined ? {} : { description }),
    });
    return ok(showLabel(call.world, label));
  },
  [`DELETE ${ofRepository}/{name}`]: (call) => {
    deleteLabel(call.world, call.viewer, labelOf(call));
    return noContent;
  },
  [`GET ${onIssue}`]: (call) => page(call, itemOf(call).labels, (label) => showLabel(call.world, label)),
  [`POST ${onIssue}`]: placing(addLabels),
  [`PUT ${onIssue}`]: placing(setLabels),
  [`DELETE ${onIssue}`]: (call) => {
    const item = labelling(call);
    removeLabels(call.world, call.viewer, item, [...item.labels]);
    return noContent;
  },
  [`DELETE ${onIssue}/{name}`]: (call) => {
    const item = labelling(call);
    const label = findLabel(item.repository, param(call, 'name'));
    if (label === undefined || !item.labels.includes(label))
      throw new Refusal('NOT_FOUND', 'Label does not exist');
    removeLabels(call.world, call.viewer, item, [label]);
    return shown(call, item);
  },
};
