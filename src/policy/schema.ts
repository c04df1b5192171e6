/**
 * The policy language, version 1, as it is written in `.github/roles.yml`. What one place of the file
 * cannot tell (does that role exist?) is in `cross-check.ts`.
 */
import * as z from 'zod';
import * as names from './names.ts';
import { glob } from './paths.ts';
import { permissions, weekdays } from './policy.ts';
import * as inJira from './jira-schema.ts';
import type { Complaint } from './problem.ts';
import { addIssue, several, some, text, usually } from './schema-parts.ts';
import { checkCustomText, customTexts, customTextNames, describeCustomText } from './custom-texts.ts';

const mode = z
  .enum(['enforce', 'warn', 'observe'])
  .describe(
    'enforce: block and undo. warn: say so, undo nothing. observe: write nothing but a neutral check.',
  );
/** Whether a role or gate that is named exists is for the cross-check, which says more than "not a name". */
const roleReference = z.string().meta({
  description: 'A role, by its name under "roles".',
  examples: ['pm', 'engineer'],
});
const gateReference = z.string().meta({
  description: 'A gate, by its name under "gates".',
  examples: ['spec'],
});
const label = text(names.label, "A label's name, without a comma.", ['spec:approved'], '^[^,]{1,50}$');
const principals = several(
  text(names.principal, 'A GitHub login, or a team: "@org/team".', ['maria', '@acme/product']),
  'Logins and teams ("@org/team"); child teams are included.',
);

export const role = z
  .strictObject({
    members: principals.optional(),
    permission: z
      .enum(permissions)
      .optional()
      .describe('Anyone with at least this permission on the repository holds the role too.'),
    jira: inJira.holders.optional().describe('Who holds the role in Jira.'),
  })
  .check((check) => {
    const { members = [], permission, jira } = check.value;
    if (members.length === 0 && permission === undefined && jira === undefined) addIssue(check, nobody);
  });

const nobody: Complaint = {
  message: 'Nobody can hold this role.',
  hint: 'List logins or teams, like [maria, "@acme/product"], or write "permission: write".',
};

/** Whose words open a gate, as it is written. */
export type WrittenRule =
  | string
  | {
      readonly role?: string | undefined;
      readonly count?: number | undefined;
      readonly any?: readonly WrittenRule[] | undefined;
      readonly all?: readonly WrittenRule[] | undefined;
    };

const rules = z
  .array(z.lazy((): z.ZodType<WrittenRule> => rule))
  .check((check) =>
    addIssue(
      check,
      check.value.length > 0
        ? null
        : { message: 'Nobody is named here.', hint: 'Name roles, like [pm, qa].' },
    ),
  );

export const ruleObject = z
  .strictObject({
    role: roleReference.optional(),
    count: usually(
      z.int().min(1).max(100),
      1,
      'How many different people of the role must approve; 1 unless written.',
    ),
    any: rules.optional().describe('One of these is enough.'),
    all: rules.optional().describe('Each of these is needed.'),
  })
  .check((check) => {
    const { role: name, any, all, count } = check.value;
    const forms = [name, any, all].filter((form) => form !== undefined).length;
    if (forms !== 1) {
      addIssue(check, {
        message:
          forms === 0 ? 'Nobody is named here.' : 'Only one of "role", "any" and "all" can stand here.',
        hint: 'Write a role, {any: [pm, qa]}, {all: [pm, qa]} or {role: pm, count: 2}; they nest.',
      });
    } else if (count !== undefined && name === undefined) {
      addIssue(check, {
        message: '"count" says how many people of one role are needed; "any" and "all" have none.',
        hint: 'Write it within them, like {any: [{role: pm, count: 2}, lead]}.',
      });
    }
  });

const rule: z.ZodType<WrittenRule> = z
  .union([roleReference, ruleObject.describe('Several people, or a choice of them.')])
  .meta({
    id: 'rule',
    description:
      'Who approves: a role, {any: [pm, lead]}, {all: [pm, design]} or {role: pm, count: 2}; they nest.',
    examples: ['pm', { role: 'pm', count: 2 }, { any: ['pm', 'lead'] }, { all: ['support', 'marketing'] }],
  });

