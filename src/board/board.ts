/** The pages for people, as one listener for a server of `node:http`. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { getRequestListener } from '@hono/node-server';

import { createReportKeeper } from '../report/index.ts';
import type { Board, BoardOptions } from './options.ts';
import { createDoor } from './door/index.ts';
import { addItemPages } from './item/index.ts';
import { addOffPage } from './off.ts';
import { addOverview, overviewStyle } from './overview/index.ts';
import { addOperation } from './operation/index.ts';
import { addReports } from './reports/index.ts';
import { addPolicies, createPolicyReader } from './policy/index.ts';
import { addPlayground, createTrying } from './playground/index.ts';
import { createSite, readAssets } from './site/index.ts';

export function createBoard(options: BoardOptions): Board {
  const { environment, log } = options;
  const stopping = new AbortController();
  const keeper = createReportKeeper({
    ...options,
    now: options.clock,
    waitOf: (installation) => options.github.pacing.waitOf(installation, 'sweep'),
    policyBases: environment.policyBases,
  });
  const assets = readAssets([overviewStyle]);
  const door = createDoor(options);
  const site = createSite({
    assets,
    visitorOf: door?.visitorOf ?? null,
    publicUrl: environment.board?.publicUrl ?? environment.publicUrl ?? null,
    log,
  });
  if (door === null) addOffPage(site);
  else {
    door.add(site);
    addOverview(site, options, stopping.signal);
    addReports(site, { keeper, store: options.store, now: options.clock });
  }
  addItemPages(site, options);
  addOperation(site, options);
  const policies = { read: createPolicyReader(options) };
  addPolicies(site, policies);
  const playground = addPlayground(site, { ...policies, trying: createTrying(options) });
  const answer = getRequestListener(site.fetch, { overrideGlobalObjects: false });
  return {
    answer: (request: IncomingMessage, response: ServerResponse) => answer(request, response),
    async stop() {
      stopping.abort();
      await keeper.stop();
      await playground.close();
    },
  };
}
