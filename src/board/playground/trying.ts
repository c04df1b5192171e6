/** What a text would change for the open issues of a repository: asked of GitHub as the App, and kept for a minute. */
import { createTrials, type TriedThere } from '../../reconcile/index.ts';
import { trialSection, triedNow } from '../../handoff/index.ts';
import { hashOf } from '../../hash.ts';
import { inPortions } from '../../in-portions.ts';
import { html, markdown, type Html } from '../../pages/index.ts';
import { openingPolicy } from '../../policy/index.ts';
import { boardQueries } from '../../store/index.ts';
import { TryLater } from '../../tracker.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { askingAs } from '../../urgency.ts';
import type { BoardOptions } from '../options.ts';
import { createLimit, type Person, type SeenRepository } from '../site/index.ts';
import { chainFor, usualPath, type Ground } from './ground.ts';

/** Issues that one trial reads at most: those that wait longest. */
const most = 50;
/** Milliseconds that a result is kept. */
const kept = 60_000;
const mostKept = 100;
/** One trial in so many milliseconds for each person. */
const every = 10_000;

/** @returns HTML for whoever asked; whether they see the repository was asked before. */
export type Trying = (asked: {
  readonly repository: SeenRepository;
  readonly person: Person;
  readonly text: string;
  readonly ground: Ground;
}) => Promise<Html>;

type TryingOptions = Pick<BoardOptions, 'reads' | 'store' | 'jira' | 'now' | 'clock' | 'environment'>;

/** It cannot be tried now: the message says why, and what to do. */
class NotNow extends Error {
  override readonly name = 'NotNow';
}

type Result = { readonly tried: TriedThere; readonly total: number };

export function createTrying(options: TryingOptions): Trying {
  const { reads, store, clock, environment } = options;
  const run = createTrials({ ...options, policyBases: environment.policyBases });
  const board = boardQueries(store.db);
  const site = environment.board?.publicUrl ?? '';
  const limit = createLimit(1, every);
  const results = createTtlCache<Result>(mostKept, kept, clock);
  let isRunning = false;

  async function tryIt({ id, name, installation }: SeenRepository, text: string, ground: Ground) {
    const filter = { kind: 'issue', isOpen: true } as const;
    const { items, count } = await board.items([id], filter, { order: 'waiting', limit: most });
    const numbers = items.map(({ entry }) => entry.number);
    // What a text builds on is read in portions, before it is asked for.
    for (const each of [text, ...ground.bases.map((base) => base.text)])
      if (each !== null) await inPortions(openingPolicy(each));
    const bases = chainFor(text, ground);
    const there = { installation, repository: { id, name } };
    return { tried: await run({ ...there, text, path: usualPath, bases, numbers }), total: count };
  }

  async function begin(person: Person, work: () => Promise<Result>): Promise<Result> {
    if (isRunning) throw new NotNow('Baton is trying another policy now. Try again in a few seconds.');
    if (!limit.may(String(person.id)))
      throw new NotNow('You can try one policy every ten seconds. Wait a moment, and try again.');
    isRunning = true;
    try {
      return await askingAs('sweep', work);
    } finally {
      isRunning = false;
    }
  }

  /** As for the check `Baton policy`: what a text would change tells who holds a role, which is not for everybody who can read here. */
  async function mayTry({ name, installation }: SeenRepository, { id, login }: Person): Promise<boolean> {
    const may = await askingAs('sweep', () =>
      reads.permissionOf(installation, name, { id: String(id), login }),
    );
    return may === 'write' || may === 'maintain' || may === 'admin';
  }

  return async ({ repository, person, text, ground }) => {
    try {
      if (!(await mayTry(repository, person)))
        return notice('Only people who can write to this repository can try a policy on its issues.');
      const key = hashOf(JSON.stringify([repository.id, text, ground.bases]));
      const result = await results.read(key, () => begin(person, () => tryIt(repository, text, ground)));
      return shown(result, `${site}/${repository.name}`);
    } catch (error) {
      if (error instanceof NotNow) return notice(error.message);
      if (!(error instanceof TryLater)) throw error;
      return html`${notice(error.message)}<p>Nothing was tried. Try again in a minute.</p>`;
    }
  };
}

const notice = (text: string): Html => html`<p class="notice">${text}</p>`;

/** @param pages where the pages of its items are */
function shown({ tried, total }: Result, pages: string): Html {
  switch (tried.kind) {
    case 'gone':
      return notice('GitHub doesn’t show this repository to Baton any more, so nothing was tried.');
    case 'problems':
      return broken;
    case 'same':
      return markdown(trialSection({ kind: 'same' }));
    case 'tried': {
      // By their names: `#1`.
      const issues = tried.issues.map((issue) => ({ ...issue, url: `${pages}/${issue.name.slice(1)}` }));
      return markdown(triedNow({ ...tried, issues, total }));
    }
    default:
      return tried satisfies never;
  }
}

/** Of a text with problems, nothing is tried. */
export const broken = notice('Fix the problems first. A policy with problems isn’t tried on anything.');
