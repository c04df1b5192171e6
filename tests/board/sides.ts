/** Two visitors, each with a private repository of their own, and words that stand in it and nowhere else. */
import { openStage, type Stage } from '../stories/stage.ts';
import { visit, type Visit } from './visiting.ts';

export type Side = {
  readonly login: string;
  /** Somebody else who works there. */
  readonly colleague: string;
  readonly repository: string;
  readonly role: string;
  readonly gate: string;
  readonly subject: string;
  readonly detail: string;
};

export const nina: Side = {
  login: 'nina',
  colleague: 'pauline',
  repository: 'acme/palladium',
  role: 'paladin',
  gate: 'papyrus',
  subject: 'pangolin',
  detail: 'paprika',
};
export const zoltan: Side = {
  login: 'zoltan',
  colleague: 'zelda',
  repository: 'acme/zirconium',
  role: 'zookeeper',
  gate: 'zodiac',
  subject: 'zebrafish',
  detail: 'zucchini',
};

/** What nina's policy builds on. Neither she nor zoltan sees it. */
export const base = { repository: 'acme/osmium', word: 'quokka' };
const baseText = `# ${base.word}
roles: { pm: [maria], engineer: [anton] }
`;

const policyOf = ({ login, colleague, role, gate }: Side): string => `roles:
  pm: [${colleague}]
  engineer: [${login}]
  ${role}: [${colleague}]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
  ${gate}: { title: ${gate} review, approve: ${role}, label: "${gate}:ok", blocks: [merge] }
`;

/** maria writes in both. */
export async function openSides(): Promise<Stage> {
  const stage = await openStage({
    board: {},
    before(github) {
      github.repository(base.repository, { private: true, files: { '.github/roles.yml': baseText } });
      for (const side of [nina, zoltan]) {
        const { login, colleague, repository } = side;
        for (const one of [login, colleague]) github.user(one);
        github.repository(repository, {
          private: true,
          collaborators: { [login]: 'write', [colleague]: 'write', maria: 'write' },
          files: {
            '.github/roles.yml': `${side === nina ? `extends: ${base.repository}\n` : ''}${policyOf(side)}`,
          },
        });
      }
    },
  });
  await furnish(stage, nina);
  await furnish(stage, zoltan);
  return stage;
}

/** An issue with a story, one that waits, and a pull request. */
async function furnish(stage: Stage, { login, colleague, repository, subject, detail }: Side): Promise<void> {
  await stage.act(login, (one) =>
    one.openIssue(repository, { title: `The ${subject}`, body: `It eats ${detail}.` }),
  );
  await stage.act(colleague, (one) => one.comment(`${repository}#1`, '/approve spec'));
  await stage.act(login, (one) => one.edit(`${repository}#1`, { body: `It eats ${detail}, and more.` }));
  await stage.act(login, (one) => one.openIssue(repository, { title: `More ${detail}`, body: 'None yet.' }));
  await stage.act(login, (one) => one.push(repository, detail, { files: { [`${detail}.txt`]: detail } }));
  await stage.act(login, (one) =>
    one.openPull(repository, { title: `Feed the ${subject}`, body: 'Fixes #1', head: detail, draft: false }),
  );
}

/** Somebody at a browser of their own, signed in. */
export async function signedIn(stage: Stage, { login }: Pick<Side, 'login'>): Promise<Visit> {
  const somebody = visit(stage.github, stage.service().url);
  const { status } = await somebody.signIn(login);
  if (status !== 303) throw new Error(`${login} can't sign in: ${status}`);
  return somebody;
}

export const wordsOf = ({ colleague, repository, role, gate, subject, detail }: Side): readonly string[] => [
  repository.slice('acme/'.length),
  colleague,
  role,
  gate,
  subject,
  detail,
];

/** By what GitHub and Baton know a side's repository. */
function idsOf({ github }: Stage, { repository }: Side): readonly [string, string] {
  const { id, nodeId } = github.find.repository(repository);
  return [nodeId, String(id)];
}

/** What stands in a text of what is a side's. */
export function traces(stage: Stage, text: string, side: Side): readonly string[] {
  const [nodeId, id] = idsOf(stage, side);
  const all = [...wordsOf(side), nodeId].filter((word) => text.toLowerCase().includes(word.toLowerCase()));
  return new RegExp(String.raw`\b${id}\b`).test(text) ? [...all, id] : all;
}

/** A text with names that nobody has, and that are as long, instead of a side's. */
export const twin = (stage: Stage, text: string, side: Side): string =>
  [...wordsOf(side), side.login, ...idsOf(stage, side)].reduce(
    (so, word) => so.replaceAll(word, word.split('').reverse().join('')),
    text,
  );

export const pagesOf = ({ repository }: Side): readonly string[] =>
  ['1', '2', '3', 'report', 'report.json', 'report.csv', 'policy', 'playground'].map(
    (rest) => `/${repository}/${rest}`,
  );

/** Addresses with a side's names in them, as somebody guesses who heard a name. */
export function guesses(stage: Stage, side: Side): readonly string[] {
  const { repository, login, colleague, role, gate, subject, detail } = side;
  const name = repository.slice('acme/'.length);
  const search = (fields: Readonly<Record<string, string>>): string =>
    `/?${new URLSearchParams(fields).toString()}`;
  return [
    ...pagesOf(side),
    ...['', '/', '/4', '/0', '/1/', `/1?${detail}`, '/1.json', '/playground?preset=spec', '/settings'].map(
      (rest) => `/${repository}${rest}`,
    ),
    `/acme%2F${name}/1`,
    `/ACME/${name}/1`,
    `/acme/shop/..%2f${name}/1`,
    `/acme/./${name}%00/1`,
    ...[repository, ...idsOf(stage, side)].flatMap((repo) => [
      search({ repo }),
      search({ repository: repo }),
    ]),
    ...[subject, detail, colleague, gate].flatMap((text) => [
      search({ text }),
      search({ text, kind: 'issue' }),
      search({ q: text }),
    ]),
    ...[colleague, login].map((person) => search({ person })),
    search({ role }),
    search({ column: gate }),
    search({ column: `gate ${gate} ${gate} review` }),
    search({ column: gate, page: '2' }),
    ...['policy', 'report', 'playground'].flatMap((page) => [
      `/${page}?repo=${repository}`,
      `/${page}?from=${repository}`,
    ]),
  ];
}
