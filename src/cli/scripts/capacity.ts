/** `baton capacity`, as it is typed. */
import type { Options, Script } from '../../arguments.ts';
import { usual } from '../usual.ts';

export const capacity = {
  name: 'baton capacity',
  what: "Computes how many installations one Baton carries, from measured costs and GitHub's limits.",
  options: {
    repositories: {
      kind: 'number',
      what: 'Repositories with a policy in each installation',
      usual: usual.repositories,
      least: 1,
    },
    webhooks: {
      kind: 'number',
      what: 'Webhooks a day of each installation',
      usual: usual.webhooks,
      least: 1,
    },
    busiest: {
      kind: 'number',
      what: "The part of a day's webhooks that comes in its busiest hour",
      usual: usual.busiest,
      least: 0.001,
      most: 1,
      parts: true,
    },
    json: { kind: 'flag', what: 'As JSON' },
  },
  examples: [
    {
      line: 'baton capacity --webhooks 2000 --repositories 40',
      what: 'The same for installations of that size.',
    },
  ],
} as const satisfies Script<Options>;
