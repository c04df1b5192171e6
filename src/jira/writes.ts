/** Writing into Jira: moving an issue, commenting on it, labels and links. Nothing is read here but what a write needs. */
import { isStatus } from '../handoff/index.ts';
import { JiraRefused, JiraRejected } from './client/index.ts';
import type { OpenSite } from './open-site.ts';
import type { JiraWrites } from './ports.ts';
import { commentSaying } from './read/index.ts';

export function createWrites({ jira, readings, self, later }: OpenSite): JiraWrites {
  return {
    move: (what, before = () => {}) =>
      later(() => moveTo(jira, what, before).finally(() => readings.forget(what.key))),
    tell: ({ key, paragraphs, instead }, before = () => {}) =>
      later(async () => {
        const words = paragraphs.map((text) => [text]);
        if (instead !== undefined && (await isAsItWas({ jira, self }, key, instead))) {
          before();
          if (await edited(jira, key, instead.comment, words)) return instead.comment;
        }
        before();
        return jira.comment(key, words);
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

type Instead = NonNullable<Parameters<JiraWrites['tell']>[0]['instead']>;

/** True where a comment is there as we left it: nobody deleted it, nor changed it. */
async function isAsItWas(
  { jira, self }: Pick<OpenSite, 'jira' | 'self'>,
  key: string,
  { comment, paragraphs, since }: Instead,
): Promise<boolean> {
  const was = { self: await self(), key, paragraphs: paragraphs.map((text) => [text]), since, comment };
  return (await commentSaying(jira, was)) !== null;
}

/** False where it is gone, or our account may not edit what it wrote. */
async function edited(
  jira: OpenSite['jira'],
  key: string,
  comment: string,
  words: Parameters<OpenSite['jira']['editComment']>[2],
): Promise<boolean> {
  try {
    return await jira.editComment(key, comment, words);
  } catch (error) {
    if (error instanceof JiraRejected || error instanceof JiraRefused) return false;
    throw error;
  }
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
