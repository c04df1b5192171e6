/** The playground's pages. Nothing of what is written there is kept, here or anywhere. */
import { getConnInfo } from '@hono/node-server/conninfo';

import { readPolicyFields, type Fields } from './fields.ts';
import type { Answer } from './answer.ts';
import { createDesk, type Desk } from './desk.ts';
import { createLimit } from './limits.ts';
import { readPresets, type Preset } from './presets.ts';
import { playgroundContent, problemsList, rulesOf } from './show-page.ts';
import { show, type Here, type Site } from '../site/index.ts';

/** A burst, and then one in so many milliseconds, for each address or person. */
const most = 40;
const every = 500;

/** A repository that nobody has. */
const madeUp = 'example/coupons';

export type Playground = { readonly close: () => Promise<void> };

export function addPlayground(site: Site): Playground {
  const presets = readPresets();
  const desk = createDesk();
  const limit = createLimit(most, every);
  site.get('/playground', async (here) => {
    const { text } = presetOf(presets, here.req.query('preset'));
    return page(here, { presets, desk, may: limit.may(whoIn(here)) }, beginning(text));
  });
  site.post('/playground', async (here) => {
    const fields = await readPolicyFields(here, (name) => presetOf(presets, name).text);
    const asked = { presets, desk, may: limit.may(whoIn(here)) };
    return wantsParts(here) ? parts(here, asked, fields) : page(here, asked, fields);
  });
  return { close: desk.close };
}

const beginning = (text: string): Fields => ({ text, steps: [], step: null, who: '' });

/** The first is meant where none of that name is. */
function presetOf(presets: readonly Preset[], name: string | undefined): Preset {
  const found = presets.find((each) => each.name === name) ?? presets[0];
  if (found === undefined) throw new Error('No preset ships with this version.');
  return found;
}

/** By whom wishes are counted. */
function whoIn(here: Here): string {
  const { person } = here.get('visitor');
  return person === null ? `at ${getConnInfo(here).remote.address ?? ''}` : `person ${person.id}`;
}

const wantsParts = (here: Here): boolean => here.req.header('accept') === 'application/json';

type Asking = { readonly presets: readonly Preset[]; readonly desk: Desk; readonly may: boolean };
type Told = { readonly answer: Answer | null; readonly why: string | null };

async function told({ desk, may }: Asking, fields: Fields): Promise<Told> {
  if (!may) return { answer: null, why: 'That was a lot at once. Wait a few seconds, and try again.' };
  const asked = await desk.ask({ ...fields, repository: madeUp, bases: [] });
  switch (asked.kind) {
    case 'answer':
      return { answer: asked.answer, why: null };
    case 'busy':
      return { answer: null, why: 'Many people are playing now. Try again in a few seconds.' };
    case 'too-long':
      return { answer: null, why: 'That took too long to work out. Make the policy or the example shorter.' };
    default:
      return asked satisfies never;
  }
}

async function page(here: Here, asking: Asking, fields: Fields): Promise<Response> {
  const { answer, why } = await told(asking, fields);
  return show(here, {
    title: 'Playground',
    lead: 'Write a policy, see what it means, and play an issue through it. Nothing is saved.',
    place: 'playground',
    isWide: true,
    scripts: ['playground.js'],
    ...(why === null ? {} : { status: 503 as const }),
    content: playgroundContent({
      text: fields.text,
      answer,
      why,
      presets: asking.presets,
      beside: null,
      action: '/playground',
      schema: here.get('assets').at('roles.schema.json'),
    }),
  });
}

/** What a page's script puts in their places. */
async function parts(here: Here, asking: Asking, fields: Fields): Promise<Response> {
  const { answer, why } = await told(asking, fields);
  if (answer === null) return here.json({ why }, 503);
  return here.json({
    text: fields.text,
    problems: answer.problems.map(({ line, column, message, hint }) => ({ line, column, message, hint })),
    told: problemsList(answer.problems).toString(),
    rules: (rulesOf(answer) || '').toString(),
    play: answer.play,
  });
}
