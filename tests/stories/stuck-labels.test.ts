/** A gate's label that Baton does not take off any more: adding it is no event, so the card says what is one. */
import { afterEach, describe, expect, test } from 'vitest';

import { openStage, repository, twoRoles, type Stage } from './stage.ts';
import { cardOf } from './seen.ts';

let stage: Stage;
afterEach(() => stage.close());

const how = 'comment `/approve spec`, or remove the label `spec:approved` and add it again';
const cardText = (issue: string): string => cardOf(stage.github.find.item(issue))?.body ?? '';
const label = (who: string, issue: string) =>
  stage.act(who, (somebody) => somebody.label(issue, 'spec:approved'));

async function stuck(policy = twoRoles, times = 4): Promise<string> {
  stage = await openStage({ policy });
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  const issue = `${repository}#${number}`;
  expect(cardText(issue)).not.toContain(how);
  for (let time = 0; time < times; time += 1) await label('anton', issue);
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  return issue;
}

describe('after the cap on reversals', () => {
  test('the card, the comment and /why say to comment, or to remove the label and add it again', async () => {
    const issue = await stuck();
    expect(cardText(issue)).toContain(how);
    expect(stage.heard(issue).at(-1)).toContain(`To approve the spec, ${how}.`);
    await stage.act('maria', (maria) => maria.comment(issue, '/why'));
    expect(stage.heard(issue).at(-1)).toContain(how);
  });

  test('her own labelling is no event; her comment opens it', async () => {
    const issue = await stuck();
    await label('maria', issue);
    expect(stage.see(issue).card?.gates[0]).toContain('waiting');
    await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
    expect(stage.see(issue).card?.gates[0]).toContain('· approved ·');
    expect(stage.see(issue).labels).toEqual(['spec:approved']);
    expect(cardText(issue)).not.toContain(how);
  });

  test('her removing it and adding it again opens it; an engineer’s does not', async () => {
    const issue = await stuck();
    for (const who of ['anton', 'maria']) {
      await stage.act(who, (somebody) => somebody.unlabel(issue, 'spec:approved'));
      expect(stage.see(issue).labels).toEqual([]);
      await label(who, issue);
      expect(stage.see(issue).card?.gates[0]).toContain(who === 'maria' ? '· approved ·' : 'waiting');
    }
  });
});

test('a gate that only warns leaves the label from the beginning, and says the same', async () => {
  const issue = await stuck(`mode: warn\n${twoRoles}`, 1);
  expect(cardText(issue)).toContain(how);
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue).card?.gates[0]).toContain('· approved ·');
});
