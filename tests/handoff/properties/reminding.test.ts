import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPrompt, promptBody, saidIn, saidNow, waitingOf } from '../../../src/handoff/index.ts';
import { runs } from '../../night.ts';
import { anyActs, played } from './histories.ts';

const people = 'roles: {pm: [maria, paul], engineer: [anton, ben], lead: [olga]}\n';
const reminders =
  'reminders: {calendar: {timezone: Asia/Kolkata, workdays: [mon, tue, thu], holidays: [2026-03-09]}, escalate-to: lead}\n';
const anyPolicy = fc.constantFrom(
  `${people}${reminders}gates: {spec: {preset: spec, deadline: 1 working day}, acceptance: {preset: acceptance, deadline: 30 hours}}`,
  `${people}${reminders}mode: warn\ngates: {spec: {preset: spec, requires: {sections: [Problem]}, deadline: 2 days}, last: {approve: {all: [pm, lead]}, deadline: 1 week}}`,
  `${people}gates: {spec: {preset: spec, mode: observe, deadline: 1 hour}, acceptance: {preset: acceptance, approve: lead, deadline: 1 hour}}`,
);

const weekday = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Kolkata', weekday: 'short' });
const date = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Kolkata' });

test('whatever happened: at most a reminder and an escalation, on days of work, and never a look for nothing', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, (text, acts) => {
      const { issue } = played(text, acts);
      const looked = issue.look();
      const plan = issue.setting();
      const { policy } = plan;
      for (const waiting of waitingOf(looked.issue, looked.verdict, plan)) {
        let now = plan.now;
        let said = looked.issue.state.said;
        const heard: string[] = [];
        for (let looks = 0; looks < 10; looks += 1) {
          const next = nextPrompt(waiting, said, policy, now);
          if (next.kind === 'silence') break;
          if (next.kind === 'wait') {
            expect(next.until).toBeGreaterThan(now);
            now = next.until;
          } else {
            heard.push(next.what);
            if (policy.calendar.timezone === 'Asia/Kolkata') {
              expect(['Mon', 'Tue', 'Thu']).toContain(weekday.format(now));
              expect(date.format(now)).not.toBe('2026-03-09');
            }
            said = [
              ...said,
              ...saidIn(promptBody(plan, [{ waiting, said: saidNow(next.what, waiting, now) }])),
            ];
          }
        }
        expect(nextPrompt(waiting, said, policy, now)).toEqual({ kind: 'silence' });
        expect(heard).toEqual(waiting.escalateTo === null ? ['reminder'] : ['reminder', 'escalation']);
      }
    }),
    { numRuns: runs(1000) },
  );
});
