/** Sections that a gate requires, emptied and filled after the approval. */
import { describe, expect, test } from 'vitest';
import { anton, maria } from './people.ts';
import { stands } from './shown.ts';
import { story, type Story } from './story.ts';

const policies = {
  'bound to no text': '',
  'bound to another section': ', stale-on: [spec-edit], covers: { sections: [Problem] }',
};
const body = '## Problem\n\nToo expensive.\n\n## Notes\n\nTo be announced on Monday.\n';
const empty = body.replace('To be announced on Monday.', '');
const other = body.replace('Monday', 'Friday');

const at = (launch: string, baton: string) => ({ launch, baton });
const open = at('satisfied', 'nobody');

describe.each(Object.entries(policies))('an approval that is %s', (_what, keys) => {
  const approved = (): Story =>
    story({
      policy: `roles: {pm: [maria], engineer: [anton]}\ngates: { launch: { approve: pm, requires: { sections: [Notes] }${keys} } }`,
      body,
    }).comments(maria, '/approve launch');

  test.each<readonly [what: string, told: () => Story, stands: object]>([
    [
      'the section is edited: the gate has nothing against it',
      () => approved().edits(anton, { body: other }),
      open,
    ],
    ['it is emptied', () => approved().edits(anton, { body: empty }), at('preparing', 'pm for launch')],
    [
      'and filled with other words by an engineer: to be approved again',
      () => approved().edits(anton, { body: empty }).edits(anton, { body: other }),
      at('stale', 'pm for launch'),
    ],
    [
      'which the product manager does',
      () =>
        approved()
          .edits(anton, { body: empty })
          .edits(anton, { body: other })
          .comments(maria, '/approve launch'),
      open,
    ],
    [
      'filled with the same words: approved as it was',
      () => approved().edits(anton, { body: empty }).edits(anton, { body }),
      open,
    ],
    [
      'approved again in the second in which it was filled: nobody knows what came first',
      () =>
        approved()
          .edits(anton, { body: empty })
          .edits(anton, { body: other })
          .inTheSameSecond()
          .comments(maria, '/approve launch'),
      at('stale', 'pm for launch'),
    ],
    [
      'filled by the product manager: that is her text',
      () => approved().edits(anton, { body: empty }).edits(maria, { body: other }),
      open,
    ],
  ])('%s', (_what, told, standing) => expect(stands(told())).toEqual(standing));
});
