/** Whose a login is now, and what an account or a team is called now. A login that is given up goes to whoever takes it. */
import { createTtlCache } from '../../ttl-cache.ts';
import type { Actor } from '../../handoff/index.ts';
import { TryLater } from '../../tracker.ts';
import { answers, ask, accountsByLogin, namesNow } from '../graphql/index.ts';
import type { GitHub, GraphqlError } from '../client/index.ts';

/** An account: `id` as acts are told with it, `node` for asking for it. */
export type Account = { readonly id: string; readonly node: string | null };

export type Accounts = {
  /**
   * Whose these logins (lower case) are; null: nobody's. One request for all of them, kept for ten minutes.
   * @param seen people as they were seen just now: where one contradicts what is kept, it is read again
   * @param fresh what is kept is not good enough
   * @throws {TryLater}
   */
  byLogin(
    installation: number,
    logins: readonly string[],
    seen: readonly Actor[],
    fresh: boolean,
  ): Promise<ReadonlyMap<string, Account | null>>;
  /**
   * What accounts (a login) and teams (`org/slug`) are called now, by node id; those that are gone are not in it.
   * @param since what was read before this instant (milliseconds since the epoch) is read anew
   * @throws {TryLater}
   */
  namesOf(
    installation: number,
    nodes: readonly string[],
    since?: number,
  ): Promise<ReadonlyMap<string, string>>;
  readonly forget: (match: (installation: number) => boolean) => void;
};

const lasts = 10 * 60_000;
/** So many logins, or nodes, one request asks for. */
const most = 100;

export function createAccounts(github: GitHub, now: () => number): Accounts {
  const logins = createTtlCache<ReadonlyMap<string, Account | null>>(2_000, lasts, now);
  const names = createTtlCache<ReadonlyMap<string, string>>(2_000, lasts, now);
  /** What was seen and led to reading again: history may tell of old logins for ever. */
  const doubted = createTtlCache<true>(20_000, lasts, now);

  async function readLogins(
    installation: number,
    wanted: readonly string[],
  ): Promise<ReadonlyMap<string, Account | null>> {
    const found = new Map<string, Account | null>();
    for (let from = 0; from < wanted.length; from += most) {
      const part = wanted.slice(from, from + most);
      const variables = Object.fromEntries(part.map((login, index) => [`login${index}`, login]));
      const document = accountsByLogin(part.length);
      const answer = await ask(
        github,
        installation,
        { document, variables, answer: answers.accountsByLogin },
        others,
      );
      if (answer === null) throw new TryLater('The accounts behind the policy’s logins could not be read.');
      for (const [index, login] of part.entries()) {
        const user = answer[`user${index}`] ?? null;
        // Without a number acts cannot be told by it: then it is as if nobody were known.
        const account = user?.databaseId == null ? null : { id: String(user.databaseId), node: user.id };
        if (user === null || account !== null) found.set(login, account);
      }
    }
    return found;
  }

  return {
    async byLogin(installation, wanted, seen, fresh) {
      if (wanted.length === 0) return new Map();
      const key = `${installation} ${wanted.join(' ')}`;
      const read = (): Promise<ReadonlyMap<string, Account | null>> =>
        logins.read(key, () => readLogins(installation, wanted));
      const again = (): typeof result => {
        logins.delete(key);
        return read();
      };
      const result: Promise<ReadonlyMap<string, Account | null>> = fresh ? again() : read();
      const found = await result;
      let isDoubtful = false;
      for (const { id, login } of fresh ? [] : seen) {
        if (id === undefined || !contradicts(found, id, login.toLowerCase())) continue;
        await doubted.read(`${key} ${id} ${login}`, async () => {
          isDoubtful = true;
          return true;
        });
      }
      return isDoubtful ? again() : found;
    },
    async namesOf(installation, nodes, since) {
      if (nodes.length === 0) return new Map();
      const read = async (): Promise<ReadonlyMap<string, string>> => {
        const found = new Map<string, string>();
        for (let from = 0; from < nodes.length; from += most) {
          const ids = nodes.slice(from, from + most);
          const answer = await ask(
            github,
            installation,
            { document: namesNow, variables: { ids }, answer: answers.namesNow },
            others,
          );
          if (answer === null) throw new TryLater('The current logins of accounts could not be read.');
          for (const node of answer.nodes) {
            if (node?.id === undefined) continue;
            const { id, login, slug, organization } = node;
            const name = login ?? (slug === undefined ? undefined : `${organization?.login ?? ''}/${slug}`);
            if (name !== undefined) found.set(id, name);
          }
        }
        return found;
      };
      return names.read(`${installation} ${nodes.join(' ')}`, read, since);
    },
    forget(match) {
      const own = (key: string): boolean => match(Number(key.slice(0, key.indexOf(' '))));
      logins.deleteWhere(own);
      names.deleteWhere(own);
    },
  };
}

/** Whatever is not there is null in the answer. */
const others = (_: unknown, errors: readonly GraphqlError[]): readonly GraphqlError[] =>
  errors.filter(({ type }) => type !== 'NOT_FOUND');

/** True when somebody acts under a login that is another's, or under another login than theirs, by what was read. */
function contradicts(found: ReadonlyMap<string, Account | null>, id: string, login: string): boolean {
  const known = found.get(login);
  if (known !== undefined && known?.id !== id) return true;
  return [...found].some(([each, account]) => account?.id === id && each !== login);
}
