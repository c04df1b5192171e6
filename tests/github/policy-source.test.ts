/** Which policy file is in force. */
import { describe, expect, test } from 'vitest';

import { TryLater } from '../../src/tracker.ts';
import { answerFrom, answering, Refusal } from './answering.ts';
import { failure, looking } from './looking.ts';
import { issue, policyAs, repository } from './stories.ts';

const github = answering();
const { item, lookAtIssue } = looking(github);

describe('the policy', () => {
  const inherited = (of: unknown): void => {
    github.root = (asked) =>
      answerFrom(
        {
          repository: ({ name }: { name: string }) => {
            if (name !== '.github') return repository({ object: null, issue: issue() });
            if (of === null) throw new Refusal('NOT_FOUND', 'Could not resolve to a Repository');
            return { nameWithOwner: 'acme/.github', visibility: 'PUBLIC', object: policyAs(of) };
          },
        },
        asked,
      );
  };
  const policy = async (): Promise<unknown> => {
    const observation = await github.tracker.reads.observe(item());
    return observation.kind === 'gone' ? 'gone' : observation.policy;
  };

  test.each([
    ['too large', { isTruncated: true }],
    ['no text', { isBinary: true, text: null }],
  ])('that is %s has no text, and is there', async (_, fields) => {
    const object = { is: 'Blob', oid: 'f00', text: 'roles', isTruncated: false, isBinary: false, ...fields };
    const { policy } = await lookAtIssue(issue(), { object: policyAs(object) });
    expect(policy).toEqual({
      kind: 'file',
      repository: 'acme/shop',
      path: '.github/roles.yml',
      oid: 'f00',
      text: null,
    });
  });

  test("is the owner's where a repository has none, read once in five minutes", async () => {
    inherited({ is: 'Blob', oid: 'abc', text: 'roles: {pm: [maria]}', isTruncated: false, isBinary: false });
    const file = {
      kind: 'file',
      repository: 'acme/.github',
      path: '.github/roles.yml',
      oid: 'abc',
      text: 'roles: {pm: [maria]}',
    };
    expect(await policy()).toEqual(file);
    expect(await policy()).toEqual(file);
    expect(github.asked).toHaveLength(3);
    github.tracker.remembered.forgetOwnerPolicy('Acme');
    expect(await policy()).toEqual(file);
    expect(github.asked).toHaveLength(5);
    github.now += 300_000;
    await policy();
    expect(github.asked).toHaveLength(7);
  });

  test.each([[null], [{ is: 'Tree' }]])('is none where the owner has none: %j', async (of) => {
    inherited(of);
    expect(await policy()).toEqual({ kind: 'none' });
  });

  test("is tried again where the owner's could not be read", async () => {
    inherited(() => {
      throw new Error('Something went wrong');
    });
    expect(await failure(policy())).toBeInstanceOf(TryLater);
    inherited(null);
    expect(await policy()).toEqual({ kind: 'none' });
  });
});
