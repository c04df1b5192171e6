/** What a first policy can be filled in from, as GitHub tells it. */
import { startSandbox, type Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { readSurroundings } from '../../src/github/read/surroundings.ts';
import { clientOf } from '../baton.ts';

let github: Sandbox;
afterEach(async () => {
  expect(github.unplayed).toEqual([]);
  expect(github.misfits).toEqual([]);
  await github.close();
});

const till = 'acme/till';

/** acme/till with teams; Baton is installed, with these permissions. */
async function open(permissions: Record<string, 'read' | 'write'>): Promise<number> {
  github = await startSandbox();
  for (const login of ['olga', 'maria']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria'] });
  github.repository(till, {
    private: true,
    files: { 'docs/CODEOWNERS': '* @maria\n', CODEOWNERS: '* @acme/builders\n' },
  });
  // Its name is a part of another one's.
  github.repository('acme/till-2', { private: true, files: { 'a.txt': 'a' } });
  github.team('acme', 'Builders');
  github.team('acme', 'Apprentices', { parent: 'builders' });
  github.team('acme', 'Guests');
  github.team('acme', 'Elsewhere');
  github.team('acme', 'Board', { secret: true });
  github.grantTeam('acme/builders', till, { name: 'builder', base: 'maintain' });
  github.grantTeam('acme/guests', till, 'read');
  github.grantTeam('acme/guests', 'acme/till-2', 'admin');
  github.grantTeam('acme/elsewhere', 'acme/till-2', 'write');
  github.grantTeam('acme/board', till, 'admin');
  github.as('olga').createLabel(till, { name: 'approved' });
  github.app({ slug: 'baton', permissions, events: [] });
  return github.install('baton', 'acme').id;
}

test('teams that reach the repository and are no secret, labels, and CODEOWNERS from where GitHub looks first', async () => {
  const installation = await open({ contents: 'read', members: 'read' });
  expect(await readSurroundings(clientOf(github), installation, till)).toEqual({
    isPrivate: true,
    owner: { kind: 'organization', login: 'acme' },
    teams: [
      { team: 'acme/builders', parent: null, permission: 'maintain' },
      { team: 'acme/apprentices', parent: 'acme/builders', permission: 'maintain' },
      { team: 'acme/guests', parent: null, permission: 'read' },
    ],
    labels: ['approved'],
    codeowners: '* @acme/builders\n',
  });
});

test('where Baton may not see teams, there are none, and the rest is there', async () => {
  const installation = await open({ contents: 'read' });
  expect(await readSurroundings(clientOf(github), installation, till)).toMatchObject({
    owner: { kind: 'organization', login: 'acme' },
    teams: [],
    labels: ['approved'],
  });
});

test('of an account that is one person there are no teams', async () => {
  await open({ contents: 'read', members: 'read' });
  github.repository('maria/notes', { private: false, files: { 'a.txt': 'a' } });
  const { id } = github.install('baton', 'maria');
  expect(await readSurroundings(clientOf(github), id, 'maria/notes')).toEqual({
    isPrivate: false,
    owner: { kind: 'user', login: 'maria' },
    teams: [],
    labels: [],
    codeowners: null,
  });
});

test('a repository that is gone has none', async () => {
  const installation = await open({ contents: 'read', members: 'read' });
  expect(await readSurroundings(clientOf(github), installation, 'acme/gone')).toBeNull();
});
