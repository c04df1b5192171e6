/**
 * `baton doctor`: whether what Baton depends on is as it has to be, and what to do where it is not. It changes nothing
 * unless `--fix` asks it to, and then says what.
 */
import { readManifest } from '../../app-manifest.ts';
import type { Arguments } from '../../arguments.ts';
import { environmentOf, readEnvironment, SettingError, type Environment } from '../../environment/index.ts';
import { createAskingApp, createGitHubTracker, type Access } from '../../github/index.ts';
import { examineJira, readHeard } from '../../jira/index.ts';
import type { JiraPart } from '../../policy/index.ts';
import { asking, type Exit, type Io } from '../command.ts';
import { doctorOutput } from '../outputs/doctor.ts';
import { asJson } from '../../published.ts';
import { repositoryIn, type doctor } from '../scripts/doctor.ts';
import { examineApp } from './app.ts';
import { examineBoard } from './board.ts';
import { examineContents } from './contents.ts';
import type { Finding } from './finding.ts';
import { fromJira } from './from-jira.ts';
import { examineInstallations } from './installations.ts';
import { run as examineJiraAlone, addressIn } from './jira.ts';
import { asSomebody } from './person.ts';
import { examineInstalled } from './repository.ts';
import { exitOf, outputOf, show } from './show.ts';
import { examineStore } from './store.ts';
import { examineWebhook } from './webhook.ts';

type Given = Arguments<typeof doctor.options>;

export async function run(given: Given, io: Io): Promise<Exit> {
  const [word = null] = given.words;
  if (word === 'jira') return examineJiraAlone(given, io);
  const { values } = given;
  const named = word === null ? null : repositoryIn(word);
  if (values.policy !== null || values.base.length > 0)
    throw new SettingError(
      'baton doctor: --policy and --base are for baton doctor jira. The policy of a repository is read from GitHub.',
    );
  const url = values.url === null ? null : addressIn(values.url);
  const environment = readEnvironment(environmentOf());
  const { github: access } = environment;
  const found =
    access === null
      ? await asSomebody(named, values.app ?? 'baton', io)
      : await asApp(named, { ...environment, github: access }, url);
  const findings = values.fix ? await fixed(found, io) : found;
  const examined = {
    examinedAs: access === null ? ('person' as const) : ('app' as const),
    repository: named,
  };
  if (values.json) io.print(asJson(doctorOutput, outputOf(findings, examined)));
  else show(findings, io.print);
  return exitOf(findings);
}

type AsApp = Environment & { readonly github: Access };

async function asApp(
  repository: string | null,
  environment: AsApp,
  url: string | null,
): Promise<readonly Finding[]> {
  const { github: access, githubUrl, databaseUrl, dataDir, jira: sites = [] } = environment;
  const manifest = await readManifest(process.cwd());
  const ask = createAskingApp(access);
  const { findings: ofApp, app } = await examineApp(ask, { access, githubUrl, manifest }, Date.now);
  const publicUrl = url ?? environment.publicUrl ?? null;
  const secrets = [access.webhookSecret, ...(access.olderSecrets ?? [])];
  const webhook =
    app === null ? [] : await examineWebhook(ask.app, { app, secrets, publicUrl, apiUrl: access.apiUrl });
  const installed =
    app === null
      ? null
      : repository === null
        ? { findings: await examineInstallations(ask.app, app, manifest), installation: null }
        : await examineInstalled(ask, { repository, app, manifest });
  const installation = installed?.installation ?? null;
  const there =
    repository === null || installation === null || app === null
      ? { findings: [], policy: null }
      : await examineContents(repository, {
          ask: ask.installation(installation.id),
          reads: createGitHubTracker(ask.github).reads,
          installation: installation.id,
          app: app.id,
        });
  return [
    ...ofApp,
    ...webhook,
    ...(installed?.findings ?? []),
    ...there.findings,
    ...(await examineBoard(environment, app)),
    ...(await examineStore(databaseUrl ?? dataDir)),
    ...(sites.length === 0 ? [] : await jiraFindings(environment, there.policy?.jira ?? null, publicUrl)),
  ];
}

/** Jira's own doctor has its own words. */
async function jiraFindings(
  { jira: sites = [], databaseUrl, dataDir }: Environment,
  policy: JiraPart | null,
  url: string | null,
): Promise<readonly Finding[]> {
  const heard = await asking(() =>
    readHeard(
      databaseUrl ?? dataDir,
      sites.map(({ name }) => name),
    ),
  );
  return (await examineJira(sites, { policy, url, heard })).map(fromJira);
}

/** Does what can be done about findings, and says so. What became of it takes their place. */
async function fixed(findings: readonly Finding[], { note }: Io): Promise<readonly Finding[]> {
  const after: Finding[] = [];
  for (const finding of findings) {
    const { fix } = finding;
    if (fix !== undefined) note(`${fix.what} …`);
    after.push(fix === undefined ? finding : await fix.run());
  }
  return after;
}
