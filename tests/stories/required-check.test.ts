/** Only a required check blocks a merge: where Baton's is not required, the issue about beginning and the check `Baton policy` say so. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';
const halfHour = 30 * 60_000;
const ours = [{ name: 'Baton', app: 'baton' }];

/** olga's pull request with another policy; its address. */
async function proposes(more = ''): Promise<string> {
  const text = `${twoRoles}${more}reminders: { calendar: { timezone: Europe/Berlin } }\n`;
  await stage.act('olga', (olga) => olga.push(repository, 'rules', { files: { [path]: text } }));
  const { number } = await stage.act('olga', (olga) =>
    olga.openPull(repository, { title: 'New rules', body: '', head: 'rules' }),
  );
  return `${repository}#${number}`;
}

/** What the check `Baton policy` says of it; null: nothing. */
function said(pull: string): string | null {
  const summary =
    runsOn(stage.github.find.pull(pull)).findLast(({ name }) => name === 'Baton policy')?.summary ?? '';
  return (
    /## Is the check required\?\n(.*)/.exec(summary)?.[1]?.replaceAll(stage.github.url, 'GITHUB') ?? null
  );
}

const missing =
  'The check `Baton` isn’t required on `main` yet, so anyone who can merge can merge without an approval. An administrator can require it in [this repository’s rules](GITHUB/acme/shop/settings/rules), with Baton’s App as its source.';

describe('the check `Baton policy`', () => {
  const rows: readonly (readonly [string, (github: Sandbox) => void, string | RegExp | null])[] = [
    ['nothing requires it', () => {}, missing],
    ['a rule of the repository requires it', (github) => github.ruleset(repository, { checks: ours }), null],
    ['a rule of the organization requires it', (github) => github.ruleset('acme', { checks: ours }), null],
    ['the branch’s protection requires it', (github) => github.protect(repository, { checks: ours }), null],
    [
      'a rule requires it, and is only tried out',
      (github) => github.ruleset(repository, { enforcement: 'evaluate', checks: ours }),
      missing,
    ],
    [
      'another branch requires it',
      (github) => github.ruleset(repository, { branches: ['release/*'], checks: ours }),
      missing,
    ],
    [
      'other checks are required',
      (github) => github.protect(repository, { checks: [{ name: 'tests' }, { name: 'baton' }] }),
      missing,
    ],
    [
      'a rule requires it from any source',
      (github) => github.ruleset('acme', { checks: [{ name: 'Baton' }] }),
      /^The check `Baton` is required on `main`, but from any source, so anyone who can write could report a check of that name\. An administrator can choose Baton’s App as its source in \[the rule that requires it\]\(GITHUB\/organizations\/acme\/settings\/rules\/\d+\)\.$/,
    ],
    [
      'protection requires it from any source, and a rule from Baton',
      (github) => {
        github.protect(repository, { checks: [{ name: 'Baton' }] });
        github.ruleset(repository, { checks: ours });
      },
      null,
    ],
  ];
  test.each(rows)('where %s', async (_, rule, expected) => {
    stage = await openStage();
    rule(stage.github);
    const pull = await proposes();
    if (expected instanceof RegExp) expect(said(pull)).toMatch(expected);
    else expect(said(pull)).toBe(expected);
  });

  test('where another App is to report it, nothing can be merged', async () => {
    stage = await openStage({
      before: (github) => {
        github.app({ slug: 'other', permissions: { checks: 'write' }, events: [] });
        github.protect(repository, { checks: [{ name: 'Baton', app: 'other' }] });
      },
    });
    expect(said(await proposes())).toBe(
      `The check \`Baton\` is required on \`main\` from another App (ID ${stage.github.find.app('other').id}), so nothing can be merged there. An administrator can choose Baton’s App as its source in [the rule that requires it](GITHUB/acme/shop/settings/branches).`,
    );
  });

  test('where the plan has no protected branches', async () => {
    stage = await openStage({
      before: (github) => {
        github.find.repository(repository).private = true;
        github.plan('acme', 'free');
      },
    });
    expect(said(await proposes())).toMatch(
      /^The check `Baton` can’t be required on `main`: private repositories need GitHub Pro, Team or Enterprise for that/,
    );
  });

  test('says that it can wait, where nothing is blocked; says nothing, where no gate blocks a merge', async () => {
    stage = await openStage();
    expect(said(await proposes('mode: warn\n'))).toBe(
      `${missing} With \`mode: warn\` Baton blocks nothing, so this can wait.`,
    );
    stage.spent();
    await stage.act('olga', (olga) =>
      olga.push(repository, 'rules', {
        files: { [path]: `${twoRoles}gates: { accept: { approve: pm, blocks: [close] } }\n` },
      }),
    );
    expect(said(`${repository}#1`)).toBe(null);
    expect(stage.github.requests.filter(({ path: asked }) => asked.includes('/branches/'))).toEqual([]);
  });

  test('says nothing wrong, where GitHub cannot be asked, and is right once it can', async () => {
    stage = await openStage({ timed: true });
    stage.github.faults.add({
      match: ({ path: asked }) => asked.includes('/rules/'),
      kind: '5xx',
      status: 502,
    });
    const pull = await proposes();
    expect(said(pull)).toBe(null);
    await stage.later(halfHour + 60_000);
    expect(said(pull)).toBe(missing);
  });

  test('changes within half an hour, in either direction; asking costs two requests then, and none with an event', async () => {
    stage = await openStage({ timed: true });
    const pull = await proposes();
    expect(said(pull)).toBe(missing);
    const asked = (): number =>
      stage.github.requests.splice(0).filter(({ path: to }) => to.includes('/branches/')).length;
    expect(asked()).toBe(2);
    for (const word of ['one', 'two', 'three'])
      await stage.act('olga', (olga) => olga.comment(pull, `Comment ${word}`));
    expect(asked()).toBe(0);
    stage.github.ruleset('acme', { checks: ours });
    await stage.later(halfHour + 60_000);
    expect(said(pull)).toBe(null);
    expect(asked()).toBe(2);
    // Nobody says that it is not: nobody asks.
    await stage.later(10 * halfHour);
    expect(asked()).toBe(0);
    stage.github.ruleset('acme', { enforcement: 'disabled' });
    await stage.act('olga', (olga) => olga.comment(pull, 'Hm'));
    expect(said(pull)).toBe(missing);
  });
});

