/** The parts of issues: read with the issue itself, once it is known that its repository's policy asks for them. */
import { createLruCache } from '../../lru-cache.ts';
import {
  visibilityOf,
  type Observed,
  type Period,
  type SubIssue,
  type SubIssues,
} from '../../handoff/index.ts';
import { TryLater, type Item, type Observation } from '../../tracker.ts';
import {
  answers,
  pages,
  type DividedAnswer,
  type MoveAnswer,
  type PartAnswer,
  type StoryAnswer,
  allOf,
  ask,
  observingOn,
  type Observing,
  type Has,
  type Host,
  withoutUnreadable,
} from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';
import { closeReasonOf } from './moments.ts';
import { pagesOf, type PageSource } from './timeline.ts';
import { textKey } from '../../same-text.ts';

/** Every page of an issue's parts. */
export type WholeDivision = {
  readonly parts: readonly PartAnswer[];
  readonly moves: readonly MoveAnswer[];
  /** How many parts GitHub counts, whoever may see them. */
  readonly total: number;
};

/** What further pages are read with. */
type Reads = { readonly documents: Pick<Observing, 'subIssues' | 'moves'> };

export type Divisions = {
  /** Whether the parts of a repository's issues are to be read with them. */
  readonly isAsked: (repository: string) => boolean;
  /** The same observation with the parts of its issues in it: one request, if they were not read with it. */
  readonly withSubIssues: (item: Item, observation: Observation) => Promise<Observation>;
  /** To be called when a repository's policy asks for no parts any more. */
  readonly forgetSubIssues: (repository: string) => void;
};

export function createDivisions(github: GitHub, host: Host): Divisions {
  const asked = createLruCache<true>(10_000);

  /** @throws {TryLater} when one of them is gone */
  const read = (item: Item, issues: readonly Observed[]): Promise<readonly Observed[]> =>
    host.using(item.installation, (has) => readWith(has, item, issues));

  async function readWith(
    has: Has,
    { installation, repository }: Item,
    issues: readonly Observed[],
  ): Promise<readonly Observed[]> {
    const ids = issues.filter(({ displayed }) => displayed.subIssues === null).map(idOf);
    if (ids.length === 0) return issues;
    if (!has.subIssues) {
      const subIssues: SubIssues = { all: [], hidden: 0, untold: true };
      return issues.map((issue) => ({ ...issue, displayed: { ...issue.displayed, subIssues } }));
    }
    const documents = observingOn(has).divided;
    const answer = await ask(
      github,
      installation,
      { document: documents.subIssuesOf, variables: { ids }, answer: answers.subIssuesOf },
      (data, errors) => withoutUnreadable(data, errors, repository),
    );
    const source = { github, installation, repository, app: (await github.self()).id };
    const found = new Map<string, SubIssues>();
    for (const node of answer?.nodes ?? []) {
      if (node === null) continue;
      const division = await wholeDivision(source, documents, node.id, node);
      found.set(node.id, partsOf(division));
    }
    return issues.map((issue): Observed => {
      const subIssues = issue.displayed.subIssues ?? found.get(idOf(issue));
      if (subIssues === undefined)
        throw new TryLater(`The sub-issues of ${nameOf(issue)} could not be read.`);
      return { ...issue, displayed: { ...issue.displayed, subIssues } };
    });
  }

  return {
    isAsked: (repository) => asked.get(textKey(repository)) !== undefined,
    async withSubIssues(item, observation) {
      asked.set(textKey(item.repository), true);
      switch (observation.kind) {
        case 'gone':
          return observation;
        case 'issue': {
          const [issue = observation.issue] = await read(item, [observation.issue]);
          return { ...observation, issue };
        }
        case 'pull-request':
          return { ...observation, issues: await read(item, observation.issues) };
        default:
          return observation satisfies never;
      }
    },
    forgetSubIssues: (repository) => asked.delete(textKey(repository)),
  };
}

const idOf = ({ history }: Observed): string => history.item.id;
const nameOf = ({ history: { item } }: Observed): string => `${item.repository}#${item.number}`;

/** Every page of an issue's parts; null: they were not asked for. */
export async function divisionOf(
  source: PageSource & Reads,
  story: StoryAnswer,
): Promise<WholeDivision | null> {
  const { subIssues, subIssuesSummary, moves } = story;
  if (subIssues === undefined || subIssuesSummary === undefined || moves === undefined) return null;
  return wholeDivision(source, source.documents, story.id, { subIssues, subIssuesSummary, moves });
}

async function wholeDivision(
  source: PageSource,
  documents: Reads['documents'],
  id: string,
  { subIssues, subIssuesSummary, moves }: DividedAnswer,
): Promise<WholeDivision> {
  const parts = await allOf(subIssues, pagesOf(source, documents.subIssues, pages.subIssues, id));
  const moved = await allOf(moves, pagesOf(source, documents.moves, pages.moves, id));
  return { parts: parts.nodes, moves: moved.nodes, total: subIssuesSummary.total };
}

/** What the parts are, and when each of them was one; also of those that are none any more, as far as they can be seen. */
export function partsOf({ parts, moves, total }: WholeDivision): SubIssues {
  const times = new Map<string, Period[]>();
  const former = new Map<string, PartAnswer>();
  for (const { kind, createdAt: at, subIssue } of moves) {
    if (subIssue === null) continue;
    const { id } = subIssue;
    former.set(id, subIssue);
    const known = times.get(id) ?? [];
    const last = known.at(-1);
    const isOne = last?.to === null;
    if (kind === 'SubIssueAddedEvent') times.set(id, isOne ? known : [...known, { from: at, to: null }]);
    else
      times.set(
        id,
        isOne
          ? [...known.slice(0, -1), { from: last.from, to: at }]
          : [...known, { from: last?.to ?? 0, to: at }],
      );
  }
  const now = parts.map((part) => {
    const known = times.get(part.id) ?? [];
    former.delete(part.id);
    const isOne = known.at(-1)?.to === null;
    return subIssue(part, isOne ? known : [...known, { from: known.at(-1)?.to ?? 0, to: null }]);
  });
  // One that came and never went, and is none now, was deleted: nobody waits for it.
  const gone = [...former.values()].flatMap((part) => {
    const known = times.get(part.id) ?? [];
    return known.at(-1)?.to === null ? [] : [subIssue(part, known)];
  });
  return { all: [...now, ...gone], hidden: Math.max(0, total - parts.length) };
}

function subIssue(part: PartAnswer, times: readonly Period[]): SubIssue {
  const { id, number, repository, state, stateReason, closedAt } = part;
  return {
    tracker: 'github',
    repository: repository.nameWithOwner,
    number,
    id,
    visibility: visibilityOf(repository.visibility),
    times,
    closed: state === 'OPEN' ? null : { at: closedAt ?? 0, reason: closeReasonOf(stateReason) },
    archived: repository.isArchived,
    standing: null,
  };
}
