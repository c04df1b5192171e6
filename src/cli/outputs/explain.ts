/** `baton explain --json`. */
import * as z from 'zod';

import { instant } from '../../published.ts';
import { problemShape } from './shapes.ts';

const shared = {
  item: z.string().describe('owner/name#number; of an issue in Jira its key'),
  title: z.string(),
  url: z.string(),
};
export const gateShape = z.strictObject({
  of: z.string().optional().describe('Of a pull request: the address of the issue that it links'),
  gate: z.string(),
  status: z.string().describe('As docs/reference/statuses.md has it: that of logs and the ledger'),
  isOpen: z.boolean().describe('Nothing waits for it'),
  holders: z.array(z.string()).readonly().describe('Who can approve it now'),
  since: instant.nullable().describe('When the status last changed; null: it never did'),
  approvals: z
    .array(
      z.strictObject({
        by: z.string(),
        at: instant,
        via: z.enum(['label', 'command', 'closing', 'status', 'field']),
      }),
    )
    .readonly()
    .describe('Those that count'),
});

export const explainOutput = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...shared, kind: z.literal('no-policy') }),
    z.strictObject({ ...shared, kind: z.literal('broken'), problems: z.array(problemShape).readonly() }),
    z.strictObject({
      ...shared,
      kind: z.enum(['issue', 'pull-request']),
      policyUrl: z.string().describe('Where the policy can be read'),
      asOf: instant.nullable().describe('As of when it is judged, by today’s policy and roles; null: now'),
      sentence: z.string().describe('Who has to do what'),
      why: z.string().describe('Markdown: the sentence, then the reasoning'),
      problems: z
        .array(z.string())
        .readonly()
        .describe('What stood in the way of knowing who holds which role'),
      gates: z.array(gateShape).readonly(),
    }),
    z.strictObject({
      ...shared,
      title: z.string().describe('Empty where the policy shows no titles of Jira'),
      kind: z.literal('jira-issue'),
      repository: z.string().describe('The one whose policy decides'),
      policyUrl: z.string().describe('Where the policy can be read'),
      asOf: z.null().describe('It is always judged as of now'),
      sentence: z.string().describe('Who has to do what'),
      why: z.string().describe('Markdown: the sentence, then the reasoning'),
      problems: z
        .array(z.string())
        .readonly()
        .describe('What is not known: who holds which role, which other pull requests name it'),
      gates: z.array(gateShape).readonly().describe('Those that are decided in Jira'),
      pullRequests: z
        .array(
          z.strictObject({
            item: z.string().describe('owner/name#number'),
            url: z.string(),
            state: z.enum(['open', 'merged', 'closed']),
          }),
        )
        .readonly()
        .describe('Those of the repository that name it, open or merged'),
    }),
  ])
  .meta({ title: 'baton explain --json' });
export type Summary = z.output<typeof explainOutput>;
