/** A repository at work for twelve weeks, from which the picture of a report is drawn. No Baton runs in it. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';

const day = 86_400_000;
const start = Date.UTC(2026, 8, 7, 8);
const repository = 'acme/shop';
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, waive: [pm] }
  acceptance: { preset: acceptance }
reminders: { calendar: { timezone: Europe/Berlin } }
`;
const titles = ['Coupons', 'Refunds', 'Invoices as PDF', 'Guest checkout', 'Gift cards', 'Address book'];

/** The same numbers each time, from 0 to 1. */
function dice(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
}

/** The sandbox, twelve weeks later. */
export async function town(issues: number): Promise<Sandbox> {
  const clock = createClock(start);
  const github = await startSandbox({ clock });
  for (const login of ['olga', 'maria', 'anton', 'ben']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton', 'ben'] });
  github.team('acme', 'Engineering', { members: ['anton', 'ben'] });
  github.repository(repository, {
    private: false,
    collaborators: { maria: 'write', anton: 'write', ben: 'write' },
    files: { 'README.md': '# Shop', '.github/roles.yml': policy },
  });
  const roll = dice();
  const acts = Array.from({ length: issues }, (_, index) => lifeOf(github, index, roll)).flat();
  const end = start + 83 * day;
  for (const { at, act } of acts.toSorted((one, other) => one.at - other.at)) {
    if (at > end) break;
    clock.advance(Math.max(0, at - clock.now()));
    act();
  }
  clock.advance(end - clock.now());
  await github.settled();
  return github;
}

type Act = { readonly at: number; readonly act: () => void };

/** What happens to one issue. */
function lifeOf(github: Sandbox, index: number, roll: () => number): readonly Act[] {
  let time = start + day + roll() * 76 * day;
  let issue = '';
  let pull = '';
  const acts: Act[] = [];
  const then = (days: number, act: () => void): void => {
    time += -Math.log(1 - roll()) * days * day;
    acts.push({ at: time, act });
  };
  const say = (days: number, login: string, words: string): void =>
    then(days, () => void github.as(login).comment(issue, words));
  then(0, () => {
    const title = titles[index % titles.length] ?? '';
    issue = `${repository}#${github.as('anton').openIssue(repository, { title, body: 'What we want.' }).number}`;
  });
  if (roll() < 0.25) {
    say(2, 'maria', '/return spec The error case is missing.');
    say(2, 'anton', '/request spec');
  }
  if (roll() < 0.2) {
    say(1.5, 'ben', '/question spec Which currency?');
    say(1.5, 'maria', '/answer Euros.');
  }
  if (roll() < 0.08) say(1, 'maria', '/waive spec until 2026-12-31 The campaign starts on Monday.');
  else say(2.2, 'maria', '/approve spec');
  if (roll() < 0.15) {
    then(2, () => github.as('anton').edit(issue, { body: `What we want, and more: ${index}.` }));
    say(1, 'maria', '/approve spec');
  }
  if (roll() > 0.85) return acts;
  then(4, () => {
    github.as('anton').push(repository, `work-${index}`, { files: { [`${index}.txt`]: 'x' } });
    const words = { title: 'Work', body: `Closes #${issue.split('#')[1]}`, head: `work-${index}` };
    pull = `${repository}#${github.as('anton').openPull(repository, words).number}`;
  });
  then(1.5, () => void github.as('anton').merge(pull));
  if (roll() > 0.8) return acts;
  say(3, 'maria', '/accept');
  return acts;
}
