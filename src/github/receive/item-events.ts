/** Events about one issue, pull request, branch or commit (GitHub: "Webhook events and payloads"). */
import { z } from 'zod';

import { commandsIn, mostIssues, nearMissIn } from '../../handoff/index.ts';

import {
  inRepository,
  look,
  named,
  numbered,
  reader,
  type Hint,
  type InRepository,
  type Ourselves,
} from './hint.ts';

export const issues = reader(
  inRepository.extend({
    issue: numbered,
    changes: z
      .object({ new_issue: numbered.optional(), new_repository: named.optional() })
      .optional()
      .catch(undefined),
  }),
  (payload) => {
    const { new_issue: to, new_repository: where } = payload.changes ?? {};
    const shows = payload.action === 'reopened' ? 'end' : undefined;
    const here = look(payload, 'issue', payload.issue.number, shows);
    if (to === undefined || where === undefined) return [here];
    const there = { ...payload, repository: { ...payload.repository, full_name: where.full_name } };
    return [here, look(there, 'issue', to.number)];
  },
);

/** Something became a part of an issue, or ceased to be one. Both repositories are told, each from its own side. */
export const subIssues = reader(
  inRepository.extend({
    parent_issue: numbered.nullish().catch(undefined),
    parent_issue_repo: named.nullish().catch(undefined),
  }),
  ({ action, installation, repository, parent_issue: parent, parent_issue_repo: elsewhere }) => {
    const where = action?.startsWith('sub_issue') === true ? repository : elsewhere;
    if (parent == null || where == null) return [];
    const here = { installation: installation.id, repository: where.full_name };
    return [{ kind: 'look', item: { ...here, kind: 'sub-issues', issue: parent.number }, soon: true }];
  },
);

export const issueComment = reader(
  inRepository.extend({ issue: numbered.extend({ pull_request: z.unknown().optional() }) }),
  (payload) => {
    const kind = payload.issue.pull_request == null ? 'issue' : 'pull-request';
    return [look(payload, kind, payload.issue.number)];
  },
);

export const pullRequest = reader(
  inRepository.extend({
    pull_request: numbered.extend({ body: z.string().nullish().catch(undefined) }),
    changes: z
      .object({
        body: z.object({ from: z.string().nullable() }).optional(),
        base: z.unknown().optional(),
      })
      .optional()
      .catch(undefined),
  }),
  (payload) => [
    look(
      payload,
      'pull-request',
      payload.pull_request.number,
      isOtherCommits(payload) ? 'proposal' : undefined,
    ),
    // An issue that the old text would have closed is not to be found from the pull request any more.
    ...noLongerClosed(payload.changes?.body?.from ?? '', payload.pull_request.body ?? '').map((number) =>
      look(payload, 'issue', number),
    ),
  ],
);

/** True where a pull request may change other files than before. */
const isOtherCommits = ({ action = '', changes }: PullEvent): boolean =>
  ['opened', 'reopened', 'synchronize'].includes(action) || changes?.base !== undefined;

type PullEvent = Pick<InRepository, 'action'> & {
  readonly changes?: { readonly base?: unknown } | undefined;
};

export const review = reader(inRepository.extend({ pull_request: numbered }), (payload) => [
  look(payload, 'pull-request', payload.pull_request.number),
]);

/** Timelines do not tell of remarks: the webhook says which are to be read. What they say is read with the pull request. */
export const remark = reader(
  inRepository.extend({
    pull_request: numbered.extend({ node_id: z.string() }),
    comment: z.object({
      node_id: z.string(),
      body: z.string().nullish(),
      author_association: z.string().catch(''),
    }),
    changes: z
      .object({ body: z.object({ from: z.string().nullish() }).optional() })
      .optional()
      .catch(undefined),
  }),
  (payload, us): readonly Hint[] => {
    const { comment, pull_request: pull, changes } = payload;
    const texts = [comment.body, changes?.body?.from];
    if (!texts.some((text) => speaks(text ?? '', us))) return [];
    return [
      {
        kind: 'remark',
        repository: payload.repository.full_name,
        number: pull.number,
        pullRequest: pull.node_id,
        remark: comment.node_id,
        byOutsider: !insiders.has(comment.author_association),
        is: payload.action === 'deleted' ? 'gone' : 'to-read',
      },
      look(payload, 'pull-request', pull.number),
    ];
  },
);

