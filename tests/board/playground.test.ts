/** The playground: what a text means, what is played, and what it costs whom. */
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';

import { answerTo, mostSteps, type Answer, type Job } from '../../src/board/playground/answer.ts';
import { createDesk, type Desk } from '../../src/board/playground/desk.ts';
import { createLimit } from '../../src/board/site/limits.ts';
import { play, readExamples } from '../../src/examples/index.ts';
import { readPolicy } from '../../src/policy/index.ts';

const presets = new URL('../../config/presets/', import.meta.url);
const preset = (name: string): string => readFileSync(new URL(`${name}.yml`, presets), 'utf8');
const usual = preset('default');

const ask = (job: Partial<Job>): Promise<Answer> =>
  answerTo({ text: usual, repository: 'example/coupons', bases: [], steps: [], step: null, who: '', ...job });

/** The acts that are offered, by what stands on their buttons. */
const offered = ({ play: html }: Answer): ReadonlyMap<string, object> =>
  new Map(
    [...html.matchAll(/<button name="do" value="(\{[^"]*)"><bdi>(.*?)<\/bdi>/g)].map(
      ([, value = '', says = '']) => [
        says,
        JSON.parse(value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as object,
      ],
    ),
  );

/** Clicks buttons, each as somebody. */
async function clicked(
  acts: readonly (readonly [who: string, says: string])[],
  text = usual,
): Promise<Answer> {
  let answer = await ask({ text });
  for (const [who, says] of acts) {
    const step = offered(await ask({ text, steps: answer.steps, who })).get(says);
    if (step === undefined)
      throw new Error(`No button says ${says}: ${[...offered(answer).keys()].join(', ')}`);
    answer = await ask({ text, steps: answer.steps, step, who });
    expect(answer.play).not.toContain('class="notice"');
  }
  return answer;
}

const toTheEnd = [
  ['maria', 'Open an issue'],
  ['maria', 'Comment “/approve spec”'],
  ['anton', 'Assign yourself'],
  ['anton', 'Open a pull request for it'],
  ['anton', 'Merge it'],
  ['maria', 'Comment “/accept”'],
] as const;

test('what a text builds on is found among the files at hand, on the thread that reads it', async () => {
  const base = { repository: 'acme/base', path: '.github/roles.yml', text: usual };
  const text = 'extends: acme/base\n';
  expect((await ask({ text, bases: [base] })).problems).toEqual([]);
  expect((await ask({ text })).problems).toHaveLength(1);
});

