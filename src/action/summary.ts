/** What a run of the workflow did, for its page on GitHub. */
import * as z from 'zod';

import type { Effect } from '../handoff/index.ts';
import { code, plain } from '../markdown.ts';
import type { KeptLine } from '../store/index.ts';

/** What became of an event. */
export type Ended =
  | { readonly kind: 'from-fork' }
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'done';
      readonly lines: readonly KeptLine[];
      readonly failures: readonly string[];
      /** What could not be seen of who holds which role, in sentences. */
      readonly unseen: readonly string[];
      readonly requests: number;
    };

const guide = 'docs/how-to/run-in-github-actions.md';

/** Markdown for the file that `GITHUB_STEP_SUMMARY` names. */
export function summaryOf(ended: Ended, repository: string): string {
  return `## Baton\n\n${textOf(ended, repository)}\n`;
}

function textOf(ended: Ended, repository: string): string {
  switch (ended.kind) {
    case 'from-fork':
      return `This event comes from a fork, and GitHub gives such a run no right to write. Baton did nothing; the next event of the pull request, or the scheduled run, evaluates it. For pull requests, use \`pull_request_target\` (${code(guide)}).`;
    case 'nothing':
      return 'This event changes nothing for Baton.';
    case 'done':
      return [
        ...whatWasDone(ended.lines, repository),
        ...section(
          'Not finished',
          ended.failures,
          'Baton will retry with the next event or the scheduled run.',
        ),
        ...section(
          'What this run could not see',
          ended.unseen,
          `People whose role depends on it count as without that role. The input \`organization-token\` lets Baton read teams (${code(guide)}).`,
        ),
        `Requests to GitHub: ${ended.requests}.`,
      ].join('\n\n');
    default:
      return ended satisfies never;
  }
}

function section(title: string, sentences: readonly string[], then: string): readonly string[] {
  const all = [...new Set(sentences)];
  if (all.length === 0) return [];
  return [`### ${title}`, all.map((sentence) => `- ${plain(sentence)}`).join('\n'), then];
}

function whatWasDone(lines: readonly KeptLine[], repository: string): readonly string[] {
  const rows = lines.flatMap(({ item, effects }) => {
    const what = effectsIn(effects).map(inWords);
    return what.length === 0 ? [] : [`| ${code(nameOf(item, repository))} | ${what.join('<br>')} |`];
  });
  if (rows.length === 0) return ['Nothing had to be written: everything is as it should be.'];
  return [['| Where | What Baton did |', '| --- | --- |', ...rows].join('\n')];
}

const effectShape = z.looseObject({ kind: z.string() });

function effectsIn(effects: string): readonly Effect[] {
  return z.array(effectShape).parse(JSON.parse(effects)) as unknown as readonly Effect[];
}

/** The number of an issue or a pull request; the repository for whatever is of all of it. */
function nameOf(item: string, repository: string): string {
  const number = /(?:^| )(?:issue |pull-request )?(\d+)$/.exec(item)?.[1];
  return number === undefined ? repository : `#${number}`;
}

function inWords(effect: Effect): string {
  switch (effect.kind) {
    case 'label':
      return `added the label ${code(effect.label)}`;
    case 'unlabel':
      return `removed the label ${code(effect.label)}`;
    case 'unassign':
      return `removed the assignee ${code(effect.login)}`;
    case 'reopen':
      return 'reopened it';
    case 'close':
      return 'closed it';
    case 'card':
      return effect.card === null ? 'wrote the card' : 'updated the card';
    case 'show-comment':
      return 'showed a hidden comment again';
    case 'remove-comment':
      return 'removed a comment of its own';
    case 'comment':
      return effect.comment === undefined ? 'answered in a comment' : 'updated its answer';
    case 'react':
      return 'reacted to a command';
    case 'check':
      return `set the check ${code(effect.report.name)}: ${plain(effect.report.title)}`;
    default:
      return effect satisfies never;
  }
}
