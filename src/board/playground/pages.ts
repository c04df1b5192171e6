/** The playground's pages. Nothing of what is written there is kept, here or anywhere. */
import { readPolicyFields, type Fields } from './fields.ts';
import type { Answer } from './answer.ts';
import { createDesk, type Desk } from './desk.ts';
import { readPresets, type Preset } from './presets.ts';
import { playgroundContent, problemsList, rulesOf } from './show-page.ts';
import {
  about,
  askerOf,
  createLimit,
  seenAs,
  show,
  type Here,
  type SeenRepository,
  type Site,
} from '../site/index.ts';
import type { PolicyReader } from '../policy/index.ts';
import type { Html } from '../../pages/index.ts';
import { groundOf, nowhere, type Ground } from './ground.ts';
import { proposal } from './propose.ts';
import { broken, type Trying } from './trying.ts';

/** A burst, and then one in so many milliseconds, for each address or person. */
const most = 40;
const every = 500;

export type Playground = { readonly close: () => Promise<void> };

export function addPlayground(
  site: Site,
  options: { readonly read: PolicyReader; readonly trying: Trying },
): Playground {
  const presets = readPresets();
  const desk = createDesk();
  const limit = createLimit(most, every);
  const asking = (here: Here, ground: Ground): Asking => ({
    presets,
    desk,
    ground,
    trying: options.trying,
    may: limit.may(askerOf(here)),
  });
  const textOf = (name: string | undefined): string => presetOf(presets, name).text;

  const begin = (here: Here, ground: Ground) =>
    page(here, asking(here, ground), {
      text:
        here.req.query('preset') === undefined && ground.text !== null
          ? ground.text
          : textOf(here.req.query('preset')),
      steps: [],
      step: null,
      who: '',
      isTried: false,
    });
  const goOn = async (here: Here, ground: Ground) => {
    const fields = await readPolicyFields(here, textOf);
    return wantsParts(here)
      ? parts(here, asking(here, ground), fields)
      : page(here, asking(here, ground), fields);
  };
  const at = async (here: Here, repository: SeenRepository): Promise<Ground> => {
    const sight = await here.get('visitor').sees();
    return groundOf(repository, await options.read(repository), (name) => seenAs(sight, name) !== null);
  };
  site.get('/playground', (here) => begin(here, nowhere));
  site.post('/playground', (here) => goOn(here, nowhere));
  const path = '/:owner/:repo/playground';
  site.get(
    path,
    about(async (here, repository) => begin(here, await at(here, repository))),
  );
  site.post(
    path,
    about(async (here, repository) => goOn(here, await at(here, repository))),
  );
  return { close: desk.close };
}

/** The first is meant where none of that name is. */
function presetOf(presets: readonly Preset[], name: string | undefined): Preset {
  const found = presets.find((each) => each.name === name) ?? presets[0];
  if (found === undefined) throw new Error('No preset ships with this version.');
  return found;
}

const wantsParts = (here: Here): boolean => here.req.header('accept') === 'application/json';

type Asking = {
  readonly presets: readonly Preset[];
  readonly desk: Desk;
  readonly ground: Ground;
  readonly trying: Trying;
  readonly may: boolean;
};
type Told = { readonly answer: Answer | null; readonly why: string | null };

async function told({ desk, ground, may }: Asking, fields: Fields): Promise<Told> {
  if (!may) return { answer: null, why: 'That was a lot at once. Wait a few seconds, and try again.' };
  const { repository, bases } = ground;
  const asked = await desk.ask({ ...fields, repository, bases });
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

/** What the text would change, if that was asked for; null: it was not, or nobody can. */
async function trialOf(
  here: Here,
  { ground, trying }: Asking,
  { text, isTried }: Fields,
  answer: Answer | null,
): Promise<Html | null> {
  const { person } = here.get('visitor');
  const { seen: repository } = ground;
  if (!isTried || repository === null || person === null || answer === null) return null;
  return answer.problems.length > 0 ? broken : trying({ repository, person, text, ground });
}

const besideOf = (text: string, { target }: Ground): Html | null =>
  target === null ? null : proposal(text, target);

async function page(here: Here, asking: Asking, fields: Fields): Promise<Response> {
  const { ground, presets } = asking;
  const { answer, why } = await told(asking, fields);
  const trial = await trialOf(here, asking, fields, answer);
  return show(here, {
    title: ground === nowhere ? 'Playground' : `Playground for ${ground.repository}`,
    lead: 'Write a policy, see what it means, and play an issue through it. Nothing is saved.',
    place: 'playground',
    isWide: true,
    scripts: ['playground.js', 'editor.js'],
    ...(why === null ? {} : { status: 503 as const }),
    content: playgroundContent({
      text: fields.text,
      answer,
      why,
      presets,
      beside: besideOf(fields.text, ground),
      canTry: ground.seen !== null && here.get('visitor').person !== null,
      trial,
      action: ground.action,
      schema: here.get('assets').at('roles.schema.json'),
      nonce: here.get('secureHeadersNonce') ?? '',
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
    trial: (await trialOf(here, asking, fields, answer))?.toString() ?? null,
    beside: (besideOf(fields.text, asking.ground) ?? '').toString(),
  });
}
