/** Issues, pull requests and sub-issues of repositories that fewer people can read: what Baton writes does not tell of them. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { cardOf, commentsOf, runsOn } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const planning = 'acme/planning';
const open = 'acme/specs';
const secret = 'kestrel';
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance, requires: { sub-issues: satisfied } }
pull-requests:
  linked-repositories: [${planning}, ${open}]
`;

/** acme/planning is private, acme/specs is public; both have the same policy. */
const world = (github: Sandbox): void => {
  const collaborators = { maria: 'write', anton: 'write', ben: 'write' } as const;
  const files = { '.github/roles.yml': policy };
  github.repository(planning, { private: true, collaborators, files });
  github.repository(open, { private: false, collaborators, files });
  github.repository('acme/hidden', { private: true, collaborators, files: { 'README.md': '#' } });
};
const begin = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy, before: world, ...settings });
};

/** Everything that Baton wrote in a repository. */
function writtenIn(where: string): string {
  const { items, suites } = stage.github.find.repository(where);
  const comments = [...items.values()].flatMap(commentsOf).map(({ body }) => body);
  const own = [...items.values()].filter(({ author }) => author.login === 'baton[bot]');
  const runs = suites.flatMap((suite) => suite.runs);
  return [
    ...comments,
    ...own.map(({ title, body }) => `${title}\n${body}`),
    ...runs.map(({ title, summary, annotations }) => JSON.stringify([title, summary, annotations])),
  ].join('\n');
}
const check = (pull: string) => runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton');

const opens = async (where: string, title: string, body = `One ${secret} per order.`): Promise<string> => {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(where, { title, body }));
  return `${where}#${number}`;
};

const pageOf = (issue: string): string => `${stage.github.url}/${issue.replace('#', '/issues/')}`;

describe('a pull request of a public repository that closes an issue', () => {
  /** The issue was approved, edited, asked about, sent back; the pull request asks why. */
  async function story(
    where: string,
  ): Promise<{ readonly issue: string; readonly pull: string; readonly edited: string }> {
    const issue = await opens(where, `A ${secret} for orders`, `## Problem\n\nOne ${secret} per order.`);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    await stage.act('anton', (anton) => anton.edit(issue, { body: `## Problem\n\nTwo ${secret}s.` }));
    const pull = await openPull(stage, `Closes ${issue}`);
    const edited = check(pull)?.summary ?? '';
    await stage.act('anton', (anton) => anton.comment(issue, `/question is a ${secret} a bird?`));
    await stage.act('maria', (maria) => maria.comment(issue, `/return spec the ${secret} case is missing`));
    await stage.act('rita', (rita) => rita.comment(pull, '/why'));
    return { issue, pull, edited };
  }

  test('of a private one: how its gates stand is told, and nothing that it says', async () => {
    await begin();
    const { issue, pull, edited } = await story(planning);
    expect(edited).not.toContain(secret);
    expect(writtenIn(repository)).not.toContain(secret);
    const where = `[an issue in a private repository](${pageOf(issue)})`;
    expect(check(pull)).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for pm to fix the spec of an issue in a private repository',
    });
    expect(check(pull)?.summary).toContain(`You can merge this once \`pm\` fixes the spec of ${where}.`);
    expect(check(pull)?.summary).toContain(
      '| Spec approval | ↩️ sent back | Fewer people can read that issue',
    );
    expect(stage.heard(pull)).toEqual([expect.stringContaining(where)]);
    // On the issue itself, all of it is told.
    expect(cardOf(stage.github.find.item(issue))?.body).toContain(`is a ${secret} a bird`);
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(check(pull)?.conclusion).toBe('success');
    expect(writtenIn(repository)).not.toContain(secret);
  });

  test('of a public one: it is told as in its own repository', async () => {
    await begin();
    const { pull, edited } = await story(open);
    expect(edited).toContain(`+Two ${secret}s.`);
    expect(check(pull)?.title).toBe('Waiting for maria to fix the spec of acme/specs#1');
    expect(check(pull)?.summary).toContain(`A ${secret} for orders`);
    expect(check(pull)?.summary).toContain(`the ${secret} case is missing`);
  });

  test('of a private one that the policy does not list: it does not count, and is not named', async () => {
    await begin();
    const issue = await opens('acme/hidden', `A ${secret}`);
    const pull = await openPull(stage, `Closes ${issue}`);
    expect(check(pull)?.title).toBe('Link the issue that this closes');
    expect(check(pull)?.summary).toContain('[An issue in a private repository](');
    expect(check(pull)?.summary).not.toContain('acme/hidden#1 does not');
  });

  test('refusals on it tell nothing of the issue', async () => {
    await begin({
      policy: policy.replace(
        'spec: { preset: spec }',
        'spec: { preset: spec, requires: { consent: [engineer] } }',
      ),
    });
    const issue = await opens(planning, `A ${secret}`);
    await stage.act('anton', (anton) => anton.comment(issue, `/not-viable no ${secret} can be built`));
    const pull = await openPull(stage, `Closes ${issue}`);
    await stage.act('maria', (maria) => maria.comment(pull, '/approve spec'));
    expect(stage.heard(pull)).toEqual([expect.stringContaining('can’t be approved yet')]);
    expect(writtenIn(repository)).not.toContain(secret);
  });
});

test('between two private repositories, an issue is not told of either: their readers differ', async () => {
  await begin({
    before: (github) => {
      world(github);
      github.find.repository(repository).private = true;
    },
  });
  const issue = await opens(planning, `A ${secret}`);
  const pull = await openPull(stage, `Closes ${issue}`);
  expect(check(pull)?.title).toBe('Waiting for pm to approve the spec of an issue in a private repository');
  expect(writtenIn(repository)).not.toContain(secret);
});

