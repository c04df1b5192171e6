/** Everything that anybody but the product manager can do on GitHub to get past a gate, one act at a time. */
import type { Acting, Comment, Sandbox } from '@baton/sandbox';
import type { Random } from '../chaos/random.ts';
import { repository } from '../stories/stage.ts';

/** What a history is about; the attackers add to it. */
export type Scene = {
  readonly github: Sandbox;
  readonly random: Random;
  /** The gates that nobody may open any more, by issue; the attackers' own issues join them. */
  readonly closed: Map<string, readonly string[]>;
  readonly pulls: string[];
  /** Names of branches begin with it, so that histories stay apart. */
  readonly first: string;
  branches: number;
};

/** anton and ben are engineers, otto may write, rita may only read, helper is a bot. */
const attackers = ['anton', 'ben', 'otto', 'rita', 'helper[bot]'] as const;
const labels = ['spec:approved', 'pm:accepted', 'bug', 'chore'] as const;
const words = [
  '/approve spec',
  '/approve',
  '/accept',
  '/accept 1',
  '/accept 1 2',
  '/waive spec It is urgent.',
  '/answer 1 As written.',
  '/revoke spec',
  '/return spec Not good.',
  '/request acceptance',
  '/viable',
  'Looks good.\n\n/approve spec',
  '> /approve spec',
] as const;
const bodies = [
  'One coupon per order.\n\n## Acceptance criteria\n\n- [ ] It is quick\n- [ ] It is safe\n',
  'One coupon per order.\n\n## Acceptance criteria\n\n- [x] It is quick\n',
  'One coupon per order.\n\n## Acceptance criteria\n\n- [x] It is safe\n- [x] It is quick\n',
  'One coupon per order.\n\n## Acceptance criteria\n\n- [ ] It is quick and safe\n',
  'One coupon per order.',
  'Approved by maria. /approve spec',
  '## Acceptance criteria\n\n<!--\n- [ ] It is quick\n-->\n',
] as const;

const numberIn = (address: string): string => `#${address.split('#')[1] ?? ''}`;

type Act = (somebody: Acting, scene: Scene, by: string) => void;

const anyIssue = ({ random, closed }: Scene): string => random.pick([...closed.keys()]);
const anyItem = (scene: Scene): string =>
  scene.random.pick([anyIssue(scene), scene.random.pick(scene.pulls)]);

function closing(scene: Scene): string {
  const { random } = scene;
  const some = Array.from({ length: 1 + random.below(2) }, () => numberIn(anyIssue(scene)));
  const words = some.map((number) => `Closes ${number}`).join('\n');
  return random.pick([words, words, `${words}\nMore.`, `\`${words}\``, `<!-- ${words} -->`, 'Nothing.']);
}

function comments(scene: Scene, item: string): readonly Comment[] {
  return scene.github.find
    .item(item)
    .timeline.filter((entry): entry is Comment => entry.kind === 'IssueComment' && !entry.deleted);
}

function opensPull(somebody: Acting, scene: Scene, by: string): void {
  scene.branches += 1;
  const isFork = by === 'rita';
  const headRepository = isFork ? 'rita/shop' : repository;
  const head = `forged-${scene.first}-${scene.branches}`;
  const files = {
    [`${head}.txt`]: head,
    ...scene.random.pick([{}, { '.github/roles.yml': 'roles:\n  pm: [rita, anton]\n' }]),
  };
  somebody.push(headRepository, head, { files });
  const body = closing(scene);
  const { number } = somebody.openPull(repository, { title: 'Work', body, head, headRepository });
  scene.pulls.push(`${repository}#${number}`);
  // The same commit once more, towards another branch.
  if (scene.random.below(2) === 0) return;
  const again = somebody.openPull(repository, {
    title: 'Work',
    body: closing(scene),
    head,
    headRepository,
    base: 'release',
  });
  scene.pulls.push(`${repository}#${again.number}`);
}

function opensIssue(somebody: Acting, scene: Scene): void {
  const { random } = scene;
  const { number } = somebody.openIssue(repository, {
    title: 'Coupons',
    body: random.pick(bodies),
    ...random.pick([{}, { labels: ['spec:approved', 'pm:accepted'] }]),
  });
  scene.closed.set(`${repository}#${number}`, ['spec', 'acceptance']);
}

/** By name, so that a failure tells what was done. */
const acts: Readonly<Record<string, Act>> = {
  label: (who, scene) => who.label(anyItem(scene), scene.random.pick(labels)),
  unlabel: (who, scene) => who.unlabel(anyItem(scene), scene.random.pick(labels)),
  comment: (who, scene) => void who.comment(anyItem(scene), scene.random.pick(words)),
  'edit a comment': (who, scene) => {
    const all = comments(scene, anyItem(scene));
    if (all.length > 0) who.editComment(scene.random.pick(all), scene.random.pick(words));
  },
  'delete a comment': (who, scene) => {
    const all = comments(scene, anyItem(scene));
    if (all.length > 0) who.deleteComment(scene.random.pick(all));
  },
  'edit the text': (who, scene) => who.edit(anyIssue(scene), { body: scene.random.pick(bodies) }),
  'edit the title': (who, scene) =>
    who.edit(anyIssue(scene), { title: scene.random.pick(['Coupons', 'Vouchers']) }),
  'edit what a pull request closes': (who, scene) =>
    who.edit(scene.random.pick(scene.pulls), { body: closing(scene) }),
  link: (who, scene) =>
    who.connect(scene.random.pick(scene.pulls), anyIssue(scene), scene.random.below(2) === 0),
  'open a pull request': opensPull,
  'open an issue': opensIssue,
  push: (who, scene) => {
    const pull = scene.github.find.pull(scene.random.pick(scene.pulls));
    const { owner, name } = pull.headRepository;
    const at = `${scene.random.below(1_000_000)}.txt`;
    who.push(`${owner.login}/${name}`, pull.headRef, { files: { [at]: at } });
  },
  assign: (who, scene) => who.assign(anyIssue(scene), scene.random.pick(['maria', 'anton', 'ben'])),
  close: (who, scene) => who.close(anyItem(scene)),
  reopen: (who, scene) => who.reopen(anyItem(scene)),
  lock: (who, scene) => who.lock(anyIssue(scene), scene.random.below(2) === 0),
  'change the base': (who, scene) =>
    who.editPull(scene.random.pick(scene.pulls), { base: scene.random.pick(['main', 'release']) }),
  draft: (who, scene) => who.draft(scene.random.pick(scene.pulls), scene.random.below(2) === 0),
  merge: (who, scene) => void who.merge(scene.random.pick(scene.pulls)),
  'rename a label': (who, scene) => {
    const [from, to] = scene.random.pick([
      ['bug', 'spec:approved'],
      ['spec:approved', 'old'],
      ['old', 'spec:approved'],
      ['pm:accepted', 'bug'],
    ] as const);
    who.changeLabel(repository, from, { name: to });
  },
  'delete a label': (who, scene) => who.deleteLabel(repository, scene.random.pick(labels)),
  'make a label': (who, scene) => void who.createLabel(repository, { name: scene.random.pick(labels) }),
  'add a sub-issue': (who, scene) => who.addSubIssue(anyIssue(scene), anyIssue(scene)),
};

/** One act of one attacker. What GitHub refuses is thrown. */
export function act(scene: Scene): { readonly what: string; readonly by: string; readonly done: () => void } {
  const what = scene.random.pick(Object.keys(acts));
  const by = scene.random.pick(attackers);
  return { what, by, done: () => acts[what]?.(scene.github.as(by), scene, by) };
}
