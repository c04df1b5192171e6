/** A GitHub with a long past, as a process of its own: what reads it is measured without it. Its parent tells it how long. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';

import { repository } from '../town.ts';

export type TownSize = {
  readonly issues: number;
  /** In the timeline of each. */
  readonly events: number;
};

/** What it tells its parent once it can be asked, and whenever it is asked how often it was. */
export type TownSaid = { readonly url: string; readonly token: string; readonly requests: number };

const day = 86_400_000;
const policy = 'roles: { pm: [maria], engineer: [anton, ben] }\n';

function fill(github: Sandbox, { issues, events }: TownSize): void {
  for (const login of ['olga', 'maria', 'anton', 'ben']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben'] });
  github.repository(repository, {
    private: true,
    collaborators: { maria: 'write', anton: 'write', ben: 'write' },
    files: { 'README.md': '# Shop\n', '.github/roles.yml': policy },
  });
  const [maria, anton, ben] = ['maria', 'anton', 'ben'].map((login) => github.as(login));
  if (maria === undefined || anton === undefined || ben === undefined)
    throw new TypeError('Nobody is there.');
  maria.createLabel(repository, { name: 'bug' });
  for (let number = 1; number <= issues; number += 1) {
    if (number % 25 === 0) github.clock.advance(day);
    const issue = `${repository}#${number}`;
    maria.openIssue(repository, {
      title: `Coupons ${number}`,
      body: 'One coupon per order.\n\n- [ ] It counts.',
    });
    const ends = [
      () => maria.comment(issue, '/approve spec'),
      () => anton.assign(issue, 'anton'),
      () => maria.comment(issue, number % 3 === 0 ? '/return acceptance It fails.' : '/accept'),
      () => (number % 4 === 0 ? anton : maria).close(issue),
    ];
    const turns = [
      () => anton.comment(issue, 'I looked at it, and it needs another day.\n\nIt is the rounding.'),
      () => ben.label(issue, 'bug'),
      () => maria.comment(issue, 'Which currency is it in?'),
      () => ben.unlabel(issue, 'bug'),
    ];
    for (let at = 0; at < events; at += 1) {
      if (at % 10 === 0) github.clock.advance(60_000);
      const [turn] = at % 25 === 20 ? ends.splice(0, 1) : turns.slice(at % 4, (at % 4) + 1);
      turn?.();
    }
  }
}

const isSize = (told: unknown): told is TownSize =>
  typeof told === 'object' && told !== null && 'issues' in told && 'events' in told;

let github: Sandbox | null = null;
process.on('message', (told: unknown) => {
  void (async () => {
    if (isSize(told) && github === null) {
      github = await startSandbox({ clock: createClock(Date.now() - 60 * day), checkAnswers: false });
      fill(github, told);
    }
    if (github === null) throw new TypeError('How much should have happened?');
    const said: TownSaid = {
      url: github.url,
      token: github.token('anton'),
      requests: github.requests.length,
    };
    process.send?.(said);
  })();
});
process.on('disconnect', () => process.exit());
