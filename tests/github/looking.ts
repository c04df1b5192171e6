/** Looking at an item of the repository acme/shop, which a test describes. */
import type { Item, Observation } from '../../src/tracker.ts';
import type { Answering, Plain } from './answering.ts';
import { repository } from './stories.ts';

export type Looking = {
  readonly item: (kind?: 'issue' | 'pull-request', number?: number) => Item;
  /** The observation of issue 12; anything else fails the test. */
  readonly lookAtIssue: (of: Plain, facts?: Plain) => Promise<Extract<Observation, { kind: 'issue' }>>;
  /** The observation of pull request 30; anything else fails the test. */
  readonly lookAtPull: (of: Plain) => Promise<Extract<Observation, { kind: 'pull-request' }>>;
};

export function looking(github: Answering): Looking {
  const item: Looking['item'] = (kind = 'issue', number = 12) => ({
    installation: github.installation,
    repository: 'acme/shop',
    kind,
    number,
  });
  return {
    item,
    async lookAtIssue(of, facts = {}) {
      github.root = { repository: repository({ ...facts, issue: of }) };
      const observation = await github.tracker.reads.observe(item());
      if (observation.kind !== 'issue') throw new Error(`An issue was expected: ${observation.kind}`);
      return observation;
    },
    async lookAtPull(of) {
      github.root = { repository: repository({ pullRequest: of }) };
      const observation = await github.tracker.reads.observe(item('pull-request', 30));
      if (observation.kind === 'pull-request') return observation;
      throw new Error(`A pull request was expected: ${observation.kind}`);
    },
  };
}

export const person = (login: string) => ({ login, kind: 'person', self: false }) as const;
export const itself = { login: 'baton[bot]', kind: 'bot', self: true } as const;
export const ghost = { login: 'ghost', kind: 'nobody', self: false } as const;

/** What a promise fails with. */
export const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error);
