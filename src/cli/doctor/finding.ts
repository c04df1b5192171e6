/** What an examination finds, and what is to be done about it. */
import { cannotAskIn, InstallationGone, type Asked } from '../../github/index.ts';
import { ApiMoved, TryLater } from '../../tracker.ts';

/** `unknown`: it could not be found out. */
export type Severity = 'fine' | 'warning' | 'problem' | 'unknown';

export type Finding = {
  /** What was examined: a word for scripts. */
  readonly check: string;
  /** Of what: the App, its webhook, a repository, the database, a Jira site. */
  readonly where: string;
  readonly severity: Severity;
  /** A sentence or two, never with a secret. Names in it can be anything that GitHub allows. */
  readonly what: string;
  /** null: there is nothing to do. */
  readonly remedy: string | null;
  /** The page on which that is done; null: there is none. */
  readonly link: string | null;
  /** What `--fix` would do about it; absent: nothing. */
  readonly fix?: Fix;
};

export type Fix = {
  /** As a heading: "Create the label X in acme/shop". */
  readonly what: string;
  /** Does it. @returns what became of it */
  readonly run: () => Promise<Finding>;
};

/** Findings of one thing. */
export type Report = {
  readonly fine: (check: string, what: string) => Finding;
  readonly warning: (check: string, what: string, remedy: string, link?: string | null) => Finding;
  readonly problem: (check: string, what: string, remedy: string, link?: string | null) => Finding;
  readonly unknown: (check: string, what: string, remedy?: string | null, link?: string | null) => Finding;
};

export function reportOf(where: string): Report {
  const of =
    (severity: Severity) =>
    (check: string, what: string, remedy: string | null = null, link: string | null = null): Finding => ({
      check,
      where,
      severity,
      what,
      remedy,
      link,
    });
  return { fine: of('fine'), warning: of('warning'), problem: of('problem'), unknown: of('unknown') };
}

/** Why something was not found out, where GitHub did not answer or refused. */
export function whyNot(asked: Exclude<Asked, { kind: 'found' }>): string {
  return asked.kind === 'unanswered'
    ? asked.why
    : `GitHub refuses to say (${asked.status}: ${asked.message.replace(/\.$/, '')}).`;
}

/** Why GitHub could not be read, in a sentence; null: it was something else that failed. */
export function whyUnread(error: unknown): string | null {
  const unasked = cannotAskIn(error);
  if (unasked !== null) return unasked;
  const isKnown =
    error instanceof TryLater ||
    error instanceof ApiMoved ||
    error instanceof InstallationGone ||
    (error instanceof Error && 'status' in error);
  return isKnown ? error.message.replace(/\.?$/, '.') : null;
}
