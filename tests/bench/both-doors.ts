/**
 * Baton at work, and beside it, in the same process, a bare Probot app that does nothing: what one more webhook takes at
 * either door can be compared, because everything else is the same. Whoever started it asks, and is answered.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { pino } from 'pino';
import { createNodeMiddleware, Probot } from 'probot';

import { readEnvironment } from '../../src/environment/index.ts';
import { evaluating, startService } from '../../src/service/index.ts';
import { resting, type Doors, type Question, type Taken } from './doors.ts';

const log = pino({ level: 'silent' });
const { github: access, ...environment } = readEnvironment({ ...process.env });
if (access === null) throw new Error('The bench has credentials.');

let evaluations = 0;
let wanted: number | null = null;
const service = await startService({
  environment: { ...environment, github: access },
  log,
  createItemLook: (parts) => {
    const look = evaluating(environment)(parts);
    return async (item, turn) => {
      const looked = await look(item, turn);
      evaluations += 1;
      tellIfOver();
      return looked;
    };
  },
});
await service.inbox.pause(String(resting), Date.now() + 24 * 3_600_000);

const { appId, privateKey, webhookSecret: secret } = access;
const probot = new Probot({ appId, privateKey, secret, log });
const middleware = await createNodeMiddleware(() => {}, { probot, webhooksPath: '/api/github/webhooks' });
const server = createServer((request, response) => void middleware(request, response));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tell({ kind: 'doors', baton: service.url, bare: `http://127.0.0.1:${port}` });
});

process.on('message', (question: Question) => {
  if (question.kind === 'over') {
    wanted = question.count;
    tellIfOver();
  } else tell(taken());
});
process.on('disconnect', () => void service.stop().then(() => process.exit()));

function taken(): Taken {
  const { user, system } = process.cpuUsage();
  return { kind: 'taken', work: (user + system) / 1000, evaluations };
}
function tellIfOver(): void {
  if (wanted === null || evaluations < wanted) return;
  wanted = null;
  tell(taken());
}
function tell(what: Doors | Taken): void {
  process.send?.(what);
}
