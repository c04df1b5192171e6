/** Labels. */
import type { LabelOrder } from '@octokit/graphql-schema';
import { timestamp } from '../../clock.ts';
import type { Label } from '../../model/index.ts';
import { repositoryPage } from '../../show/index.ts';
import type { Fields } from '../context.ts';

export function sortLabels(labels: readonly Label[], order: LabelOrder | null): Label[] {
  const byName = order?.field === 'NAME';
  const sorted = labels.toSorted((a, b) =>
    byName ? a.name.localeCompare(b.name) : a.createdAt - b.createdAt || a.id - b.id,
  );
  return order?.direction === 'DESC' ? sorted.reverse() : sorted;
}

const label: Fields<Label> = {
  id: (one) => one.nodeId,
  name: (one) => one.name,
  color: (one) => one.color,
  description: (one) => one.description,
  isDefault: () => false,
  createdAt: (one) => timestamp(one.createdAt),
  updatedAt: (one) => timestamp(one.updatedAt),
  repository: (one) => one.repository,
  url: (one, _, { world }) =>
    `${repositoryPage(world, one.repository)}/labels/${encodeURIComponent(one.name)}`,
};

export const labelTypes = { Label: label };
