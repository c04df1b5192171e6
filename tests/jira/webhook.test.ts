import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  eventIn,
  isSignedBy,
  readWebhook,
  webhookLimit,
  type Webhook,
} from '../../src/jira/receive/webhook.ts';
import { siteAt } from './answering.ts';
import { hasSamples, sample, samplesIn } from './samples.ts';

const secret = 'a-very-secret-secret';
const site = siteAt('https://acme.test', 'cloud', { webhookSecret: () => secret });

function sign(body: string | Buffer, key = secret, hash = 'sha256'): string {
  return `${hash}=${createHmac(hash, key).update(body).digest('hex')}`;
}
function deliver(body: string | Buffer, more: Record<string, string | undefined> = {}): Webhook {
  const headers = { 'x-hub-signature': sign(body), 'x-atlassian-webhook-identifier': 'f-1', ...more };
  return readWebhook(site, headers, Buffer.from(body));
}

const maria = { accountId: '712020:maria', accountType: 'atlassian', displayName: 'Maria' };
const changed = {
  timestamp: 1_700_000_000_000,
  webhookEvent: 'jira:issue_updated',
  issue_event_type_name: 'issue_generic',
  user: maria,
  issue: {
    id: '10040',
    self: 'https://elsewhere.test/rest/api/2/issue/1',
    key: 'SHOP-12',
    fields: { project: { key: 'SHOP' } },
  },
  changelog: { id: '1', items: [{ field: 'status', fieldId: 'status', from: '1', to: '2' }] },
};

describe('the signature', () => {
  test("Atlassian's own example", () => {
    const hex = 'a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
    const body = Buffer.from('Hello World!');
    expect(isSignedBy("It's a Secret to Everybody", body, `sha256=${hex}`)).toBe(true);
    expect(isSignedBy("It's a Secret to Everybody", body, hex)).toBe(false);
    expect(isSignedBy('another', body, `sha256=${hex}`)).toBe(false);
  });

  test('is over the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(), (bytes, at) => {
        const body = Buffer.from(bytes);
        const signature = sign(body);
        expect(isSignedBy(secret, body, signature)).toBe(true);
        const other = Buffer.from(body);
        other[at % body.length] = (other[at % body.length] ?? 0) ^ 1;
        expect(isSignedBy(secret, other, signature)).toBe(false);
      }),
    );
  });
});

describe('refused', () => {
  const body = JSON.stringify(changed);
  test.each<readonly [string, () => Webhook, number]>([
    ['unsigned', () => deliver(body, { 'x-hub-signature': undefined }), 401],
    ['unsigned', () => deliver(body, { 'x-hub-signature': '' }), 401],
    ['wrong signature', () => deliver(body, { 'x-hub-signature': sign(body, 'another') }), 401],
    ['wrong signature', () => deliver(body, { 'x-hub-signature': sign(body, secret, 'sha1') }), 401],
    ['wrong signature', () => deliver(body, { 'x-hub-signature': 'sha256=ü' }), 401],
    ['too large', () => deliver(' '.repeat(webhookLimit + 1)), 413],
    ['too large', () => readWebhook(site, {}, null), 413],
    ['no object', () => deliver('[]'), 400],
    ['no object', () => deliver('no json'), 400],
    ['no object', () => deliver(Buffer.from(`{"a":"\xff"}`, 'latin1')), 400],
    ['no secret', () => readWebhook({ ...site, webhookSecret: null }, {}, Buffer.from(body)), 403],
  ])('%s', (reason, given, status) => {
    const said = given();
    expect(said).toMatchObject({ kind: 'refused', reason, status });
    expect(JSON.stringify(said)).not.toContain(secret);
  });

  test('but not where it is just as large as it may be', () => {
    expect(deliver(`{}${' '.repeat(webhookLimit - 2)}`)).toMatchObject({ kind: 'delivery', event: null });
  });
});

