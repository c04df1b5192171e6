/** The course of an issue: how its gates stood when, who had the baton, and what happened. */
import { expect, test } from 'vitest';
import { batonTimesOf, courseOf, gateTimesOf, type Course, type Fact } from '../../src/handoff/index.ts';
import { anton, ben, maria } from './people.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

const courseIn = (issue: Story): Course => courseOf(issue.observed(), issue.setting());

/** What happened, with everything but the ids and the instants. */
const shown = ({ facts }: Course): readonly string[] =>
  facts.map((fact) => [who(fact), fact.kind, ...about(fact)].join(' '));

const who = ({ by }: Fact): string => by?.login ?? '-';

function about(fact: Fact): readonly string[] {
  if ('against' in fact) return fact.against.map(({ gate }) => gate);
  return 'gate' in fact ? [fact.gate] : [];
}

test('from the first word to the acceptance, and what went round a gate', () => {
  const issue = story();
  issue.comments(anton, '/approve spec').comments(maria, '/approve spec');
  issue.edits(anton, { body: 'Something else.' });
  const pull = pullRequest({ by: anton, closes: [issue] });
  pull.merges(ben);
  issue.reopens(maria).comments(maria, '/return acceptance no').comments(maria, '/approve spec');
  issue.closes(anton);
  const course = courseIn(issue);
  expect(shown(course)).toEqual([
    'anton not-counted spec',
    'maria approved spec',
    'anton changed spec',
    '- merged spec',
    'ben closed acceptance',
    'maria reopened',
    'maria sent-back acceptance',
    'maria approved spec',
    'anton closed acceptance',
  ]);
  const spec = gateTimesOf(course).filter(({ gate }) => gate === 'spec');
  expect(spec.map(({ status }) => status)).toEqual(['waiting', 'satisfied', 'stale', 'satisfied']);
  const minute = 60_000;
  expect(spec.map(({ from, to }) => [from, to].map((at) => at && (at - course.openedAt) / minute))).toEqual([
    [0, 2],
    [2, 3],
    [3, 9],
    [9, null],
  ]);
  const batons = batonTimesOf(course).map(({ gate, roles }) => `${gate} ${roles.join()}`);
  expect(batons).toEqual(['spec pm', 'acceptance engineer', 'spec pm', 'acceptance engineer']);
});

test('what time alone does is told, too: a waiver ends, and a deadline passes', () => {
  const policy = `roles: {pm: [maria], engineer: [anton]}
reminders: {}
gates:
  spec: {preset: spec, deadline: 1 day, waive: [pm]}`;
  const issue = story({ policy });
  issue
    .later(30 * hour)
    .comments(maria, '/waive spec It burns until 2026-03-05')
    .later(180 * hour);
  const course = courseIn(issue);
  expect(shown(course)).toEqual([
    '- overdue spec',
    'maria waived spec',
    '- waiver-ended spec',
    '- overdue spec',
  ]);
  expect(gateTimesOf(course).map(({ status }) => status)).toEqual(['waiting', 'waived', 'waiting']);
});

test('work that begins too early is told with the gates that do not allow it', () => {
  const policy = `roles: {pm: [maria], engineer: [anton]}
mode: observe
gates:
  spec: {preset: spec}`;
  const issue = story({ policy });
  issue.assigns(maria, anton);
  const [fact] = courseIn(issue).facts;
  expect(fact).toMatchObject({
    kind: 'started',
    through: 'assignment',
    against: [{ gate: 'spec', mode: 'observe' }],
  });
});
