/** A stage with a Jira beside GitHub: the specs are there, the pull requests here. */
import { createClock } from '@baton/sandbox';
import { startJira, type Flavour, type Jira } from '@baton/sandbox/jira';
import type { JiraSite } from '../../src/jira/index.ts';
import { itemShape, wantOf } from '../../src/items.ts';
import { namedStore } from '../../src/store/index.ts';
import { openStage, repository, type Stage, type StageSettings } from './stage.ts';

export type JiraStage = Stage & {
  readonly jira: Jira;
  /** The text of the policy that it began with. */
  readonly policy: string;
  /** Somebody acts in Jira, and everything that follows from it happens. */
  inJira<T>(login: string, what: (somebody: ReturnType<Jira['as']>) => T): Promise<T>;
};

export const secretOfJira = 'a secret of Jira and Baton';

/** Where Jira's webhooks go. */
export const doorOf = (stage: Stage): string => `${stage.service().url}/jira/webhooks/acme`;

/** What Baton wrote on an issue, as Jira shows it, without its marks. */
export const saidInJira = ({ jira }: Pick<JiraStage, 'jira'>, key: string): readonly string[] =>
  jira
    .issue(key)
    .comments.filter(({ author }) => author?.handle === 'baton')
    .map(({ body }) => textOf(body));

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(textOf).join('');
  if (typeof body !== 'object' || body === null) return '';
  const { type, text, content } = body as { type?: string; text?: string; content?: unknown[] };
  return `${text ?? ''}${textOf(content ?? [])}${type === 'paragraph' ? '\n' : ''}`;
}

/** Baton looks at whatever names the issue, as it does when Jira tells of a change. */
export async function lookAtJira(stage: JiraStage, key: string): Promise<void> {
  const { store, inbox } = stage.service();
  const naming = await namedStore(store.db, itemShape).naming('acme', key);
  await inbox.want(naming.map((item) => wantOf(item)));
  await stage.settled();
}

export type SiteSettings = {
  /** What the repositories may see; default: SHOP. */
  readonly projects?: readonly string[];
  /** Default: the one. */
  readonly repositories?: readonly string[];
  /** What Baton shows Jira, each time; default: a token with all that it needs. */
  readonly token?: (jira: Jira) => string;
};

/** What Baton is told of the sandbox's Jira. */
export function siteOf(
  jira: Jira,
  { projects = ['SHOP'], repositories = [repository], token }: SiteSettings = {},
): JiraSite {
  const isCloud = jira.flavour === 'cloud';
  const usual = isCloud ? jira.scopedToken('baton') : jira.token('baton');
  return {
    name: 'acme',
    url: jira.url,
    apiUrl: isCloud ? jira.gateway : jira.url,
    flavour: jira.flavour,
    auth: { kind: 'bearer', token: () => token?.(jira) ?? usual },
    webhookSecret: () => secretOfJira,
    repositories: new Map(repositories.map((name) => [name, projects])),
  };
}

/**
 * Opens both. maria is the product manager in Jira (by a group), paul by his account; anton and ben are in the project role
 * Developers; baton is our own account; the workflow is Draft, Approved, In Progress, Review, Done.
 */
export async function openJiraStage(
  flavour: Flavour,
  settings: StageSettings &
    SiteSettings & {
      readonly more?: string;
      /** False: nobody has set up the webhook in Jira. */
      readonly hooked?: boolean;
      /** True: who closes an issue says with which resolution, and may say none; else it is “Done”. */
      readonly asksResolution?: boolean;
    } = {},
): Promise<JiraStage> {
  const { clock = createClock(Date.UTC(2026, 0, 5, 9)) } = settings;
  const jira = await startJira({ flavour, clock, ...(flavour === 'data-center' ? { prefix: '/jira' } : {}) });
  for (const handle of ['maria', 'paul', 'anton', 'ben', 'otto']) jira.user(handle);
  jira.user('baton', { kind: 'app', name: 'Baton' });
  jira.group('product', ['maria']);
  jira.status('Draft', 'new');
  jira.status('Approved', 'new');
  jira.status('Review', 'indeterminate');
  const names = ['Draft', 'Approved', 'In Progress', 'Review', 'Done'];
  jira.workflow('Product', {
    initial: ['Draft'],
    transitions: names.map((name) => ({
      name: `To ${name}`,
      to: name,
      ...(name === 'Done' && settings.asksResolution === true ? { resolution: 'keep' } : {}),
    })),
  });
  for (const name of ["Won't Do", 'Duplicate', 'Fixed', 'Erledigt', 'Wird nicht erledigt', 'Duplikat'])
    jira.resolution(name);
  const roles = {
    Developers: { users: ['anton', 'ben'] },
    // Jira shows who is in a project role to the project's administrators alone.
    Administrators: { users: ['baton'] },
  };
  for (const key of ['SHOP', 'PAY']) jira.project(key, { workflow: 'Product', roles });
  const policy =
    settings.policy ??
    `roles:
  pm: { members: [maria], jira: { groups: [product], accounts: ["${jira.idOf('paul')}"] } }
  engineer: { members: ["@acme/engineering"], jira: { project-roles: [Developers] } }
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved }, acceptance: { status: Done } }
${settings.more ?? ''}`;
  const stage = await openStage({
    ...settings,
    clock,
    policy,
    jira: [siteOf(jira, settings)],
  });
  if (settings.hooked !== false) jira.webhook({ url: doorOf(stage), secret: secretOfJira });
  const close = stage.close.bind(stage);
  const all: JiraStage = {
    ...stage,
    jira,
    policy,
    async inJira(login, what) {
      clock.advance(2000);
      const result = what(jira.as(login));
      await jira.settled();
      await stage.settled();
      return result;
    },
    async close() {
      await close();
      const { unplayed, problems } = jira;
      await jira.close();
      if (unplayed.length + problems.length > 0) throw new Error([...unplayed, ...problems].join('\n'));
    },
  };
  return all;
}
