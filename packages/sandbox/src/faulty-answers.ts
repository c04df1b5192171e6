/** Answers that go wrong on purpose. */
import type { ServerResponse } from 'node:http';
import type { RequestFault } from './faults.ts';
import type { Resource } from './requests.ts';
import { type Engine, docs, nameOrNobody, rateHeaders, send } from './engine.ts';
import type { Refusal } from './refusal.ts';
import type { Viewer } from './viewer.ts';

/** Does what the fault says instead of answering; gives back the status that the log shows. */
export function spoil(
  engine: Engine,
  fault: RequestFault,
  response: ServerResponse,
  viewer: Viewer | Refusal,
  isGraphql: boolean,
): number {
  const resource: Resource = isGraphql ? 'graphql' : 'core';
  switch (fault.kind) {
    case '5xx': {
      const status = fault.status ?? 502;
      send(response, { status, body: { message: 'Server Error' } }, {});
      return status;
    }
    case 'reset':
      response.destroy();
      return 0;
    case 'hang':
      return 0;
    case 'secondary-limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      const { seconds = 60, status = 403 } = fault;
      const headers = {
        ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
        ...rateHeaders(engine.budgets.look(viewer, resource), resource),
      };
      send(
        response,
        {
          status,
          body: {
            message,
            documentation_url: `${docs}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
          },
        },
        headers,
      );
      return status;
    }
    case 'primary-limit': {
      const limit = engine.budgets.look(viewer, resource).limit;
      const reset = Math.floor(engine.world.clock.now() / 1000) + (fault.seconds ?? 60);
      const message = `API rate limit exceeded for ${nameOrNobody(viewer)}.`;
      const headers = rateHeaders({ limit, used: limit, remaining: 0, reset }, resource);
      const status = isGraphql ? 200 : (fault.status ?? 403);
      send(
        response,
        {
          status,
          body: isGraphql
            ? { errors: [{ type: 'RATE_LIMITED', message }] }
            : { message, documentation_url: docs },
        },
        headers,
      );
      return status;
    }
    case 'slow':
      throw new Error('a slow answer is still an answer');
    default:
      return fault.kind satisfies never;
  }
}
