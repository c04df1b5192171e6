/**
 * What a repository without a policy sees of Baton, once: an issue with a policy to begin with, right after Baton was
 * installed on it. There is never a second one. That it was opened is kept, so that deleting it leads to no other; and it
 * is looked for among the issues, so that losing what was kept does not either.
 */
import { z } from 'zod';

import { onboardingIssue, requirementStep, withRequired } from '../../handoff/index.ts';
import type { Surroundings } from '../../github/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { describePolicy, foundIn, readPolicy, starterPolicy } from '../../policy/index.ts';
import { TryLater, type Item, type Repository } from '../../tracker.ts';
import { stored } from '../../stored.ts';
import { whetherRequired, type Deps } from '../facts/index.ts';
import { nothingChanged } from '../ledger/index.ts';

type OnboardingItem = Extract<Item, { kind: 'onboarding' }>;

const path = '.github/roles.yml';

/** How far it came: it is being opened since an instant; it was opened, or found; there is a policy since. */
const mark = stored(1, z.object({ state: z.enum(['opening', 'opened', 'over']), at: z.number() }));
type Mark = NonNullable<ReturnType<typeof mark.read>>;

const markOf = ({ id }: Pick<Repository, 'id'>): string => `onboarding ${id}`;

/** For so long, GitHub's list may lack an issue that was just opened. */
const unseen = 120_000;
/** Longer addresses are refused by what stands between a browser and GitHub. */
const longestAddress = 6000;

/**
 * Opens the issue, where there is no policy and there never was such an issue.
 * @param enabled whether whoever runs Baton wants that
 * @throws {TryLater}
 */
export async function lookAtOnboarding(
  deps: Deps,
  item: OnboardingItem,
  turn: Turn,
  enabled: boolean,
): Promise<void> {
  const { reads, writes, store } = deps;
  const { installation } = item;
  const nothing = (): void => nothingChanged(deps, { item, turn }, null);
  if (!enabled) return nothing();
  const seen = await reads.readRepository(installation, item.repository);
  if (seen === null || seen.isArchived || seen.policy.kind !== 'none') return nothing();
  const { repository } = seen;
  const before = await markAt(deps, repository);
  if (before !== null && before.state !== 'opening') return nothing();
  if ((await store.lastGood(repository.id)) !== null) return nothing();
  const found = await reads.surroundings(installation, repository.name);
  if (found === null) return nothing();
  const required = await requiredStep(deps, installation, repository);
  const now = deps.now();
  // Broken off in between, it may have been opened: its being listed is waited for.
  if (before !== null && now < before.at + unseen)
    throw new TryLater(`The issue about beginning in ${repository.name} may have been opened just now.`);
  await store.setMark(markOf(repository), mark.write({ state: 'opening', at: now }));
  const told = await writes.tellOnboarding({
    installation,
    repository: repository.name,
    issue: issueFor(repository, found, required),
  });
  if (told.kind === 'refused') {
    await store.forgetMark(markOf(repository));
    deps.log.warn({ repository: repository.name, why: told.why }, 'The onboarding issue cannot be written.');
    return undefined;
  }
  await store.setMark(markOf(repository), mark.write({ state: 'opened', at: now }));
  const number = told.kind === 'nothing' ? null : told.number;
  deps.log.info({ repository: repository.name, issue: number }, 'Opened the onboarding issue.');
}

/**
 * Closes the issue: there is a policy now.
 * @throws {TryLater}
 */
export async function endOnboarding(
  deps: Pick<Deps, 'writes' | 'store' | 'now'>,
  installation: number,
  repository: Repository,
): Promise<void> {
  const before = await markAt(deps, repository);
  if (before === null || before.state === 'over') return;
  await deps.writes.tellOnboarding({ installation, repository: repository.name, issue: null });
  await deps.store.setMark(markOf(repository), mark.write({ state: 'over', at: deps.now() }));
}

async function markAt({ store }: Pick<Deps, 'store'>, repository: Repository): Promise<Mark | null> {
  return mark.read(await store.mark(markOf(repository)));
}

async function requiredStep(deps: Deps, installation: number, repository: Repository): Promise<string> {
  const requirement = await whetherRequired(deps, { installation, repository }, 'onboarding');
  return requirementStep(requirement, { branch: repository.defaultBranch ?? 'main', url: repository.url });
}

/**
 * Brings the step about the check up to date, where the issue is still open.
 * @throws {TryLater}
 */
export async function tellRequirement(
  deps: Deps,
  installation: number,
  repository: Repository,
): Promise<void> {
  const before = await markAt(deps, repository);
  if (before?.state !== 'opened') return;
  const sentence = await requiredStep(deps, installation, repository);
  const told = await deps.writes.editOnboarding({
    installation,
    repository: repository.name,
    edit: (body) => withRequired(body, sentence),
  });
  if (told.kind === 'refused')
    deps.log.warn({ repository: repository.name, why: told.why }, 'The onboarding issue cannot be updated.');
}

function issueFor(
  repository: Repository,
  surroundings: Surroundings,
  required: string,
): ReturnType<typeof onboardingIssue> {
  const { text, from } = starterPolicy(foundIn(surroundings));
  const read = readPolicy(text, path);
  if (read.kind !== 'policy') throw new Error('The policy to begin with is not valid.');
  const branch = (repository.defaultBranch ?? 'main').split('/').map(encodeURIComponent).join('/');
  const empty = `${repository.url}/new/${branch}?filename=${path}`;
  const filled = `${empty}&value=${inAddress(text)}`;
  const isFilledIn = filled.length <= longestAddress;
  const editor = isFilledIn ? filled : empty;
  return onboardingIssue({ text, meaning: describePolicy(read.policy), from, editor, isFilledIn, required });
}

/** Also safe within Markdown. */
function inAddress(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
