/** Whether a site is as the server's configuration says, and our account may do there what Baton does. It changes nothing. */
import type { JiraPart } from '../../policy/index.ts';
import { createJira, type Jira, JiraRefused } from '../client/index.ts';
import { examineRights } from './rights.ts';
import { examineWebhooks } from './webhooks.ts';
import { reportOf, type Finding, type Report } from './finding.ts';
import type { Heard } from '../receive/index.ts';
import type { JiraServer } from '../shapes.ts';
import type { Flavour, JiraSite } from '../site.ts';

export type Examination = {
  /** What a policy says of Jira; null: none is examined. */
  readonly policy: JiraPart | null;
  /** Where Baton is, as Jira would reach it, without a slash at the end; null or absent: not told. */
  readonly url?: string | null;
  /** Milliseconds that Baton may take there for an answer; usual ones when absent. */
  readonly timeout?: number;
  /** When webhooks came last; null or absent: not told. */
  readonly heard?: Heard | null;
  readonly now?: () => number;
  readonly create?: (site: JiraSite) => Jira;
};

/** Milliseconds that a clock may be off. */
const near = 60_000;

/** Examines every site, and what a policy says of one of them. Never throws what the client throws. */
export async function examineJira(
  sites: readonly JiraSite[],
  examination: Examination,
): Promise<readonly Finding[]> {
  const { policy, heard = null } = examination;
  const found = await Promise.all(sites.map((site) => examineSite(site, examination)));
  const strangers: Finding[] =
    policy === null || sites.some(({ name }) => name === policy.site)
      ? []
      : [
          {
            site: null,
            level: 'wrong',
            what: `The policy names the site “${policy.site}”, which the server does not know.`,
            remedy: `Write one of ${sites.map(({ name }) => name).join(', ') || 'its sites'}, or add the site to the file that JIRA_CONFIG names.`,
          },
        ];
  const unheard: Finding[] =
    heard?.kind !== 'unknown' || sites.every(({ webhookSecret }) => webhookSecret === null)
      ? []
      : [
          {
            site: null,
            level: 'note',
            what: `When webhooks came last is not known: ${heard.why}`,
            remedy:
              'Ask once Baton has been started, with its DATA_DIR or DATABASE_URL, as a user who may read what is there.',
          },
        ];
  return [...unheard, ...found.flat(), ...strangers];
}

async function examineSite(site: JiraSite, examination: Examination): Promise<readonly Finding[]> {
  const { url = null, timeout, heard = null, now = Date.now, create = createJira } = examination;
  const jira = create(site);
  const { found, server } = await askSite(jira, examination);
  const ofWebhooks = await examineWebhooks(reportOf(site), jira, { server, url, timeout, heard, now: now() });
  return [...found, ...ofWebhooks];
}

/** @returns `server`: null, where it cannot be asked */
async function askSite(
  jira: Jira,
  { policy, now = Date.now, create = createJira }: Examination,
): Promise<{ readonly found: readonly Finding[]; readonly server: JiraServer | null }> {
  const { site } = jira;
  const report = reportOf(site);
  try {
    const asked = now();
    const server = await serverOf(site, jira, create);
    const { flavour } = server;
    if (flavour !== site.flavour) {
      const what = `What answers is Jira ${nameOf(flavour)}, and the configuration says ${site.flavour}.`;
      const remedy = `Write "flavour: ${flavour}" at sites.${site.name}, with the account that belongs to it.`;
      return { found: [report.wrong(what, remedy)], server: null };
    }
    const clock = clockFinding(report, server, (asked + now()) / 2);
    const self = await jira.myself();
    const found = [
      report.ok(`Jira ${server.version} (${nameOf(flavour)}) answers at ${site.apiUrl}.`),
      report.ok(`Our account there is ${self.name} (${self.id}).`),
      clock,
      ...(await examineRights(jira, report, policy?.site === site.name ? policy : null)),
    ];
    return { found, server };
  } catch (error) {
    return { found: [report.failed(error)], server: null };
  }
}

/** Asks as the other flavour, too, before it gives up: a wrong flavour looks like no Jira at all. */
async function serverOf(site: JiraSite, jira: Jira, create: (site: JiraSite) => Jira): Promise<JiraServer> {
  try {
    return await jira.server();
  } catch (error) {
    if (error instanceof JiraRefused) throw error;
    const flavour = site.flavour === 'cloud' ? 'data-center' : 'cloud';
    const other = await create({ ...site, flavour })
      .server()
      .catch(() => null);
    if (other === null || other.flavour === site.flavour) throw error;
    return other;
  }
}

function nameOf(flavour: Flavour): string {
  return flavour === 'cloud' ? 'Cloud' : 'Data Center';
}

function clockFinding({ ok, note, wrong }: Report, { time }: JiraServer, at: number): Finding {
  if (time === null) return note('Jira does not say what time it is there.', 'Compare the clocks by hand.');
  const off = Math.round((time - at) / 1000);
  if (Math.abs(time - at) <= near) return ok('Its clock and ours agree within a minute.');
  return wrong(
    `Its clock is ${Math.abs(off)} seconds ${off > 0 ? 'ahead of' : 'behind'} ours.`,
    'Let both machines take their time from the network (NTP).',
  );
}
