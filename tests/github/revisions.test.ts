/** What an issue said at each time, from the edits GitHub has of it. */
import { describe, expect, test } from 'vitest';

import { revisionsOf } from '../../src/github/read/revisions.ts';
import { ms } from './stories.ts';

const maria = { kind: 'User', login: 'maria' };
const evan = { kind: 'User', login: 'evan' };

type Edit = Parameters<typeof revisionsOf>[1][number];
const edit = (id: string, time: string, editor: Edit['editor'], diff: string | null): Edit => ({
  id,
  editedAt: ms(time),
  editor,
  diff,
  deletedAt: null,
});

/** The revisions as `who: text`, `?` for a text that is not known; the opening first. */
function told(fields: {
  readonly body: string;
  readonly edits?: readonly Edit[];
  readonly edited?: string;
  readonly editor?: Edit['editor'];
  readonly includesCreatedEdit?: boolean;
}): readonly string[] {
  const { body, edits = [], edited, editor = null, includesCreatedEdit = true } = fields;
  const issue = {
    id: 'I',
    author: maria,
    createdAt: ms('09:00:00'),
    body,
    editor,
    lastEditedAt: edited === undefined ? null : ms(edited),
    includesCreatedEdit,
  };
  const { opened, edited: after } = revisionsOf(issue, edits, 'Title', 'baton[bot]');
  const all = [...opened, ...after];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => a - b));
  return all.map(({ by, ...moment }) =>
    moment.kind === 'edited' && moment.lost ? `${by.login}: ?` : `${by.login}: ${moment.body}`,
  );
}

describe('the text of an issue', () => {
  test('that nobody edited is what it is', () => {
    expect(told({ body: 'One' })).toEqual(['maria: One']);
  });

  test('that was edited is known from the start, in whichever order GitHub lists it', () => {
    const edits = [edit('2', '10:00:00', evan, 'Two'), edit('1', '09:00:00', maria, 'One')];
    const expected = ['maria: One', 'evan: Two'];
    expect(told({ body: 'Two', edits, edited: '10:00:00', editor: evan })).toEqual(expected);
    expect(told({ body: 'Two', edits: edits.toReversed(), edited: '10:00:00', editor: evan })).toEqual(
      expected,
    );
  });

  test('with edits within one second ends with what it is now', () => {
    const edits = [
      edit('3', '10:00:00', evan, 'Three'),
      edit('2', '10:00:00', maria, 'Two'),
      edit('1', '09:00:00', maria, 'One'),
    ];
    expect(told({ body: 'Three', edits, edited: '10:00:00', editor: evan })).toEqual([
      'maria: One',
      'maria: Two',
      'evan: Three',
    ]);
  });

  test('whose first revision was deleted had an unknown text, which is not an empty one', () => {
    const edits = [edit('2', '10:00:00', evan, 'Two'), edit('1', '09:00:00', maria, null)];
    expect(told({ body: 'Two', edits, edited: '10:00:00' })).toEqual(['maria: ', 'maria: ?', 'evan: Two']);
  });

  test('from before GitHub recorded edits had an unknown text', () => {
    expect(told({ body: 'Two', edited: '10:00:00', includesCreatedEdit: false })).toEqual([
      'maria: ',
      'maria: ?',
      'ghost: Two',
    ]);
  });

  test('whose first recorded edit was somebody else, at once, was theirs and not what was opened', () => {
    const edits = [edit('2', '09:00:01', evan, 'Two')];
    const fields = { body: 'Two', edits, edited: '09:00:01', editor: evan, includesCreatedEdit: false };
    expect(told(fields)).toEqual(['maria: ', 'maria: ?', 'evan: Two']);
  });

  test('whose last revision was deleted is what it is now, by whoever edited it last', () => {
    const edits = [edit('2', '10:00:00', evan, null), edit('1', '09:00:00', maria, 'One')];
    expect(told({ body: 'Two', edits, edited: '10:00:00', editor: evan })).toEqual([
      'maria: One',
      'evan: ?',
      'evan: Two',
    ]);
  });
});
