/** What a token of somebody's own can find out, without a server and its settings. */
import * as z from 'zod';

import { readPerson, SettingError } from '../../environment/index.ts';
import { createAskingPerson, type Ask } from '../../github/index.ts';
import type { Io } from '../command.ts';
import { readsWith, tokenOfPerson } from '../person.ts';
import { examineContents } from './contents.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const { fine, unknown, warning } = reportOf('Your token');
const user = z.object({ login: z.string() });
const appShape = z.object({ id: z.number(), slug: z.string() });

/**
 * @param slug what the App is called in addresses
 * @throws SettingError where there is no token, or nothing says which repository
 */
export async function asSomebody(
  named: string | null,
  slug: string,
  { note }: Pick<Io, 'note'>,
): Promise<readonly Finding[]> {
  const person = readPerson();
  const repository = named ?? person.repository;
  const token = await tokenOfPerson(person);
  if (token === null)
    throw new SettingError(
      'baton doctor: it needs the settings of the service (APP_ID and PRIVATE_KEY), or a token that can read the repository: set GH_TOKEN, or sign in with: gh auth login.',
    );
  if (repository === null)
    throw new SettingError(
      'baton doctor: without the settings of the service, say which repository: baton doctor acme/shop.',
    );
  note(
    'With your token: what only the App is told (its key, permissions, webhook and installations) and its database are examined where Baton runs, with its settings.',
  );
  const ask = createAskingPerson({ token, apiUrl: person.apiUrl });
  const who = await ask('GET /user');
  // A workflow's token is nobody's.
  const isWorkflow = who.kind === 'refused' && who.status === 403;
  if (who.kind !== 'found' && !isWorkflow)
    return [unknown('token', `Nothing could be found out: ${whyNot(who)}`)];
  const login = who.kind === 'found' ? user.parse(who.data).login : null;
  const app = await appCalled(ask, slug);
  const { findings } = await examineContents(repository, {
    ask,
    reads: readsWith(token, person.apiUrl, slug),
    installation: 0,
    app: app ?? 0,
  });
  return [
    fine('token', login === null ? 'GitHub takes the token of a workflow.' : `GitHub knows you as ${login}.`),
    ...(app === null
      ? [
          warning(
            'app',
            `GitHub shows no App called ${slug}, so whether a check has to come from Baton can’t be told.`,
            'Say what Baton is called in addresses on your GitHub: --app NAME. A private App is shown to its owners alone.',
          ),
        ]
      : []),
    ...findings,
  ];
}

/** The App's ID; null: nobody shows it. */
async function appCalled(ask: Ask, slug: string): Promise<number | null> {
  const asked = await ask('GET /apps/{app_slug}', { app_slug: slug });
  return asked.kind === 'found' ? appShape.parse(asked.data).id : null;
}
