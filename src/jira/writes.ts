/** Writing into Jira: moving an issue, commenting on it, labels and links. Nothing is read here but what a write needs. */
import { isStatus } from '../handoff/index.ts';
import { JiraRejected } from './client/index.ts';
import type { OpenSite } from './open-site.ts';
import type { JiraWrites } from './ports.ts';

export function createWrites({ jira, readings, later }: OpenSite): JiraWrites {
  return {
    move: (what, before = () => {}) =>
      later(() => moveTo(jira, what, before).finally(() => readings.forget(what.key))),
    tell: ({ key, paragraphs }, before = () => {}) =>
      later(async () => {
        before();
        await jira.comment(
          key,
          paragraphs.map((text) => [text]),
        );
      }),
    mark: ({ key, label }, before = () => {}) =>
      later(async () => {
        before();
        await jira.setLabels(key, { add: [label] }).finally(() => readings.forget(key));
      }),
    link: ({ key, pull: { id, url, title, isOver } }, before = () => {}) =>
      later(async () => {
        before();
        await jira.remoteLink(key, { globalId: id, url, title, resolved: isOver });
      }),
  };
}

/** Moves an issue by a transition that asks for nothing. */
async function moveTo(
  jira: OpenSite['jira'],
  { key, to, from }: { readonly key: string; readonly to: string; readonly from: string },
  before: () => void,
): Promise<'done' | 'changed' | 'stuck'> {
  const transitions = (await jira.transitions(key)) ?? [];
  for (const each of transitions.filter(
    ({ required, to: there }) => required.length === 0 && isStatus(to, there),
  )) {
    before();
    try {
      return (await jira.transition(key, each.id)) ? 'done' : 'changed';
    } catch (error) {
      // It has a condition that does not show, or somebody moved the issue meanwhile: another way may lead there.
      if (!(error instanceof JiraRejected)) throw error;
    }
  }
  return (await jira.issue(key))?.status.id === from ? 'stuck' : 'changed';
}
