/** Why Baton asks GitHub for something: told by the evaluation that asks, or by what is asked for. */
import { AsyncLocalStorage } from 'node:async_hooks';

import type { Sandbox } from '@baton/sandbox';

import type { Turn } from '../../../src/inbox/index.ts';
import type { Item } from '../../../src/tracker.ts';

export type Asked = {
  /** Requests so far. */
  readonly count: () => number;
  /** Forgets what was asked. */
  readonly forget: () => void;
  readonly byCause: () => ReadonlyMap<string, number>;
  /** The part of the limit that was not used by what can wait, of the API that had less left. */
  readonly leftForEvents: () => number;
  /** Runs an evaluation whose requests are its cause's. */
  readonly because: <R>(item: Item, turn: Turn, look: () => R) => R;
  /** Whether an event led to the evaluation that asks this. */
  readonly isLive: () => boolean;
  /** Called after each answer. */
  onAnswer: () => void;
  readonly stop: () => void;
};

/** What happens now. */
const live = new Set(['event', 'own echo']);

/** Listens to what this process asks the sandbox for. */
export function listenToRequests(github: Sandbox): Asked {
  const causes = new AsyncLocalStorage<string>();
  const { fetch } = globalThis;
  const counts = new Map<string, number>();
  let count = 0;
  const waited = new Map<string, number>();
  const asked: Asked = {
    count: () => count,
    forget() {
      counts.clear();
      count = 0;
      waited.clear();
    },
    byCause: () => new Map([...counts].toSorted(([, one], [, other]) => other - one)),
    leftForEvents: () => 1 - Math.max(0, ...waited.values()),
    because: (item, turn, look) => causes.run(causeOf(github, item, turn), look),
    isLive: () => live.has(causes.getStore() ?? ''),
    onAnswer: () => {},
    stop() {
      globalThis.fetch = fetch;
    },
  };
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(github.url)) return fetch(input, init);
    const response = await fetch(input, init);
    const { headers } = response;
    const limit = Number(headers.get('x-ratelimit-limit') ?? Number.NaN);
    // What the App itself asks, for tokens and deliveries, has a limit of its own.
    if (!/\/access_tokens$|\/app(\/|$)/.test(new URL(url).pathname)) {
      const cause = causes.getStore() ?? causeByRequest(init);
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
      count += 1;
      const api = headers.get('x-ratelimit-resource') ?? '';
      if (!live.has(cause)) waited.set(api, (waited.get(api) ?? 0) + 1 / limit);
    }
    asked.onAnswer();
    return response;
  };
  return asked;
}

function causeOf(github: Sandbox, item: Item, { causes }: Turn): string {
  if (item.kind === 'trial') return 'trial';
  const cause = causes.at(-1);
  if (cause === undefined) return 'round';
  const delivery = github.deliveries.findLast(({ guid }) => guid === cause);
  if (delivery === undefined) return cause === 'sweep' ? 'sweep' : 'round';
  const { event, payload } = delivery;
  const { sender, repository, ref } = payload as {
    readonly sender?: { readonly login: string };
    readonly repository?: { readonly full_name: string; readonly default_branch: string };
    readonly ref?: string;
  };
  if (sender?.login === 'baton[bot]') return 'own echo';
  if (event === 'membership' || event === 'team' || event === 'organization') return 'membership';
  if (event.startsWith('installation')) return 'cold start';
  if (event === 'push' && ref === `refs/heads/${repository?.default_branch}`)
    return repository?.full_name === 'acme/.github' ? 'organization’s base' : 'policy change';
  return 'event';
}

function causeByRequest(init: RequestInit | undefined): string {
  return typeof init?.body === 'string' && init.body.includes('query ChangedItems') ? 'sweep' : 'other';
}
