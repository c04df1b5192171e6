/** What somebody does in a step. */
import { quoted, type CloseReason, type Path } from '../policy/index.ts';
import { sameText } from '../same-text.ts';
import { onlyOne, somebody, something, type Scene } from './scene.ts';
import type { Act } from './example.ts';
import type { Verb, WrittenStep } from './schema.ts';

type Doing = { readonly step: WrittenStep; readonly verb: Verb; readonly by: string };

/** null: something in it is wrong, and is complained about. */
export function actOf(doing: Doing, path: Path, scene: Scene): Act | null {
  const { step, by, verb } = doing;
  const where = (kind: 'issue' | 'pull request' | null): string | null =>
    step.on === undefined ? onlyOne(kind, path, scene) : something(step.on, kind, [...path, 'on'], scene);
  switch (verb) {
    case 'opens':
      return opening(doing, path, scene);
    case 'comments':
    case 'reviews': {
      const on = where(verb === 'reviews' ? 'pull request' : null);
      return on === null ? null : { kind: verb, by, on, text: step[verb] ?? '' };
    }
    case 'edits': {
      const on = where('issue');
      const { title = null, body = null } = step.edits ?? {};
      if (title === null && body === null)
        scene.complain(
          [...path, 'edits'],
          'Nothing is edited.',
          'Write a title or a body: "edits: { body: … }".',
        );
      return on === null ? null : { kind: verb, by, on, title, body };
    }
    case 'adds-label':
    case 'removes-label': {
      const on = where(null);
      return on === null ? null : { kind: verb, by, on, label: step[verb] ?? '' };
    }
    case 'assigns':
    case 'unassigns': {
      const on = where(null);
      const who = somebody(step[verb] ?? '', [...path, verb], scene);
      return on === null || who === null ? null : { kind: verb, by, on, who };
    }
    case 'adds-sub-issue':
    case 'removes-sub-issue': {
      const part = something(step[verb] ?? '', 'issue', [...path, verb], scene);
      const on = where('issue');
      return on === null || part === null ? null : { kind: verb, by, on, part };
    }
    case 'pushes': {
      const on = something(step.pushes ?? '', 'pull request', [...path, verb], scene);
      return on === null ? null : { kind: verb, by, on, files: step.files ?? [] };
    }
    case 'merges': {
      const on = something(step.merges ?? '', 'pull request', [...path, verb], scene);
      return on === null ? null : { kind: verb, by, on };
    }
    case 'reopens': {
      const on = something(step.reopens ?? '', null, [...path, verb], scene);
      return on === null ? null : { kind: verb, by, on };
    }
    case 'closes': {
      const on = something(step.closes ?? '', null, [...path, verb], scene);
      return on === null ? null : { kind: verb, by, on, reason: reasonOf[step.as ?? 'completed'] };
    }
    default:
      return verb satisfies never;
  }
}

const reasonOf = {
  completed: 'completed',
  'not planned': 'not_planned',
  duplicate: 'duplicate',
} as const satisfies Readonly<Record<NonNullable<WrittenStep['as']>, CloseReason>>;

/** Files that a pull request changes where the example does not say. */
const usualFiles = ['src/work.ts'];

function opening({ step, by }: Doing, path: Path, scene: Scene): Act | null {
  const { opened, complain } = scene;
  const kind = step.opens ?? 'issue';
  const name = step.name ?? kind;
  if ([...opened.keys()].some((each) => sameText(each, name)))
    complain(
      [...path, step.name === undefined ? 'opens' : 'name'],
      `There is ${quoted(name)} already.`,
      'Give this one another name: "name: second".',
    );
  const assignees = (step.assignees ?? []).flatMap(
    (login, index) => somebody(login, [...path, 'assignees', index], scene) ?? [],
  );
  const shared = { by, name, labels: step.labels ?? [], assignees };
  const wrong = (kind === 'issue' ? ['closing', 'files'] : ['type', 'sub-issue-of']).find(
    (key) => key in step,
  );
  if (wrong !== undefined)
    complain(
      [...path, wrong],
      `${quoted(wrong)} does not go with ${kind === 'issue' ? 'an issue' : 'a pull request'}.`,
      'Delete it.',
    );
  if (kind === 'issue') {
    const whole = step['sub-issue-of'];
    const of = whole === undefined ? null : something(whole, 'issue', [...path, 'sub-issue-of'], scene);
    opened.set(name, kind);
    const { title = 'Coupons', body = '', type = null } = step;
    return { kind: 'opens-issue', ...shared, title, body, type, whole: of };
  }
  const { closing = [], files = usualFiles, title = 'Coupons', body = null } = step;
  const named = typeof closing === 'string' ? [closing] : closing;
  const closes = named.flatMap(
    (each, index) =>
      something(
        each,
        'issue',
        [...path, 'closing', ...(typeof closing === 'string' ? [] : [index])],
        scene,
      ) ?? [],
  );
  opened.set(name, kind);
  return { kind: 'opens-pull', ...shared, title, body, closing: closes, files };
}
