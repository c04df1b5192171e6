/** Why Jira did not do what it was asked, in words for an operator; never with a secret, or what an issue says. */
import { TryLater } from '../../tracker.ts';

/**
 * Jira did not take our token, or the account may not do what was asked.
 * The message says which of both, and what to do.
 */
export class JiraRefused extends Error {
  override readonly name = 'JiraRefused';
  readonly site: string;
  readonly what: 'token' | 'permission';
  /** A refused token is not tried again before this instant (milliseconds since the epoch); null: no token was. */
  readonly until: number | null;

  constructor(site: string, what: 'token' | 'permission', message: string, until: number | null = null) {
    super(message);
    this.site = site;
    this.what = what;
    this.until = until;
  }
}

/** Jira understood the request and says no: a transition that is not there now, a label that cannot be. */
export class JiraRejected extends Error {
  override readonly name = 'JiraRejected';
  readonly status: number;
  /** In Jira's words, which may quote the issue. */
  readonly reasons: readonly string[];

  constructor(what: string, status: number, reasons: readonly string[]) {
    super(`${what} was answered with ${status}.`);
    this.status = status;
    this.reasons = reasons;
  }
}

/** Jira asks us to wait, because it was asked too much: it is there, and whoever brings that about must not gain by it. */
export class JiraLimited extends TryLater {}

/** What answered was no Jira, or an answer that cannot be relied on: cut off, too large, of another shape. */
export class JiraUnreadable extends Error {
  override readonly name = 'JiraUnreadable';
}
