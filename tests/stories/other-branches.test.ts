/** A pull request into a branch that is not the default: GitHub links no closing words there, and the check says what to do. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.act('anton', (anton) => anton.push(repository, 'release', { files: { 'r.txt': 'r' } }));
});
afterAll(() => stage.close());

const numberOf = (issue: string): string => `#${issue.split('#')[1] ?? ''}`;
const check = (pull: string): string => stage.see(pull).checks[0] ?? '';
const summary = (pull: string): string => runsOn(stage.github.find.pull(pull))[0]?.summary ?? '';

async function intoRelease(body: string): Promise<string> {
  const pull = await openPull(stage, body);
  await stage.act('anton', (anton) => anton.editPull(pull, { base: 'release' }));
  return pull;
}

test.each([
  ['#', (issue: string) => `Closes ${numberOf(issue)}`],
  ['GH-', (issue: string) => `Fixes ${numberOf(issue).replace('#', 'GH-')}`],
  ['owner/name#', (issue: string) => `resolves: ${issue}`],
  ['the address', (issue: string) => `Closes ${stage.github.url}/${issue.replace('#', '/issues/')}`],
])('with closing words as %s: link that issue by hand, and it is linked', async (_, words) => {
  const issue = await approvedIssue(stage);
  const pull = await intoRelease(words(issue));
  expect(check(pull)).toBe(`Baton: action_required · Link ${numberOf(issue)} under “Development”`);
  expect(summary(pull)).toContain(
    `Link ${numberOf(issue)} under “Development” in the sidebar (write access is needed for that), or change the base to \`main\`. GitHub reads closing words only in pull requests into \`main\`, the default branch, and this one goes into \`release\`.`,
  );
  expect(summary(pull)).not.toContain('Write `Closes');
  await stage.act('anton', (anton) => anton.connect(pull, issue));
  await stage.act('anton', (anton) => anton.comment(pull, 'Linked.'));
  expect(check(pull)).toContain('Baton: success');
});

test('without closing words: link the issue by hand, and no word of writing what would not help', async () => {
  const pull = await intoRelease('Work');
  expect(check(pull)).toBe('Baton: action_required · Link the issue that this closes under “Development”');
  expect(summary(pull)).toContain('Link the issue under “Development”');
  expect(summary(pull)).not.toContain('Write `Closes');
});

test('with closing words in code, and for another repository', async () => {
  const code = await intoRelease('`Closes #1`');
  expect(check(code)).toBe('Baton: action_required · Link the issue that this closes under “Development”');
  const far = await intoRelease('Closes acme/specs#7');
  expect(summary(far)).toContain(
    'An issue of another repository can be linked only in a pull request into `main`.',
  );
});

test('its base becomes the default branch: GitHub reads the words, and what was said before then counts for nothing', async () => {
  const { number } = await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
  const pull = await intoRelease(`Closes #${number}`);
  await stage.act('maria', (maria) => maria.comment(pull, '/approve spec'));
  await stage.act('anton', (anton) => anton.editPull(pull, { base: 'main' }));
  expect(check(pull)).toBe(`Baton: action_required · Waiting for maria to approve the spec of #${number}`);
  await stage.act('maria', (maria) => maria.comment(pull, '/approve spec'));
  expect(check(pull)).toContain('Baton: success');
});

test('into the default branch, nothing changes', async () => {
  const pull = await openPull(stage, 'Work');
  expect(check(pull)).toBe('Baton: action_required · Link the issue that this closes');
  expect(summary(pull)).toContain('Write `Closes #`');
});
