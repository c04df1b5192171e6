/**
 * Which account a name in a policy means. Cloud's policies name accounts by their ids. Data Center's name them by user names,
 * which can be changed and taken by others; each user has a key there, which stays.
 */
import type { Policy } from '../../policy/index.ts';
import type { Pin } from '../../tracker.ts';
import type { JiraUser } from '../shapes.ts';
import { sameText } from '../../same-text.ts';

/** Whom names mean, by `pinName`. */
export type Pins = ReadonlyMap<string, Pin>;

/** What the account that a name means is kept under: a name on GitHub has no colon. */
export const pinName = (name: string): string => `jira:${name.toLowerCase()}`;

/** True when a policy means this account by a name; without a key, or before the name's is known, the name has to do. */
export function isAccount(pins: Pins, name: string, { id, key }: Pick<JiraUser, 'id' | 'key'>): boolean {
  const pin = pins.get(pinName(name));
  return pin === undefined || key === null ? sameText(name, id) : pin.account === key;
}

/** True when this account has a name by which a policy means another. */
export function tookName(pins: Pins, { id, key }: Pick<JiraUser, 'id' | 'key'>): boolean {
  const pin = pins.get(pinName(id));
  return pin !== undefined && key !== null && pin.account !== key;
}

/** Every account that a policy names. */
export function accountsIn({ jira, people }: Policy): readonly string[] {
  const named = Object.values(jira?.roles ?? {}).flatMap(({ accounts }) => accounts);
  return [...new Set([...named, ...people.map((person) => person.jira)].map((name) => name.toLowerCase()))];
}

/**
 * Whom names mean that was not known yet.
 * @param find who has a user name; null: nobody
 */
export async function pinned(
  names: readonly string[],
  pins: Pins,
  find: (name: string) => Promise<JiraUser | null>,
): Promise<readonly Pin[]> {
  const found: Pin[] = [];
  for (const name of names) {
    const before = pins.get(pinName(name)) ?? null;
    if (before?.isCurrent === true) continue;
    const user = await find(name);
    // Nobody has the name: then it means who had it.
    const account = user === null ? (before?.account ?? null) : user.key;
    if (user === null || account !== null)
      found.push({ name: pinName(name), account, node: null, isCurrent: true });
  }
  return found;
}
