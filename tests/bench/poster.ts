/** Posts webhooks from a process of its own, so that what is measured is the server alone. */
import { postAll, postSteadily, type Posted } from './post.ts';

export type Order = {
  readonly url: string;
  readonly secret: string;
  readonly posted: readonly Posted[];
  readonly count: number;
  /** So many at once, or so many a second. */
  readonly pace: { readonly atOnce: number } | { readonly perSecond: number };
};

process.on('message', (order: Order) => {
  const { url, secret, posted, count, pace } = order;
  const done =
    'atOnce' in pace
      ? postAll(url, secret, posted, count, pace.atOnce)
      : postSteadily(url, secret, posted, count, pace.perSecond);
  done.then(
    (times) => process.send?.({ times }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
