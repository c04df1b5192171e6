/** Answers about a repository that the sandbox does not give. */
import nock from 'nock';
import { expect, test } from 'vitest';

import { answering, host } from './answering.ts';

const github = answering();
const contents = (): nock.Interceptor =>
  nock(host).get('/repos/acme/shop/contents/.github/roles.yml').query({ ref: 'abc' });
const policyAt = () => github.tracker.reads.policyAt(github.installation, 'acme/shop', 'abc');

test('a policy of more than 1 MB, or of more than 100 MB, is none that can be read', async () => {
  contents().reply(200, { type: 'file', encoding: 'none', content: '', sha: 'b', size: 2_000_000 });
  expect(await policyAt()).toEqual({ text: null });
  contents().reply(403, {
    message: 'This API returns blobs up to 100 MB in size. The requested blob is too large.',
  });
  expect(await policyAt()).toEqual({ text: null });
});

test('a policy that Baton may not read is tried again', async () => {
  contents().reply(403, { message: 'Resource not accessible by integration' });
  await expect(policyAt()).rejects.toMatchObject({ name: 'TryLater' });
});

test('a text of many bytes and lines comes as it is', async () => {
  const text = '# größer\n'.repeat(20);
  const content = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n');
  contents().reply(200, { type: 'file', encoding: 'base64', content });
  expect(await policyAt()).toEqual({ text });
});

const issues = '/repos/acme/shop/issues';
const listed = (found: readonly object[]) =>
  nock(host)
    .get(issues)
    .query({ creator: 'baton[bot]', state: 'all', per_page: 100, page: 1 })
    .reply(200, found);
const problem = { title: 'Broken', body: 'Line 1' };
const body = '<!-- baton:policy-problem -->\nLine 1';
const tell = (issue: typeof problem | null = problem) =>
  github.tracker.writes.tellProblem({ installation: github.installation, repository: 'acme/shop', issue });
const ours = (number: number) => ({
  number,
  title: 'Broken',
  body,
  state: 'open',
  user: { login: 'baton[bot]' },
});

test('an issue that was just opened and is not listed yet is not opened again', async () => {
  listed([]);
  nock(host).post(issues, { title: 'Broken', body }).reply(201, { number: 5 });
  expect(await tell()).toEqual({ kind: 'opened', number: 5 });
  listed([]);
  await expect(tell()).rejects.toMatchObject({
    name: 'TryLater',
    message: expect.stringContaining('acme/shop#5'),
  });
  listed([ours(5)]);
  expect(await tell()).toEqual({ kind: 'nothing' });
});

test('two that are open: the first is kept up to date, both are closed', async () => {
  listed([ours(6), ours(5)]);
  expect(await tell()).toEqual({ kind: 'nothing' });
  listed([ours(6), ours(5)]);
  const closed = {
    state: 'closed',
    state_reason: 'completed',
    body: `<!-- baton:policy-mended -->\n${body}`,
  };
  nock(host).patch(`${issues}/5`, closed).reply(200, { number: 5 });
  nock(host).patch(`${issues}/6`, closed).reply(200, { number: 6 });
  expect(await tell(null)).toEqual({ kind: 'closed', number: 5 });
});

test('looks at once go one after the other', async () => {
  listed([]);
  nock(host).post(issues, { title: 'Broken', body }).reply(201, { number: 5 });
  listed([ours(5)]);
  expect(await Promise.all([tell(), tell()])).toEqual([{ kind: 'opened', number: 5 }, { kind: 'nothing' }]);
});

test.each([
  [403, 'Resource not accessible by integration', 'Resource not accessible by integration'],
  [410, 'Issues are disabled for this repo', 'It has no issues.'],
])('a repository whose issues cannot be written (%i)', async (status, message, why) => {
  listed([]);
  nock(host).post(issues).reply(status, { message });
  expect(await tell()).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
  nock(host).get(issues).query(true).reply(status, { message });
  expect(await tell()).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
});

test('a list of what waits is one issue, kept up to date; closed by a person, it stays closed until nothing waits', async () => {
  const tellDigest = (list: string | null) =>
    github.tracker.writes.tellDigest({
      installation: github.installation,
      repository: 'acme/shop',
      issue: list === null ? null : { title: 'Waiting', body: list },
    });
  const marked = (list: string): string => `<!-- baton:digest -->\n${list}`;
  const there = { ...ours(7), title: 'Waiting', body: marked('one') };
  const over = `<!-- baton:digest-over -->\n${marked('one')}`;
  // Another issue of Baton's is not it.
  listed([ours(5)]);
  nock(host)
    .post(issues, { title: 'Waiting', body: marked('one') })
    .reply(201, { number: 7 });
  expect(await tellDigest('one')).toEqual({ kind: 'opened', number: 7 });
  listed([there, ours(5)]);
  nock(host)
    .patch(`${issues}/7`, { title: 'Waiting', body: marked('two') })
    .reply(200, {});
  expect(await tellDigest('two')).toEqual({ kind: 'updated', number: 7 });
  listed([{ ...there, state: 'closed' }]);
  expect(await tellDigest('two')).toEqual({ kind: 'nothing' });
  listed([{ ...there, state: 'closed' }]);
  nock(host).patch(`${issues}/7`, { body: over }).reply(200, {});
  expect(await tellDigest(null)).toEqual({ kind: 'nothing' });
  listed([{ ...there, state: 'closed', body: over }]);
  nock(host)
    .post(issues, { title: 'Waiting', body: marked('one') })
    .reply(201, { number: 8 });
  expect(await tellDigest('one')).toEqual({ kind: 'opened', number: 8 });
  listed([{ ...there, number: 8 }]);
  nock(host).patch(`${issues}/8`, { body: over, state: 'closed', state_reason: 'completed' }).reply(200, {});
  expect(await tellDigest(null)).toEqual({ kind: 'closed', number: 8 });
});

test('what GitHub finds invalid is refused, and is not tried for ever', async () => {
  listed([]);
  nock(host).post(issues).reply(422, { message: 'Validation Failed' });
  expect(await tell()).toEqual({ kind: 'refused', why: 'Validation Failed' });
});
