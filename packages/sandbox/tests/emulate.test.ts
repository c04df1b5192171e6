/**
 * The same script on the sandbox and on `emulate` (Vercel Labs), an independent emulation of a part of GitHub's REST
 * side. Where they differ, it says which of the two GitHub is with, and by what.
 */
import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../src/index.ts';

type Side = { readonly url: string; readonly tokens: Readonly<Record<string, string>> };
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

let github: Sandbox;
let emulator: Emulator;
let sides: { readonly sandbox: Side; readonly emulate: Side };

beforeAll(async () => {
  const people = ['olga', 'ed', 'rita'];
  github = await startSandbox();
  for (const login of people) github.user(login);
  github.repository('olga/shop', { collaborators: { ed: 'write' }, files: { 'README.md': '# Shop\n' } });
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(
        people.map((login) => [`token-of-${login}`, { login, scopes: ['repo', 'user'] }]),
      ),
      github: {
        users: people.map((login) => ({ login })),
        repos: [{ owner: 'olga', name: 'shop', auto_init: true }],
      },
    },
  });
  sides = {
    sandbox: {
      url: github.url,
      tokens: Object.fromEntries(people.map((login) => [login, github.token(login)])),
    },
    emulate: {
      url: emulator.url,
      tokens: Object.fromEntries(people.map((login) => [login, `token-of-${login}`])),
    },
  };
  await say(sides.emulate, 'olga', 'PUT', '/collaborators/ed', { permission: 'push' });
});
afterAll(async () => {
  await github.close();
  await emulator.close();
});