/** One person on both sides. */
export const person = z
  .strictObject({
    github: text(names.account, 'A GitHub login.', ['maria']),
    jira: text(
      names.line('An account', 255),
      'An account in Jira: its id (Cloud), or its name (Data Center).',
      ['5b10ac8d82e05b22cc7d4ef5', 'mlopez'],
    ),
  })
  .describe('One person, by both names.');

const heading = text(names.section, 'The words of a heading.', ['Problem', 'Acceptance criteria']);

/** Which issues are meant: any of the types or labels is enough. */
const issueFilter = z
  .strictObject({
    types: several(
      text(names.line('A type', 100), 'An issue type.', ['Feature']),
      'Issues of any of these types.',
    ).optional(),
    labels: several(label, 'Issues with any of these labels.').optional(),
  })
  .check((check) => {
    const { types = [], labels = [] } = check.value;
    if (types.length + labels.length > 0) return;
    addIssue(check, {
      message: 'No issue would be meant.',
      hint: 'Name types or labels, or delete the key.',
    });
  });

export const gate = z
  .strictObject({
    preset: z
      .enum(['spec', 'acceptance'])
      .optional()
      .describe('Starts from one of the two default gates; keys written beside it replace its own.'),
    title: text(names.line('A title', 80), 'What people read; unless written, made from the name.', [
      'Design review',
    ]).optional(),
    noun: text(
      names.line('A noun', 60),
      'What is approved, as a sentence names it: "the spec" gives "Waiting for maria to approve the spec". Unless written, made from the title.',
      ['the spec'],
    ).optional(),
    'prepared-by': roleReference
      .optional()
      .describe(
        'The role whose turn it is until approval is asked for; unless written, the first in "approve".',
      ),
    approve: rule
      .optional()
      .describe(
        'Who approves: a role, {any: [pm, lead]}, {all: [pm, design]} or {role: pm, count: 2}; they nest.',
      ),
    label: label
      .optional()
      .describe('Shows that the gate is approved; an approver who adds it approves the gate.'),
    blocks: several(
      z.string().meta({
        description: 'start, merge, close, or the name of another gate.',
        examples: ['start', 'merge', 'close'],
      }),
      'What waits until the gate is approved: start, merge, close, or the name of another gate. Nothing unless written.',
    ).optional(),
    after: several(gateReference, 'Gates whose turn comes first.').optional(),
    'ready-when': z
      .strictObject({
        'merged-pull-request': usually(
          z.boolean(),
          false,
          'It’s ready for approval once a pull request that closes the issue is merged.',
        ),
      })
      .optional()
      .describe('When its turn comes; at once unless written.'),
    requires: z
      .strictObject({
        sections: several(
          heading,
          'Headings of the issue that must have text below them before the gate can be approved.',
        ).optional(),
        consent: several(
          roleReference,
          'Roles that must have confirmed that it can be built, with /viable.',
        ).optional(),
        criteria: text(names.section, 'The heading whose tasks are accepted one by one.', [
          'Acceptance criteria',
        ]).optional(),
        'sub-issues': z
          .literal('satisfied')
          .optional()
          .describe("Every sub-issue's gates must be approved first."),
      })
      .optional()
      .describe('What must be there before the gate can be approved; nothing unless written.'),
    covers: z
      .strictObject({
        sections: some(heading, 'Headings of the issue; an approval is bound to the text below them.', {
          message: 'An approval would be bound to nothing.',
          hint: 'Name headings, or delete "covers": then it is bound to the title and the whole text.',
        }),
      })
      .optional()
      .describe('What an approval is bound to; unless written, the title and the whole text.'),
    when: issueFilter
      .optional()
      .describe('Which issues have this gate; all unless written. Any of the types or labels is enough.'),
    deadline: text(
      names.span,
      'How long people have for their turn before they are reminded; unless written, they never are.',
      ['4 hours', '2 working days', '1 week'],
      '^[1-9]\\d{0,2} (hour|day|working day|week)s?$',
    ).optional(),
    waive: several(
      roleReference,
      'Roles that may waive the gate, with a reason; nobody unless written.',
    ).optional(),
    locked: usually(
      z.boolean(),
      false,
      'In a base: a policy that builds on it may tighten this gate, never weaken it.',
    ),
    'closing-accepts': usually(
      z.boolean(),
      false,
      'An approver who closes the issue as completed has approved.',
    ),
    'close-reasons': usually(
      z.array(z.enum(['completed', 'not_planned', 'duplicate'])),
      ['completed'],
      'Which reasons for closing the gate blocks, where it blocks close; unless written, completed.',
    ),
    'stale-on': usually(
      z.array(z.enum(['spec-edit', 'push', 'reopen'])),
      [],
      'What ends an approval, so that it has to be given again: spec-edit (the title or text changes), push (to the pull request), reopen.',
    ),
    'independent-of': usually(
      z.array(z.enum(['author', 'assignees', 'pull-request-authors'])),
      [],
      'Whose own approval does not count.',
    ),
    mode: mode
      .optional()
      .describe(
        "For this gate alone; unless written, the policy's. enforce: block and undo. warn: say so, undo nothing. observe: write nothing but a neutral check.",
      ),
  })
  .check((check) => {
    if (check.value.approve !== undefined || check.value.preset !== undefined) return;
    addIssue(check, {
      message: '"approve" is missing: nobody could approve it.',
      hint: 'Write "approve: " and a role; or "preset: spec" or "preset: acceptance", to start from a default gate.',
    });
  });

