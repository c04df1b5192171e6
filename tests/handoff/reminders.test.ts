/** Reminders: when they are due, whom they go to, and what puts them off. The stories begin on Monday, 2 March 2026, at nine. */
import { describe, expect, test } from 'vitest';
import { nextPrompt, promptBody, saidNow, type Said } from '../../src/handoff/index.ts';
import { anton, ben, bot, maria, olga, paul } from './people.ts';
import { allWaiting, prompts, time, waitingFor, waits } from './reminded.ts';
import { outcomes, stands } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

const day = 24 * hour;

const people = 'roles: {pm: [maria, paul], engineer: [anton, ben], lead: [olga]}\n';
const gates = `gates:
  spec: {preset: spec, deadline: 2 working days}
  acceptance: {preset: acceptance, deadline: 1 week}
`;
const berlin =
  'reminders: {calendar: {timezone: Europe/Berlin, holidays: [2026-03-06]}, escalate-to: lead}\n';
const opened = (more = berlin): Story => story({ policy: people + gates + more });

const spec = { gate: 'spec', roles: 'pm', since: '2026-03-02T09:01', due: '2026-03-04T09:01' };
const engineers = { gate: 'acceptance', roles: 'engineer' };

describe('who waits', () => {
  test.each<readonly [what: string, told: () => Story, waits: object | null]>([
    ['since the issue was opened', () => opened(), spec],
    [
      'whatever else happens on it',
      () => opened().later(day).comments(anton, 'Hm.').labels(ben, 'bug'),
      spec,
    ],
    [
      'since the gate before it was opened; a holiday and the clocks of another zone put it off',
      () =>
        opened()
          .later(4 * hour)
          .comments(maria, '/approve spec'),
      { ...engineers, since: '2026-03-02T13:02', due: '2026-03-09T13:02' },
    ],
    [
      'since it was sent back',
      () =>
        opened()
          .later(3 * day)
          .comments(maria, '/return spec No.'),
      { ...spec, since: '2026-03-05T09:02', due: '2026-03-10T09:02' },
    ],
    [
      'since the pull request was merged',
      () => {
        const told = opened().comments(maria, '/approve spec');
        pullRequest({ closes: [told] }).merges();
        told.settles();
        return told;
      },
      { gate: 'acceptance', roles: 'pm', since: '2026-03-02T09:04', due: '2026-03-09T09:04' },
    ],
    [
      'since it was opened again',
      () => opened().closes(anton, 'not_planned').later(day).reopens(anton),
      { ...spec, since: '2026-03-03T09:03', due: '2026-03-05T09:03' },
    ],
    [
      'since it has gates, and not while it has none',
      () => opened(`${berlin}applies-to: {labels: [feature, story]}\n`).later(day).labels(ben, 'feature'),
      { ...spec, since: '2026-03-03T09:02', due: '2026-03-05T09:02' },
    ],
    [
      'since it has gates again',
      () =>
        opened(`${berlin}applies-to: {labels: [feature, story]}\n`)
          .labels(ben, 'feature')
          .later(day)
          .unlabels(ben, 'Feature')
          .later(hour)
          .labels(ben, 'story')
          .labels(ben, 'feature'),
      { ...spec, since: '2026-03-03T10:04', due: '2026-03-05T10:04' },
    ],
    [
      'since it is not exempt any more',
      () =>
        opened(`${berlin}exempt: {labels: [idea]}\n`).labels(maria, 'idea').later(day).unlabels(ben, 'idea'),
      { ...spec, since: '2026-03-03T09:03', due: '2026-03-05T09:03' },
    ],
    [
      'since the gate is for it',
      () =>
        story({
          policy: `${people}gates: {launch: {approve: pm, deadline: 2 working days, when: {labels: [feature]}}}\n${berlin}`,
        })
          .later(day)
          .labels(ben, 'feature'),
      { gate: 'launch', roles: 'pm', since: '2026-03-03T09:02', due: '2026-03-05T09:02' },
    ],
    [
      'since it was opened, where its type gives it gates',
      () =>
        story({
          policy: `${people}${gates}${berlin}applies-to: {types: [Story], labels: [feature]}\n`,
          type: 'Story',
        })
          .later(day)
          .labels(ben, 'feature'),
      spec,
    ],
    ['not while it is closed', () => opened().closes(anton, 'not_planned'), null],
    ['not for a gate without a deadline', () => story({ policy: `${people}${berlin}` }), null],
    ['not where a gate is only observed', () => opened(`${berlin}mode: observe\n`), null],
    ['where a gate only warns', () => opened(`${berlin}mode: warn\n`), spec],
    ['not without gates', () => opened(`${berlin}exempt: {labels: [bug]}\n`).labels(maria, 'bug'), null],
  ])('%s', (_, told, waiting) => expect(waits(told())).toEqual(waiting));

  test('since the policy is in force, on an issue that was there before', () => {
    const at = Date.UTC(2026, 2, 3, 12);
    const told = story({ policy: people + gates, inForceSince: at }).later(2 * day);
    expect(waits(told)).toBeNull();
    told.comments(anton, 'Still wanted?');
    expect(waits(told)).toEqual({ ...spec, since: '2026-03-03T12:00', due: '2026-03-05T12:00' });
  });

  test('since it is its turn: from the beginning, or once the gates before it are approved', () => {
    const of = (second: string) =>
      story({ policy: `${people}gates: {first: {approve: pm}, second: {${second}, deadline: 1 day}}` });
    const after = of('approve: lead, after: [first]').later(hour);
    expect(waits(after)).toBeNull();
    expect(waits(after.comments(maria, '/approve first'))).toMatchObject({ since: '2026-03-02T10:02' });
    const beside = of('approve: lead').later(hour);
    const since = { gate: 'second', since: '2026-03-02T09:01' };
    expect(waits(beside)).toMatchObject(since);
    expect(waits(beside.comments(maria, '/approve first'))).toMatchObject(since);
  });

  test('each gate whose turn it is has a deadline of its own', () => {
    const told = story({
      policy: `${people}${berlin}gates: {first: {approve: pm, deadline: 1 day}, second: {approve: lead, deadline: 2 days}}`,
    });
    expect(allWaiting(told).map(({ gate, due }) => `${gate.gate.name} ${time(due)}`)).toEqual([
      'first 2026-03-03T09:01',
      'second 2026-03-04T09:01',
    ]);
    told.comments(olga, '/snooze 1 week');
    expect(allWaiting(told).map(({ gate, due }) => `${gate.gate.name} ${time(due)}`)).toEqual([
      'first 2026-03-03T09:01',
      'second 2026-03-09T09:02',
    ]);
    told.comments(maria, '/snooze second 1 day').comments(maria, '/snooze first 2 days');
    expect(outcomes(told)).toEqual([
      'snooze second: 2026-03-09T09:02:00.000Z',
      'snooze: role',
      'snooze first: 2026-03-04T09:04:00.000Z',
    ]);
  });

  test('of several who have to speak, those who are left wait since the last one spoke', () => {
    const policy = `${people}gates: {launch: {approve: {all: [pm, engineer, lead]}, deadline: 1 day}}`;
    const told = story({ policy }).later(hour).comments(anton, '/approve launch');
    expect(waits(told)).toMatchObject({ roles: 'pm+lead', since: '2026-03-02T10:02' });
    told.later(hour).comments(maria, '/approve launch');
    expect(waits(told)).toMatchObject({ roles: 'lead', since: '2026-03-02T11:03' });
  });
});

