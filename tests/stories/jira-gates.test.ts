/** What the keys of a gate mean for an issue of Jira, one after the other. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

type Flavour = 'cloud' | 'data-center';

const open = 'success · You can merge this';

/** Text with headings and lists, as both flavours hold it. */
function text(flavour: Flavour, sections: Readonly<Record<string, readonly string[]>>) {
  if (flavour === 'data-center')
    return Object.entries(sections)
      .map(([title, lines]) => `h2. ${title}\n\n${lines.map((line) => `# ${line}`).join('\n')}`)
      .join('\n\n');
  const words = (of: string) => [{ type: 'text', text: of }];
  return {
    version: 1,
    type: 'doc',
    content: Object.entries(sections).flatMap(([title, lines]) => [
      { type: 'heading', attrs: { level: 2 }, content: words(title) },
      {
        type: 'orderedList',
        content: lines.map((line) => ({
          type: 'listItem',
          content: [{ type: 'paragraph', content: words(line) }],
        })),
      },
    ]),
  };
}

/** A policy whose people are in Jira; `more`: what it says besides. */
function policyOf(jira: JiraStage['jira'], gates: string, signs: string, more: string): string {
  return `roles:
  pm: { members: [maria], jira: { groups: [product], accounts: ["${jira.idOf('paul')}"] } }
  qa: { members: [otto], jira: { accounts: ["${jira.idOf('otto')}"] } }
  engineer: { members: ["@acme/engineering"], jira: { project-roles: [Developers] } }
${more}gates: ${gates}
jira:
  site: acme
  projects: [SHOP]
  gates: ${signs}
`;
}

type Beginning = {
  readonly gates: string;
  readonly signs?: string;
  readonly more?: string;
  readonly issue?: Readonly<Record<string, unknown>>;
};

let item = '';

const rewrite = async (gates: string, signs: string, more = ''): Promise<void> => {
  const policy = policyOf(stage.jira, gates, signs, more);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }),
  );
};

/** SHOP-1 of anton's, and his pull request that names it. */
async function begin(flavour: Flavour, { gates, signs, more = '', issue = {} }: Beginning): Promise<void> {
  stage = await openJiraStage(flavour);
  await rewrite(gates, signs ?? '{ spec: { status: Approved } }', more);
  const description = text(flavour, { Problem: ['No coupons.'] });
  await stage.inJira('anton', (anton) =>
    anton.createIssue('SHOP', { summary: 'Coupons', description, ...issue }),
  );
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'SHOP-1: coupons', body: 'Work.', head: 'coupons' }),
  );
  item = `${repository}#${number}`;
}

/** What the check says now. */
function check(): string {
  const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
  return `${run?.conclusion} · ${run?.title}`;
}

const move = (login: string, ...statuses: readonly string[]): Promise<void> =>
  statuses.reduce(
    (before, status) =>
      before.then(() => stage.inJira(login, (somebody) => somebody.transition('SHOP-1', status))),
    Promise.resolve(),
  );
const label = (login: string, ...labels: readonly string[]): Promise<void> =>
  stage.inJira(login, (somebody) => somebody.setLabels('SHOP-1', ...labels));

const held = (who: string, what = 'approve the spec of SHOP-1 in Jira'): string =>
  `action_required · Waiting for ${who} to ${what}`;
const waits = held('pm');
const again = held('pm', 'approve the spec of SHOP-1 in Jira again');
const prepared = held('pm', 'complete the description of SHOP-1');

