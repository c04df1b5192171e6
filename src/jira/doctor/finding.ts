/** What an examination of a site finds, and what is to be done about it. */
import { TryLater } from '../../tracker.ts';
import { JiraRefused, JiraRejected, JiraUnreadable } from '../client/index.ts';
import type { JiraSite } from '../site.ts';

export type Finding = {
  /** The site's name; null: of no site in particular. */
  readonly site: string | null;
  /** `note`: Baton works, but somebody should look at it. */
  readonly level: 'ok' | 'note' | 'wrong';
  /** One sentence for an operator, never with a secret; so is the remedy. Names in them can be anything that Jira allows. */
  readonly what: string;
  /** null: there is nothing to do. */
  readonly remedy: string | null;
};

/** Findings of one site. */
export type Report = {
  readonly ok: (what: string) => Finding;
  readonly note: (what: string, remedy: string) => Finding;
  readonly wrong: (what: string, remedy: string) => Finding;
  /** What an error of the client means. @throws the error, if it is none of the client's */
  readonly failed: (error: unknown) => Finding;
};

export function reportOf({ name, apiUrl }: JiraSite): Report {
  const wrong: Report['wrong'] = (what, remedy) => ({ site: name, level: 'wrong', what, remedy });
  return {
    ok: (what) => ({ site: name, level: 'ok', what, remedy: null }),
    note: (what, remedy) => ({ site: name, level: 'note', what, remedy }),
    wrong,
    failed(error) {
      if (error instanceof JiraRefused) {
        // Its first sentence says what is wrong, the rest what to do.
        const end = error.message.indexOf('. ') + 1;
        return wrong(error.message.slice(0, end), error.message.slice(end + 1));
      }
      if (error instanceof TryLater)
        return wrong(
          error.message,
          `See whether ${apiUrl} can be reached from here, and ask again in a minute.`,
        );
      if (error instanceof JiraUnreadable || error instanceof JiraRejected)
        return wrong(error.message, `Look at url, cloud-id and api-url of sites.${name}: is Jira there?`);
      throw error;
    },
  };
}

/** The findings, or what the failure of finding them means. */
export async function orFailed(
  report: Report,
  find: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await find();
  } catch (error) {
    return [report.failed(error)];
  }
}
