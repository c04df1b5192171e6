/** The language of policies, for what is said of a file. */
import { allKeyGroups, keyGroupAt } from './key-groups.ts';
import type { Language } from './language.ts';

const smallest = 'The smallest policy is "roles:" with "pm: [maria]" and "engineer: [emil]" below it.';

export const policyLanguage: Language = {
  name: 'A policy',
  plural: 'policies',
  longest: 64 * 1024,
  // Many times what a real one has.
  mostTokens: 8_000,
  shorten: 'Put people into teams instead of listing them one by one.',
  looks: 'A policy is a YAML file of a few lines, saved as UTF-8.',
  // Labels, titles, types, headings, names in Jira, texts.
  texts: new Set([
    'label',
    'labels',
    'title',
    'noun',
    'types',
    'sections',
    'criteria',
    'status',
    'value',
    'field',
    'on-pull-request',
    'on-merge',
    'on-accept',
    'groups',
    'project-roles',
    'texts',
  ]),
  groups: allKeyGroups,
  groupAt: keyGroupAt,
  first: 'roles',
  smallest,
  missing: (path) =>
    path[0] === 'roles' && path.length === 1
      ? { message: '"roles" is missing: nobody could approve anything.', hint: smallest }
      : null,
};