describe.each(flavours('cloud'))('%s', (flavour) => {
  const edit = (sections: Readonly<Record<string, readonly string[]>>, summary = 'Coupons'): Promise<void> =>
    stage.inJira('anton', (anton) => anton.edit('SHOP-1', { summary, description: text(flavour, sections) }));

  test('requires sections, and covers one of them', async () => {
    await begin(flavour, {
      gates:
        '{ spec: { preset: spec, requires: { sections: [Problem, Risks] }, covers: { sections: [Problem] } } }',
    });
    expect(check()).toBe(prepared);
    await move('maria', 'Approved');
    expect(check()).toBe(prepared);
    await edit({ Problem: ['No coupons.'], Risks: ['None.'] });
    // It came too early, and has to be given again.
    expect(check()).toBe(waits);
    await move('maria', 'Draft', 'Approved');
    expect(check()).toBe(open);
    await edit({ Problem: ['No coupons.'], Risks: ['Many.'] }, 'Vouchers');
    expect(check()).toBe(open);
    await edit({ Problem: ['No vouchers.'], Risks: ['Many.'] }, 'Vouchers');
    expect(check()).toBe(again);
  });

  test('requires criteria: approving accepts all that there are, and a new one is open', async () => {
    await begin(flavour, {
      gates: '{ spec: { preset: spec, requires: { criteria: Criteria } } }',
    });
    expect(check()).toBe(held('pm', 'list the acceptance criteria of SHOP-1'));
    await edit({ Criteria: ['Once', 'Twice'] });
    expect(check()).toBe(waits);
    const lines = (): readonly string[] => {
      const run = runsOn(stage.github.find.pull(item)).find(({ name }) => name === 'Baton');
      return (run?.summary ?? '').split('\n').filter((line) => /^\d+\./.test(line));
    };
    // What they say is hidden.
    expect(lines()).toEqual(['1. ⏳ not accepted yet', '2. ⏳ not accepted yet']);
    await move('maria', 'Approved');
    expect(check()).toBe(open);
    await edit({ Criteria: ['Once', 'Twice', 'Thrice'] });
    expect(check()).toBe(again);
    await move('maria', 'Draft', 'Approved');
    expect(check()).toBe(open);
  });

  test('two of a role: each moves it there', async () => {
    await begin(flavour, { gates: '{ spec: { preset: spec, approve: { role: pm, count: 2 } } }' });
    await move('maria', 'Approved', 'Draft', 'Approved');
    expect(check()).toBe(held('1 more of pm'));
    await move('paul', 'Draft', 'Approved');
    expect(check()).toBe(open);
    await move('paul', 'Draft');
    expect(check()).toBe(held('2 of pm'));
  });

  test('a label counts since it opens the gate there; which label the gate has on GitHub changes nothing', async () => {
    const signs = '{ spec: { label: spec-ok } }';
    await begin(flavour, { gates: '{ spec: { preset: spec } }', signs });
    await label('maria', 'spec-ok', 'reviewed');
    expect(check()).toBe(open);
    await rewrite('{ spec: { preset: spec, label: "ok:spec" } }', signs);
    expect(check()).toBe(open);
    await rewrite('{ spec: { preset: spec, label: "ok:spec" } }', '{ spec: { label: reviewed } }');
    expect(check()).toBe(waits);
    await label('maria', 'spec-ok');
    await label('maria', 'spec-ok', 'reviewed');
    expect(check()).toBe(open);
  });

  test('one of each role: each puts the label on; whoever has no role takes nothing back', async () => {
    await begin(flavour, {
      gates: '{ spec: { preset: spec, approve: { all: [pm, qa] } } }',
      signs: '{ spec: { label: spec-ok } }',
    });
    await label('maria', 'spec-ok');
    expect(check()).toBe(held('qa'));
    await label('otto');
    await label('otto', 'spec-ok');
    expect(check()).toBe(open);
    await label('anton');
    await label('anton', 'spec-ok');
    expect(check()).toBe(open);
    await label('maria');
    expect(check()).toBe(held('pm and qa'));
  });

  test('independent of whoever wrote it, and of whoever it is assigned to', async () => {
    await begin(flavour, {
      gates:
        '{ spec: { preset: spec, approve: { any: [pm, engineer] }, independent-of: [author, assignees] } }',
    });
    const waiting = held('pm or engineer');
    await move('anton', 'Approved');
    expect(check()).toBe(waiting);
    await stage.inJira('ben', (ben) => ben.assign('SHOP-1', 'maria'));
    await move('maria', 'Draft', 'Approved');
    expect(check()).toBe(waiting);
    await move('ben', 'Draft', 'Approved');
    expect(check()).toBe(open);
  });

  test('one only warns, one only watches, and one is stale once it is opened again', async () => {
    await begin(flavour, {
      gates: `
  spec: { preset: spec, mode: warn }
  test: { approve: qa, blocks: [merge], mode: observe }
  late: { approve: pm, blocks: [merge], stale-on: [reopen], after: [spec] }`,
      signs: '{ spec: { status: Approved }, test: { label: tested }, late: { status: Done } }',
    });
    expect(check()).toBe(held('pm'));
    await move('maria', 'Done');
    expect(check()).toBe('neutral · Waiting for pm to approve the spec of SHOP-1 in Jira, and 1 more');
    await move('anton', 'In Progress');
    expect(check()).toBe(held('pm', 'approve the late of SHOP-1 in Jira again'));
  });

  test('which issues have it: by their type and labels there', async () => {
    await begin(flavour, {
      gates: '{ spec: { preset: spec, when: { labels: [big] } } }',
      more: 'exempt: { labels: [chore] }\napplies-to: { types: [Story] }\n',
      issue: { type: 'Story', labels: ['big'] },
    });
    expect(check()).toBe(waits);
    await label('anton', 'big', 'chore');
    expect(check()).toBe(waits);
    await label('anton', 'big');
    await label('maria', 'big', 'chore');
    expect(check()).toBe('success · You can merge this: no approval is needed');
    await label('anton');
    expect(check()).toBe(open);
    await label('anton', 'Big');
    expect(check()).toBe(waits);
  });

  test('a gate that waits for another', async () => {
    await begin(flavour, {
      gates: '{ design: { approve: qa, blocks: [spec] }, spec: { preset: spec } }',
      signs: '{ design: { label: designed }, spec: { status: Approved } }',
    });
    await move('maria', 'Approved');
    expect(check()).toBe(held('qa', 'approve the design of SHOP-1 in Jira'));
    await label('otto', 'designed');
    expect(check()).toBe(waits);
    await move('maria', 'Draft', 'Approved');
    expect(check()).toBe(open);
  });
});
