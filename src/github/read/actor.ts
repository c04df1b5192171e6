/** Who did something, as GitHub's GraphQL API tells it. */
import type { Actor } from '../../handoff/index.ts';
import type { WhoAnswer } from '../graphql/index.ts';
import { sameText } from '../../same-text.ts';

/** GitHub shows an account that was deleted as `ghost`. */
export const ghost: Actor = { login: 'ghost', kind: 'nobody', self: false };

/**
 * GraphQL leaves out the `[bot]` that REST and the pages show. Whoever is neither a person nor a bot (a mannequin of an
 * import, an organization) gets a login that no person can have: its name may be the name of somebody who holds a role.
 * @param self Baton's own login, `name[bot]`
 */
export function actorOf(who: WhoAnswer, self: string): Actor {
  if (who === null) return ghost;
  switch (who.kind) {
    case 'User':
    case 'EnterpriseUserAccount':
      return { login: who.login, kind: 'person', self: false, ...idOf(who) };
    case 'Bot': {
      const login = who.login.endsWith('[bot]') ? who.login : `${who.login}[bot]`;
      return { login, kind: 'bot', self: sameText(login, self), ...idOf(who) };
    }
    default:
      return { login: `${who.login} (${who.kind.toLowerCase()})`, kind: 'nobody', self: false };
  }
}

const idOf = ({ databaseId }: NonNullable<WhoAnswer>): Pick<Actor, 'id'> =>
  databaseId == null ? {} : { id: String(databaseId) };
