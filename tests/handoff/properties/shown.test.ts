/** No text is told where somebody can read it who cannot read its source. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  issueEntry,
  mayShow,
  pullEntry,
  type Actor,
  type Effect,
  type Members,
  type Visibility,
} from '../../../src/handoff/index.ts';
import { person } from '../people.ts';
import { pullRequest, story, type PullStory, type Story } from '../story.ts';
import { clockAt } from '../tracker.ts';
import { runs } from '../../night.ts';

const names = ['acme/shop', 'acme/planning', 'acme/specs', 'acme/till'] as const;
const policy = `roles:
  pm: { permission: admin }
  engineer: { permission: write }
gates:
  spec: { preset: spec, requires: { consent: [engineer] }, independent-of: [author], waive: [pm] }
  acceptance:
    preset: acceptance
    requires: { criteria: Criteria, sub-issues: satisfied }
    independent-of: [pull-request-authors]
pull-requests: { linked-repositories: [${names.join(', ')}] }
`;

/** A word that is nowhere else, and where it comes from. */
type Tokens = { readonly next: (repository: string) => string; readonly all: Map<string, string> };
function tokens(): Tokens {
  const all = new Map<string, string>();
  return {
    all,
    next(repository) {
      const token = `zq${all.size}qz`;
      all.set(token, repository);
      return token;
    },
  };
}

const steps = [
  'edit',
  'title',
  '/approve spec',
  '/return spec',
  '/question',
  '/answer 1',
  '/viable',
  '/not-viable',
  '/waive spec',
  '/revoke spec',
  '/accept 1',
  '/return 1',
  '/accept',
  '/why',
  'label',
  'close',
  'branch',
  'part',
] as const;

const worlds = fc.record({
  visibility: fc.tuple(...names.map(() => fc.constantFrom<Visibility>('public', 'internal', 'private'))),
  issues: fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }),
  pulls: fc.array(fc.record({ where: fc.nat(3), closes: fc.subarray([0, 1, 2, 3], { minLength: 1 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  steps: fc.array(
    fc.record({
      step: fc.constantFrom(...steps),
      on: fc.nat(6),
      role: fc.constantFrom('pm', 'engineer', 'none'),
    }),
    { minLength: 4, maxLength: 24 },
  ),
});

const written = (effects: readonly Effect[]): string =>
  effects
    .map((effect) => {
      if (effect.kind === 'check') return `${effect.report.title}\n${effect.report.summary}`;
      return effect.kind === 'comment' || effect.kind === 'card' ? effect.body : '';
    })
    .join('\n');

const histories = Number(process.env['SHOWN_RUNS'] ?? runs(150));

test('whatever happens in repositories that different people can read', () => {
  let told = 0;
  let onBoard = 0;
  fc.assert(
    fc.property(worlds, (world) => {
      const { next, all } = tokens();
      const visibilityOf = (repository: string): Visibility =>
        world.visibility[names.indexOf(repository as (typeof names)[number])] ?? 'private';
      const clock = clockAt(Date.UTC(2026, 2, 2, 9, 0));
      const roles = new Map<string, ReadonlySet<string>>();
      const somebody = (repository: string, role: string): Actor => {
        const login = next(repository);
        roles.set(login, new Set(role === 'none' ? [] : [role]));
        return person(login);
      };
      const members = (): Members => ({ today: roles, recorded: new Map(), mentions: new Map() });
      const bodyOf = (repository: string): string =>
        `## Spec\n\n${next(repository)}\n\n## Criteria\n\n- [ ] ${next(repository)}\n- [ ] ${next(repository)}\n`;
      const issues: Story[] = world.issues.map((where, index) => {
        const repository = names[where] ?? names[0];
        const visibility = visibilityOf(repository);
        const by = somebody(repository, 'pm');
        const [title, body] = [next(repository), bodyOf(repository)];
        return story({ policy, members, by, title, body, number: index + 1, repository, visibility, clock });
      });
      const pulls: PullStory[] = world.pulls.map(({ where, closes }, index) => {
        const repository = names[where] ?? names[0];
        return pullRequest({
          by: somebody(repository, 'engineer'),
          number: index + 20,
          closes: closes.flatMap((each) => issues[each] ?? []),
          policy,
          repository,
          visibility: visibilityOf(repository),
        });
      });
      const look = (): void => {
        for (const one of issues) {
          const { issue, verdict, effects } = one.look();
          check(one.link().repository, written(effects));
          check(one.link().repository, JSON.stringify(issueEntry(issue, verdict, one.setting())), 'board');
        }
        for (const one of pulls) {
          const { pull, verdict, effects } = one.look();
          check(one.pull().item.repository, written(effects));
          check(one.pull().item.repository, JSON.stringify(pullEntry(pull, verdict, one.setting())), 'board');
        }
      };
      const check = (place: string, text: string, on?: 'board'): void => {
        // What needs nobody's words is found by its repository's name.
        for (const repository of on === undefined ? [] : names)
          if (
            text.includes(repository) &&
            !mayShow({ repository, visibility: visibilityOf(repository) }, { repository: place })
          )
            throw new Error(`${repository} is told on the board in ${place}:\n${text}`);
        for (const [token, source] of all) {
          if (!text.includes(token)) continue;
          if (on === undefined) told += 1;
          else onBoard += 1;
          const isAllowed = mayShow(
            { repository: source, visibility: visibilityOf(source) },
            { repository: place },
          );
          if (!isAllowed) throw new Error(`${token} of ${source} is told in ${place}:\n${text}`);
        }
      };
      for (const { step, on, role } of world.steps) {
        const issue = issues[on % issues.length];
        const pull = on >= issues.length ? pulls[on % pulls.length] : undefined;
        const target = pull ?? issue;
        if (issue === undefined || target === undefined) continue;
        const repository = pull?.pull().item.repository ?? issue.link().repository;
        const by = somebody(repository, role);
        if (step.startsWith('/')) {
          const words = /^\/(return|question|answer|not-viable|waive)/.test(step)
            ? ` ${next(repository)}`
            : '';
          target.comments(by, `${step}${words}`);
        } else if (step === 'label') target.labels(by, 'spec:approved');
        else if (pull === undefined) {
          if (step === 'edit') issue.edits(by, { body: bodyOf(repository) });
          if (step === 'title') issue.edits(by, { title: next(repository) });
          if (step === 'close') issue.closes(by);
          if (step === 'branch') issue.branches(next(repository));
          // Only later ones: GitHub lets no issue be a part of its own parts.
          const other = issues[issues.indexOf(issue) + 1];
          if (step === 'part' && other !== undefined) issue.hasPart(other);
        }
        look();
      }
      for (const one of [...issues, ...pulls]) {
        const { repository } = 'link' in one ? one.link() : one.pull().item;
        one.comments(somebody(repository, 'none'), '/why');
      }
      look();
    }),
    { numRuns: histories },
  );
  // It is no test where nothing is told.
  expect(told).toBeGreaterThan(histories);
  expect(onBoard).toBeGreaterThan(histories);
}, 300_000);