describe('what is said when', () => {
  test('one reminder, one escalation, and then silence', () => {
    // Two working days after Wednesday is Monday: Friday is a holiday.
    expect(prompts(opened(), 400)).toEqual(['reminder 2026-03-04T09:00', 'escalation 2026-03-09T09:00']);
  });

  test('no escalation where nobody is named, or those who are named have the baton themselves', () => {
    const once = ['reminder 2026-03-04T09:00'];
    expect(prompts(opened(''), 400)).toEqual(once);
    const own = 'reminders: {calendar: {timezone: Europe/Berlin, holidays: [2026-03-06]}, escalate-to: pm}\n';
    expect(prompts(opened(own), 400)).toEqual(once);
  });

  test('anew, once the baton moved', () => {
    const told = opened();
    const first = prompts(told, 60);
    told.comments(maria, '/approve spec');
    expect([...first, ...prompts(told, 400)]).toEqual([
      'reminder 2026-03-04T09:00',
      'reminder 2026-03-11T21:00',
      'escalation 2026-03-18T21:00',
    ]);
  });

  test('not on a week-end, though it was due before: everything was down', () => {
    const told = opened();
    told.later(5 * day);
    // It is midnight in Berlin.
    expect(prompts(told, 60)).toEqual(['reminder 2026-03-08T23:00']);
  });

  test('a gate whose name has hyphens is not reminded of again and again', () => {
    const policy = `${people}gates: {"a--b---c": {approve: pm, deadline: 1 hour}}`;
    expect(prompts(story({ policy }), 100)).toEqual(['reminder 2026-03-02T10:00']);
  });

  test('what was said of an earlier wait, or of another gate, is not this one', () => {
    const told = opened();
    const { policy, now } = told.setting();
    const waiting = waitingFor(told);
    if (waiting === null) throw new Error('Nobody waits.');
    const before = saidNow('reminder', { ...waiting, from: waiting.from - 1 }, now);
    const after = saidNow('reminder', { ...waiting, from: waiting.from + 1 }, now);
    const other: Said = { kind: 'reminder', what: `acceptance:${waiting.from}:${now}` };
    const kind = (said: readonly Said[]): string => nextPrompt(waiting, said, policy, waiting.due).kind;
    expect([kind([]), kind([before]), kind([other]), kind([after])]).toEqual(['say', 'say', 'say', 'wait']);
  });

  test.each(['soon', '', '1.5', '-1', '1e30', 'NaN', '9'.repeat(16)])(
    'a marker whose time is "%s" was not written by Baton, and says nothing',
    (at) => {
      const told = opened();
      const waiting = waitingFor(told);
      if (waiting === null) throw new Error('Nobody waits.');
      const said: Said = { kind: 'reminder', what: `spec:${waiting.from}:${at}` };
      expect(nextPrompt(waiting, [said], told.setting().policy, waiting.due).kind).toBe('say');
    },
  );
});

