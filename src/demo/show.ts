/** What the demo prints: who did what, and what each person then sees. */
import type { SandboxDescription } from '@baton/sandbox';
import type { Step } from './story.ts';
import type { Sight, World } from './world.ts';

/** Markdown as a terminal shows it best: without markers, tags and escapes. */
function bare(markdown: string): string {
  return markdown
    .replaceAll(/<!--(?:(?!<!--)[\s\S])*?-->\n?/g, '')
    .replaceAll(/<sub>(?:(?!<sub>).)*<\/sub>/g, '')
    .replaceAll(/<\/?(?:details|summary)>/g, '')
    .replaceAll(/^#+ /gm, '')
    .replaceAll(/^\| --- .*\n/gm, '')
    .replaceAll('**', '')
    .replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replaceAll(/\\([\\`*_{}[\]()#+\-.!|<>~$&:])/g, '$1')
    .replaceAll('\u200B', '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `     │ ${line}`.trimEnd())
    .join('\n');

const some = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

type Played<W extends World> = {
  readonly index: number;
  readonly step: Step<W>;
  readonly sight: Sight;
  /** Those that came with it. */
  readonly newComments: readonly string[];
  /** What had to be true and is not, in words. */
  readonly failed: readonly string[];
};

/** One step, with what is to be seen of the item afterwards. */
export function stepText<W extends World>({ index, step, sight, newComments, failed }: Played<W>): string {
  const head = `${String(index + 1).padStart(2)}. ${step.title}\n    ${step.who} ${step.tells}.`;
  const facts =
    sight.check === null
      ? [
          `state ${sight.state}`,
          `labels ${some(sight.labels)}`,
          `assigned ${some(sight.assignees)}`,
          ...(sight.links.length === 0 ? [] : [`linked ${some(sight.links)}`]),
        ]
      : [`state ${sight.state}`, `check Baton: ${sight.check.conclusion}, “${sight.check.title}”`];
  const parts = [
    head,
    `    → ${step.look}: ${facts.join(' · ')}`,
    ...newComments.map((comment) => `    → Baton writes:\n${indented(bare(comment))}`),
    ...(sight.card === null ? [] : [`    → The card:\n${indented(bare(sight.card))}`]),
    ...Object.keys(step.expect).map((what) => `    ${failed.includes(what) ? '✗ NOT SO' : '✓'} ${what}`),
  ];
  return `${parts.join('\n')}\n`;
}

/**
 * How to go on by hand.
 * @param issue the number that the next issue gets
 */
export function handsOn(
  { url, people }: Pick<SandboxDescription, 'url' | 'people'>,
  webhooks: string,
  repository: string,
  issue: number,
): string {
  const token = (login: string): string => people.find((each) => each.login === login)?.token ?? '';
  const call = (login: string, method: string, path: string, body: string): string =>
    `  curl -sS -X ${method} ${url}/repos/${repository}${path} -H 'Authorization: Bearer ${token(login)}' -d '${body}'`;
  return [
    '',
    `This demo's GitHub is at ${url}, and Baton takes its webhooks at ${webhooks}.`,
    'Tokens (they are worth nothing anywhere else):',
    ...people.map(({ login, token: one }) => `  ${login.padEnd(12)} ${one}`),
    '',
    'Go on by hand, for example:',
    '# maria writes a spec',
    call('maria', 'POST', '/issues', '{"title":"Gift cards","body":"What we want."}'),
    '# anton approves it, which he may not',
    call('anton', 'POST', `/issues/${issue}/labels`, '{"labels":["spec:approved"]}'),
    '# maria approves it',
    call('maria', 'POST', `/issues/${issue}/comments`, '{"body":"/approve spec"}'),
    '# what is there now',
    `  curl -sS ${url}/repos/${repository}/issues/${issue}/comments -H 'Authorization: Bearer ${token('maria')}'`,
    '',
    'Ctrl+C ends it.',
  ].join('\n');
}