describe('a delivery', () => {
  test('says which issue to look at, and who did it', () => {
    expect(deliver(JSON.stringify(changed))).toEqual({
      kind: 'delivery',
      id: 'f-1',
      event: {
        kind: 'changed',
        issue: 'SHOP-12',
        id: '10040',
        project: 'SHOP',
        formerKeys: [],
        actor: '712020:maria',
      },
    });
  });

  test('without an identifier, copies are known by what they say', () => {
    const nameless = (body: string): unknown => {
      const said = deliver(body, { 'x-atlassian-webhook-identifier': undefined });
      return said.kind === 'delivery' ? said.id : null;
    };
    const body = JSON.stringify(changed);
    expect(nameless(body)).toMatch(/^body:[\da-f]{64}$/);
    expect(nameless(body)).toBe(nameless(body));
    expect(nameless(body)).not.toBe(nameless(`${body} `));
    const odd = deliver(body, { 'x-atlassian-webhook-identifier': 'x'.repeat(201) });
    expect(odd).toMatchObject({ id: nameless(body) });
  });

  test.each<readonly [string, 'cloud' | 'data-center', object, ReturnType<typeof eventIn>]>([
    [
      'a move tells the old key',
      'cloud',
      {
        ...changed,
        changelog: {
          items: [
            { field: 'project', fieldId: 'project', from: '1', to: '2' },
            { field: 'status', fieldId: 'status', from: '1', to: '2' },
            { field: 'Key', from: null, fromString: 'OPS-2', to: null, toString: 'SHOP-12' },
          ],
        },
      },
      {
        kind: 'changed',
        issue: 'SHOP-12',
        id: '10040',
        project: 'SHOP',
        formerKeys: ['OPS-2'],
        actor: '712020:maria',
      },
    ],
    [
      "Cloud's comment, without a user",
      'cloud',
      {
        webhookEvent: 'comment_updated',
        comment: { author: { accountId: 'x' }, updateAuthor: maria },
        issue: changed.issue,
      },
      {
        kind: 'commented',
        issue: 'SHOP-12',
        id: '10040',
        project: 'SHOP',
        formerKeys: [],
        actor: '712020:maria',
      },
    ],
    [
      'who deleted a comment is not told',
      'cloud',
      {
        webhookEvent: 'comment_deleted',
        comment: { author: maria, updateAuthor: maria },
        issue: changed.issue,
      },
      { kind: 'commented', issue: 'SHOP-12', id: '10040', project: 'SHOP', formerKeys: [], actor: null },
    ],
    [
      "Data Center's comment, without an issue",
      'data-center',
      {
        webhookEvent: 'comment_created',
        comment: {
          self: 'http://jira.test:8080/rest/api/2/issue/10013/comment/10082',
          author: { name: 'maria' },
        },
      },
      { kind: 'commented', issue: '10013', id: '10013', project: null, formerKeys: [], actor: 'maria' },
    ],
    [
      'Data Center names people by their names',
      'data-center',
      { ...changed, user: { name: 'maria', key: 'JIRAUSER1', accountId: 'x' } },
      { kind: 'changed', issue: 'SHOP-12', id: '10040', project: 'SHOP', formerKeys: [], actor: 'maria' },
    ],
    [
      'an issue without fields',
      'cloud',
      { webhookEvent: 'jira:issue_deleted', issue: { id: 10_040, key: 'MY_SHOP-12' } },
      { kind: 'deleted', issue: 'MY_SHOP-12', id: '10040', project: 'MY_SHOP', formerKeys: [], actor: null },
    ],
    ['a key that is none', 'cloud', { issue: { key: '../x-1' } }, null],
    ['nothing about an issue', 'cloud', { webhookEvent: 'sprint_started', sprint: { id: 1 } }, null],
    [
      'everything of another type',
      'cloud',
      { webhookEvent: 1, user: 1, issue: [], comment: 'x', changelog: null },
      null,
    ],
  ])('%s', (_, flavour, payload, event) => {
    expect(eventIn(flavour, payload)).toEqual(event);
  });

  test('of any shape does not throw', () => {
    const part = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(
        fc.record(
          { webhookEvent: part, user: part, issue: part, comment: part, changelog: part },
          { requiredKeys: [] },
        ),
        (payload) => {
          const event = eventIn('cloud', payload);
          expect(event === null || event.issue !== '').toBe(true);
        },
      ),
    );
  });
});

describe.skipIf(!hasSamples)('recorded webhooks', () => {
  test.each(samplesIn('webhooks'))('%s', (name) => {
    const text = sample('webhooks', name);
    const given = JSON.parse(text) as {
      readonly issue?: { readonly key: string };
      readonly webhookEvent: string;
    };
    const flavour = name.includes('server') ? 'data-center' : 'cloud';
    const said = readWebhook(
      { ...site, flavour },
      { 'x-hub-signature': sign(text), 'x-atlassian-webhook-identifier': name },
      Buffer.from(text),
    );
    expect(said).toMatchObject({ kind: 'delivery', id: name, event: { issue: given.issue?.key ?? '10013' } });
    const event = said.kind === 'delivery' ? said.event : null;
    expect(event?.kind).not.toBe('other');
    expect(event?.actor === null).toBe(given.webhookEvent === 'comment_deleted');
    expect(event?.project).toBe(given.issue?.key.split('-')[0] ?? null);
    expect(event?.formerKeys).toEqual(name.includes('move-issue') ? ['TCP-2'] : []);
  });
});

test('while the secret is rotated, both count', () => {
  const rotated = { ...site, olderSecret: () => 'what-it-was-before' };
  const body = '{}';
  const kinds = [secret, 'what-it-was-before', 'somebody-elses-secret'].map(
    (key) => readWebhook(rotated, { 'x-hub-signature': sign(body, key) }, Buffer.from(body)).kind,
  );
  expect(kinds).toEqual(['delivery', 'delivery', 'refused']);
});