describe('/snooze', () => {
  const until = (told: Story): string | null => {
    const waiting = waitingFor(told);
    return waiting === null ? null : time(waiting.due);
  };
  const asked = (text: string, by = maria): Story => opened().later(hour).comments(by, text);

  test.each([
    ['/snooze 3 days', '2026-03-05T10:02'],
    ['/Snooze 3  Days.', '2026-03-05T10:02'],
    ['/snooze 2 working days', '2026-03-04T10:02'],
    ['/snooze 1 week', '2026-03-09T10:02'],
    ['/snooze until 2026-03-12', '2026-03-11T23:00'],
    // A holiday, and the week-end after it.
    ['/snooze until 2026-03-06', '2026-03-08T23:00'],
    // It would be due earlier than without it.
    ['/snooze 1 hour', '2026-03-04T09:01'],
  ])('%s: reminded at %s', (text, due) => expect(until(asked(text))).toBe(due));

  test.each([
    ['by who prepares the gate', () => opened().comments(paul, '/snooze 3 days'), /^snooze spec: 2026-/],
    [
      'by an engineer, of what engineers have to do',
      () => opened().comments(maria, '/approve spec').comments(ben, '/snooze 3 days'),
      /^snooze acceptance: /,
    ],
    ['by somebody else', () => asked('/snooze 3 days', anton), /^snooze: role$/],
    ['by a bot', () => asked('/snooze 3 days', bot('jenkins')), /^$/],
    ['by whom it would be escalated to', () => asked('/snooze 3 days', olga), /^snooze: role$/],
    ['without a time', () => asked('/snooze'), /^snooze: no-length$/],
    ['with another', () => asked('/snooze for ever'), /^snooze: no-length$/],
    ['until no day', () => asked('/snooze until 2026-02-30'), /^snooze: no-day$/],
    ['until tomorrow', () => asked('/snooze until tomorrow'), /^snooze: no-day$/],
    ['until nothing', () => asked('/snooze until'), /^snooze: no-day$/],
    ['until an hour', () => asked('/snooze until 2026-03-12 17:00'), /^snooze: no-day$/],
    ['for a length of time', () => asked('/snooze for 3 days'), /^snooze spec: 2026-/],
    ['till a day', () => asked('/snooze till 2026-03-12.'), /^snooze spec: 2026-/],
    ['a day alone', () => asked('/snooze 2026-03-12'), /^snooze spec: 2026-/],
    ['until a day that is over', () => asked('/snooze until 2026-03-01'), /^snooze: past-day$/],
    ['edited', () => asked('/snooze 3 days').editsComment(anton, '/snooze 3 weeks'), /^snooze: edited$/],
    [
      'where nobody is reminded',
      () => story({ policy: people }).comments(maria, '/snooze 3 days'),
      /^snooze: no-deadline$/,
    ],
    [
      'where nobody waits',
      () =>
        opened()
          .comments(maria, '/approve spec')
          .comments(maria, '/accept')
          .comments(maria, '/snooze 3 days'),
      /^snooze: nobody-waits$/,
    ],
  ] as const)('%s', (_, told, outcome) => expect(outcomes(told()).at(-1) ?? '').toMatch(outcome));

  test('until today is refused, and today is not said to be over', () => {
    const told = asked('/snooze until 2026-03-02');
    const [said] = told.settles().flatMap((effects) => effects.filter((each) => each.kind === 'comment'));
    expect(said?.body.split('\n').at(-1)).toBe('`2026-03-02` isn’t after today; please choose a later day.');
  });

  test('the last one counts, until the baton moves', () => {
    const told = asked('/snooze 3 weeks').comments(paul, '/snooze 1 week');
    expect(until(told)).toBe('2026-03-09T10:03');
    told.later(day).comments(maria, '/return spec No.');
    expect(until(told)).toBe('2026-03-05T10:04');
    expect(stands(told)['baton']).toBe('pm for spec');
  });

  test('after a reminder it asks for another one, and only then somebody else is told', () => {
    const told = opened();
    const first = prompts(told, 50);
    const waiting = waitingFor(told);
    if (waiting === null) throw new Error('Nobody waits.');
    const said = saidNow('reminder', waiting, waiting.due);
    told.comments(maria, '/snooze 2 weeks');
    expect([...first, ...prompts(told, 700, [said])]).toEqual([
      'reminder 2026-03-04T09:00',
      'reminder 2026-03-18T11:00',
      'escalation 2026-03-20T11:00',
    ]);
  });
});

