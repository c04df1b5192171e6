/** What the stories about the sandbox's Jira start from, on either flavour: SHOP and OPS, four people, an app, a listener. */
import { createClock, type Clock } from '../../src/index.ts';
import { startJira, type Flavour, type Jira } from '../../src/jira/index.ts';
import { answeredWith, listen, type Answered, type Listener } from '../http.ts';
import { refereeIfThere } from './samples.ts';

export const flavours: readonly Flavour[] = ['cloud', 'data-center'];
export const secret = "It's a Secret to Everybody";
/** 9:00 in Berlin, on a Monday in winter. */
export const monday = Date.UTC(2026, 0, 12, 8);

export type World = {
  readonly jira: Jira;
  readonly clock: Clock;
  readonly listener: Listener;
  /**
   * One call, below `/rest/api/N`, as `as` (default: the bot). On Cloud its answer is judged by Atlassian's
   * description, where that is at hand.
   */
  readonly call: (method: string, path: string, body?: unknown, as?: string | null) => Promise<Answered>;
  close(): Promise<void>;
};

/**
 * maria and paul are product managers (group `pms`, role `Product`), ed builds (role `Developers`), vic looks only at OPS,
 * carla is a customer of the portal, bot is an app. SHOP: Draft → Review → Approved → Done. OPS: Jira's simple workflow.
 */
export async function startWorld(flavour: Flavour, prefix = ''): Promise<World> {
  const clock = createClock(monday);
  const jira = await startJira({ flavour, clock, ...(prefix === '' ? {} : { prefix }) });
  const listener = await listen('/hook');
  jira.user('maria', { name: 'Maria Weber', timeZone: 'Europe/Berlin' });
  jira.user('paul');
  jira.user('ed');
  jira.user('vic');
  jira.user('carla', { kind: 'customer' });
  jira.user('bot', { name: 'Handoff Bot', kind: 'app', timeZone: 'America/New_York' });
  jira.group('pms', ['maria', 'paul']);
  jira.status('Draft', 'new');
  jira.status('Review', 'indeterminate');
  jira.status('Approved', 'indeterminate');
  jira.workflow('Shop workflow', {
    initial: ['Draft', 'Review'],
    transitions: [
      { name: 'Ask for review', from: ['Draft'], to: 'Review' },
      { name: 'Approve', from: ['Review'], to: 'Approved' },
      { name: 'Finish', from: ['Approved'], to: 'Done' },
      { name: 'Back to draft', to: 'Draft' },
    ],
  });
  jira.customField('Sign-off', 'select', ['Yes', 'No']);
  jira.customField('Ticket', 'text');
  jira.customField('Owner', 'user');
  jira.project('SHOP', {
    name: 'Shop',
    workflow: 'Shop workflow',
    roles: { Product: { groups: ['pms'] }, Developers: { users: ['ed'] }, Bots: { users: ['bot'] } },
    permissions: { BROWSE_PROJECTS: ['role:Product', 'role:Developers', 'role:Bots', 'user:automation'] },
  });
  jira.project('OPS', { name: 'Operations' });
  jira.webhook({ url: listener.url, secret });
  const referee = flavour === 'cloud' ? await refereeIfThere() : null;

  const authorization = (handle: string): string => {
    if (flavour === 'data-center') return `Bearer ${jira.token(handle)}`;
    const pair = `${jira.emailOf(handle)}:${jira.token(handle)}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  };
  return {
    jira,
    clock,
    listener,
    call: async (method, path, body, as = 'bot') => {
      const api = flavour === 'cloud' ? 3 : 2;
      const answered = await ask(
        `${jira.url}/rest/api/${api}${path}`,
        method,
        as === null ? null : authorization(as),
        body,
      );
      const operation = jira.requests.at(-1)?.operation;
      const problem =
        operation === null || operation === undefined
          ? null
          : (referee?.(operation, answered.status, answered.body) ?? null);
      if (problem !== null) throw new Error(problem);
      return answered;
    },
    close: async () => {
      await jira.close();
      await listener.close();
    },
  };
}

export async function ask(
  url: string,
  method: string,
  authorization: string | null,
  body?: unknown,
): Promise<Answered> {
  const answer = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answeredWith(answer);
}
