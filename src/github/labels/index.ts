/** A repository's labels: their ids and names, and seeing to it that the gates' are there. */
export { createLabelNames, type LabelNames } from './label-names.ts';
export { createLabel, createLabels, inLabel, type Labels, type LabelWrites } from './labels.ts';
