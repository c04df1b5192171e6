/**
 * The small part of JQL that is played ("JQL fields", "JQL operators"): comparisons joined by AND, of `project`, `key`, `id`,
 * `status`, `labels`, `updated` and `created`, and ORDER BY. Anything else fails loudly.
 */
import { findIssue } from './directory.ts';
import type { Issue, Site, User } from './model/index.ts';
import { JiraRefusal, NotPlayed } from './refusal.ts';
import { may, sees } from './rights.ts';
import { offsetOf } from './show/index.ts';
import { sameText } from '../same-text.ts';

type Test = (issue: Issue) => boolean;
type Comparison = { readonly field: string; readonly operator: string; readonly values: readonly string[] };
type Order = { readonly field: string; readonly descending: boolean };

/**
 * The issues that fit, of those that somebody may see, in order.
 * @param isValidated false: a value that does not exist is left out instead of refused (Data Center's `validateQuery`)
 */
export function search(site: Site, viewer: User | null, jql: string, isValidated = true): Issue[] {
  const { comparisons, order } = parse(jql);
  if (comparisons.length === 0 && site.flavour === 'cloud')
    throw new JiraRefusal(
      400,
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    );
  const tests = comparisons.map((one) => testOf(site, viewer, one, isValidated));
  return site.issues
    .filter((issue) => sees(viewer, issue) && tests.every((test) => test(issue)))
    .sort((a, b) => compare(a, b, order));
}

const token = /\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|>=|<=|!=|[=<>(),]|[^\s"'=<>!(),]+)/y;

function tokens(jql: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  const text = jql.trimEnd();
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match?.[1] === undefined)
      throw new JiraRefusal(
        400,
        `Error in the JQL Query: The character '${text.charAt(at)}' is a reserved JQL character.`,
      );
    found.push(match[1]);
  }
  return found;
}

function parse(jql: string): { comparisons: readonly Comparison[]; order: readonly Order[] } {
  const words = tokens(jql);
  let at = 0;
  const peek = (): string => (words[at] ?? '').toLowerCase();
  const take = (expected: string): string => {
    const word = words[at];
    if (word === undefined)
      throw new JiraRefusal(
        400,
        `Error in the JQL Query: Expecting ${expected} before the end of the query.`,
      );
    at += 1;
    return word;
  };
  const value = (): string => {
    const word = take('either a value, list or function');
    if (peek() === '(') throw new NotPlayed(`the JQL function ${word}`);
    return /^["']/.test(word) ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word;
  };
  const comparisons: Comparison[] = [];
  while (at < words.length && peek() !== 'order') {
    if (comparisons.length > 0 && !sameText(take("'AND'"), 'and'))
      throw new NotPlayed(`JQL's ${String(words[at - 1])}`);
    const field = take('a field').toLowerCase();
    if (['(', 'not'].includes(field)) throw new NotPlayed(`JQL's ${field}`);
    const operator = take('an operator').toLowerCase();
    if (operator === 'in') {
      if (take("'('") !== '(') throw new JiraRefusal(400, "Error in the JQL Query: Expecting '('.");
      const values = [value()];
      while (peek() === ',') {
        at += 1;
        values.push(value());
      }
      if (take("')'") !== ')') throw new JiraRefusal(400, "Error in the JQL Query: Expecting ')'.");
      comparisons.push({ field, operator, values });
    } else if (['=', '>=', '<=', '>', '<'].includes(operator)) {
      comparisons.push({ field, operator, values: [value()] });
    } else throw new NotPlayed(`the JQL operator ${operator}`);
  }
  const order: Order[] = [];
  if (peek() === 'order') {
    at += 1;
    if (!sameText(take("'BY'"), 'by')) throw new JiraRefusal(400, "Error in the JQL Query: Expecting 'by'.");
    do {
      if (order.length > 0) at += 1;
      const field = take('a field').toLowerCase();
      if (!['updated', 'created', 'key', 'id'].includes(field))
        throw new NotPlayed(`JQL's ORDER BY ${field}`);
      const descending = peek() === 'desc';
      if (descending || peek() === 'asc') at += 1;
      order.push({ field, descending });
    } while (peek() === ',');
    if (at < words.length)
      throw new JiraRefusal(400, `Error in the JQL Query: Expecting ',' but got '${String(words[at])}'.`);
  }
  return { comparisons, order };
}

function testOf(
  site: Site,
  viewer: User | null,
  { field, operator, values }: Comparison,
  isValidated: boolean,
): Test {
  const equality = operator === '=' || operator === 'in';
  const missing = (value: string): JiraRefusal =>
    new JiraRefusal(400, `The value '${value}' does not exist for the field '${field}'.`);
  if (field === 'updated' || field === 'created') {
    if (operator === 'in') throw new NotPlayed(`JQL's ${field} in`);
    const than = dateOf(site, viewer, field, values[0] ?? '');
    return (issue) => holds(issue[field], operator, than);
  }
  if (!equality) throw new NotPlayed(`JQL's ${field} ${operator}`);
  switch (field) {
    case 'project': {
      const wanted = values.map((value) => {
        const project = site.projects.find(
          (one) => one.id === value || [one.key, one.name].some((name) => sameText(name, value)),
        );
        if (project === undefined || !may(viewer, 'BROWSE_PROJECTS', project)) throw missing(value);
        return project;
      });
      return (issue) => wanted.includes(issue.project);
    }
    case 'key':
    case 'issuekey':
    case 'issue':
    case 'id': {
      const wanted = values.flatMap((value) => {
        const issue = findIssue(site, value);
        if (issue !== undefined && sees(viewer, issue)) return [issue];
        if (!isValidated) return [];
        throw new JiraRefusal(
          400,
          /^\d+$/.test(value)
            ? `A value with ID '${value}' does not exist for the field '${field}'.`
            : `An issue with key '${value}' does not exist for field '${field}'.`,
        );
      });
      return (issue) => wanted.includes(issue);
    }
    case 'status': {
      const wanted = values.map((value) => {
        const status = site.statuses.find((one) => one.id === value || sameText(one.name, value));
        if (status === undefined) throw missing(value);
        return status;
      });
      return (issue) => wanted.includes(issue.status);
    }
    case 'labels':
      return (issue) => values.some((value) => issue.labels.includes(value));
    default:
      throw new NotPlayed(`the JQL field ${field}`);
  }
}

const formats =
  "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'";
const units: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };

/** A time in the searcher's time zone, to the minute; a period from now; or milliseconds since the epoch. */
function dateOf(site: Site, viewer: User | null, field: string, text: string): number {
  if (/^\d{9,}$/.test(text)) return Number(text);
  const period = /^([+-]?)((?:\d+[wdhm]\s*)+)$/.exec(text);
  if (period?.[2] !== undefined) {
    const parts = [...period[2].matchAll(/(?<!\d)(\d+)([wdhm])/g)];
    const length = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
    return site.clock.now() + (period[1] === '-' ? -length : length);
  }
  const date = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(text);
  const [, year, , month, day, hour = '0', minute = '0'] = date ?? [];
  if (
    year === undefined ||
    Number(month) > 12 ||
    Number(day) > 31 ||
    Number(hour) > 23 ||
    Number(minute) > 59
  )
    throw new JiraRefusal(
      400,
      `Date value '${text}' for field '${field}' is invalid. Valid formats include: ${formats}.`,
    );
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const timeZone = viewer?.timeZone ?? 'Etc/UTC';
  // The offset then is not known before the time is: twice is enough, also where the clocks change.
  const guess = local - offsetOf(local, timeZone) * 60_000;
  return local - offsetOf(guess, timeZone) * 60_000;
}

function holds(value: number, operator: string, than: number): boolean {
  switch (operator) {
    case '>=':
      return value >= than;
    case '<=':
      return value <= than;
    case '>':
      return value > than;
    case '<':
      return value < than;
    default:
      return value === than;
  }
}

const parts = (issue: Issue): readonly [string, number] => {
  const [project = '', number = '0'] = issue.key.split('-');
  return [project, Number(number)];
};

/** Without an order, the newest first: as Jira lists them. */
function compare(a: Issue, b: Issue, order: readonly Order[]): number {
  for (const { field, descending } of order) {
    const difference =
      field === 'updated' || field === 'created'
        ? a[field] - b[field]
        : field === 'id'
          ? Number(a.id) - Number(b.id)
          : byKey(a, b);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return Number(b.id) - Number(a.id);
}

function byKey(a: Issue, b: Issue): number {
  const [projectA, numberA] = parts(a);
  const [projectB, numberB] = parts(b);
  if (projectA !== projectB) return projectA < projectB ? -1 : 1;
  return numberA - numberB;
}
