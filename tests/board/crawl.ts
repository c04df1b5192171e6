/** Goes wherever the pages of the board lead, as somebody who follows every link and tries every filter. */
import type { Answer, Visit } from './visiting.ts';

const mostPages = 400;

/** What stands in an attribute, as text. */
const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The paths that a page leads to on the board: its links, and its forms with each choice that they offer. */
function leadsTo(page: string, from: string): readonly string[] {
  const links = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, to = '']) => unescaped(to));
  const forms = [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(
    ([, tag = '', inside = '']) =>
      /method="post"/i.test(tag)
        ? []
        : choicesOf(unescaped(/action="([^"]*)"/.exec(tag)?.[1] ?? from), inside),
  );
  return [...links, ...forms].flatMap((to) => {
    const url = new URL(to, `http://board.example${from}`);
    return url.host === 'board.example' ? [`${url.pathname}${url.search}`] : [];
  });
}

function choicesOf(action: string, inside: string): readonly string[] {
  const [path = '/'] = action.split('?');
  const selects = [...inside.matchAll(/<select\b[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)];
  const options = selects.flatMap(([, name = '', content = '']) =>
    [...content.matchAll(/<option\b[^>]*value="([^"]*)"/g)].map(([, value = '']) => [name, unescaped(value)]),
  );
  const inputs = [...inside.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) => {
    const [name, value] = [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]];
    return name === undefined || value === undefined ? [] : [[name, unescaped(value)]];
  });
  return [...options, ...inputs].map(
    ([name = '', value = '']) => `${path}?${new URLSearchParams([[name, value]]).toString()}`,
  );
}

/** Ways out, ways in, and what never ends. */
const isLeftOut = (path: string): boolean => /^\/(sign-in|sign-out|events)\b/.test(path);

/** @returns each answer by its path, from wherever somebody begins */
export async function crawl(
  visitor: Pick<Visit, 'get'>,
  begin: readonly string[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const next = [...begin];
  for (let path = next.shift(); path !== undefined; path = next.shift()) {
    if (answers.has(path) || isLeftOut(path)) continue;
    if (answers.size === mostPages) throw new Error(`The board leads to more than ${mostPages} pages.`);
    const answer = await visitor.get(path);
    answers.set(path, answer);
    const isHtml = answer.headers.get('content-type')?.startsWith('text/html') === true;
    if (answer.location !== '') next.push(...leadsTo(`<a href="${answer.location}">`, path));
    if (isHtml) next.push(...leadsTo(answer.body, path));
  }
  return answers;
}

/** All of an answer that its reader gets, without what is new in each: the time, and the number that allows styles. */
export function wholeOf({ status, headers, body }: Answer): string {
  const kept = [...headers]
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
  const whole = `${status}\n${kept}\n\n${body}`;
  return nonce === ''
    ? whole
    : whole.replaceAll(nonce, 'NONCE').replaceAll(nonce.replaceAll('+', '&#43;'), 'NONCE');
}
