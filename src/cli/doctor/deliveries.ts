/** What became of what GitHub sent: by its own list of deliveries. */
import { attemptsShape, hasArrived, nextCursor, type Ask, type Attempt } from '../../github/index.ts';
import { settingsOf, type AppThere } from './app.ts';
import { meaningOf, wayOf } from './delivery-failures.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';
import { examineSignature } from './signature.ts';

const { fine, warning, problem, unknown } = reportOf('Its webhook');

/** A delivery in all its attempts, the last of which `last` is. */
type Sent = { readonly last: Attempt; readonly hasArrived: boolean };

export async function examineDeliveries(
  ask: Ask,
  { app, secrets }: { readonly app: AppThere; readonly secrets: readonly string[] },
): Promise<readonly Finding[]> {
  const read = await readAttempts(ask);
  if ('why' in read)
    return [unknown('deliveries', `Whether deliveries arrive could not be found out: ${read.why}`)];
  const sent = inOne(read.attempts);
  const page = settingsOf(app, 'advanced');
  const [newest] = sent;
  if (newest === undefined)
    return [
      warning(
        'deliveries',
        'GitHub has sent nothing in the last three days.',
        'Comment on an issue of a repository on which the App is installed, and ask again. What was sent is on the App’s page, under “Advanced”.',
        page,
      ),
    ];
  const older = read.isCut ? ' GitHub has older ones, which were not read.' : '';
  const lost = sent.filter(({ hasArrived }) => !hasArrived);
  const lastArrived = sent.find(({ hasArrived }) => hasArrived)?.last ?? null;
  return [
    ...(lost.length === 0
      ? [
          fine(
            'deliveries',
            `The last ${deliveries(sent.length)} arrived, the newest on ${at(newest.last.delivered_at)}.${older}`,
          ),
        ]
      : lostFindings(lost, { all: sent.length, older, isOver: newest.hasArrived, page, ask })),
    ...(lastArrived === null ? [] : await examineSignature(ask, lastArrived, { secrets, page, app })),
  ];
}

/** Newest first. What was sent again has the GUID that it had. */
function inOne(all: readonly Attempt[]): readonly Sent[] {
  return [...Map.groupBy(all, ({ guid }) => guid).values()].flatMap((attempts) => {
    const [last] = attempts;
    return last === undefined ? [] : [{ last, hasArrived: attempts.some(hasArrived) }];
  });
}

const deliveries = (count: number): string => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
const at = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ', ')} UTC`;

/** One finding for each way in which they failed, the newest first. */
function lostFindings(
  lost: readonly Sent[],
  {
    all,
    older,
    isOver,
    page,
    ask,
  }: {
    readonly all: number;
    readonly older: string;
    readonly isOver: boolean;
    readonly page: string;
    readonly ask: Ask;
  },
): readonly Finding[] {
  const ways = [...Map.groupBy(lost, ({ last }) => wayOf(last)).entries()];
  return ways.map(([way, some]) => {
    const { what, remedy } = meaningOf(way);
    const newest = some[0]?.last.delivered_at ?? 0;
    const told = `${some.length} of the last ${deliveries(all)} failed with ${way}, the newest on ${at(newest)}: ${what}${older}`;
    // What fails still would fail again.
    if (!isOver) return problem('deliveries', told, remedy, page);
    const ids = some.map(({ last }) => last.id).slice(0, mostAtOnce);
    return {
      ...warning(
        'deliveries',
        `${told} Later ones arrived.`,
        'Baton asks for what it missed by itself, every five minutes.',
        page,
      ),
      fix: {
        what: `Ask GitHub to send ${deliveries(ids.length)} again that failed with ${way}`,
        run: async () => sendAgain(ask, ids, page),
      },
    };
  });
}

/** As many as Baton itself asks for in one go. */
const mostAtOnce = 50;

async function sendAgain(ask: Ask, ids: readonly number[], page: string): Promise<Finding> {
  let count = 0;
  for (const id of ids) {
    const asked = await ask('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
    if (asked.kind === 'unanswered')
      return unknown(
        'deliveries',
        `GitHub was asked for ${count} of ${ids.length} deliveries again. ${asked.why}`,
        null,
        page,
      );
    if (asked.kind === 'found') count += 1;
  }
  return fine(
    'deliveries',
    `GitHub sends ${count} of ${ids.length} failed deliveries again. Ask again in a minute whether they arrived.`,
  );
}

/** A page has a hundred. */
const mostPages = 10;

type Attempts = {
  /** The newest first. */
  readonly attempts: readonly Attempt[];
  /** Whether GitHub has older ones, which were not read. */
  readonly isCut: boolean;
};

/** @returns `why`: why the list cannot be had, in a sentence */
async function readAttempts(ask: Ask): Promise<Attempts | { readonly why: string }> {
  const attempts: Attempt[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = await ask('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (asked.kind !== 'found') return { why: whyNot(asked) };
    const read = attemptsShape.safeParse(asked.data);
    if (!read.success) return { why: 'GitHub’s list of them can’t be read.' };
    attempts.push(...read.data);
    cursor = nextCursor(asked.headers['link']);
    if (cursor === undefined) return { attempts, isCut: false };
  }
  return { attempts, isCut: true };
}
