/**
 * Who is paced where roles come by permission: what a maintainer does shows at once, whatever it is. Somebody who holds a
 * role only because everybody can read the repository is paced like people without one.
 */
import { readFileSync } from 'node:fs';

import type { Acting } from '@baton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

const preset = (name: string): string =>
  readFileSync(new URL(`../../config/presets/${name}.yml`, import.meta.url), 'utf8');

describe.each([
  ['open-source', 'maintain', 'accepted'],
  ['solo', 'admin', 'spec:approved'],
] as const)('by the preset %s', (name, permission, label) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({
      policy: preset(name),
      timed: true,
      before(github) {
        github.collaborator(repository, 'maria', permission);
        for (const login of ['rita', 'sam']) {
          if (login === 'sam') github.user(login);
          github.fork(repository, login);
        }
      },
    });
  });
  afterAll(() => stage.close());

  /** An approved issue of rita's, who may only read: her first edit since is shown, and her second one waits. */
  async function waiting(): Promise<string> {
    const { number } = await stage.act('rita', (rita) =>
      rita.openIssue(repository, { title: 'Coupons', body: 'One.' }),
    );
    const issue = `${repository}#${number}`;
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    await stage.later(16 * 60_000);
    for (const body of ['Two.', 'Three.']) await stage.act('rita', (rita) => rita.edit(issue, { body }));
    expect(shown(issue)).toBe('Two.');
    return issue;
  }

  /** What the card shows of the text: it is not what was approved any more. */
  function shown(issue: string): string | undefined {
    const { card } = stage.see(issue);
    return card?.notes.findLast((line) => line.startsWith('+'))?.slice(1);
  }

  /** A pull request for an issue, from a fork where somebody may not push. */
  const opens = (who: Acting, login: string, issue: string): void => {
    const head = `of-${login}-${issue.split('#')[1]}`;
    const headRepository = login === 'maria' ? repository : `${login}/shop`;
    who.push(headRepository, head, { files: { [head]: head } });
    who.openPull(repository, { title: 'Idea', body: `Closes #${issue.split('#')[1]}`, head, headRepository });
  };

  const ofMaintainers: readonly (readonly [what: string, once: (maria: Acting, issue: string) => void])[] = [
    ['opens a pull request for it', (maria, issue) => opens(maria, 'maria', issue)],
    ['renames it', (maria, issue) => maria.edit(issue, { title: 'Vouchers' })],
    ['adds the label of the gate', (maria, issue) => maria.label(issue, label)],
    ['assigns somebody', (maria, issue) => maria.assign(issue, 'maria')],
    ['closes it', (maria, issue) => maria.close(issue)],
  ];
  const ofReaders: readonly (readonly [
    what: string,
    by: string,
    once: (who: Acting, issue: string) => void,
  ])[] = [
    ['renames it', 'rita', (rita, issue) => rita.edit(issue, { title: 'Vouchers' })],
    ['opens a pull request for it', 'sam', (sam, issue) => opens(sam, 'sam', issue)],
  ];

  test.each(name === 'solo' ? ofMaintainers.slice(0, 1) : ofMaintainers)(
    'what was waiting shows at once when the maintainer %s',
    async (_, once) => {
      const issue = await waiting();
      await stage.act('maria', (maria) => once(maria, issue));
      expect(shown(issue)).not.toBe('Two.');
    },
  );

  test.each(name === 'solo' ? ofReaders.slice(0, 1) : ofReaders)(
    'it goes on waiting when somebody who may only read %s',
    async (_, by, once) => {
      const issue = await waiting();
      await stage.act(by, (who) => once(who, issue));
      expect(shown(issue)).toBe('Two.');
      await stage.later(20 * 60_000);
      expect(shown(issue)).toBe('Three.');
    },
  );
});
