/** Whatever happens: what an issue is now follows from its first values and its history, one change after the other. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { JiraRefusal, startJira, type Flavour, type Jira, type JiraActing } from '../../src/jira/index.ts';
import { createClock } from '../../src/index.ts';
import { flavours, monday } from './world.ts';

const people = ['maria', 'ed', 'vic'] as const;
const act = fc.record({
  who: fc.constantFrom(...people),
  what: fc.constantFrom(
    'transition',
    'label',
    'edit',
    'assign',
    'field',
    'move',
    'comment',
    'property',
    'link',
    'rename',
  ),
  which: fc.nat({ max: 3 }),
});
type Act = { readonly who: string; readonly what: string; readonly which: number };

function play(jira: Jira, key: string, { who, what, which }: Act): void {
  const by: JiraActing = jira.as(who);
  const word = ['a', 'b', 'c', 'd'][which] ?? 'a';
  switch (what) {
    case 'transition':
      return by.transition(key, ['11', '21', '31', '41'][which] ?? '11');
    case 'label':
      return by.setLabels(key, word, 'x');
    case 'edit':
      return by.edit(key, { summary: `Summary ${word}`, description: `Text ${word}` });
    case 'assign':
      return by.assign(key, people[which] ?? null);
    case 'field':
      return by.setField(key, 'Note', which === 0 ? null : word);
    case 'move':
      return void by.move(key, which % 2 === 0 ? 'SHOP' : 'OPS');
    case 'comment':
      return void by.comment(key, word);
    case 'property':
      return by.setProperty(key, word, which);
    case 'link':
      return void by.linkRemotely(key, { url: 'https://a.example', title: word, globalId: word });
    default:
      return jira.renameStatus(jira.issue(key).status.name, `Status ${which} ${jira.issue(key).updated}`);
  }
}

test('the history leads from the first values to the last', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...flavours), fc.array(act, { maxLength: 40 }), leadsOn), {
    numRuns: 60,
  });
});

async function leadsOn(flavour: Flavour, acts: readonly Act[]): Promise<void> {
  const jira = await startJira({ flavour, clock: createClock(monday) });
  try {
    for (const handle of people) jira.user(handle);
    jira.customField('Note', 'text');
    jira.status('Draft', 'new');
    jira.workflow('Strict', {
      initial: ['Draft'],
      transitions: [
        { name: 'Start', from: ['Draft'], to: 'In Progress' },
        { name: 'Finish', from: ['In Progress'], to: 'Done' },
        { name: 'Reopen', from: ['Done'], to: 'Draft', resolution: 'keep' },
      ],
    });
    jira.project('SHOP', { workflow: 'Strict', permissions: { EDIT_ISSUES: ['user:maria', 'user:ed'] } });
    jira.project('OPS');
    const issue = jira.as('maria').createIssue('SHOP', { summary: 'Summary', labels: ['x'] });
    const first: Record<string, string | null> = {
      status: issue.status.id,
      labels: 'x',
      summary: 'Summary',
      project: issue.project.id,
    };
    for (const one of acts) {
      try {
        play(jira, issue.key, one);
      } catch (problem) {
        if (!(problem instanceof JiraRefusal)) throw problem;
      }
    }
    const now = new Map(Object.entries(first));
    let at = issue.created;
    let id = 0;
    for (const history of issue.histories) {
      expect(history.created).toBeGreaterThan(at);
      expect(Number(history.id)).toBeGreaterThan(id);
      at = history.created;
      id = Number(history.id);
      for (const item of history.items) {
        if (item.field === 'RemoteIssueLink' || item.field === 'RemoteWorkItemLink') continue;
        const known = now.get(item.field);
        if (known !== undefined) expect(item.from ?? item.fromText).toBe(known);
        now.set(item.field, item.to ?? item.toText);
      }
    }
    expect([now.get('status'), now.get('labels'), now.get('summary'), now.get('project')]).toEqual([
      issue.status.id,
      issue.labels.join(' '),
      issue.summary,
      issue.project.id,
    ]);
    expect(issue.updated).toBeGreaterThanOrEqual(at);
  } finally {
    await jira.close();
  }
}