const filled = <T extends z.ZodType>(map: T, complaint: Complaint): T =>
  map.check((check) => {
    if (Object.keys(check.value as object).length === 0) addIssue(check, complaint);
  });

export const calendar = z.strictObject({
  timezone: usually(
    text(names.timeZone, 'A name of the IANA time zone database.', ['Europe/Berlin', 'America/New_York']),
    'UTC',
    'Where the days begin: a name of the IANA time zone database; UTC unless written.',
  ),
  workdays: usually(
    some(z.enum(weekdays), 'Days.', {
      message: 'No day would be a working day.',
      hint: 'Name days, like [mon, tue, wed, thu, fri].',
    }),
    ['mon', 'tue', 'wed', 'thu', 'fri'],
    'Days on which work is done; unless written, mon to fri.',
  ),
  holidays: several(
    text(names.day, 'A day, as YYYY-MM-DD.', ['2026-12-25']),
    'Days on which no work is done.',
  ).optional(),
});

export const texts = z.strictObject(
  Object.fromEntries(
    customTextNames.map((name) => [
      name,
      text((written) => checkCustomText(name, written), describeCustomText(name), [
        customTexts[name].example,
      ]).optional(),
    ]),
  ),
);

export const policy = z
  .strictObject({
    version: usually(z.literal(1), 1, 'The version of the policy language; 1 is the only one.'),
    extends: text(names.basePolicy, 'A policy to build on: owner/name, or owner/name:path/to/roles.yml.', [
      'acme/.github',
      'acme/.github:.github/teams.yml',
    ]).optional(),
    mode: usually(
      mode,
      'enforce',
      'What Baton does until a gate is approved. enforce: block and undo. warn: say so, undo nothing. observe: write nothing but a neutral check.',
    ),
    roles: filled(
      z.record(
        z.string(),
        z
          .union([
            principals.check((check) => addIssue(check, check.value.length === 0 ? nobody : null)),
            role.describe('The keys "members", "permission" and "jira".'),
          ])
          .describe(
            'Who holds this role: a list of logins and teams, or the keys "members", "permission" and "jira".',
          ),
      ),
      { message: 'No role is defined.', hint: 'Write at least two, like pm: [maria] and engineer: [emil].' },
    ).meta({
      description: 'Who may do what: a name for each role, and who holds it.',
      minProperties: 1,
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,49}$' },
    }),
    people: several(person, 'Who is who on both sides; needed only where they must agree.').optional(),
    'applies-to': issueFilter
      .optional()
      .describe('Which issues have gates; all unless written. Any of the types or labels is enough.'),
    exempt: z
      .strictObject({
        labels: several(label, 'Labels that exempt, once somebody of a role in "by" adds one.').optional(),
        by: some(
          roleReference,
          'Roles that exempt by such a label; unless written, those that approve or waive a gate.',
          {
            message: 'Nobody could exempt anything by a label.',
            hint: 'Name roles, like [pm], or delete the labels.',
          },
        ).optional(),
        authors: several(
          text(names.account, 'A login; an App is "name[bot]".', ['dependabot[bot]']),
          'What these accounts open is exempt, as long as nobody else pushes to it. An App is "name[bot]".',
        ).optional(),
        paths: several(
          text(glob, 'A path with *, ** or {a,b}.', ['docs/**', '**/*.md']),
          'A pull request that touches nothing but these files is exempt.',
        ).optional(),
      })
      .optional()
      .describe('Issues and pull requests without gates.'),
    work: z
      .strictObject({
        labels: several(label, 'Labels that say that work has begun.').optional(),
        assignment: usually(z.boolean(), true, 'Work begins when somebody is assigned who is no approver.'),
        'pull-request': usually(
          z.boolean(),
          true,
          'Work begins when a pull request is opened that would close the issue.',
        ),
        branch: usually(z.boolean(), true, 'Work begins when a branch is created from the issue.'),
      })
      .optional()
      .describe('What counts as engineering work starting.'),
    'pull-requests': z
      .strictObject({
        'require-issue': usually(z.boolean(), true, 'A pull request without a linked issue does not pass.'),
        'closed-issues': usually(
          z.enum(['refuse', 'allow']),
          'refuse',
          'Whether an issue that was closed before counts as the issue that a pull request needs; refuse unless written.',
        ),
        'linked-repositories': several(
          text(names.otherRepository, 'A repository, as owner/name.', ['acme/website']),
          'Other repositories whose issues count.',
        ).optional(),
      })
      .optional()
      .describe('Which issues a pull request needs.'),
    gates: filled(
      z.record(z.string(), gate.describe('A gate: who approves, and what waits until they do.')),
      {
        message: 'No gate is defined.',
        hint: 'Write at least one, or delete the line: then the two default gates apply.',
      },
    )
      .optional()
      .meta({
        description: 'The gates, in order. Without this key: spec and acceptance.',
        minProperties: 1,
        propertyNames: { pattern: '^(?!(?:start|merge|close)$)[A-Za-z][A-Za-z0-9-]{0,49}$' },
      }),
    reminders: z
      .strictObject({
        calendar: calendar.optional().describe('Which days work is done on.'),
        'escalate-to': roleReference
          .optional()
          .describe(
            'The role that is told when a reminder did not help, and asked when Baton stops undoing something.',
          ),
      })
      .optional()
      .describe('People whom an issue waits for longer than a deadline are reminded.'),
    jira: inJira.jira.optional().describe('The same handoffs for issues in Jira.'),
    texts: texts.optional().describe("Comments in a team's own words; where one is missing, Baton's stand."),
  })
  .meta({
    title: 'Baton: role policy (.github/roles.yml)',
    description: 'Who holds which role, which approvals an issue needs, and what waits for them.',
  });

