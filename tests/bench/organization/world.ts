/**
 * An organization of many repositories, half of them with a policy that builds on one base, and what people do there in an
 * hour. Everything is drawn from one seed.
 */
import { startSandbox, type Sandbox } from '@baton/sandbox';

import { registerBaton } from '../../baton.ts';
import type { CompressedTime } from './time.ts';

/** Of each repository. */
export const issues = 250;
const pulls = 5;
const engineers = Array.from({ length: 8 }, (_, at) => `engineer-${at}`);

const base = 'roles:\n  pm: ["@acme/product"]\n  engineer: ["@acme/engineering"]\n';
const gates = (days: number): string =>
  `gates:\n  spec: { preset: spec, deadline: ${days} working days }\n  acceptance: { preset: acceptance }\n`;
const policy = 'extends: acme/.github:.github/base.yml\n';
export const gateLabel = 'spec:approved';

export type Town = {
  readonly github: Sandbox;
  /** Those with a policy. */
  readonly governed: readonly string[];
  readonly others: readonly string[];
  /** Somebody does something, somewhere; gives back in which repository. */
  act(): string;
  /** An engineer approves a spec by its label, on an issue that nobody approved; gives back the issue's address. */
  forge(): string;
  changePolicy(): void;
  changeBase(): void;
  /** A pull request that changes a policy, whose trial follows. */
  proposePolicy(): void;
};

/** @param hourly what an installation may ask in an hour; null: what GitHub gives to so many repositories */
export async function openOrganization(
  repositories: number,
  time: CompressedTime,
  hourly: (() => number) | null,
): Promise<Town> {
  const github = await startSandbox({
    clock: time.github,
    checkAnswers: false,
    ...(hourly === null ? {} : { hourly }),
  });
  for (const login of ['olga', 'maria', 'otto', 'nina', ...engineers]) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'otto', 'nina', ...engineers] });
  github.team('acme', 'Product', { members: ['maria'] });
  github.team('acme', 'Engineering', { members: engineers });
  github.team('acme', 'Design', { members: ['otto'] });
  const collaborators = Object.fromEntries(
    ['maria', 'otto', 'nina', ...engineers].map((login) => [login, 'write'] as const),
  );
  github.repository('acme/.github', { private: true, files: { '.github/base.yml': `${base}${gates(20)}` } });
  const names = Array.from({ length: repositories }, (_, at) => `acme/service-${at}`);
  const isGoverned = (_: string, at: number): boolean => at % 2 === 0;
  const governed = names.filter(isGoverned);
  names.forEach((name, at) => {
    const files = {
      'README.md': '# Service\n',
      ...(isGoverned(name, at) ? { '.github/roles.yml': policy } : {}),
    };
    github.repository(name, { private: true, collaborators, files });
    fill(github, name, time);
  });
  registerBaton(github);
  const random = createRandom();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let forged = 0;
  let changes = 0;
  const next = (): number => (changes += 1);
  return {
    github,
    governed,
    others: names.filter((name, at) => !isGoverned(name, at)),
    act() {
      const repository = pick(names);
      const engineer = github.as(pick(engineers));
      const issue = `${repository}#${1 + Math.floor(random() * issues)}`;
      const at = Math.floor(random() * pulls);
      const chance = random();
      if (chance < 0.35) engineer.push(repository, `side-${at}`, { files: { 'a.txt': `${next()}` } });
      else if (chance < 0.6) engineer.comment(issue, `I looked into it, step ${next()}.`);
      else if (chance < 0.7) engineer.comment(`${repository}#${issues + 1 + at}`, `Done, step ${next()}.`);
      else if (chance < 0.8) engineer.label(issue, `area-${next() % 20}`);
      else if (chance < 0.9) github.as('maria').edit(issue, { title: `Coupons, take ${next()}` });
      else if (chance < 0.95) engineer.assign(issue, pick(engineers));
      else engineer.push(repository, `work-${at}`, { files: { 'b.txt': `${next()}` } });
      return repository;
    },
    forge() {
      // From the end: those in front were looked at first.
      const repository = governed.at(-1 - (forged % governed.length)) ?? '';
      const issue = `${repository}#${issues - 1 - 5 * Math.floor(forged / governed.length)}`;
      forged += 1;
      github.as(pick(engineers)).label(issue, gateLabel);
      return issue;
    },
    changePolicy() {
      const files = {
        '.github/roles.yml': `${policy}gates:\n  spec: { deadline: ${20 + next()} working days }\n`,
      };
      github.as('maria').push(governed[0] ?? '', 'main', { files });
    },
    changeBase() {
      const files = { '.github/base.yml': `${base}${gates(20 + next())}` };
      github.as('olga').push('acme/.github', 'main', { files });
    },
    proposePolicy() {
      const files = { '.github/roles.yml': `${policy}mode: warn\n` };
      const repository = governed.at(-1) ?? '';
      github.as('maria').push(repository, 'policy', { files });
      github.as('maria').openPull(repository, { title: 'Warn', body: 'Less strict.', head: 'policy' });
    },
  };
}

/** Issues, every fifth of them approved, and some pull requests. */
function fill(github: Sandbox, repository: string, time: CompressedTime): void {
  const maria = github.as('maria');
  maria.createLabel(repository, { name: gateLabel });
  for (let at = 0; at < 20; at += 1) maria.createLabel(repository, { name: `area-${at}` });
  for (let number = 1; number <= issues; number += 1) {
    if (number % 50 === 0) time.advance(1000);
    maria.openIssue(repository, { title: `Coupons ${number}`, body: 'One coupon per order.' });
    if (number % 5 === 0) maria.label(`${repository}#${number}`, gateLabel);
  }
  for (let at = 0; at < pulls; at += 1) {
    const engineer = github.as(engineers[at % engineers.length] ?? '');
    const head = `work-${at}`;
    engineer.push(repository, head, { files: { [`${head}.txt`]: head } });
    engineer.openPull(repository, { title: `Work ${at}`, body: `Closes #${1 + at}`, head });
  }
}

/** Numbers below 1, the same ones each time. */
function createRandom(): () => number {
  let state = 14;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
