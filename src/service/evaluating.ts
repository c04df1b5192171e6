/** How items are looked at, by the settings. */
import type { Environment } from '../environment/index.ts';
import type { Look } from '../inbox/index.ts';
import { createLook } from '../reconcile/index.ts';
import type { Item } from '../tracker.ts';
import type { LookParts } from './parts.ts';

export const evaluating =
  ({ onboarding = true, policyBases, board }: Pick<Environment, 'onboarding' | 'policyBases' | 'board'>) =>
  ({ tracker, jira, store, inbox, log }: LookParts): Look<Item> =>
    createLook({
      tracker,
      jira,
      store,
      want: inbox.want,
      onboarding,
      policyBases,
      board: board?.publicUrl ?? null,
      log,
    });
