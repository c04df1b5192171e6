/** What was read is what is judged: the files are those of the commit that the check is on. */
import { afterEach, expect, test } from 'vitest';

import { checkLine, runsOn } from './seen.ts';
import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const exempt = ['Baton: success · Exempt because of its paths: you can merge this'];
const held = ['Baton: action_required · Link the issue that this closes'];

const open = async (): Promise<void> => {
  stage = await openStage({
    policy: `${twoRoles}exempt: { paths: ["docs/**"] }\n`,
    files: { 'src/pay.ts': 'export const pay = 1;\n' },
  });
};

test('only exempt files; then others; then only exempt ones again', async () => {
  await open();
  const pull = await openPull(stage, '', { files: { 'docs/a.md': 'a' } });
  expect(stage.see(pull).checks).toEqual(exempt);
  const { headRef } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'src/b.ts': 'b' } }));
  expect(stage.see(pull).checks).toEqual(held);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'src/b.ts': null } }));
  expect(stage.see(pull).checks).toEqual(exempt);
});

test('a file that is moved into an exempt folder is touched where it was', async () => {
  await open();
  const pull = await openPull(stage, '', {
    files: { 'src/pay.ts': null, 'docs/pay.ts': 'export const pay = 1;\n' },
  });
  expect(stage.see(pull).checks).toEqual(held);
});

test('something else is pushed before its files are listed, and then what was judged again', async () => {
  await open();
  const main = stage.github.find.repository(repository).branches.get('main')?.oid ?? '';
  const pull = await openPull(stage, '', { files: { 'docs/a.md': 'a' } });
  const { headRef, headOid } = stage.github.find.pull(pull);
  expect(stage.see(pull).checks).toEqual(exempt);
  // By a Baton that knows nothing of it.
  await stage.restart();
  let isPushed = false;
  stage.github.faults.add({
    match: ({ path, kind }) => {
      const isListing = path.includes('/compare/') || path.endsWith('/files');
      if (isPushed || kind !== 'rest' || !isListing) return false;
      isPushed = true;
      stage.github.as('anton').push(repository, headRef, { onto: main, files: { 'src/b.ts': 'b' } });
      return false;
    },
    kind: '5xx',
  });
  await stage.act('anton', (anton) => anton.comment(pull, 'Well.'));
  stage.github.faults.clear();
  expect(isPushed).toBe(true);
  // What was pushed meanwhile is held; the commit from before is exempt, and its check says so.
  expect(stage.see(pull).checks).toEqual(held);
  const before = runsOn(stage.github.find.pull(pull), headOid).map(checkLine);
  expect(before).toEqual(exempt);
  await stage.act('anton', (anton) =>
    anton.push(repository, headRef, { onto: headOid, files: { 'docs/b.md': 'b' } }),
  );
  expect(stage.see(pull).checks).toEqual(exempt);
});
