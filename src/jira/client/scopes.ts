/** What a token's scopes let it write. Jira tells nobody which scopes a token has. */
import * as z from 'zod';

import { JiraRefused, JiraRejected } from './failures.ts';
import type { Ask, Requests } from './requests.ts';

export type Writing = 'move' | 'label' | 'comment' | 'link';

export type Scopes = {
  /**
   * Whether the token's scopes let it write so. It is tried with nothing to write, on an issue that there cannot be, so
   * that nothing is changed whatever Jira makes of it. Atlassian's gateway looks at the scopes by method and path alone,
   * before it asks Jira ("oAuth app throwing error Unauthorized; scope does not match").
   */
  readonly mayWrite: (what: Writing) => Promise<boolean>;
};

/** Issues are numbered from 10000 on, and no key is a number. */
const noIssue = ['issue', '0'];

const tries: Readonly<Record<Writing, Pick<Ask, 'method' | 'path' | 'body'>>> = {
  move: { method: 'POST', path: [...noIssue, 'transitions'], body: {} },
  label: { method: 'PUT', path: noIssue, body: {} },
  comment: { method: 'POST', path: [...noIssue, 'comment'], body: {} },
  link: { method: 'POST', path: [...noIssue, 'remotelink'], body: { object: { url: '', title: '' } } },
};

export function createScopes({ ask }: Requests): Scopes {
  return {
    async mayWrite(what) {
      try {
        await ask({ ...tries[what], needs: 'the scope write:jira-work' }, z.unknown());
        return true;
      } catch (error) {
        // Jira itself was asked.
        if (error instanceof JiraRejected) return true;
        if (error instanceof JiraRefused && error.what === 'permission') return false;
        throw error;
      }
    },
  };
}
