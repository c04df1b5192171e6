/** The demo's world with a Jira beside GitHub, both on this machine: the specs are there, the pull requests here. */
import { createClock } from '@baton/sandbox';
import { startJira, type Jira, type JiraActing, type JiraIssue } from '@baton/sandbox/jira';
import type { JiraSite } from '../jira/index.ts';
import { openWorld, repository, type Sight, type World } from './world.ts';

const site = 'acme';
const secret = 'only for this machine and its Jira';
const bot = 'baton';

export const policyWithJira = `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: { members: ["@acme/engineering"], jira: { project-roles: [Developers] } }
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved }, acceptance: { status: Done } }
  transitions: { on-pull-request: In Progress, on-merge: Review }
  mode: comment
`;

export type JiraWorld = World & {
  readonly jira: Jira;
  /** Somebody acts in Jira, some minutes pass, and all that follows from it happens. */
  inJira(handle: string, what: (somebody: JiraActing) => void): Promise<void>;
};

/** Starts it all. */
export async function openJiraWorld(): Promise<JiraWorld> {
  const clock = createClock();
  const jira = await startJira({ flavour: 'cloud', clock });
  for (const handle of ['maria', 'anton', 'ben', 'otto']) jira.user(handle);
  jira.user(bot, { kind: 'app', name: 'Baton' });
  jira.group('product', ['maria']);
  jira.status('Draft', 'new');
  jira.status('Approved', 'new');
  jira.status('Review', 'indeterminate');
  const names = ['Draft', 'Approved', 'In Progress', 'Review', 'Done'];
  // From everywhere to everywhere: Jira lets everybody do what counts only from some.
  jira.workflow('Product', {
    initial: ['Draft'],
    transitions: names.map((name) => ({ name: `To ${name}`, to: name })),
  });
  const roles = { Developers: { users: ['anton', 'ben'] }, Administrators: { users: [bot] } };
  jira.project('SHOP', { workflow: 'Product', roles });
  const world = await openWorld({ policy: policyWithJira, clock, jira: [siteOf(jira)] });
  jira.webhook({ url: `${world.service.url}/jira/webhooks/${site}`, secret });

  return {
    ...world,
    jira,
    async inJira(handle, what) {
      clock.advance(10 * 60_000);
      what(jira.as(handle));
      await jira.settled();
      await world.settled();
    },
    see: (address) => (address.includes('#') ? world.see(address) : sightOf(jira.issue(address))),
    async close() {
      await world.close();
      await jira.close();
    },
  };
}

function siteOf(jira: Jira): JiraSite {
  const token = jira.scopedToken(bot);
  return {
    name: site,
    url: jira.url,
    apiUrl: jira.gateway,
    flavour: jira.flavour,
    auth: { kind: 'bearer', token: () => token },
    webhookSecret: () => secret,
    repositories: new Map([[repository, ['SHOP']]]),
  };
}

function sightOf(issue: JiraIssue): Sight {
  return {
    state: issue.status.name,
    labels: issue.labels,
    assignees: issue.assignee === null ? [] : [issue.assignee.handle],
    card: null,
    comments: issue.comments
      .filter(({ author }) => author?.handle === bot)
      .map(({ body }) => plain(body).trim()),
    check: null,
    links: issue.remoteLinks.flatMap(({ object: { title } }) => (typeof title === 'string' ? [title] : [])),
  };
}

/** The words of a document of Jira Cloud (ADF), paragraph by paragraph. */
function plain(node: unknown): string {
  if (Array.isArray(node)) return node.map(plain).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { type, text, content } = node as { type?: string; text?: string; content?: unknown };
  if (type === 'hardBreak') return '\n';
  return `${text ?? ''}${plain(content)}${type === 'paragraph' ? '\n\n' : ''}`;
}
