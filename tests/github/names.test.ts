/** Names change hands at random: no role ever goes to an account or a team that whoever wrote the policy did not mean. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Account } from '../../src/github/who/accounts.ts';
import { createNames } from '../../src/github/who/names.ts';
import type { Actor } from '../../src/handoff/index.ts';
import type { Pin } from '../../src/tracker.ts';
import { runs } from '../night.ts';

const logins = ['maria', 'paul', 'otto', 'zoe'] as const;
const slugs = ['acme/product', 'acme/legal'] as const;

type Act =
  /** The account of this number, or a new one, takes a login that is free. */
  | { readonly kind: 'login'; readonly account: number; readonly name: (typeof logins)[number] | null }
  | { readonly kind: 'team'; readonly team: number; readonly name: (typeof slugs)[number] | null }
  | { readonly kind: 'write' }
  | { readonly kind: 'look' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('login' as const),
    account: fc.integer({ min: 1, max: 6 }),
    name: fc.option(fc.constantFrom(...logins)),
  }),
  fc.record({
    kind: fc.constant('team' as const),
    team: fc.integer({ min: 11, max: 14 }),
    name: fc.option(fc.constantFrom(...slugs)),
  }),
  fc.constant({ kind: 'write' as const }),
  fc.constant({ kind: 'look' as const }),
);

const names = ['maria', 'paul', 'acme/product'];

test('a thousand histories', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const accounts = new Map<number, string>([
        [1, 'maria'],
        [2, 'paul'],
        [3, 'otto'],
      ]);
      const teams = new Map<number, string>([[11, 'acme/product']]);
      const holderOf = (of: ReadonlyMap<number, string>, name: string): number | null =>
        [...of].find(([, each]) => each === name)?.[0] ?? null;
      const account = (id: number | null): Account | null =>
        id === null ? null : { id: String(id), node: `N${id}` };
      const reader = createNames(
        {
          byLogin: async (_, wanted) =>
            new Map(wanted.map((name) => [name, account(holderOf(accounts, name))])),
          namesOf: async (_, nodes) =>
            new Map(
              nodes.flatMap((node): [string, string][] => {
                const id = Number(node.slice(1));
                const name = accounts.get(id) ?? teams.get(id);
                return name === undefined ? [] : [[node, name]];
              }),
            ),
          forget: () => {},
        },
        {
          read: async (_, org, slug) => {
            const id = holderOf(teams, `${org}/${slug}`);
            if (id === null)
              return { team: null, members: [], problem: 'missing', isHidden: false, readAt: 0 };
            const members = [{ id: String(id * 100), login: `member-of-${id}` }];
            return {
              team: { id: String(id), node: `N${id}`, isSecret: false },
              members,
              problem: null,
              isHidden: false,
              readAt: 0,
            };
          },
          forget: () => {},
          forgetInstallation: () => {},
        },
      );
      const pins = new Map<string, Pin>();
      /** Whom the writer meant, by name: who had it when it was written last, or whom it meant before. */
      const meant = new Map<string, number | null>();
      const write = (): void => {
        for (const name of names) {
          const has = holderOf(name.includes('/') ? teams : accounts, name);
          if (has !== null || !meant.has(name)) meant.set(name, has);
        }
        for (const [name, pin] of pins) pins.set(name, { ...pin, isCurrent: false });
      };
      const look = async (): Promise<void> => {
        const acting: readonly Actor[] = [];
        const found = await reader.meant(1, names, { acting, pins });
        for (const { pin } of found.values()) if (pin !== null) pins.set(pin.name, pin);
        for (const name of names) {
          const holders = found.get(name)?.people.map(({ id }) => id) ?? [];
          const wanted = meant.get(name) ?? null;
          const isThere = name.includes('/') ? teams.has(wanted ?? 0) : wanted !== null;
          const expected = !isThere ? [] : [String(name.includes('/') ? Number(wanted) * 100 : wanted)];
          expect([name, holders]).toEqual([name, expected]);
        }
      };
      write();
      await look();
      for (const one of acts) {
        if (one.kind === 'write') {
          write();
          // A push leads to a look at once.
          await look();
        } else if (one.kind === 'look') await look();
        else {
          const all = one.kind === 'login' ? accounts : teams;
          const id = one.kind === 'login' ? one.account : one.team;
          if (one.name === null) all.delete(id);
          else if (holderOf(all, one.name) === null) all.set(id, one.name);
        }
      }
      await look();
    }),
    { numRuns: runs(1000) },
  );
});