export type WrittenPolicy = z.output<typeof policy>;
/** What could be read of a policy. */
export type Readable = Omit<WrittenPolicy, 'roles'> & { readonly roles?: WrittenPolicy['roles'] | undefined };
export type WrittenGate = z.output<typeof gate>;
export type WrittenRole = WrittenPolicy['roles'][string];

/** Where SchemaStore keeps the schema once it has it: editors find it there by the catalog's entry, config/schemastore.json. */
export const schemaAddress = 'https://www.schemastore.org/baton-roles.json';

/**
 * The schema for editors, as JSON Schema. Draft 7: it's the newest that all of their language servers know whole, and what
 * SchemaStore asks for. What a file leaves out that builds on another is there.
 */
export function jsonSchema(): object {
  // Each key stands beside `required` too: Ajv's strict mode wants it, and SchemaStore uses that.
  const has = (key: string): object => ({ required: [key], properties: { [key]: {} } });
  const gateAlone = { type: 'object', anyOf: [has('approve'), has('preset')] };
  const alone = {
    if: { not: has('extends') },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: {
      required: ['roles'],
      properties: { roles: {}, gates: { type: 'object', additionalProperties: gateAlone } },
    },
  };
  const either = policy.extend({ roles: policy.shape.roles.optional() });
  const { $schema, ...rest } = z.toJSONSchema(either.meta({ ...policy.meta(), ...alone }), {
    io: 'input',
    target: 'draft-7',
  });
  return { $schema, $id: schemaAddress, ...rest };
}
