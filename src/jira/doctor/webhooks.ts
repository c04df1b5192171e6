/** Whether what happens in Jira reaches Baton by webhooks. */
import { type Jira, JiraRejected } from '../client/index.ts';
import { doorFindings } from './door.ts';
import { orFailed, type Finding, type Report } from './finding.ts';
import { noted, type Heard } from '../receive/index.ts';
import type { JiraServer } from '../shapes.ts';

export type WebhookExamination = {
  /** null: Jira cannot be asked. */
  readonly server: JiraServer | null;
  /** Where Baton is, as Jira would reach it; null: not told. */
  readonly url: string | null;
  readonly timeout: number | undefined;
  /** null: not told. */
  readonly heard: Heard | null;
  readonly now: number;
};

/** Milliseconds in which a webhook arrives, and Jira's search knows of a change: neither is late before. */
const onTime = 10 * 60_000;

export async function examineWebhooks(
  report: Report,
  jira: Jira,
  examination: WebhookExamination,
): Promise<readonly Finding[]> {
  const { server, url, timeout } = examination;
  const { name, webhookSecret } = jira.site;
  if (server !== null && !signsWebhooks(server))
    return [
      report.note(
        `Jira ${server.version} does not sign webhooks, so none are taken: what changes there is seen later.`,
        'Update Jira to 10.2 or newer, and give its webhook a secret.',
      ),
    ];
  if (webhookSecret === null)
    return [
      report.note(
        'No webhook secret is configured, so no webhooks are taken: what changes there is seen later.',
        `Make a webhook in Jira that leads to /jira/webhooks/${name}, and name its secret in sites.${name}.webhook-secret.`,
      ),
    ];
  return [
    report.ok('A webhook secret is configured.'),
    ...(await doorFindings(report, { site: jira.site, secret: webhookSecret, url, timeout })),
    ...(await orFailed(report, () => heardFindings(report, jira, examination))),
  ];
}

/** Atlassian: "Jira 10.2 release notes": from then on, Data Center signs webhooks that have a secret. */
function signsWebhooks({ version, flavour }: JiraServer): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return flavour === 'cloud' || major > 10 || (major === 10 && minor >= 2);
}

async function heardFindings(
  report: Report,
  jira: Jira,
  { server, url, heard, now }: WebhookExamination,
): Promise<readonly Finding[]> {
  const { name, repositories } = jira.site;
  if (heard === null || heard.kind === 'unknown') return [];
  const at = heard.at.get(name);
  const tryIt = url === null ? ' Whether what Jira sends can get here is tried with --url.' : '';
  if (at === undefined)
    return [
      report.note(
        'No webhook has come from Jira yet.',
        `Make one in Jira that leads to /jira/webhooks/${name}. Where there is one, change an issue, and ask again.${tryIt}`,
      ),
    ];
  const projects = [...new Set([...repositories.values()].flat())];
  const missed = server === null ? null : await missedSince(jira, at, now, projects);
  if (missed === null) return [report.ok(`The last webhook came ${ago(now - at)}.`)];
  return [
    report.note(
      `The last webhook came ${ago(now - at)}, and ${missed.key} was changed ${ago(now - missed.at)}.`,
      `See in Jira whether its webhook leads to /jira/webhooks/${name}, is enabled, is sent for updated issues, and covers that project in its JQL.${tryIt}`,
    ),
  ];
}

/**
 * A change after the last webhook, of which one should have come by now: looked for on the one issue that was changed
 * last. What leaves nothing in its history (a comment) leads to no webhook of ours on Cloud, and does not count.
 */
async function missedSince(
  jira: Jira,
  at: number,
  now: number,
  projects: readonly string[],
): Promise<{ readonly key: string; readonly at: number } | null> {
  const since = at + noted + onTime;
  if (since >= now - onTime) return null;
  const last = await jira.lastChangedSince(since, projects).catch((error: unknown) => {
    // A project that our account may not see was told of already.
    if (error instanceof JiraRejected) return null;
    throw error;
  });
  if (last === null) return null;
  const changes = (await jira.changelog(last.key)) ?? [];
  const change = changes.findLast((each) => each.at >= since && each.at < now - onTime);
  return change === undefined ? null : { key: last.key, at: change.at };
}

const spans = [
  [24 * 3_600_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** `3 hours ago`. It is noted once a minute, so nothing is known below two. */
function ago(milliseconds: number): string {
  const [span, word] = spans.find(([each]) => milliseconds >= 2 * each) ?? [null, ''];
  return span === null ? 'less than two minutes ago' : `${Math.floor(milliseconds / span)} ${word}s ago`;
}
