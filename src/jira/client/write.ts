/** Writing to one issue. */
import * as z from 'zod';

import { inPortions } from '../../in-portions.ts';
import { toBody } from '../text/index.ts';
import type { Requests } from './requests.ts';
import type { Paragraph } from '../shapes.ts';
import type { Flavour } from '../site.ts';

export type RemoteLink = {
  /** What tells it from other links; a second one with the same is the first one, updated. */
  readonly globalId: string;
  readonly url: string;
  readonly title: string;
  readonly summary?: string;
  /** Shown struck out. */
  readonly resolved?: boolean;
};

/** Each gives back false (or null) where there is no such issue, or the account may not see it. */
export type Write = {
  /** @throws JiraRejected when it cannot be done from where the issue stands, or a field is missing */
  readonly transition: (key: string, transition: string) => Promise<boolean>;
  /** One request; a label that is there already, or is not, does no harm. @throws JiraRejected for one with a space */
  readonly setLabels: (
    key: string,
    labels: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ) => Promise<boolean>;
  /** @returns the comment's id */
  readonly comment: (key: string, paragraphs: readonly Paragraph[]) => Promise<string | null>;
  /**
   * Edits a comment of the account's own. Cloud sends nobody a mail about it; Data Center has no way to ask for that.
   * @throws JiraRejected where the account may not edit it
   */
  readonly editComment: (key: string, id: string, paragraphs: readonly Paragraph[]) => Promise<boolean>;
  readonly remoteLink: (key: string, link: RemoteLink) => Promise<boolean>;
};

const scopes = '(scopes: write:jira-work)';

export function createWrite(flavour: Flavour, { ask }: Requests): Write {
  return {
    async transition(key, transition) {
      const done = await ask(
        {
          method: 'POST',
          path: ['issue', key, 'transitions'],
          body: { transition: { id: transition } },
          needs: `the project permission "Transition issues" ${scopes}`,
        },
        nothing,
      );
      return done !== null;
    },
    async setLabels(key, { add = [], remove = [] }) {
      const changes = [
        ...add.map((label) => ({ add: label })),
        ...remove.map((label) => ({ remove: label })),
      ];
      const done = await ask(
        {
          method: 'PUT',
          path: ['issue', key],
          body: { update: { labels: changes } },
          needs: `the project permission "Edit issues" ${scopes}`,
        },
        nothing,
      );
      return done !== null;
    },
    async comment(key, paragraphs) {
      const made = await ask(
        {
          method: 'POST',
          path: ['issue', key, 'comment'],
          body: { body: await inPortions(toBody(flavour, paragraphs)) },
          needs: `the project permission "Add comments" ${scopes}`,
        },
        z.object({ id: z.coerce.string() }),
      );
      return made?.id ?? null;
    },
    async editComment(key, id, paragraphs) {
      const done = await ask(
        {
          method: 'PUT',
          path: ['issue', key, 'comment', id],
          query: flavour === 'cloud' ? { notifyUsers: 'false' } : {},
          body: { body: await inPortions(toBody(flavour, paragraphs)) },
          needs: `the project permission "Edit own comments" ${scopes}`,
        },
        nothing,
      );
      return done !== null;
    },
    async remoteLink(key, { globalId, url, title, summary, resolved }) {
      const done = await ask(
        {
          method: 'POST',
          path: ['issue', key, 'remotelink'],
          body: {
            globalId,
            object: {
              url,
              title,
              ...(summary === undefined ? {} : { summary }),
              ...(resolved === undefined ? {} : { status: { resolved } }),
            },
          },
          needs: `the project permission "Link issues" ${scopes}`,
        },
        nothing,
      );
      return done !== null;
    },
  };
}

/** Whatever is answered; that there is an answer at all says that it was done. */
const nothing = z.unknown().transform(() => true as const);