describe('the words', () => {
  const body = (told: Story, what: 'reminder' | 'escalation'): string => {
    const waiting = waitingFor(told);
    if (waiting === null) throw new Error('Nobody waits.');
    return promptBody(told.setting(), [{ waiting, said: saidNow(what, waiting, 5) }]);
  };
  const from = Date.UTC(2026, 2, 2, 9, 1);
  const next =
    '**Next:** To approve it, comment `/approve spec` or add the label `spec:approved`. If it needs work, comment `/return spec` and why.';

  test('of a reminder', () => {
    expect(body(opened(), 'reminder')).toBe(
      `<!-- baton:reminder spec:${from}:5 -->
**Waiting for @maria or @paul to approve the spec**, since 2 Mar, 10:01 CET.

${next}

<sub>If it has to wait, comment \`/snooze 2 working days\`.</sub>`,
    );
  });

  test('of an escalation', () => {
    expect(body(opened(), 'escalation')).toBe(
      `<!-- baton:escalation spec:${from}:5 -->
@olga (\`lead\`): waiting for maria or paul to approve the spec, since 2 Mar, 10:01 CET. A reminder didn’t help.

${next}`,
    );
  });

  test('of several who have to speak, those who did are not reminded', () => {
    const policy = `roles: {pm: [maria, paul, olga], engineer: [anton]}\ngates: {spec: {preset: spec, approve: {role: pm, count: 2}, deadline: 1 day}}`;
    const told = story({ policy }).comments(maria, '/approve spec');
    expect(body(told, 'reminder')).toContain('\n**Waiting for @paul or @olga to approve the spec**');
    told.settles();
    expect(told.on.card).toContain(
      '### ⏳ Waiting for paul or olga to approve the spec\n**⏳ spec** (since 2 Mar, 09:02 UTC)',
    );
    // Their word was about another text, so they are asked like everybody.
    told.edits(anton, { body: 'Other.' });
    expect(body(told, 'reminder')).toContain('(@maria @paul @olga)');
  });

  test('the card says since when as the reminder does', () => {
    const policy = `${people}gates: {first: {approve: pm}, second: {approve: lead, after: [first], deadline: 1 day}}`;
    const told = story({ policy }).later(hour).comments(maria, '/approve first');
    expect(body(told, 'reminder')).toContain(' since 2 Mar, 10:02 UTC.');
    told.settles();
    expect(told.on.card).toContain(
      '### ⏳ Waiting for olga to approve the second\n✅ first → **⏳ second** (since 2 Mar, 10:02 UTC)',
    );
  });

  test('where nobody can be mentioned', () => {
    const policy = `roles: {pm: {permission: admin}, engineer: [anton], lead: {permission: maintain}}\n${gates}${berlin}`;
    const told = story({ policy });
    expect(body(told, 'reminder')).toContain(
      '\n**Waiting for anyone with admin permission to approve the spec**, since 2 Mar',
    );
    expect(body(told, 'escalation')).toContain(
      '\n`lead`: waiting for anyone with admin permission to approve the spec, since 2 Mar',
    );
  });

  test('of a team', () => {
    const texts = `texts:
  reminder: "{who}: {gate} wartet seit {since}. {next}"
  escalation: "{who}: {gate} wartet auf {holders}."
`;
    expect(body(opened(berlin + texts), 'reminder').split('\n')[1]).toBe(
      `@maria @paul\\: Spec approval wartet seit 2 Mar, 10:01 CET\\. ${next.slice('**Next:** '.length)}`,
    );
    expect(body(opened(berlin + texts), 'escalation').split('\n')[1]).toBe(
      '@olga\\: Spec approval wartet auf `pm` (maria, paul)\\.',
    );
  });
});
