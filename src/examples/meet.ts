/** Whether what an example expects is so; where not, what is true instead, and why. */
import { statusName, type PullVerdict, type Verdict } from '../handoff/index.ts';
import type { Explanation } from '../reconcile/index.ts';
import { quoted, type Policy } from '../policy/index.ts';
import { includesText, sameText, textKey } from '../same-text.ts';
import type { Expectation } from './example.ts';
import { nobody } from './expectations.ts';
import { holdersOf, type People } from './people.ts';
import type { Done } from './perform.ts';
import { cardOf, checkOf, stateOf } from './shown.ts';
import { plainly } from './story.ts';
import type { Place, Thing } from './things.ts';

export type Sight = {
  readonly place: Place;
  readonly policy: Policy;
  readonly people: People;
  /** What Baton did since what was expected before. */
  readonly done: readonly Done[];
  /** When it does something next by itself (milliseconds since the epoch); null: it does not. */
  readonly next: number | null;
  readonly explain: (thing: Thing) => Promise<Explanation>;
};

/** In sentences. */
export type Unmet = {
  readonly expected: string;
  readonly actual: string;
  /** The verdict's own reasoning; null: there is none for it. */
  readonly why: string | null;
  /** What may help; null: nothing is known. */
  readonly hint: string | null;
};

/** null: it is so. */
export async function isMet(expectation: Expectation, sight: Sight): Promise<Unmet | null> {
  switch (expectation.kind) {
    case 'gate':
      return gate(expectation, sight);
    case 'baton':
      return baton(expectation, sight);
    case 'check':
    case 'check-title':
      return check(expectation, sight);
    case 'card':
      return card(expectation, sight);
    case 'state':
    case 'label':
    case 'assignees':
      return shown(expectation, sight);
    case 'put-label':
    case 'reopened':
    case 'answer':
    case 'silent':
      return did(expectation, sight);
    default:
      return expectation satisfies never;
  }
}

type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>;
type Gates = Extract<Verdict, { kind: 'gates' }>;