describe('the issue that says how to begin', () => {
  const chosen = (more: Partial<StageSettings> = {}): Promise<Stage> =>
    openStage({ policy: null, installedOn: [repository], timed: true, ...more });
  const issue = () =>
    [...stage.github.find.repository(repository).items.values()].find(
      ({ author }) => author.login === 'baton[bot]',
    );
  const step = (): string =>
    /^4\. (.*)$/m
      .exec(issue()?.body ?? '')?.[1]
      ?.replaceAll(/<!--.*?-->/g, '')
      .replaceAll(stage.github.url, 'GITHUB') ?? '';
  const missingStep =
    'Then require the check `Baton` on `main` in [this repository’s rules](GITHUB/acme/shop/settings/rules), with Baton’s App as its source. It isn’t required yet, and only a required check blocks a merge.';

  test('says what to do, and that it is done, and keeps what people wrote there', async () => {
    stage = await chosen();
    expect(step()).toBe(missingStep);
    const { number, body } = issue() ?? { number: 0, body: '' };
    await stage.act('olga', (olga) =>
      olga.edit(`${repository}#${number}`, { body: `${body}\n\nWe talk on Friday.` }),
    );
    stage.github.ruleset(repository, { checks: ours });
    await stage.later(halfHour + 60_000);
    expect(step()).toBe(
      'The check `Baton` is required on `main` already, and Baton reports it only once the file is there: until then, an administrator has to let pull requests bypass it.',
    );
    expect(issue()?.body).toMatch(/We talk on Friday\.$/);
  });

  test('does not claim what it could not find out', async () => {
    stage = await chosen({
      before: (github) =>
        github.faults.add({
          match: ({ path: asked }) => asked.includes('/rules/'),
          kind: '5xx',
          status: 502,
        }),
    });
    expect(step()).toBe(
      'Make sure that the check `Baton` is required on `main` in [this repository’s rules](GITHUB/acme/shop/settings/rules), with Baton’s App as its source: only a required check blocks a merge.',
    );
    await stage.later(halfHour + 60_000);
    expect(step()).toBe(missingStep);
  });

  test('is left alone once it is closed', async () => {
    stage = await chosen();
    await stage.act('olga', (olga) => olga.close(`${repository}#${issue()?.number}`));
    stage.github.ruleset(repository, { checks: ours });
    await stage.later(halfHour + 60_000);
    expect(step()).toBe(missingStep);
  });
});
