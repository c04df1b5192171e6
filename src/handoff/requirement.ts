/** Whether a branch takes a merge only once Baton's check has passed, as far as GitHub tells. */

/** What requires a check: a branch's own protection, or a ruleset. */
export type RuleSource =
  | { readonly kind: 'protection' }
  | {
      readonly kind: 'ruleset';
      readonly ruleset: number;
      /** null: the repository's own. */ readonly organization: string | null;
    };

/** A check that has to pass. `app`: whose it has to be, by its ID; null: anyone's who may report one. */
export type RequiredHere = {
  readonly name: string;
  readonly app: number | null;
  readonly source: RuleSource;
};

export type Requirement =
  /** Baton's own. */
  | { readonly kind: 'required'; readonly source: RuleSource }
  /** Whoever may write can report a check of that name. */
  | { readonly kind: 'from-anyone'; readonly source: RuleSource }
  /** Nobody but another App can fulfil it. */
  | { readonly kind: 'from-another'; readonly app: number; readonly source: RuleSource }
  | { readonly kind: 'missing' }
  /** The owner's plan has no protected branches in private repositories. */
  | { readonly kind: 'no-plan' }
  /** `why`: what stood in the way, in a few words. */
  | { readonly kind: 'unknown'; readonly why: string };

/** What was read: everything that is required, and what of it could not be read. */
export type RequiredRead = {
  readonly checks: readonly RequiredHere[];
  readonly hasPlan: boolean;
  /** null: nothing. */
  readonly unread: string | null;
};

/**
 * @param name of the check
 * @param app the ID of the App that reports it; 0: it is not known
 */
export function requirementOf(
  { checks, hasPlan, unread }: RequiredRead,
  name: string,
  app: number,
): Requirement {
  const ours = checks.filter((check) => check.name === name);
  const pinned = ours.filter((check) => check.app !== null);
  const [first] = pinned;
  if (first !== undefined && app === 0)
    return {
      kind: 'unknown',
      why: `it is required from the App with the ID ${first.app}, which may be Baton`,
    };
  const another = pinned.find((check) => check.app !== app);
  if (another?.app != null) return { kind: 'from-another', app: another.app, source: another.source };
  if (first !== undefined) return { kind: 'required', source: first.source };
  // What was not read may pin it.
  if (unread !== null) return { kind: 'unknown', why: unread };
  const [anyone] = ours;
  if (anyone !== undefined) return { kind: 'from-anyone', source: anyone.source };
  return { kind: hasPlan ? 'missing' : 'no-plan' };
}
