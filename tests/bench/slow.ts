/** How long others wait while a Jira site hangs, or is slow: a check of another repository of the same installation. */
import { openJiraStage } from '../stories/jira-stage.ts';
import { repository } from '../stories/stage.ts';
import type { Figures } from './compare.ts';

const web = 'acme/web';
const pulls = 12;

/** Prints how long the check takes. */
export async function benchSlow(): Promise<Figures> {
  console.log(`\na check of another repository, while ${pulls} pull requests wait for a Jira site`);
  await measure('well', null);
  return {
    'a check while the site answers in 3 s': [
      await measure('answers in 3 s', { kind: 'slow', milliseconds: 3000 }),
    ],
    'a check while the site hangs': [await measure('hangs', { kind: 'hang' })],
  };
}

async function measure(
  what: string,
  fault: { readonly kind: 'slow' | 'hang'; readonly milliseconds?: number } | null,
): Promise<number> {
  const stage = await openJiraStage('cloud', {
    rough: true,
    timeout: 5000,
    before: (github) =>
      void github.repository(web, {
        private: false,
        collaborators: { maria: 'write', anton: 'write' },
        files: { '.github/roles.yml': 'roles: { pm: [maria] }\n', 'README.md': '# Web\n' },
      }),
  });
  const { jira } = stage;
  for (let at = 1; at <= pulls; at += 1) {
    jira.as('maria').createIssue('SHOP', { summary: `Coupons ${at}` });
    stage.hurry('anton', (anton) => anton.push(repository, `work-${at}`, { files: { 'a.txt': `${at}` } }));
    stage.hurry('anton', (anton) =>
      anton.openPull(repository, { title: `SHOP-${at}: coupons`, body: 'Work.', head: `work-${at}` }),
    );
  }
  await jira.settled();
  await stage.settled();
  if (fault !== null) jira.faults.add({ match: () => true, times: 10_000, ...fault });
  jira.clock.advance(2000);
  for (let at = 1; at <= pulls; at += 1) jira.as('maria').transition(`SHOP-${at}`, 'Approved');
  await new Promise((resolve) => setTimeout(resolve, 200));
  stage.hurry('anton', (anton) => anton.push(web, 'other', { files: { 'b.txt': 'b' } }));
  const begun = performance.now();
  const { number } = stage.hurry('anton', (anton) =>
    anton.openPull(web, { title: 'Other work', body: 'Work.', head: 'other' }),
  );
  await stage.until(() => stage.see(`${web}#${number}`).checks.length > 0);
  const waited = performance.now() - begun;
  console.log(`  ${`the site ${what}`.padEnd(30)} ${Math.round(waited)} ms`);
  jira.faults.clear();
  await stage.close();
  return waited;
}
