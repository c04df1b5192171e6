/**
 * An issue's life with the mistakes that people make, one after the other: what Baton writes meanwhile is counted. The same
 * script is a story of the tests and a row of the benchmark. maria is the product manager, anton and ben are engineers.
 */
import type { Acting, Comment, Sandbox } from '@baton/sandbox';

/** Where it is played: somebody acts, some time passes, and all that follows from it happens. */
export type Played = {
  readonly github: Sandbox;
  readonly act: (login: string, what: (somebody: Acting) => void) => Promise<void>;
};

export const shop = 'acme/shop';
const issue = `${shop}#1`;
const pull = `${shop}#2`;

type Step = {
  /** What somebody does, as one would tell it. */
  readonly tells: string;
  readonly by: string;
  readonly what: (somebody: Acting) => void;
};

const says = (by: string, text: string, on = issue): Step => ({
  tells: `comments ${JSON.stringify(text)}${on === pull ? ' on the pull request' : ''}`,
  by,
  what: (somebody) => void somebody.comment(on, text),
});
const does = (by: string, tells: string, what: Step['what']): Step => ({ tells, by, what });

/** GitHub refuses it, because the required check does not pass. */
function triesToMerge(somebody: Acting): void {
  try {
    somebody.merge(pull);
  } catch {
    return;
  }
  throw new Error('GitHub let it merge.');
}

export const life: readonly Step[] = [
  does(
    'maria',
    'opens the issue',
    (maria) => void maria.openIssue(shop, { title: 'Coupons', body: 'Each order takes one coupon.' }),
  ),
  // anton wants to begin.
  does('anton', 'assigns himself', (anton) => anton.assign(issue, 'anton')),
  says('anton', '/approve spec'),
  says('anton', '/approve spec'),
  does('anton', 'adds the label of the approval', (anton) => anton.label(issue, 'spec:approved')),
  says('anton', '/why'),
  says('anton', '/why'),
  // maria approves as people write.
  says('maria', 'LGTM, approved!'),
  says('maria', '/aprove spec'),
  says('maria', '/approve the spec'),
  says('maria', '/approve spec'),
  // Somebody tidies labels up.
  does('ben', 'removes the label of the approval', (ben) => ben.unlabel(issue, 'spec:approved')),
  says('ben', '/revoke spec'),
  does('anton', 'assigns himself', (anton) => anton.assign(issue, 'anton')),
  does('anton', 'opens a pull request', (anton) => {
    anton.push(shop, 'coupons', { files: { 'coupons.ts': 'export {};\n' } });
    anton.openPull(shop, { title: 'Coupons', body: 'Closes #1', head: 'coupons' });
  }),
  // The spec changes while it is built.
  says('anton', '/question'),
  says('anton', '/question What if the order is cheaper than the coupon?'),
  does('anton', 'tries to merge', triesToMerge),
  says('anton', '/approve spec', pull),
  says('anton', '/approve spec', pull),
  says('anton', '/answer It costs nothing.'),
  says('maria', '/answer'),
  says('maria', '/answer The order costs nothing then.'),
  does('ben', 'edits the spec', (ben) => ben.edit(issue, { body: 'Each order takes two coupons.' })),
  says('ben', '/approve spec'),
  says('maria', 'approved'),
  says('maria', '/approve spec\n/accept 3'),
  // It is built, and closed too early.
  does('anton', 'closes the issue', (anton) => anton.close(issue)),
  says('anton', '/accept'),
  says('anton', '/accept'),
  says('anton', '/accept'),
  does('anton', 'adds the label of the acceptance', (anton) => anton.label(issue, 'pm:accepted')),
  does('anton', 'merges', (anton) => void anton.merge(pull)),
  says('anton', '/accept', pull),
  does('ben', 'closes the issue', (ben) => ben.close(issue)),
  says('ben', '/accept'),
  says('maria', '/return acceptance'),
  says('maria', '/return acceptance The second coupon is ignored.'),
  says('maria', '/why'),
  says('maria', '/why'),
  says('anton', '/request acceptance'),
  says('anton', '/request acceptance'),
  says('maria', '/accept'),
  // It is over, and people go on.
  says('anton', '/accept'),
  says('ben', '/approve spec'),
  says('ben', '/approve spec'),
];

/** How many comments Baton has written, by what they are for. */
export type Counts = { readonly card: number; readonly handoff: number; readonly other: number };

export type Line = Step & {
  /** What Baton wrote on it. */
  readonly wrote: readonly Comment[];
};

/** Plays the life. `each`: told of each step, with what Baton wrote after it. */
export async function live({ github, act }: Played, each: (line: Line) => void = () => {}): Promise<Counts> {
  const known = new Set<number>();
  for (const step of life) {
    await act(step.by, step.what);
    const fresh = writtenOn(github).filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    each({ ...step, wrote: fresh });
  }
  return countsOf(writtenOn(github));
}

/** Everything that Baton wrote there, also what somebody deleted since. */
function writtenOn(github: Sandbox): readonly Comment[] {
  return [...github.find.repository(shop).items.values()]
    .flatMap(({ timeline }) => timeline)
    .filter(
      (entry): entry is Comment => entry.kind === 'IssueComment' && entry.author.login === 'baton[bot]',
    );
}

/** What a comment is for. */
export function kindOf({ body }: Comment): keyof Counts {
  if (body.includes('<!-- baton:card -->')) return 'card';
  return body.includes('<!-- baton:handoff ') ? 'handoff' : 'other';
}

function countsOf(comments: readonly Comment[]): Counts {
  const count = (kind: keyof Counts): number => comments.filter((each) => kindOf(each) === kind).length;
  return { card: count('card'), handoff: count('handoff'), other: count('other') };
}
