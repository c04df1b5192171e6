/** A repository whose events run a workflow, one after the other, as GitHub Actions does with a `concurrency` group. */
import { createSign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Acting, Sandbox } from '@baton/sandbox';
import { run } from '../../src/action/run.ts';
import type { StageSettings } from '../stories/stage.ts';
import { repository, world } from '../stories/stage.ts';

export type Ran = {
  readonly event: string;
  readonly code: number;
  readonly summary: string;
  readonly log: string;
};

export type Workflow = {
  readonly github: Sandbox;
  /** Somebody acts, and the workflow runs for each event that follows. */
  act<T>(login: string, what: (somebody: Acting) => T): Promise<T>;
  /** Runs it for an event that is not a webhook's. */
  start(event: string, payload?: Readonly<Record<string, unknown>>): Promise<Ran>;
  /** The settings of such a run, for a process of its own. */
  settings(event: string, payload: Readonly<Record<string, unknown>>): Promise<Record<string, string>>;
  /** All runs since the last call. */
  ran(): readonly Ran[];
  close(): Promise<void>;
};

export type WorkflowSettings = StageSettings & {
  /** Whose token the run has. */
  readonly app: string;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  readonly inputs?: (github: Sandbox) => Readonly<Record<string, string>>;
};

/** What workflows can be started by, of what the repository's events are. GitHub: "Events that trigger workflows". */
const events = [
  'issues',
  'issue_comment',
  'label',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'merge_group',
] as const;

export async function openWorkflow(settings: WorkflowSettings): Promise<Workflow> {
  const { app, permissions, inputs = () => ({}) } = settings;
  const github = await world(settings);
  github.app({ slug: app, permissions, events: [], webhookSecret: 'none' });
  // What starts runs is heard of by an App of its own, to which nobody listens.
  const hears = ['issues', 'pull_requests', 'contents', 'merge_queues', 'metadata'] as const;
  github.app({
    slug: 'events',
    permissions: Object.fromEntries(hears.map((permission) => [permission, 'read'])),
    events,
    webhookSecret: 'none',
  });
  const listener = createServer((asked, answer) => void asked.resume().on('end', () => answer.end()));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  github.hook('events', { url: `http://127.0.0.1:${port}/`, secret: 'none' });
  github.install('events', 'acme');
  const { id: installation } = github.install(app, 'acme');
  const folder = mkdtempSync(join(tmpdir(), 'baton-action-'));
  await github.settled();
  let heard = github.deliveries.length;
  let runs = 0;
  let kept: Ran[] = [];

  async function tokenOf(): Promise<string> {
    const { id, privateKey } = github.find.app(app);
    const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
    const seconds = Math.floor(Date.now() / 1000);
    const claims = `${part({ alg: 'RS256' })}.${part({ iss: id, iat: seconds, exp: seconds + 60 })}`;
    const signature = createSign('RSA-SHA256').update(claims).sign(privateKey, 'base64url');
    const answer = await fetch(`${github.url}/app/installations/${installation}/access_tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${claims}.${signature}` },
    });
    const { token } = (await answer.json()) as { readonly token: string };
    return token;
  }
  async function settingsOf(
    event: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, string>> {
    runs += 1;
    const eventPath = join(folder, `event-${runs}.json`);
    // Actions tells of no installation.
    writeFileSync(eventPath, JSON.stringify({ ...payload, installation: undefined }));
    const summaryPath = join(folder, `summary-${runs}.md`);
    writeFileSync(summaryPath, '');
    return {
      GITHUB_API_URL: github.url,
      GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
      GITHUB_REPOSITORY: repository,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_RUN_ID: String(1000 + runs),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_STEP_SUMMARY: summaryPath,
      GITHUB_WRITE_SPACING_MS: '0',
      INPUT_TOKEN: await tokenOf(),
      INPUT_APP: app,
      ...Object.fromEntries(
        Object.entries(inputs(github)).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    };
  }
  async function runFor(event: string, payload: Readonly<Record<string, unknown>>): Promise<Ran> {
    const variables = await settingsOf(event, payload);
    const lines: string[] = [];
    const code = await run(variables, (line) => void lines.push(line));
    const summary = readFileSync(variables['GITHUB_STEP_SUMMARY'] ?? '', 'utf8');
    const ran = { event, code, summary, log: lines.join('\n') };
    kept.push(ran);
    return ran;
  }
  /** What the token does starts no run. GitHub: "Triggering a workflow from a workflow". */
  async function runAll(): Promise<void> {
    for (await github.settled(); heard < github.deliveries.length; await github.settled()) {
      const delivery = github.deliveries[heard];
      heard += 1;
      const payload = delivery?.payload as Record<string, unknown> & { sender?: { login: string } };
      const event = delivery?.event ?? '';
      if (payload.sender?.login === `${app}[bot]` || !(events as readonly string[]).includes(event)) continue;
      await runFor(event === 'pull_request' ? 'pull_request_target' : event, payload);
    }
  }

  return {
    github,
    async act(login, what) {
      github.clock.advance(2000);
      const done = what(github.as(login));
      await runAll();
      return done;
    },
    start: (event, payload = { repository: { full_name: repository } }) => runFor(event, payload),
    settings: settingsOf,
    ran() {
      const all = kept;
      kept = [];
      return all;
    },
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await github.close();
      rmSync(folder, { recursive: true });
    },
  };
}
