/** Plays steps without expecting anything, and tells how everything stands then: for who wants to see what Baton does. */
import { isCardBody, statusName } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import { sameText } from '../same-text.ts';
import { checkExamples } from './check.ts';
import type { Example } from './example.ts';
import { holdersOf, peopleOf, type People } from './people.ts';
import { file as schema } from './schema.ts';
import { checkOf } from './shown.ts';
import { onStage, type Line, type Playing, type Stage } from './stage.ts';
import { standingOf, type Standing } from './standing.ts';
import { plainly } from './story.ts';
import type { Thing } from './things.ts';

/** Who takes part, as an example names them: roles by login. */
export type Cast = Readonly<Record<string, readonly string[]>>;

export type Rehearsal = Pick<Example, 'starts' | 'people' | 'steps'>;

/**
 * Steps as an example of that policy, with those whom the policy names among its people.
 * @param steps values as they stand in a file of examples; whoever sent them
 * @returns a sentence: they are no steps that can be played
 */
export function rehearsalOf(steps: unknown, cast: Cast, policy: Policy): Rehearsal | string {
  const people = Object.fromEntries(Object.entries(cast).map(([login, roles]) => [login, [...roles]]));
  const read = schema.safeParse({ people, examples: [{ name: 'playground', steps }] });
  if (!read.success) return 'These are no steps of an example.';
  const wrong: string[] = [];
  const checked = checkExamples(
    read.data,
    policy,
    (complaints) => {
      wrong.push(...complaints.map(({ message }) => message));
      return [];
    },
    { expects: false },
  );
  const [example] = checked.kind === 'examples' ? checked.examples : [];
  return example ?? wrong[0] ?? 'These are no steps of an example.';
}

export type Comment = { readonly by: string; readonly isBaton: boolean; readonly text: string };

/** An issue or a pull request, as people see it and as Baton explains it. */
export type Shown = Standing & {
  readonly kind: Thing['kind'];
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  /** Oldest first, without the card. Markdown. */
  readonly comments: readonly Comment[];
  /** The check `Baton`; null: there is none. */
  readonly verdict: { readonly conclusion: string; readonly title: string; readonly summary: string } | null;
  /** Of an issue: its gates, with their status as a card shows it. */
  readonly gates: readonly { readonly name: string; readonly status: string }[];
  /** Of an issue: whose turn it is, by role. */
  readonly batons: readonly { readonly role: string; readonly people: readonly string[] }[];
  /** What comes next, as `/why` begins; null: it has no gates. */
  readonly next: string | null;
};

export type Watched = {
  /** For each step, what happened. */
  readonly story: readonly (readonly Line[])[];
  /** In the order in which they were opened. */
  readonly things: readonly Shown[];
  /** By the policy's time zone, `2026-01-05 09:00`. */
  readonly clock: string;
};

export const watch = ({ steps, ...scene }: Rehearsal, played: Playing): Promise<Watched> =>
  onStage(scene, played, async (stage) => {
    const story: (readonly Line[])[] = [];
    for (const step of steps) {
      if (step.kind === 'expects') continue;
      const before = stage.story.length;
      await stage.take(step);
      story.push(stage.story.slice(before));
    }
    const things: Shown[] = [];
    for (const thing of stage.place.things) things.push(await shown(thing, stage, scene.people));
    return { story, things, clock: stage.clock() };
  });

async function shown(thing: Thing, stage: Stage, people: People): Promise<Shown> {
  const explained = await stage.explain(thing);
  const isSeen = explained.kind === 'issue' || explained.kind === 'pull-request';
  const verdict = isSeen && 'kind' in explained.verdict ? explained.verdict : null;
  const gates = verdict?.kind === 'gates' ? verdict : null;
  const check = thing.kind === 'issue' ? null : checkOf(thing);
  const { kind, number, title, body, author } = thing;
  return {
    ...standingOf(thing),
    kind,
    number,
    title,
    body,
    author: author.login,
    comments: thing.moments.flatMap((each) =>
      each.kind !== 'commented' || (each.by.self && isCardBody(each.text))
        ? []
        : [{ by: each.by.login, isBaton: each.by.self, text: each.text }],
    ),
    verdict:
      check === null
        ? null
        : {
            conclusion: check.conclusion ?? 'in progress',
            title: check.title ?? '',
            summary: check.summary ?? '',
          },
    gates: (gates?.gates ?? []).map(({ gate, status }) => ({ name: gate.name, status: statusName(status) })),
    batons: (gates?.batons ?? []).flatMap(({ gate: name, roles }) => {
      const excluded = gates?.gates.find((each) => each.gate.name === name)?.excluded ?? [];
      const isOut = (login: string): boolean => excluded.some(({ actor }) => sameText(actor.login, login));
      return roles.map((role) => ({
        role,
        people: holdersOf(people, role).filter((login) => !isOut(login)),
      }));
    }),
    next: isSeen ? plainly(explained.why.split('\n')[0] ?? '') : null,
  };
}

/** Everybody who would take part: those whom the cast and the policy name, with their roles. */
export const castOf = (cast: Cast, policy: Pick<Policy, 'roles' | 'exempt'>): Cast =>
  Object.fromEntries([...peopleOf(policy, cast).values()].map(({ login, roles }) => [login, roles]));
