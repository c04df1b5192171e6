/** Policies that build on others: what changes in a base, what is wrong in it, and what it locks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';
const shared = '.github/shops.yml';
const rules = 'acme/rules';
const site = 'acme/site';
const issue = `${repository}#1`;
const own = `extends: ${rules}:${shared}\n`;
const base = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, locked: true }
  acceptance: { preset: acceptance }
`;
const broken = base.replace('acceptance:', 'acceptanse:').replace('pm:', 'pn:');

/** acme/rules has the base; acme/shop and acme/site build on it. */
const rulers =
  (text: string | null = base, more: (github: Sandbox) => void = () => {}) =>
  (github: Sandbox): void => {
    const collaborators = { maria: 'write', anton: 'write', otto: 'write' } as const;
    const files = { 'README.md': '# Rules', ...(text === null ? {} : { [shared]: text }) };
    github.repository(rules, { private: true, files });
    github.repository(site, { private: true, collaborators, files: { [path]: own } });
    more(github);
  };
const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ policy: own, before: rulers(), ...settings });
};

const writes = (where: string, files: Record<string, string | null>) =>
  stage.act('olga', (olga) => olga.push(where, 'main', { files }));
const opens = (where = repository) =>
  stage.act('anton', (anton) => anton.openIssue(where, { title: 'Coupons' }));
const assigns = async (login: string, where = issue): Promise<readonly string[]> => {
  await stage.act('anton', (anton) => anton.assign(where, login));
  const { assignees } = stage.see(where);
  if (assignees.length > 0) await stage.act('anton', (anton) => anton.unassign(where, login));
  return assignees;
};

/** Baton's own issues, and what they list. */
const told = (where = repository): readonly string[] =>
  [...stage.github.find.repository(where).items.values()]
    .filter((item) => item.author.login === 'baton[bot]')
    .flatMap((item) => [
      `#${item.number} ${item.state}`,
      ...[...item.body.matchAll(/^- \[(Line \d+, column \d+)\]\([^)]*\): (.*)$/gm)].map(
        ([, place = '', text = '']) =>
          `${place}: ${text.replaceAll(/\\(.)/g, '$1').replaceAll('\u{200b}', '')}`,
      ),
    ]);
const operations = (): readonly string[] =>
  stage.github.requests.splice(0).map(({ operation, method, path: to }) => operation ?? `${method} ${to}`);
const gone = `Line 1, column 10: The repository "acme/rules" has no file ".github/shops.yml" on its default branch. Add it there, or name another policy to build on.`;

describe('a change of the base', () => {
  test('holds at once in every repository that builds on it, and in no other', async () => {
    await open({
      before: rulers(base, (github) => {
        const files = { [path]: 'mode: warn\nroles: { pm: [maria], engineer: [anton] }\n' };
        github.repository('acme/tool', { private: true, collaborators: { anton: 'write' }, files });
      }),
    });
    await opens();
    await opens(site);
    expect(await assigns('anton')).toEqual([]);
    expect(await assigns('anton', `${site}#1`)).toEqual([]);
    stage.github.requests.length = 0;
    await writes(rules, { [shared]: `${base}mode: warn\n` });
    const gate = 'Spec approval (warns only) · waiting for approval · `pm` still has to approve it.';
    expect([stage.see(issue).card?.gates[0], stage.see(`${site}#1`).card?.gates[0]]).toEqual([gate, gate]);
    expect(await assigns('anton')).toEqual(['anton']);
    const asked = operations();
    // Once for both.
    expect(asked.filter((each) => each === 'BasePolicy')).toHaveLength(1);
    expect(asked.filter((each) => each === 'ReadRepository')).toHaveLength(2);
  });

  test('a push that leaves it alone, or that is on another branch, costs nothing', async () => {
    await open();
    stage.spent();
    await writes(rules, { 'README.md': 'Ours' });
    await stage.act('olga', (olga) => olga.push(rules, 'side', { files: { [shared]: broken } }));
    expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  });

  test('an event on an item costs one read, also after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'baton-extends-'));
    await open({ dataDir });
    await opens();
    stage.spent();
    const oneRead = { queries: 1, mutations: 0, rest: 0 };
    for (const text of ['Nice.', 'Indeed.']) {
      await stage.act('rita', (rita) => rita.comment(issue, text));
      expect(stage.spent()).toEqual(oneRead);
    }
    await stage.restart();
    await stage.settled();
    operations();
    await stage.act('rita', (rita) => rita.comment(issue, 'Still.'));
    expect(operations().filter((each) => each === 'BasePolicy')).toEqual([]);
    rmSync(dataDir, { recursive: true });
  });

  test('further along the chain, it holds as well; what is not built on any more is left alone', async () => {
    await open({
      before: rulers('extends: acme/.github\nroles: { pm: [maria] }\n', (github) => {
        const files = { [path]: 'roles: { pm: [otto], engineer: [anton] }\n' };
        github.repository('acme/.github', { private: false, files });
      }),
    });
    await opens();
    await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
    expect(stage.see(issue).labels).toEqual([]);
    await writes('acme/.github', { [path]: 'mode: warn\nroles: { pm: [otto], engineer: [anton] }\n' });
    expect(await assigns('anton')).toEqual(['anton']);
    await writes(repository, { [path]: 'roles: { pm: [maria], engineer: [anton] }\n' });
    operations();
    await writes(rules, { [shared]: base });
    expect(operations()).not.toContain(`GET /repos/${repository}/installation`);
    expect(await assigns('anton')).toEqual([]);
  });

  test('of the owner’s policy, for a repository that has none: where it builds on another', async () => {
    await open({
      policy: null,
      before: rulers(base, (github) => {
        github.repository('acme/.github', { private: false, files: { [path]: own } });
      }),
    });
    await opens();
    expect(await assigns('anton')).toEqual([]);
    await writes(rules, { [shared]: `${base}mode: warn\n` });
    expect(await assigns('anton')).toEqual(['anton']);
  });

  test('that GitHub never told of is found by the sweep', async () => {
    await open({ rhythm: { sweep: 50, share: 1000 }, rough: true });
    await opens();
    stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 1 });
    stage.github.as('olga').push(rules, 'main', { files: { [shared]: `${base}mode: warn\n` } });
    await stage.github.settled();
    stage.github.clock.advance(30 * 60_000);
    await stage.until(() => stage.see(issue).card?.gates[0]?.includes('(warns only)') === true);
  });

  test('is in the ledger: each decision names the texts that it rests on', async () => {
    await open();
    await opens();
    const { nodeId, commits } = stage.github.find.repository(repository);
    const [oid, baseOid] = [repository, rules].map((name) => {
      const where = stage.github.find.repository(name);
      return where.commits.get(stage.github.find.tip(where))?.tree.get(name === rules ? shared : path);
    });
    expect(commits.size).toBeGreaterThan(0);
    const lines = await stage.service().store.recorded(nodeId);
    expect(lines.at(-1)?.policy).toBe(`${oid}+${baseOid}`);
  });
});

