import { timestamp } from '../../clock.js';
import { repositoryPage } from '../../show/index.js';
export function sortLabels(labels, order) {
    const byName = order?.field === 'NAME';
    const sorted = labels.toSorted((a, b) => byName ? a.name.localeCompare(b.name) : a.createdAt - b.createdAt || a.id - b.id);
    return order?.direction === 'DESC' ? sorted.reverse() : sorted;
}
const label = {
    id: (one) => one.nodeId,
    name: (one) => one.name,
    color: (one) => one.color,
    description: (one) => one.description,
    isDefault: () => false,
    createdAt: (one) => timestamp(one.createdAt),
    updatedAt: (one) => timestamp(one.updatedAt),
    repository: (one) => one.repository,
    url: (one, _, { world }) => `${repositoryPage(world, one.repository)}/labels/${encodeURIComponent(one.name)}`,
};
export const labelTypes = { Label: label };
