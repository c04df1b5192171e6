/** What a policy says of Jira, as it is written. */
import * as z from 'zod';
import * as names from './names.ts';
import { addIssue, several, some, text, usually } from './schema-parts.ts';
import { textKey } from '../same-text.ts';

const status = text(names.line('A status', 100), 'A status of Jira: its id or its name.', ['In Review']);

/** Groups, accounts and project roles of Jira whose people hold a role. */
export const holders = z
  .strictObject({
    groups: several(
      text(names.line('A group', 255), "A group's id or name.", ['product-managers']),
      'Groups whose people hold the role.',
    ).optional(),
    accounts: several(
      text(names.line('An account', 255), 'An account: its id (Cloud), or its name (Data Center).', [
        '5b10ac8d82e05b22cc7d4ef5',
        'mlopez',
      ]),
      'Accounts that hold the role. An app holds it only where it is named here.',
    ).optional(),
    'project-roles': several(
      text(names.line('A project role', 100), 'The name of a project role.', ['Product']),
      "Roles of the issue's own project whose people hold the role.",
    ).optional(),
  })
  .check((check) => {
    const { groups = [], accounts = [], 'project-roles': roles = [] } = check.value;
    if (groups.length + accounts.length + roles.length > 0) return;
    addIssue(check, {
      message: 'Nobody in Jira can hold this role.',
      hint: 'List groups, accounts or project-roles, or delete "jira".',
    });
  });

/** How a gate is opened in Jira. */
export const sign = z
  .strictObject({
    status: status.optional().describe('Moved to this status (its id or its name) by an approver.'),
    label: text(names.jiraLabel, 'A label, without spaces, that an approver adds.', [
      'spec-approved',
    ]).optional(),
    field: text(names.jiraField, 'The id of a field that an approver sets to "value".', [
      'customfield_10070',
    ]).optional(),
    value: text(names.line('A value', 255), 'What the field is set to.', ['Approved']).optional(),
  })
  .check((check) => {
    const { status: moved, label, field, value } = check.value;
    const forms = [moved, label, field].filter((form) => form !== undefined).length;
    if (forms !== 1)
      addIssue(check, {
        message:
          forms === 0
            ? 'Nothing in Jira would approve the gate.'
            : 'Only one of "status", "label" and "field" can stand here.',
        hint: 'Write {status: Approved}, {label: spec-approved} or {field: customfield_10070, value: Approved}.',
      });
    else if ((field === undefined) !== (value === undefined))
      addIssue(check, {
        message:
          field === undefined
            ? '"value" is the value of a "field".'
            : 'The value of the field that approves the gate is missing.',
        hint: 'Write {field: customfield_10070, value: Approved}.',
      });
  });

export const transitions = z.strictObject({
  'on-pull-request': status.optional().describe('Where the issue moves when a pull request is opened.'),
  'on-merge': status.optional().describe('Where the issue moves when a pull request is merged.'),
  'on-accept': status
    .optional()
    .describe('Where the issue moves once all gates that block closing are approved.'),
});

const resolution = text(names.line('A resolution', 255), 'A resolution of Jira: its id or its name.', [
  "Won't Do",
]);

export const resolutions = z
  .strictObject({
    completed: several(resolution, 'Resolutions of what is done.').optional(),
    not_planned: several(resolution, 'Resolutions of what is not going to be done.').optional(),
    duplicate: several(resolution, 'Resolutions of what another issue is about.').optional(),
  })
  .check((check) => {
    const seen = new Map<string, string>();
    for (const [reason, all = []] of Object.entries(check.value))
      for (const one of all) {
        const other = seen.get(textKey(one)) ?? reason;
        seen.set(textKey(one), other);
        if (other === reason) continue;
        addIssue(check, {
          message: `The resolution "${one}" stands under both "${other}" and "${reason}".`,
          hint: 'Keep it in one of them.',
        });
        return;
      }
  });

export const jira = z.strictObject({
  site: text(names.siteName, "The site, by the name that the server's own configuration gives it.", ['acme']),
  projects: some(text(names.projectKey, "A project's key.", ['SHOP']), 'Projects whose issues count.', {
    message: 'No issue of Jira would count.',
    hint: 'Name projects by their keys, like [SHOP].',
  }),
  gates: z
    .record(
      z.string(),
      sign.describe('What approves this gate in Jira: a status, a label, or a field and its value.'),
    )
    .optional()
    .describe('Which gates are decided in Jira, and what approves them there.'),
  'keys-in': usually(
    some(z.enum(['title', 'branch', 'body']), 'Places.', {
      message: 'No pull request could name an issue.',
      hint: 'Name title, branch or body, or delete the key: then title and branch are read.',
    }),
    ['title', 'branch'],
    'Where a pull request names its issues; unless written, title and branch.',
  ),
  'show-titles': usually(
    z.boolean(),
    false,
    "Whether GitHub shows issues' titles, and not their keys alone. On GitHub not everybody may see the issue.",
  ),
  transitions: transitions
    .optional()
    .describe('The status that an issue moves to with the work; unless written, Baton moves it nowhere.'),
  resolutions: resolutions
    .optional()
    .describe('What resolutions mean to "close-reasons", where their names do not tell.'),
  mode: usually(
    z.enum(['observe', 'comment', 'revert']),
    'observe',
    'What Baton does about a move that comes before its gate is approved. observe: nothing. comment: say so there, once. revert: move the issue back.',
  ),
  'on-unavailable': usually(
    z.enum(['block', 'cached', 'allow']),
    'block',
    'What the check says while Jira cannot be reached. block: it stays in progress. cached: what was read last counts. allow: it passes.',
  ),
});
