/** What `baton capacity` reckons with where it is told nothing else. */

/** What is assumed of an installation, and can be changed by flags of the same names. */
export type Assumptions = {
  /** Repositories with a policy, and webhooks a day of the events that Baton listens to. */
  readonly repositories: number;
  readonly webhooks: number;
  /** The part of a day's webhooks that comes in its busiest hour. */
  readonly busiest: number;
};

export const usual: Assumptions = { repositories: 10, webhooks: 400, busiest: 0.15 };
