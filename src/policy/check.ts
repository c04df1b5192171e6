/** What the check `Baton policy` shows of a policy file, and the one issue that tells about a broken one. */
import { describePolicy } from './describe.ts';
import { code, plain } from '../markdown.ts';
import type { Problem } from './problem.ts';
import type { PolicyResult } from './read.ts';

/** Where a policy file is. */
export type PolicyFile = {
  /** `owner/name`. */
  readonly repository: string;
  /** From the repository's root. */
  readonly path: string;
  /** The file's page, for people; percent-encoded. */
  readonly url: string;
  /** Whether a good policy was in force before, and so stays in force. */
  readonly hasLastGood: boolean;
};

export type PolicyReport = {
  readonly check: {
    readonly conclusion: 'success' | 'failure';
    readonly title: string;
    /** Markdown. */
    readonly summary: string;
    /** At most 50, as many as GitHub takes with one request; plain text. */
    readonly annotations: readonly {
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }[];
  };
  /** To be open while the file on the default branch is like this; null: none. `title` is plain text. */
  readonly issue: { readonly title: string; readonly body: string } | null;
};

/** "Create a check run" (GitHub's REST API) takes 50 annotations at once. */
const mostTold = 50;
/** And a summary of 65,535 characters; an issue's text may be one longer. */
const longestText = 65_000;

/** What to show for `result`, which `readPolicy` made of `file`. */
export function checkPolicyFile(result: PolicyResult, file: PolicyFile): PolicyReport {
  if (result.kind === 'policy') {
    const { roles, gates } = result.policy;
    return {
      check: {
        conclusion: 'success',
        title: `The policy is valid: ${counted(roles.length, 'role')}, ${counted(gates.length, 'gate')}`,
        summary: cut(describePolicy(result.policy)),
        annotations: [],
      },
      issue: null,
    };
  }
  const { problems } = result;
  return {
    check: {
      conclusion: 'failure',
      title: `${counted(problems.length, 'problem')} in ${file.path}`,
      summary: cut(checkSummary(problems, file)),
      annotations: problems.slice(0, mostTold).map(({ line, column, message, hint }) => ({
        path: file.path,
        line,
        column,
        message: hint === null ? message : `${message} ${hint}`,
      })),
    },
    issue: {
      title: `The role policy in ${file.path} cannot be read`,
      body: cut(issueBody(problems, file)),
    },
  };
}

function checkSummary(problems: readonly Problem[], file: PolicyFile): string {
  return [
    `${code(file.path)} can’t be used yet. Fix these lines:`,
    '',
    ...list(problems, null),
    '',
    ...inBases(problems),
    file.hasLastGood
      ? 'Until then, the last valid policy of the default branch stays in force, even if you merge this.'
      : 'There is no valid policy on the default branch; if you merge this, gates do nothing.',
  ].join('\n');
}

/** The issue about what GitHub does not do for a policy that is good. `refusals`: sentences, at least one. */
export function refusedIssue(refusals: readonly string[]): { readonly title: string; readonly body: string } {
  return {
    title: 'GitHub refuses something that Baton needs here',
    body: cut([...refusedList(refusals), '', 'Baton closes this issue once nothing is refused.'].join('\n')),
  };
}

/** What GitHub refuses, as a part of another text. */
export function refusedList(refusals: readonly string[]): readonly string[] {
  return [
    'The policy is in force, but GitHub refuses a part of what Baton writes for it. Everything else works as before.',
    '',
    ...refusals.map((sentence) => `- ${plain(sentence)}`),
  ];
}

function issueBody(problems: readonly Problem[], file: PolicyFile): string {
  const where = `[${plain(file.path)}](${file.url}) of ${code(file.repository)}`;
  return [
    `The role policy in ${where} has ${counted(problems.length, 'problem')}, so it cannot be used.`,
    '',
    ...list(problems, file.url),
    '',
    ...inBases(problems),
    file.hasLastGood
      ? '**Until it’s fixed, the last valid policy stays in force:** gates, labels and checks work as before.'
      : '**Until it’s fixed, there is no policy:** gates do nothing, and the checks of pull requests ask for action.',
    '',
    'To fix it, change these lines on the default branch. A pull request is best: its check `Baton policy` says whether the file is valid before you merge it. Baton closes this issue as soon as the file is valid.',
  ].join('\n');
}

/** What is told of another file cannot be mended in this one. */
function inBases(problems: readonly Problem[]): readonly string[] {
  return problems.some(({ elsewhere }) => elsewhere === true)
    ? ['Problems in another file (“In …”) have to be fixed there: this policy builds on it.', '']
    : [];
}

function list(problems: readonly Problem[], url: string | null): readonly string[] {
  const told = problems.slice(0, mostTold).map(({ line, column, message, hint }) => {
    const place = `Line ${line}, column ${column}`;
    const linked = url === null ? place : `[${place}](${url}#L${line})`;
    return `- ${linked}: ${plain(hint === null ? message : `${message} ${hint}`)}`;
  });
  const more = problems.length - told.length;
  return more > 0 ? [...told, `- and ${more} more`] : told;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Whole lines, as many as GitHub takes. */
function cut(markdown: string): string {
  if (markdown.length <= longestText) return markdown;
  const end = markdown.lastIndexOf('\n', longestText);
  return `${markdown.slice(0, end === -1 ? longestText : end)}\n\n… and more, which is too long to show here.`;
}