describe('a base that cannot be used', () => {
  test('broken: the last good combination stays in force, one issue tells, and is closed when it is mended', async () => {
    await open();
    await opens();
    await writes(rules, { [shared]: broken });
    const list = [
      '#2 open',
      'Line 1, column 10: In acme/rules:.github/shops.yml:5:19 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ];
    expect(told().slice(0, 2)).toEqual(list);
    expect(told(rules)).toEqual([]);
    expect(await assigns('anton')).toEqual([]);
    // A change here holds only once both are good.
    await writes(repository, { [path]: `${own}gates: { acceptance: { mode: warn } }\n` });
    expect(stage.see(issue).card?.gates[1]).not.toContain('(warns only)');
    await writes(rules, { [shared]: base.replace('[maria]', '[maria, otto]') });
    expect(told()[0]).toBe('#2 closed');
    expect(stage.see(issue).card?.gates[1]).toContain('(warns only)');
    await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
  });

  test('gone: the same', async () => {
    await open();
    await opens();
    await writes(rules, { [shared]: null });
    expect(told()).toEqual(['#2 open', gone]);
    expect(await assigns('anton')).toEqual([]);
    await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
    expect(told()).toHaveLength(2);
    await writes(rules, { [shared]: base });
    expect(told()[0]).toBe('#2 closed');
  });

  test('never good: the issue says so at once; mended, all begins', async () => {
    await open({ before: rulers(null) });
    expect(told()).toEqual(['#1 open', gone]);
    await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
    );
    expect(stage.see(`${repository}#2`)).toMatchObject({ assignees: ['anton'], card: null });
    await writes(rules, { [shared]: base });
    expect(told()[0]).toBe('#1 closed');
    expect(await assigns('ben', `${repository}#2`)).toEqual(['anton']);
  });

  test('out of reach: told with what to do, and in force once it is reached', async () => {
    await open({
      policy: 'roles: { pm: [maria], engineer: [anton] }\n',
      before: rulers(base, (github) => {
        github.organization('globex', { admins: ['olga'], members: ['maria'] });
        github.repository('globex/rules', { private: false, files: { [shared]: base } });
        const files = { [path]: 'extends: globex/plain\n' };
        github.repository('globex/shop', { private: false, collaborators: { maria: 'write' }, files });
        github.repository('globex/plain', { private: false, files: { [path]: base } });
      }),
    });
    await writes(repository, { [path]: `extends: globex/rules:${shared}\n` });
    const unseen = (name: string): string =>
      `Line 1, column 10: The repository "${name}" cannot be seen. Let the same installation of the GitHub App reach it, or fix the name: a policy can only build on one of its own owner.`;
    expect(told()).toEqual(['#1 open', unseen('globex/rules')]);
    stage.github.install('baton', 'globex', ['globex/shop']);
    await stage.settled();
    expect(told('globex/shop')).toEqual(['#1 open', unseen('globex/plain')]);
    stage.github.reach('baton', 'globex', { add: ['globex/plain'] });
    await stage.settled();
    expect(told('globex/shop')[0]).toBe('#1 closed');
    stage.github.reach('baton', 'globex', { remove: ['globex/plain'] });
    await stage.settled();
    expect(told('globex/shop')).toContain('#2 open');
  });

  test('a circle: with its names', async () => {
    await open({ policy: null, before: rulers(`extends: ${repository}\n`) });
    await writes(repository, { [path]: own });
    expect(told()).toEqual([
      '#1 open',
      'Line 1, column 10: In acme/rules:.github/shops.yml:1:10 there is a problem. It is not quoted here, because fewer people may be able to read that file.',
    ]);
  });

  test('one that could not be read is tried again, and that is all', async () => {
    await open();
    await opens();
    stage.github.faults.add({ match: ({ operation }) => operation === 'BasePolicy', kind: '5xx', times: 2 });
    await writes(rules, { [shared]: `${base}mode: warn\n` });
    expect(await assigns('anton')).toEqual(['anton']);
    expect(told()).toEqual([]);
    stage.github.faults.add({
      match: ({ path: to }) => to === `/repos/${rules}/installation`,
      kind: '5xx',
      times: 2,
    });
    await writes(rules, { [shared]: base });
    expect(await assigns('anton')).toEqual([]);
    expect(told()).toEqual([]);
  });
});