/** Who belongs to a repository, as webhooks tell it. */
const insiders: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/** Reading a longer text takes a moment, which whoever takes webhooks does not have: it may hold one. */
const longest = 4_000;

/** True for a command, and for one that is misspelt; "LGTM" on a line is about that line. */
function speaks(text: string, { login }: Ourselves): boolean {
  if (text.length > longest) return /[/\uFF0F]/.test(text);
  const me = login?.toLowerCase().replace(/\[bot\]$/, '');
  return commandsIn(text, me).length > 0 || nearMissIn(text)?.kind === 'misspelt';
}

/** A check run, or a suite of them, that somebody asks for again. */
const run = z.object({
  head_sha: z.string(),
  app: z.object({ id: z.number() }),
  pull_requests: z.array(numbered).catch([]),
});
const suite = run.extend({ head_branch: z.string().nullish() });

function again(payload: InRepository, what: z.output<typeof suite>, us: Ourselves): readonly Hint[] {
  if (payload.action !== 'rerequested' || what.app.id !== us.appId) return [];
  const queued = queuedNumber(what.head_branch ?? '');
  // GitHub shows it as waiting until it is answered, also where there is no policy any more.
  if (queued !== null) return [{ ...lookAtGroup(payload, queued, what.head_sha), shows: 'check' }];
  if (what.pull_requests.length > 0) {
    return what.pull_requests.map(({ number }) => look(payload, 'pull-request', number, 'check'));
  }
  // GitHub does not name pull requests from forks.
  const { full_name } = payload.repository;
  return [
    {
      kind: 'look-at-head',
      installation: payload.installation.id,
      repository: full_name,
      sha: what.head_sha,
    },
  ];
}
export const checkRun = reader(
  inRepository.extend({
    check_run: run.extend({
      check_suite: z.object({ head_branch: z.string().nullish() }).nullish().catch(undefined),
    }),
  }),
  (payload, us) =>
    again(payload, { ...payload.check_run, head_branch: payload.check_run.check_suite?.head_branch }, us),
);
export const checkSuite = reader(inRepository.extend({ check_suite: suite }), (payload, us) =>
  again(payload, payload.check_suite, us),
);

export const mergeGroup = reader(
  inRepository.extend({ merge_group: z.object({ head_sha: z.string(), head_ref: z.string() }) }),
  (payload) => {
    const number = queuedNumber(payload.merge_group.head_ref);
    if (payload.action !== 'checks_requested' || number === null) return [];
    return [lookAtGroup(payload, number, payload.merge_group.head_sha)];
  },
);
const lookAtGroup = (at: InRepository, number: number, headSha: string): ReturnType<typeof look> => ({
  kind: 'look',
  item: {
    installation: at.installation.id,
    repository: at.repository.full_name,
    kind: 'merge-group',
    number,
    headSha,
  },
  soon: true,
});

export const create = reader(inRepository.extend({ ref: z.string(), ref_type: z.string() }), (payload) => {
  const number = payload.ref_type === 'branch' ? /(?:^|\/)(\d{1,9})-/.exec(payload.ref)?.[1] : undefined;
  return number === undefined ? [] : [look(payload, 'issue', Number(number))];
});

/** `gh-readonly-queue/main/pr-12-<sha>`: the branch that a merge queue makes for a pull request. */
function queuedNumber(ref: string): number | null {
  const number = /gh-readonly-queue\/.+\/pr-(\d{1,9})-[0-9a-f]+$/.exec(ref)?.[1];
  return number === undefined ? null : Number(number);
}

/** What a text closed and the next one may not: where that has code or comments in it, nobody says what it closes. */
function noLongerClosed(before: string, now: string): readonly number[] {
  const still = /[`<]|~~~|^(?: {4}| {0,3}\t)/m.test(now) ? [] : closedBy(now);
  return closedBy(before).filter((number) => !still.includes(number));
}

/** GitHub's closing words ("Linking a pull request to an issue"). */
function closedBy(text: string): readonly number[] {
  const words = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d{1,9})\b/gi;
  return [...new Set([...text.matchAll(words)].map(([, number]) => Number(number)))].slice(0, mostIssues);
}
