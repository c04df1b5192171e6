/** What an issue is now, told by what was changed since it was read. */
import type { JiraChange, JiraStatus, JiraStory } from '../shapes.ts';

/** An issue after further changes, as far as these tell what it is now. */
export function storyAfter(
  { issue, changes }: JiraStory,
  all: readonly JiraChange[],
  statuses: readonly JiraStatus[],
): JiraStory {
  const items = all.slice(changes.length).flatMap((change) => change.items);
  const lastOf = (field: string) => items.findLast((item) => item.field === field);
  const [status, resolution, labels] = ['status', 'resolution', 'labels'].map(lastOf);
  return {
    changes: all,
    issue: {
      ...issue,
      ...(status === undefined
        ? {}
        : {
            status: statuses.find(({ id }) => id === status.to) ?? {
              id: status.to ?? '',
              name: status.toText ?? '',
              category: 'indeterminate',
            },
          }),
      ...(resolution === undefined
        ? {}
        : {
            resolution: resolution.to === null ? null : { id: resolution.to, name: resolution.toText ?? '' },
          }),
      ...(labels === undefined ? {} : { labels: (labels.toText ?? '').split(' ').filter(Boolean) }),
    },
  };
}