const thingOf = ({ place }: Sight, name: string): Thing => {
  const found = place.things.find((each) => sameText(each.name, name));
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

/** An issue or pull request with what Baton says of it. */
type Seen = { readonly of: string; readonly why: string | null; readonly gates: Gates | null };

async function see(sight: Sight, name: string): Promise<Seen> {
  const thing = thingOf(sight, name);
  const explained = await sight.explain(thing);
  const of = `#${thing.number}`;
  if (explained.kind !== 'issue' && explained.kind !== 'pull-request') return { of, why: null, gates: null };
  return { of, why: explained.why, gates: gatesIn(explained.verdict) };
}

const gatesIn = (verdict: Verdict | PullVerdict): Gates | null =>
  'kind' in verdict && verdict.kind === 'gates' ? verdict : null;

/** The first sentence, which says who has to do what. */
const firstOf = (why: string | null): string | null =>
  why === null ? null : plainly(why.split('\n')[0] ?? '');

async function gate(expectation: Of<'gate'>, sight: Sight): Promise<Unmet | null> {
  const { of, why, gates } = await see(sight, expectation.on);
  const found = gates?.gates.find((each) => each.gate.name === expectation.gate);
  if (found?.status === expectation.status) return null;
  const what = `the gate ${quoted(expectation.gate)} of ${of}`;
  const expected = `${capital(what)} is expected to be “${statusName(expectation.status)}”.`;
  if (found === undefined) return { expected, actual: `${of} has no gates.`, why: whole(why), hint: null };
  const reasoning = sectionOf(why, found.gate.title);
  return { expected, actual: `It is “${statusName(found.status)}”.`, why: reasoning, hint: waits(sight) };
}

/** What `/why` says of a gate: its paragraphs under its heading, after the sentence that leads. */
function sectionOf(why: string | null, title: string): string | null {
  if (why === null) return null;
  const [first = '', ...rest] = why.split(/\n(?=#{1,6} )/);
  const own = rest.find((each) => plainly(each.split('\n')[0] ?? '').includes(title));
  return whole([first, ...(own === undefined ? [] : [own.split('\n').slice(1).join('\n')])].join('\n'));
}

/** Line by line, as plain text. */
const whole = (markdown: string | null): string | null =>
  markdown === null
    ? null
    : markdown
        .split('\n')
        .map((line) => plainly(line.replace(/^#{1,6} /, '')))
        .filter((line) => line !== '')
        .join('\n');

async function baton(expectation: Of<'baton'>, sight: Sight): Promise<Unmet | null> {
  const { of, why, gates } = await see(sight, expectation.on);
  const expectedWho = expectation.who.filter((each) => each !== nobody);
  const held = (gates?.batons ?? [])
    .map(({ gate: name, roles }) => {
      const excluded = gates?.gates.find((each) => each.gate.name === name)?.excluded ?? [];
      const isOut = (login: string): boolean => excluded.some(({ actor }) => sameText(actor.login, login));
      return roles.map((role) => ({
        role,
        people: holdersOf(sight.people, role).filter((login) => !isOut(login)),
      }));
    })
    .flat();
  const isRole = (word: string): boolean => sight.policy.roles.some(({ name }) => name === word);
  const isHeld = expectedWho.every((word) =>
    isRole(word)
      ? held.some(({ role }) => role === word)
      : held.some(({ people }) => includesText(people, word)),
  );
  const isAll = held.every(
    ({ role, people }) =>
      expectedWho.includes(role) ||
      (people.length > 0 && people.every((login) => includesText(expectedWho, login))),
  );
  if (isHeld && isAll) return null;
  const roles = [...new Map(held.map((each) => [each.role, each])).values()].map(({ role, people }) =>
    people.length === 0 ? role : `${role} (${people.join(', ')})`,
  );
  return {
    expected: `${of} is expected to wait for ${expectedWho.length === 0 ? 'nobody' : expectedWho.join(', ')}.`,
    actual: `It waits for ${roles.length === 0 ? 'nobody' : roles.join(', ')}.`,
    why: firstOf(why),
    hint: waits(sight),
  };
}

async function check(expectation: Of<'check' | 'check-title'>, sight: Sight): Promise<Unmet | null> {
  const pull = thingOf(sight, expectation.on);
  if (pull.kind !== 'pull-request') throw new Error(`${pull.name} is no pull request.`);
  const shownCheck = checkOf(pull);
  const title = plainly(shownCheck?.title ?? '');
  const is = shownCheck === null ? 'none' : shownCheck.conclusion;
  const isSo =
    expectation.kind === 'check'
      ? expectation.is === (is === 'action_required' ? 'failure' : is)
      : holds([title], expectation.text);
  if (isSo) return null;
  const { of, why } = await see(sight, expectation.on);
  const wanted = expectation.kind === 'check' ? expectation.is : `a title with “${expectation.text}”`;
  return {
    expected: `The check on ${of} is expected to have ${expectation.kind === 'check' ? `“${wanted}”` : wanted}.`,
    actual:
      shownCheck === null
        ? 'There is no check.'
        : `It has “${is === 'action_required' ? 'failure' : (is ?? 'in progress')}”: ${title}.`,
    why: whole(why),
    hint: waits(sight),
  };
}

const holds = (texts: readonly string[], part: string): boolean => {
  const wanted = textKey(plainly(part));
  return texts.some((each) => textKey(plainly(each)).includes(wanted));
};

async function card(expectation: Of<'card'>, sight: Sight): Promise<Unmet | null> {
  const issue = thingOf(sight, expectation.on);
  const explained = await sight.explain(issue);
  const body = cardOf(issue);
  if (body !== null && holds([body], expectation.text)) return null;
  return {
    expected: `The card on #${issue.number} is expected to say “${expectation.text}”.`,
    actual: body === null ? 'There is no card.' : `It says: ${plainly(body)}`,
    why: 'why' in explained ? firstOf(explained.why) : null,
    hint: waits(sight),
  };
}

async function shown(expectation: Of<'state' | 'label' | 'assignees'>, sight: Sight): Promise<Unmet | null> {
  const thing = thingOf(sight, expectation.on);
  const of = `#${thing.number}`;
  const unmet = async (expected: string, actual: string): Promise<Unmet> => ({
    expected,
    actual,
    why: firstOf((await see(sight, expectation.on)).why),
    hint: waits(sight),
  });
  switch (expectation.kind) {
    case 'state': {
      const is = stateOf(thing);
      return is === expectation.is
        ? null
        : unmet(`${of} is expected to be ${expectation.is}.`, `It is ${is}.`);
    }
    case 'label': {
      const { label, isThere } = expectation;
      if (includesText(thing.labels, label) === isThere) return null;
      const labels = thing.labels.length === 0 ? 'It has no labels.' : `It has ${thing.labels.join(', ')}.`;
      return unmet(`${of} is expected ${isThere ? 'to have' : 'not to have'} the label ${label}.`, labels);
    }
    case 'assignees': {
      const logins = thing.assignees.map(({ login }) => login);
      const isSame =
        logins.length === expectation.who.length &&
        expectation.who.every((login) => includesText(logins, login));
      const list = (all: readonly string[]): string => (all.length === 0 ? 'nobody' : all.join(', '));
      return isSame
        ? null
        : unmet(
            `${of} is expected to be assigned to ${list(expectation.who)}.`,
            `It is assigned to ${list(logins)}.`,
          );
    }
    default:
      return expectation satisfies never;
  }
}

async function did(
  expectation: Of<'put-label' | 'reopened' | 'answer' | 'silent'>,
  sight: Sight,
): Promise<Unmet | null> {
  const { on } = expectation;
  const thing = on === null ? null : thingOf(sight, on);
  const done = sight.done.filter((each) => thing === null || each.on === thing);
  const said = done.flatMap((each) => (each.kind === 'said' ? [each.body] : []));
  const where = thing === null ? '' : ` on #${thing.number}`;
  const first = thing ?? sight.place.things[0];
  const unmet = async (expected: string, actual: string): Promise<Unmet> => ({
    expected,
    actual,
    why: first === undefined ? null : firstOf((await see(sight, first.name)).why),
    hint: waits(sight),
  });
  switch (expectation.kind) {
    case 'put-label': {
      const { label, isPut } = expectation;
      const kind = isPut ? 'label' : 'unlabel';
      const labels = done.flatMap((each) => (each.kind === kind ? [each.label] : []));
      if (includesText(labels, label)) return null;
      const verb = isPut ? 'add' : 'remove';
      const past = isPut ? 'added' : 'removed';
      return unmet(
        `Baton is expected to ${verb} the label ${label}${where}.`,
        labels.length === 0 ? `It ${past} none.` : `It ${past} ${labels.join(', ')}.`,
      );
    }
    case 'reopened': {
      const isSo = done.some(({ kind }) => kind === 'reopen');
      if (isSo === expectation.isSo) return null;
      return unmet(
        `Baton is expected ${expectation.isSo ? '' : 'not '}to reopen${where.replace(' on', '')}.`,
        isSo ? 'It did.' : 'It didn’t.',
      );
    }
    case 'answer': {
      if (holds(said, expectation.text)) return null;
      return unmet(
        `Baton is expected to say “${expectation.text}”${where}.`,
        said.length === 0
          ? 'It said nothing.'
          : `It said: ${said.map((each) => `“${plainly(each)}”`).join(', ')}`,
      );
    }
    case 'silent': {
      if ((said.length === 0) === expectation.isSo) return null;
      return unmet(
        `Baton is expected ${expectation.isSo ? 'to say nothing' : 'to say something'}${where}.`,
        said.length === 0
          ? 'It said nothing.'
          : `It said: ${said.map((each) => `“${plainly(each)}”`).join(', ')}`,
      );
    }
    default:
      return expectation satisfies never;
  }
}

/** Where Baton waits on purpose, what is expected may come a little later. */
function waits({ next, place: { clock } }: Sight): string | null {
  if (next === null || next > clock.now + 60 * 60_000) return null;
  const minutes = Math.max(1, Math.ceil((next - clock.now) / 60_000));
  return `Baton does something in ${minutes} minute${minutes === 1 ? '' : 's'}: let time pass with "- passes: ${minutes} minute${minutes === 1 ? '' : 's'}" before this.`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
