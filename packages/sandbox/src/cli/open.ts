/** Starts what a world's file and the command line ask for. */
import { createClock, type Clock } from '../clock.ts';
import type { Sandbox } from '../handle.ts';
import { startJira, type Flavour, type Jira } from '../jira/index.ts';
import type { App } from '../model/index.ts';
import { startSandbox } from '../sandbox.ts';
import type { Asked } from './arguments.ts';
import type { WorldFile } from './world-file.ts';

export type Opened = {
  readonly github: Sandbox;
  readonly apps: readonly App[];
  readonly jira: Jira | null;
  close(): Promise<void>;
};

/** Rejects where a port is taken, or where the file names somebody or something that it does not have. */
export async function open(asked: Asked, file: WorldFile): Promise<Opened> {
  const clock = createClock();
  const release = asked.release ?? file.github.release;
  const github = await startSandbox({
    port: asked.port,
    clock,
    ...(release === undefined ? {} : { release }),
  });
  let jira: Jira | null = null;
  const close = async (): Promise<void> => {
    await github.close();
    await jira?.close();
  };
  try {
    const apps = furnish(github, file.github, asked.webhook);
    const flavour = asked.jira ?? file.jira?.flavour ?? null;
    if (flavour !== null) jira = await openJira(flavour, asked.jiraPort, clock, file.jira);
    return { github, apps, jira, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function furnish(github: Sandbox, file: WorldFile['github'], webhookUrl: string | null): App[] {
  for (const login of file.people) github.user(login);
  for (const [login, { 'base-role': baseRole, admins, members, teams }] of Object.entries(
    file.organizations,
  )) {
    github.organization(login, { admins, members, ...(baseRole === undefined ? {} : { baseRole }) });
    for (const [name, people] of Object.entries(teams)) github.team(login, name, { members: people });
  }
  for (const [name, settings] of Object.entries(file.repositories)) {
    const { collaborators, files } = settings;
    github.repository(name, { private: settings.private ?? false, collaborators, files });
  }
  const apps = Object.entries(file.apps).map(([slug, { permissions, events, webhook, ...rest }]) => {
    const url = webhook.url ?? webhookUrl;
    const app = github.app({
      slug,
      permissions,
      events,
      callbackUrls: rest['callback-urls'],
      ...(url === null ? {} : { webhookUrl: url }),
      ...(webhook.secret === undefined ? {} : { webhookSecret: webhook.secret }),
    });
    for (const account of rest['installed-on']) github.install(slug, account);
    return app;
  });
  for (const [name, { 'required-checks': checks }] of Object.entries(file.repositories)) {
    const required = checks.map((one) =>
      one.app === undefined ? { name: one.name } : { name: one.name, app: one.app },
    );
    if (required.length > 0) github.protect(name, { checks: required });
  }
  return apps;
}

async function openJira(
  flavour: Flavour,
  port: number,
  clock: Clock,
  file: WorldFile['jira'],
): Promise<Jira> {
  const jira = await startJira({ flavour, port, clock });
  try {
    for (const handle of file?.people ?? []) jira.user(handle);
    for (const [name, members] of Object.entries(file?.groups ?? {})) {
      if (name === 'jira-administrators') for (const handle of members) jira.makeAdministrator(handle);
      else jira.group(name, members);
    }
    for (const [key, { roles }] of Object.entries(file?.projects ?? {})) jira.project(key, { roles });
    if (file?.webhook !== undefined) {
      const { url, secret } = file.webhook;
      jira.webhook({ url, ...(secret === undefined ? {} : { secret }) });
    }
    return jira;
  } catch (error) {
    await jira.close();
    throw error;
  }
}