describe('the card of a public issue', () => {
  test('names no pull request of a private repository, and nobody who opened it', async () => {
    await begin();
    const issue = await opens(repository, 'Coupons', 'One per order.');
    await stage.act('ben', (ben) => ben.push(planning, `${secret}-branch`, { files: { 'a.txt': 'x' } }));
    await stage.act('ben', (ben) =>
      ben.openPull(planning, {
        title: `The ${secret}`,
        body: `Closes ${issue}`,
        head: `${secret}-branch`,
      }),
    );
    await stage.act('rita', (rita) => rita.comment(issue, '/why'));
    const card = cardOf(stage.github.find.item(issue))?.body;
    expect(card).toContain('**Started early:** [a pull request in a private repository](');
    expect(card).not.toContain('ben');
    expect(writtenIn(repository)).not.toContain(secret);
  });

  test.each([
    ['private', planning, 'A pull request is merged, and GitHub closed'],
    ['public', open, 'acme/specs#1](http'],
  ] as const)('of a %s repository, the pull request whose merge closed it', async (_, where, says) => {
    await begin({ policy: policy.replace(`, ${open}]`, `, ${open}, ${repository}]`) });
    const issue = await opens(repository, 'Coupons', 'One per order.');
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    await stage.act('ben', (ben) => ben.push(where, 'work', { files: { 'a.txt': 'x' } }));
    const { number } = await stage.act('ben', (ben) =>
      ben.openPull(where, { title: 'Work', body: `Closes ${issue}`, head: 'work' }),
    );
    await stage.act('ben', (ben) => ben.merge(`${where}#${number}`));
    expect(stage.see(issue).state).toBe('open');
    const text = commentsOf(stage.github.find.item(issue))
      .map(({ body }) => body)
      .join();
    expect(text).toContain(says);
    expect(text.includes(`${where}/pull/`)).toBe(where === open);
  });

  test('names no sub-issue of a private repository, and not whose turn it is there', async () => {
    const other = `roles: { ${secret}: [maria], engineer: [anton] }\ngates:\n  spec: { preset: spec, prepared-by: engineer, approve: ${secret} }\n`;
    await begin({
      before: (github) => {
        world(github);
        const collaborators = { maria: 'write', anton: 'write' } as const;
        github.repository('acme/parts', {
          private: true,
          collaborators,
          files: { '.github/roles.yml': other },
        });
      },
    });
    const issue = await opens(repository, 'Coupons', 'One per order.');
    const [hidden, shown] = [await opens('acme/parts', `A ${secret}`), await opens(open, 'A part', 'Shown.')];
    for (const part of [hidden, shown]) await stage.act('maria', (maria) => maria.addSubIssue(issue, part));
    await stage.act('rita', (rita) => rita.comment(issue, '/why'));
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
    expect(writtenIn(repository)).not.toContain(secret);
    expect(writtenIn(repository)).toContain('[an issue in a private repository](');
    expect(writtenIn(repository)).toContain('acme/specs#1 (waiting for');
  });
});

describe('a secret team', () => {
  const policy = `roles: { pm: [maria, "@acme/${secret}"], engineer: ["@acme/engineering"] }\n`;
  const withTeam = (github: Sandbox): void => {
    world(github);
    github.team('acme', secret, { secret: true, members: ['otto'] });
  };

  test('is not named in a public repository whose policy is in a private one, and its members still count', async () => {
    await begin({
      policy: null,
      before: (github) => {
        withTeam(github);
        const files = { '.github/roles.yml': policy };
        github.repository('acme/.github', { private: true, collaborators: { maria: 'write' }, files });
      },
    });
    const issue = await opens(repository, 'Coupons', 'One per order.');
    await stage.act('rita', (rita) => rita.comment(issue, '/why'));
    await stage.act('otto', (otto) => otto.comment(issue, '/approve spec'));
    await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    expect(writtenIn(repository)).toContain('It’s for `pm` (maria) to approve.');
    expect(writtenIn(repository)).not.toContain(secret);
  });

  test.each([
    ['renamed', () => stage.github.changeTeam(`acme/${secret}`, { name: `${secret}-two` }), true],
    ['deleted', () => stage.github.deleteTeam(`acme/${secret}`), false],
  ] as const)(
    'that is %s is not named there either, and it is said that something is wrong',
    async (_, change, keeps) => {
      await begin({
        policy: null,
        before: (github) => {
          withTeam(github);
          const files = { '.github/roles.yml': policy };
          github.repository('acme/.github', { private: true, collaborators: { maria: 'write' }, files });
        },
      });
      const issue = await opens(repository, 'Coupons', 'One per order.');
      const pull = await openPull(stage, `Closes ${issue}`);
      await stage.act('olga', change);
      await stage.act('rita', (rita) => rita.comment(issue, '/why'));
      await stage.act('rita', (rita) => rita.comment(pull, '/why'));
      expect(writtenIn(repository)).not.toContain(secret);
      for (const text of [cardOf(stage.github.find.item(issue))?.body, check(pull)?.summary])
        expect(text).toContain('A team of the policy was renamed, or could not be read');
      await stage.act('otto', (otto) => otto.comment(issue, '/approve spec'));
      expect(stage.see(issue).labels).toEqual(keeps ? ['spec:approved'] : []);
    },
  );

  test('is named where the policy of that repository names it', async () => {
    await begin({ policy, before: withTeam });
    const issue = await opens(repository, 'Coupons', 'One per order.');
    await stage.act('rita', (rita) => rita.comment(issue, '/why'));
    expect(writtenIn(repository)).toContain(`@acme/${secret}`);
  });
});
