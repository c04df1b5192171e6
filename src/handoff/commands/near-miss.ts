/** What people write who mean a command and do not write one: `/aprove`, `/lgtm`, "LGTM, approved!". */
import { unwrapped, verbs, type Verb } from './commands.ts';
import { folded, withPlainSpaces, memoized, visibleLines, sourceOf } from '../text/index.ts';

/** `words`: what else was written: in a command that is misspelt behind it, in prose every word that is not about approving. */
export type NearMiss = {
  readonly kind: 'misspelt' | 'prose';
  readonly verb: Verb;
  readonly words: readonly string[];
};

/** What people write instead, by the command that they mean. */
const spellings: ReadonlyMap<string, Verb> = new Map([
  ...verbs.map((verb): [string, Verb] => [verb, verb]),
  ...Object.entries<Verb>({
    approved: 'approve',
    approves: 'approve',
    approving: 'approve',
    approval: 'approve',
    lgtm: 'approve',
    sgtm: 'approve',
    shipit: 'approve',
    signoff: 'approve',
    'sign-off': 'approve',
    accepted: 'accept',
    accepts: 'accept',
    acceptance: 'accept',
    returned: 'return',
    reject: 'return',
    rejected: 'return',
    requested: 'request',
    questions: 'question',
    ask: 'question',
    answers: 'answer',
    answered: 'answer',
    notviable: 'not-viable',
    'non-viable': 'not-viable',
    'not-feasible': 'not-viable',
    feasible: 'viable',
    revoked: 'revoke',
    unapprove: 'revoke',
    waiver: 'waive',
    waived: 'waive',
    snoozed: 'snooze',
  }),
]);

/** A longer comment is no word about a gate that only lacks its slash. */
const longest = 200;
const mostWords = 10;
const mayMean = /lgtm|sgtm|approv|accept|good|ship|[/\uFF0F\\]/i;
const triggers: readonly (readonly [RegExp, Verb])[] = [
  [/\baccept(?:ed|ing)?\b/, 'accept'],
  [/\b(?:lgtm|sgtm|approve[ds]?|approving|ship ?it|(?:look|sound)s? (?:\w+ )?good|good to go)\b/, 'approve'],
];
/** Words that go along with these and put no condition. */
const filling = new Set(
  `a accept accepted accepting all also and approve approved approves approving baton everybody everyone fine for from go good
  great guys here hi i i'd i'm i've is it it's lgtm look looks me my nice now of ok okay on part perfect really sgtm ship shipit
  side so sound sounds spec team thank thanks that that's the this to very we well work yes you your`.split(
    /\s+/,
  ),
);

/** What a comment without commands may have meant; null: nothing that is known. */
export function nearMissIn(text: string): NearMiss | null {
  return text.length <= 4 * longest && mayMean.test(text) ? readNearMiss(text) : null;
}

const readNearMiss = memoized(1_000_000, (text: string): NearMiss | null => {
  const lines = visibleLines(sourceOf(text)).filter(({ doubt }) => doubt === null);
  for (const { text: line } of lines) {
    const found = misspelt(withPlainSpaces(line).trim());
    if (found !== null) return found;
  }
  return lines.length > 3 ? null : prose(withPlainSpaces(lines.map((line) => line.text).join(' ')));
});

/** Pictures, arrows and dashes that people put before what they say. */
const ornament = /^(?:(?:\p{So}|\p{Emoji_Modifier}|[•–—›»→⇒]|:[a-z0-9_+-]{1,30}:) ?){1,3}/u;

/** A line that begins with a slash, or almost with one, and a word that is almost a command. */
function misspelt(line: string): NearMiss | null {
  const { line: bare, to } = unwrapped(line.replace(ornament, ''));
  if (to !== null && to !== 'baton') return null;
  const [, first = '', rest = ''] = /^[/\uFF0F\\]{1,2} ?([^\s]{1,30})(?:\s+(.*))?$/.exec(bare) ?? [];
  const name = folded(first).toLowerCase();
  if (!/^[\p{L}][\p{L}_-]*[^\p{L}/\\.]*$/u.test(name)) return null;
  const word = name.replace(/[^\p{L}_-]+$/u, '').replaceAll('_', '-');
  const verb = spellings.get(word) ?? nearest(word) ?? behind(word);
  if (verb === null) return null;
  return { kind: 'misspelt', verb, words: rest.split(' ').slice(0, 1) };
}

/** `approve-spec`, `approvespec`. */
function behind(word: string): Verb | null {
  return word.length > 27
    ? null
    : ((['approve', 'accept'] as const).find((verb) => word.startsWith(verb)) ?? null);
}

/** The one that a single letter, more, less, other or out of its place, makes it. */
function nearest(word: string): Verb | null {
  if (word.length < 5) return null;
  for (const [spelling, verb] of spellings) if (spelling.length > 4 && isOneOff(word, spelling)) return verb;
  return null;
}

function isOneOff(one: string, other: string): boolean {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [rest, wanted] = [one.slice(at), other.slice(at)];
  const isSwapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return (
    rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1) || isSwapped
  );
}

function prose(text: string): NearMiss | null {
  const plain = folded(text).toLowerCase().replaceAll('’', "'");
  if (plain.length > longest || /[?`/\\]|^(?:is|are|was)\b/.test(plain)) return null;
  const words = plain.match(/[\p{L}\p{N}'-]+/gu) ?? [];
  if (words.length > mostWords) return null;
  const [, verb] = triggers.find(([trigger]) => trigger.test(words.join(' '))) ?? [];
  const others = words.filter((word) => !filling.has(word));
  return verb === undefined || others.length > 3 ? null : { kind: 'prose', verb, words: others };
}
