/** `baton explain` as somebody types it, with a token of their own, beside a Baton at work. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { bare } from '../children.ts';
import { asPublished } from './published.ts';
import { openPull, openStage, repository, type Stage } from '../stories/stage.ts';

type Ended = { readonly code: number; readonly out: string; readonly err: string };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function explain(
  login: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const who = { GH_TOKEN: stage.github.token(login), GITHUB_API_URL: stage.github.url };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      'node_modules/.bin/node',
      ['src/cli/baton.ts', 'explain', ...words],
      { env: { ...bare, ...who, ...env } },
    );
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

test('an issue and its pull request, in the words of /why, and nothing is written', async () => {
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons *for* all' }),
  );
  const issue = `${repository}#${number}`;
  const pull = await openPull(stage, `Closes #${number}`);
  const writes = stage.spent();
  const waiting = await explain('anton', [issue]);
  expect({ code: waiting.code, err: waiting.err }).toEqual({ code: 0, err: '' });
  const reasoning = `Waiting for maria to approve the spec, since 5 Jan, 09:02 UTC.

Spec approval: waiting for approval
pm still has to approve it.
It blocks starting work and merging. pm (maria) prepares it. It’s for pm (maria) to approve.
Next: To approve it, comment /approve spec or add the label spec:approved. If it needs work, comment /return spec and why.

Acceptance: not ready yet
It comes after the spec.
It blocks closing. engineer (@acme/engineering) prepares it. It’s for pm (maria) to accept.
Next: Wait until the spec is approved.

The rules are in this repository's policy (${stage.github.url}/acme/shop/blob/HEAD/.github/roles.yml).
`;
  expect(waiting.out).toBe(`${issue} Coupons *for* all\n\n${reasoning}`);
  const held = await explain('anton', [pull]);
  expect(held.out).toBe(`${pull} Work

Waiting for maria to approve the spec of #1.

You can merge this once maria approves the spec of #1 (Coupons *for* all). To approve it, comment /approve spec or add the label spec:approved. If it needs work, comment /return spec and why.

#1 Coupons *for* all
${reasoning}`);
  expect(stage.spent().mutations).toBe(writes.mutations);
});

test('programs get the same as JSON, and what cannot be found out is no finding', async () => {
  const { number } = await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Refunds' }));
  await stage.act('maria', (maria) => maria.comment(`${repository}#${number}`, '/approve spec'));
  const { out } = await explain('anton', [`${stage.github.url}/${repository}/issues/${number}`, '--json']);
  expect(JSON.parse(out)).toMatchObject({
    item: `${repository}#${number}`,
    kind: 'issue',
    gates: [
      { gate: 'spec', status: 'satisfied', isOpen: true, approvals: [{ by: 'maria', via: 'command' }] },
      { gate: 'acceptance', isOpen: false },
    ],
  });
  expect(await explain('anton', [`${repository}#999`])).toEqual({
    code: 3,
    out: '',
    err: `baton explain: there is no ${repository}#999, or your token cannot see it.\n`,
  });
  expect(await explain('anton', [`${repository}#1`], { GH_TOKEN: 'ghp_nobody' })).toMatchObject({
    code: 3,
    out: '',
  });
  expect(await explain('anton', ['#1'])).toMatchObject({
    code: 3,
    err: 'baton explain: say in which repository: acme/shop#1.\n',
  });
  const wrong = await explain('anton', ['acme/shop']);
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toBe(
    'baton explain: "acme/shop" names no issue or pull request; write it like acme/shop#12, or SHOP-12 in Jira. See baton explain --help.\n',
  );
});

test('as of an instant: what was waited for then, and that rules and roles are today’s', async () => {
  const { number } = await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Gift cards' }),
  );
  const issue = `${repository}#${number}`;
  const pull = await openPull(stage, `Closes #${number}`);
  await stage.later(60_000);
  const before = new Date(stage.github.clock.now()).toISOString();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  const then = await explain('anton', [issue, '--at', before]);
  const [head, , line, , sentence] = then.out.split('\n');
  expect({ code: then.code, head, sentence }).toEqual({
    code: 0,
    head: `${issue} Gift cards`,
    sentence: expect.stringMatching(/^Waiting for maria to approve the spec, since 5 Jan, \d\d:\d\d UTC\.$/),
  });
  expect(line).toMatch(/^As of 5 Jan, \d\d:\d\d UTC, by today’s policy and today’s roles\.$/);
  const now = await explain('anton', [issue]);
  expect(now.out).not.toContain('As of');
  expect(now.out).not.toContain('Waiting for maria to approve');
  const merge = await explain('anton', [pull, '--at', before, '--json']);
  const told = asPublished('explain', merge.out) as { asOf: string; sentence: string };
  expect(told).toMatchObject({
    asOf: before,
    sentence: `Waiting for maria to approve the spec of #${number}.`,
  });
  const early = await explain('anton', [issue, '--at', '2025-01-01']);
  expect(early).toMatchObject({ code: 3, out: '' });
  expect(early.err).toMatch(/was opened later, on 2026-01-05T/);
  expect(await explain('anton', [issue, '--at', '2999-01-01'])).toMatchObject({
    code: 2,
    err: 'baton explain: --at is still to come. Leave it out to ask about now.\n',
  });
  expect((await explain('anton', [issue, '--at', 'yesterday'])).code).toBe(2);
});