describe('an issue', () => {
  test('is played by clicks from its opening to its acceptance', async () => {
    const { play: html, steps } = await clicked(toTheEnd);
    expect(html).toContain('Everything is approved');
    expect(html).toContain('<span class="chip">merged</span>');
    expect(steps.map((step) => ('by' in step ? step.by : null))).toEqual([
      'maria',
      'maria',
      'anton',
      'anton',
      'anton',
      'maria',
    ]);
  });

  test('work before the approval is undone, and it says why', async () => {
    const { play: html } = await clicked([
      ['maria', 'Open an issue'],
      ['anton', 'Assign yourself'],
    ]);
    expect(html).toContain('I unassigned you');
    expect(html).toContain('Baton unassigns anton from #1');
  });

  test('what was played is an example that passes', async () => {
    const { play: html } = await clicked(toTheEnd);
    const yaml = (/readonly[^>]*>\n([^<]*)<\/textarea>/.exec(html)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&');
    const read = readPolicy(usual, '.github/roles.yml');
    if (read.kind !== 'policy') throw new Error('The preset is good.');
    const examples = readExamples(yaml, 'roles.test.yml', read.policy);
    if (examples.kind === 'problems') throw new Error(`${JSON.stringify(examples.problems)}\n${yaml}`);
    const [example] = examples.examples;
    const { failure } = await play(example!, {
      text: usual,
      policy: read.policy,
      bases: [],
      repository: 'acme/shop',
    });
    expect(failure).toBeNull();
  });

  test('every button can be pressed, whoever presses it', async () => {
    for (const name of ['architect-and-launch', 'open-source', 'warn-only']) {
      const text = preset(name);
      const opened = await ask({ text, step: [...offered(await ask({ text })).values()][0] });
      const withPull = await ask({
        text,
        steps: opened.steps,
        step: offered(opened).get('Open a pull request for it'),
      });
      for (const [says, step] of offered(withPull)) {
        const { play: html, steps } = await ask({ text, steps: withPull.steps, step: step });
        expect([name, says, /class="notice">([^<]*)/.exec(html)?.[1] ?? null, steps.length]).toEqual([
          name,
          says,
          null,
          3,
        ]);
      }
    }
  });
});

describe('what cannot be played', () => {
  test('a policy with a problem: it is told, and what was played stays', async () => {
    const steps = [{ by: 'maria', opens: 'issue' }];
    const answer = await ask({ text: 'rols: {}\n', steps });
    expect(answer.problems.map(({ line, column }) => [line, column])).toContainEqual([1, 1]);
    expect(answer.rules).toBeNull();
    expect(answer.steps).toEqual(steps);
    expect(answer.play).toContain('opens&quot;:&quot;issue');
  });

  test('steps of somebody who is not there: what can be played is, and it says why', async () => {
    const { play: html, steps } = await ask({
      steps: [{ by: 'maria', opens: 'issue' }],
      step: { comments: '/approve spec', on: 'nothing' },
    });
    expect(steps).toHaveLength(1);
    expect(html).toContain('Nothing was opened as &quot;nothing&quot; before.');
  });

  test.each([
    ['no list', 'x'],
    ['what is none', [null, 3, 'a', []]],
    ['unknown keys', [{ by: 'maria', opens: 'issue', constructor: 1 }]],
    ['prototypes', [JSON.parse('{"__proto__": {"by": "maria"}}')]],
  ])('%s for steps', async (_, steps) => {
    expect((await ask({ steps })).steps).toEqual([]);
  });

  test('more than so many steps', async () => {
    const steps = Array.from({ length: mostSteps }, (__, index) =>
      index === 0 ? { by: 'maria', opens: 'issue' } : { by: 'maria', comments: 'again', on: 'issue' },
    );
    const answer = await ask({ steps, step: { comments: 'more', on: 'issue' }, who: 'maria' });
    expect(answer.steps).toHaveLength(mostSteps);
    expect(answer.play).toContain('30 steps at most');
  });
});

test('whatever the text and the steps are, there is an answer, and nothing in it is markup of theirs', async () => {
  const part = fc.constantFrom('<script>', '"', "'", '&', '</textarea>', '\u202E', 'a', ' ', '\n', '﷽');
  const word = fc.array(part, { minLength: 1, maxLength: 8 }).map((all) => all.join(''));
  await fc.assert(
    fc.asyncProperty(word, word, word, async (title, said, label) => {
      const text = `roles: { pm: [maria], engineer: [anton] }\ngates:\n  spec: { title: ${JSON.stringify(`x${title.trim()}x`)}, approve: pm, blocks: [start] }\n`;
      const { play: html, rules } = await ask({
        text,
        steps: [
          { by: 'maria', opens: 'issue', title, body: said },
          { by: 'anton', 'adds-label': label, on: 'issue' },
          { by: 'anton', comments: said, on: 'issue' },
        ],
      });
      // What is written on has the letters themselves.
      const read = html.replaceAll(/value="[^"]*"/g, '').replaceAll(/<textarea[^]*?<\/textarea>/g, '');
      expect(html).not.toContain('<script');
      expect(`${read}${rules ?? ''}`).not.toMatch(/<script|\u202E/);
    }),
    { numRuns: 15 },
  );
});

describe('who answers', () => {
  let desk: Desk | null = null;
  afterEach(() => desk?.close());
  const job: Job = { text: usual, repository: 'example/coupons', bases: [], steps: [], step: null, who: '' };
  const thread = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const ready = `import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ kind: 'ready' });`;

  test('a thread of its own, while the process goes on', async () => {
    desk = createDesk();
    const asked = await desk.ask(job);
    expect(asked.kind === 'answer' && asked.answer.problems).toEqual([]);
  });

  test('a thread without an end is stopped, and the next job gets an answer', async () => {
    desk = createDesk({
      limit: 200,
      thread: thread(
        `${ready} parentPort.on('message', ({ text }) => { while (text === 'long'); parentPort.postMessage({ kind: 'answer', answer: text }); });`,
      ),
    });
    expect(await desk.ask({ ...job, text: 'long' })).toEqual({ kind: 'too-long' });
    expect(await desk.ask({ ...job, text: 'short' })).toEqual({ kind: 'answer', answer: 'short' });
  });

  test('what takes too much memory is stopped, too', async () => {
    desk = createDesk({
      thread: thread(
        `${ready} parentPort.on('message', () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); });`,
      ),
      limit: 20_000,
    });
    expect(await desk.ask(job)).toEqual({ kind: 'too-long' });
  });

  test('what fails is told, and more than so many do not wait', async () => {
    desk = createDesk({
      thread: thread(
        `${ready} parentPort.on('message', () => { parentPort.postMessage({ kind: 'failed', why: 'no' }); });`,
      ),
    });
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => desk!.ask(job)));
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(25);
    expect(all.filter((each) => each.status === 'fulfilled' && each.value.kind === 'busy')).toHaveLength(15);
  });
});

test('somebody has a burst, and then one after the other', () => {
  let now = 0;
  const { may } = createLimit(3, 1000, () => now);
  expect([may('a'), may('a'), may('a'), may('a'), may('b')]).toEqual([true, true, true, false, true]);
  now = 999;
  expect(may('a')).toBe(false);
  now = 1000;
  expect([may('a'), may('a')]).toEqual([true, false]);
});
