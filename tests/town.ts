/** A GitHub with one repository, its people and its policy: where the bench measures and chaos reigns. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { registerBaton } from './baton.ts';

export const repository = 'acme/shop';

/** maria is the product manager; anton and ben are engineers; otto has write access and no role. */
export const people = ['maria', 'anton', 'ben', 'otto'] as const;

/** Opens it. The App is registered and not installed yet. */
export async function openTown(): Promise<Sandbox> {
  const github = await startSandbox({ clock: createClock(Date.now()) });
  for (const login of ['olga', ...people]) github.user(login);
  github.organization('acme', { admins: ['olga'], members: [...people] });
  github.team('acme', 'Engineering', { members: ['anton', 'ben'] });
  github.repository(repository, {
    private: true,
    collaborators: { maria: 'write', anton: 'write', ben: 'write', otto: 'write' },
    files: { '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: ["@acme/engineering"]\n' },
  });
  registerBaton(github);
  return github;
}
