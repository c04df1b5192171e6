/** What happens in an example, in sentences. */
import type { Act } from './example.ts';
import type { Done } from './perform.ts';
import type { Place } from './things.ts';
import { sameText } from '../same-text.ts';

const quote = (text: string): string => {
  const short = text.replaceAll(/\s+/g, ' ').trim();
  return `“${short.length > 80 ? `${short.slice(0, 79)}…` : short}”`;
};

/** Before it happens. */
export function tellAct(act: Act, place: Place): string {
  const { by } = act;
  const nameOf = (name: string): string => {
    const found = place.things.find((each) => sameText(each.name, name));
    return `#${found?.number ?? place.things.length + 1}`;
  };
  const list = (words: readonly string[]): string => words.join(', ');
  const labelled = (labels: readonly string[]): string =>
    labels.length === 0 ? '' : `, with the ${labels.length === 1 ? 'label' : 'labels'} ${list(labels)}`;
  switch (act.kind) {
    case 'opens-issue': {
      const part = act.whole === null ? '' : `, a sub-issue of ${nameOf(act.whole)}`;
      return `${by} opens the issue ${nameOf(act.name)} ${quote(act.title)}${labelled(act.labels)}${part}`;
    }
    case 'opens-pull': {
      const closes =
        act.closing.length === 0
          ? ', which closes no issue'
          : `, which closes ${list(act.closing.map(nameOf))}`;
      return `${by} opens the pull request ${nameOf(act.name)} ${quote(act.title)}${closes}${labelled(act.labels)}`;
    }
    case 'comments':
      return `${by} comments on ${nameOf(act.on)}: ${quote(act.text)}`;
    case 'reviews':
      return `${by} reviews ${nameOf(act.on)}: ${quote(act.text)}`;
    case 'edits': {
      const what = [...(act.title === null ? [] : ['title']), ...(act.body === null ? [] : ['text'])];
      return `${by} edits the ${what.join(' and the ')} of ${nameOf(act.on)}`;
    }
    case 'adds-label':
      return `${by} adds the label ${act.label} to ${nameOf(act.on)}`;
    case 'removes-label':
      return `${by} removes the label ${act.label} from ${nameOf(act.on)}`;
    case 'assigns':
      return `${by} assigns ${act.who === by ? 'themselves' : act.who} to ${nameOf(act.on)}`;
    case 'unassigns':
      return `${by} unassigns ${act.who === by ? 'themselves' : act.who} from ${nameOf(act.on)}`;
    case 'adds-sub-issue':
      return `${by} makes ${nameOf(act.part)} a sub-issue of ${nameOf(act.on)}`;
    case 'removes-sub-issue':
      return `${by} takes the sub-issue ${nameOf(act.part)} out of ${nameOf(act.on)}`;
    case 'pushes':
      return `${by} pushes to ${nameOf(act.on)}`;
    case 'merges':
      return `${by} merges ${nameOf(act.on)}`;
    case 'reopens':
      return `${by} reopens ${nameOf(act.on)}`;
    case 'closes':
      return `${by} closes ${nameOf(act.on)}${act.reason === 'completed' ? '' : ` as ${act.reason.replace('_', ' ')}`}`;
    default:
      return act satisfies never;
  }
}

export const tellPassing = (words: string): string => `${words} pass${words.startsWith('1 ') ? 'es' : ''}`;

/** What Baton did; nothing where nobody is told of it. */
export function tellDone(done: Done): readonly string[] {
  const on = `#${done.on.number}`;
  switch (done.kind) {
    case 'label':
      return [`Baton adds the label ${done.label} to ${on}`];
    case 'unlabel':
      return [`Baton removes the label ${done.label} from ${on}`];
    case 'unassign':
      return [`Baton unassigns ${done.login} from ${on}`];
    case 'reopen':
      return [`Baton reopens ${on}`];
    case 'close':
      return [`Baton closes ${on}`];
    case 'said':
      return [`Baton says on ${on}: ${quote(plainly(done.body))}`];
    case 'check':
      return [`The check on ${on}: ${done.conclusion}, ${quote(plainly(done.title))}`];
    case 'card':
      return [];
    default:
      return done satisfies never;
  }
}

/** A text of Baton's as people read it, on one line: without what makes it Markdown. */
export const plainly = (markdown: string): string =>
  markdown
    .replaceAll(/<!--[^<>]{0,2000}-->/g, '')
    .replaceAll(/<\/?(?:sub|details|summary|br)\/?>/g, ' ')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/[\u200b\u2060]/g, '')
    .replaceAll(/\[([^\][]{0,500})\]\([^()]{0,2000}\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
