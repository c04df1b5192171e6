/** What an issue of Jira costs: requests to it for a look at a pull request that names it. */
import { openJiraStage, type JiraStage } from '../stories/jira-stage.ts';
import { repository } from '../stories/stage.ts';
import type { Figures } from './compare.ts';

/** Prints the requests to Jira for each kind of event, on both flavours. */
export async function benchJira(): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  console.log('\nrequests to Jira (reads, writes) for a pull request that names one issue');
  for (const flavour of ['cloud', 'data-center'] as const) {
    const stage = await openJiraStage(flavour, { more: '  transitions: { on-pull-request: In Progress }\n' });
    Object.assign(figures, await measure(stage, flavour));
    await stage.close();
  }
  return figures;
}

async function measure(stage: JiraStage, flavour: string): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  const { jira } = stage;
  const print = (what: string): void => {
    const reads = jira.requests.filter(({ method }) => method === 'GET').length;
    console.log(
      `  ${`${flavour}: ${what}`.padEnd(58)} ${reads} reads ${jira.requests.length - reads} writes`,
    );
    figures[`${flavour}: ${what}`] = [jira.requests.length];
    jira.requests.length = 0;
  };
  const key = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }).key);
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  jira.requests.length = 0;
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  print('opened, with all that is asked once');
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Hm.'));
  print('a comment on the pull request');
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  print('approved in Jira: the check, and the issue moves on');
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Fine.'));
  print('a comment after our own change');
  for (const entries of [100, 1000, 10_000]) {
    age(stage, key, entries);
    await stage.inJira('anton', (anton) => anton.edit(key, { summary: `Coupons, ${entries}` }));
    jira.requests.length = 0;
    await stage.inJira('anton', (anton) => anton.edit(key, { summary: `Coupons, after ${entries}` }));
    print(`an edit in Jira, with ${entries} changes more`);
  }
  return figures;
}

/** Puts so many changes into an issue's history, as if they had been made before. */
function age({ jira }: JiraStage, key: string, entries: number): void {
  const { histories, updated: created, creator: author } = jira.issue(key);
  const label = { field: 'labels', fieldtype: 'jira', fieldId: 'labels', from: null, to: null } as const;
  for (let at = 0; at < entries; at += 1)
    histories.push({
      id: String(1_000_000 + histories.length),
      author,
      created,
      items: [{ ...label, fromText: '', toText: `try-${at}` }],
    });
}