async function say(
  side: Side,
  login: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const answer = await fetch(`${side.url}/repos/olga/shop${path}`, {
    method,
    headers: { authorization: `Bearer ${side.tokens[login]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Json) };
}

/** What an answer says, as far as it is the same whoever gives it: no ids, addresses or times. */
function gist({ status, body }: { status: number; body: Json }): Json {
  if (Array.isArray(body)) return [status, ...(body as Json[]).map(word)];
  if (typeof body !== 'object' || body === null) return [status];
  return [status, word(body)];
}

type Thing = { readonly [key: string]: Json };

function word(value: Json): Json {
  const thing = value as Thing;
  const names = (list: Json | undefined, key: string): Json =>
    ((list ?? []) as Thing[]).map((one) => one[key] ?? null);
  const actor = (thing['actor'] ?? thing['user'] ?? null) as Thing | null;
  if ('event' in thing) return `${actor?.['login'] as string} ${thing['event'] as string}`;
  if ('title' in thing) {
    const { title, body = null, state, state_reason: reason } = thing;
    return [
      title ?? null,
      body,
      state ?? null,
      reason ?? null,
      names(thing['labels'], 'name'),
      names(thing['assignees'], 'login'),
    ];
  }
  if ('permission' in thing) return [thing['permission'] ?? null, thing['role_name'] ?? null];
  if ('color' in thing) return thing['name'] ?? null;
  if ('body' in thing) return `${actor?.['login'] as string}: ${thing['body'] as string}`;
  return thing['message'] ?? null;
}

type Step = {
  readonly ask: readonly [who: string, method: string, path: string, body?: unknown];
  /** What both answer. */
  readonly both?: Json;
  /** Where they differ: what each answers, and why the sandbox answers as it does. */
  readonly sandbox?: Json;
  readonly emulate?: Json;
  readonly because?: string;
};

const noAdmin = 'Must have admin rights to Repository.';

const script: readonly Step[] = [
  {
    ask: ['ed', 'POST', '/labels', { name: 'ready', color: '00ff00', description: 'go' }],
    both: [201, 'ready'],
  },
  {
    ask: ['ed', 'POST', '/labels', { name: 'READY', color: '00ff00' }],
    sandbox: [422, 'Validation Failed'],
    emulate: [201, 'READY'],
    because: 'On GitHub a label of the same name in other letters is the same label.',
  },
  {
    ask: [
      'rita',
      'POST',
      '/issues',
      { title: 'Basket', body: 'Keep it', labels: ['ready'], assignees: ['ed'] },
    ],
    sandbox: [201, ['Basket', 'Keep it', 'open', null, [], []]],
    emulate: [201, ['Basket', 'Keep it', 'open', null, ['ready'], ['ed']]],
    because:
      '"Only users with push access can set labels for new issues. Labels are silently dropped otherwise." ("Create an issue"; the same for assignees)',
  },
  {
    ask: ['rita', 'POST', '/issues', {}],
    sandbox: [422, 'Invalid request.\n\n"title" wasn\'t supplied.'],
    emulate: [422, 'Validation failed'],
    because: 'GitHub names the field that is missing.',
  },
  {
    ask: ['rita', 'POST', '/issues/1/labels', { labels: ['ready'] }],
    sandbox: [403, noAdmin],
    emulate: [200, 'ready'],
    because:
      'Labels take the triage role ("Repository roles for an organization"); the emulation lets readers label.',
  },
  { ask: ['ed', 'POST', '/issues/1/labels', { labels: ['ready'] }], both: [200, 'ready'] },
  { ask: ['ed', 'POST', '/issues/1/labels', { labels: ['unheard of'] }], both: [200, 'ready', 'unheard of'] },
  { ask: ['ed', 'DELETE', '/issues/1/labels/unheard%20of'], both: [200, 'ready'] },
  {
    ask: ['ed', 'DELETE', '/issues/1/labels/unheard%20of'],
    sandbox: [404, 'Label does not exist'],
    emulate: [404, 'Not Found'],
    because: 'GitHub says which of the two was not found.',
  },
  {
    ask: ['ed', 'POST', '/issues/1/assignees', { assignees: ['ed'] }],
    sandbox: [201, ['Basket', 'Keep it', 'open', null, ['ready'], ['ed']]],
    emulate: [200, ['Basket', 'Keep it', 'open', null, ['ready'], ['ed']]],
    because: 'GitHub\'s description knows only 201 for "Add assignees to an issue".',
  },
  { ask: ['ed', 'PATCH', '/labels/ready', { new_name: 'approved' }], both: [200, 'approved'] },
  { ask: ['rita', 'POST', '/issues/1/comments', { body: 'I want it' }], both: [201, 'rita: I want it'] },
  { ask: ['rita', 'GET', '/issues/1/comments'], both: [200, 'rita: I want it'] },
  {
    ask: ['rita', 'PATCH', '/issues/1', { title: 'The basket' }],
    both: [200, ['The basket', 'Keep it', 'open', null, ['approved'], ['ed']]],
  },
  {
    ask: ['ed', 'PATCH', '/issues/1', { state: 'closed', state_reason: 'not_planned' }],
    both: [200, ['The basket', 'Keep it', 'closed', 'not_planned', ['approved'], ['ed']]],
  },
  {
    ask: ['rita', 'PATCH', '/issues/1', { state: 'open' }],
    sandbox: [403, noAdmin],
    emulate: [200, ['The basket', 'Keep it', 'open', 'reopened', ['approved'], ['ed']]],
    because: 'An author without write access cannot reopen what somebody else has closed.',
  },
  {
    ask: ['ed', 'PATCH', '/issues/1', { state: 'open' }],
    both: [200, ['The basket', 'Keep it', 'open', 'reopened', ['approved'], ['ed']]],
  },
  {
    ask: ['ed', 'GET', '/issues/1/events'],
    sandbox: [
      200,
      'ed labeled',
      'ed labeled',
      'ed unlabeled',
      'ed assigned',
      'rita renamed',
      'ed closed',
      'ed reopened',
    ],
    emulate: [200, 'rita opened', 'ed labeled', 'ed unlabeled', 'rita edited', 'ed closed', 'rita reopened'],
    because:
      'GitHub has no events "opened" and "edited" among an issue\'s, and has "assigned" and "renamed" ("Issue event types"); the rest follows from the steps above.',
  },
  {
    ask: ['ed', 'PUT', '/contents/basket.ts', { message: 'Basket', content: 'eA==', branch: 'nowhere' }],
    sandbox: [404, 'Branch nowhere not found'],
    emulate: [404, 'Not Found'],
    because: 'GitHub names the branch.',
  },
  {
    ask: ['ed', 'GET', '/collaborators/ed/permission'],
    sandbox: [200, ['write', 'write']],
    emulate: [200, ['push', 'write']],
    because:
      '"The permission attribute provides the legacy base roles of admin, write, read, and none" ("Get repository permissions for a user").',
  },
  {
    ask: ['ed', 'GET', '/collaborators/rita/permission'],
    sandbox: [200, ['read', 'read']],
    emulate: [404, 'Not Found'],
    because: 'Everybody has read access to a public repository, and GitHub says so.',
  },
  { ask: ['ed', 'GET', '/issues/99'], both: [404, 'Not Found'] },
  {
    ask: ['rita', 'DELETE', '/labels/approved'],
    sandbox: [403, noAdmin],
    emulate: [204],
    because: 'Deleting labels takes the write role ("Repository roles for an organization").',
  },
];

test('the same script on both: they agree, or the difference has its reason', async () => {
  const told: unknown[] = [];
  for (const { ask } of script) {
    told.push({
      ask,
      sandbox: gist(await say(sides.sandbox, ...ask)),
      emulate: gist(await say(sides.emulate, ...ask)),
    });
  }
  expect(told).toEqual(
    script.map(({ ask, both, sandbox, emulate }) => ({
      ask,
      sandbox: both ?? sandbox,
      emulate: both ?? emulate,
    })),
  );
  // A difference without a reason, or a reason without a difference, is a mistake in the script.
  expect(script.filter(({ both, because }) => (both === undefined) !== (because !== undefined))).toEqual([]);
  expect([github.misfits, github.unplayed]).toEqual([[], []]);
});