describe('a locked gate', () => {
  const weak = `${own}exempt: { authors: [anton] }\ngates:\n  spec:\n    blocks: [start]\n    mode: warn\n`;
  const weaknesses = [
    [
      2,
      '"exempt.authors" would lead round the gate "spec", which acme/rules:.github/shops.yml locks. Take out "anton".',
    ],
    [
      5,
      '"blocks" weakens the gate "spec", which acme/rules:.github/shops.yml locks. Keep "merge"; you may add more.',
    ],
    [
      6,
      '"mode" weakens the gate "spec", which acme/rules:.github/shops.yml locks. Write enforce, or take it out.',
    ],
  ] as const;

  test('the check fails at the line that weakens it, and passes where it is tightened', async () => {
    await open({ policy: null });
    const pull = await openPull(stage, 'New rules.', { by: 'olga', files: { [path]: weak } });
    const find = () => runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton policy');
    expect(find()).toMatchObject({ conclusion: 'failure', title: '3 problems in .github/roles.yml' });
    // Everybody reads this, and not everybody acme/rules: what is asked for there is not quoted.
    const told = weaknesses.map(([line, text]) => [
      line,
      text.replace(
        /locks\. .*/,
        'locks. What that file says is not quoted here, because fewer people may be able to read it: compare the two.',
      ),
    ]);
    expect(find()?.annotations.map(({ startLine, message }) => [startLine, message])).toEqual(told);
    const { headRef } = stage.github.find.pull(pull);
    const strict = `${own}gates:\n  spec: { blocks: [start, merge, close] }\n`;
    await stage.act('olga', (olga) => olga.push(repository, headRef, { files: { [path]: strict } }));
    expect(find()).toMatchObject({
      conclusion: 'success',
      title: 'The policy is valid: 2 roles, 2 gates; no issue to try it on',
    });
    expect(find()?.summary).toContain('in a repository that fewer people can read');
    expect(find()?.summary).not.toContain('closing the issue');
  });

  test('the check judges with the base as it is now', async () => {
    await open();
    await writes(rules, { [shared]: base.replace(', locked: true', '') });
    const pull = await openPull(stage, 'New rules.', { by: 'olga', files: { [path]: weak } });
    const conclusion = () =>
      runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton policy')?.conclusion;
    expect(conclusion()).toBe('success');
    await writes(rules, { [shared]: base });
    expect(conclusion()).toBe('failure');
  });

  test('on the default branch: the last good policy stays in force, and the issue names the line', async () => {
    await open();
    await opens();
    await writes(repository, { [path]: weak });
    expect(told()).toEqual([
      '#2 open',
      ...weaknesses.map(
        ([line, text]) =>
          expect.stringMatching(`^Line ${line}, column \\d+: `) && expect.stringContaining(text),
      ),
    ]);
    expect(await assigns('anton')).toEqual([]);
    await writes(repository, { [path]: `${own}gates: { acceptance: { mode: observe } }\n` });
    expect(told()[0]).toBe('#2 closed');
  });

  test('locked later: what weakens it is told where it stands', async () => {
    await open({ policy: `${own}mode: warn\n`, before: rulers(base.replace(', locked: true', '')) });
    await opens();
    expect(await assigns('anton')).toEqual(['anton']);
    await writes(rules, { [shared]: base });
    expect(told().map((each) => each.slice(0, 60))).toEqual([
      '#2 open',
      'Line 2, column 1: "mode" weakens a gate, which acme/rules:.g',
      'Line 2, column 1: "mode" would lead round a gate, which acme',
    ]);
    expect(await assigns('anton')).toEqual(['anton']);
  });
});
