/** A name on GitHub can be given to another repository: nobody is shown what is in it because they see the one that had it. */
import { afterEach, describe, expect, test } from 'vitest';

import { openStage, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

let stage: Stage;
afterEach(() => stage.close());

const policy = (role: string): string => `roles:
  pm: [maria]
  engineer: [anton]
  ${role}: [maria]
gates:
  ${role}: { title: ${role} review, approve: ${role}, label: "${role}:ok", blocks: [merge] }
`;

/** rita signs in, and sees acme/shop, which is public. */
async function begin(): Promise<Visit> {
  stage = await openStage({ board: {}, policy: policy('shopkeeper') });
  await stage.act('anton', (anton) =>
    anton.openIssue('acme/shop', { title: 'Coupons', body: 'One coupon per order.' }),
  );
  const rita = visit(stage.github, stage.service().url);
  await rita.signIn('rita');
  expect((await rita.get('/')).body).toContain('Coupons');
  return rita;
}

/** The name becomes that of a private repository, which she does not see. */
function takeName(): void {
  const { github } = stage;
  github.renameRepository('acme/shop', 'store');
  github.repository('acme/shop', {
    private: true,
    collaborators: { anton: 'write', maria: 'write' },
    files: { '.github/roles.yml': policy('secretary') },
  });
  github.as('anton').openIssue('acme/shop', { title: 'Zeppelin', body: 'Nobody may know.' });
}

const secrets = /Zeppelin|secretary/i;

/** Once it is counted, or cannot be. */
async function reportOf(rita: Visit): Promise<string> {
  for (;;) {
    const { status, body } = await rita.get('/acme/shop/report.json');
    if (status !== 202) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('whoever sees the repository that had a name', () => {
  test('is shown nothing of the one that has it now', async () => {
    const rita = await begin();
    // Of what was read for others who see it, nothing is told to her either.
    takeName();
    await stage.settled();
    const maria = visit(stage.github, stage.service().url);
    await maria.signIn('maria');
    for (const page of ['1', 'policy', 'playground']) {
      expect((await maria.get(`/acme/shop/${page}`)).body, page).toMatch(secrets);
      expect((await rita.get(`/acme/shop/${page}`)).body, page).not.toMatch(secrets);
    }
    expect(await reportOf(rita)).not.toMatch(secrets);
    for (const page of ['1', 'policy', 'playground', 'report', 'report.csv'])
      expect((await rita.get(`/acme/shop/${page}`)).body, page).not.toMatch(secrets);
    expect(await reportOf(maria)).toMatch(secrets);
  });

  test('has no report of the one that takes it while Baton counts', async () => {
    const rita = await begin();
    let queries = 0;
    stage.github.faults.add({
      match({ kind }) {
        if (kind === 'query' && (queries += 1) === 2) takeName();
        return false;
      },
      kind: '5xx',
    });
    const told = await reportOf(rita);
    await stage.settled();
    expect(queries).toBeGreaterThan(2);
    expect(told).not.toMatch(secrets);
    expect((await rita.get('/acme/shop/report')).body).toContain(
      'Baton cannot read this repository any more',
    );
  });
});
