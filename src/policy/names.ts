/**
 * What may stand as a login, a team, a label, a name. Each function gives back what is wrong with a text,
 * or null if nothing is.
 */
import { Temporal } from 'temporal-polyfill/implementation';

import { quoted, shown, type Complaint } from './problem.ts';
import { spanUnits, type Principal, type Span } from './policy.ts';
import { textKey } from '../same-text.ts';

export type NameCheck = (text: string) => Complaint | null;

/**
 * GitHub's logins: letters, digits and hyphens, at most 39 ("Username considerations for external
 * authentication" adds an underscore for managed users). An App's ends in `[bot]`.
 */
const login = /^(?:[a-z\d][a-z\d_-]{0,38}|[a-z\d][a-z\d_-]{0,99}\[bot\])$/i;
const organization = /^[a-z\d][a-z\d_-]{0,38}$/i;
const slug = /^[\p{L}\d][\p{L}\d._-]{0,99}$/iu;
const repository = /^[a-z\d][a-z\d_-]{0,38}\/[\w.-]{1,100}$/i;

/** A login or a team, lower case; null if the text is neither. */
export function principalOf(text: string): Principal | null {
  const [first = '', second, ...more] = text.replace(/^@/, '').toLowerCase().split('/');
  if (second === undefined) return login.test(first) ? { kind: 'login', login: first } : null;
  return more.length === 0 && organization.test(first) && slug.test(second)
    ? { kind: 'team', org: first, slug: second }
    : null;
}

/** Apps that act as `name[bot]`, and whose bare names are no accounts that open anything. */
const apps: ReadonlySet<string> = new Set([
  'allcontributors',
  'dependabot',
  'dependabot-preview',
  'github-actions',
  'mergify',
  'pre-commit-ci',
  'renovate',
]);

/** An App, as people call it who do not know its login; `app/name` is how GitHub's search and command line have it. */
function anApp(text: string): Complaint | null {
  const name = text.toLowerCase().replace(/^@/, '');
  const bare = name.replace(/^apps?\//, '').replace(/\[bot\]?$/, '');
  const isOne = apps.has(bare) && !name.endsWith('[bot]');
  // No organization can be called "apps": its pages are those of all Apps.
  if (!isOne && !/^apps\/[a-z\d][a-z\d-]*(?:\[bot\])?$/.test(name)) return null;
  return {
    message: `${quoted(text)} is an App, and an App's login ends in [bot].`,
    hint: `Write "${shown(bare)}[bot]".`,
  };
}

export const principal: NameCheck = (text) => {
  const app = anApp(text);
  if (app !== null) return app;
  if (principalOf(text) !== null) return null;
  if (!text.includes('/')) return notALogin(text);
  return {
    message: `${quoted(text)} is not the name of a team.`,
    hint: /\s/.test(text)
      ? `Take the name in the address of the team's page: "${shown(text.trim().toLowerCase().replaceAll(/\s+/g, '-'))}".`
      : 'Write the organization and the name in the address of the team\'s page: "@acme/product".',
  };
};

export const account: NameCheck = (text) => {
  const app = anApp(text);
  if (app !== null) return app;
  if (text.includes('/')) {
    return { message: `${quoted(text)} is a team, and one account is meant.`, hint: 'Write a login.' };
  }
  return principalOf(text) === null ? notALogin(text) : null;
};

function notALogin(text: string): Complaint {
  return {
    message: `${quoted(text)} is not a GitHub login.`,
    hint: 'The login is the name in the address of somebody\'s profile, like maria; a team is written "@acme/product".',
  };
}

export const roleName: NameCheck = (text) =>
  /^[a-z][a-z\d_-]{0,49}$/i.test(text)
    ? null
    : {
        message: `${quoted(text)} cannot be the name of a role.`,
        hint: 'Use letters, digits, - and _, beginning with a letter; at most 50.',
      };

const acts = new Set(['start', 'merge', 'close']);

export const gateName: NameCheck = (text) => {
  if (acts.has(textKey(text))) {
    return {
      message: `A gate cannot be named ${quoted(text)}: in "blocks" that word means an act.`,
      hint: 'Choose another name.',
    };
  }
  return /^[a-z][a-z\d-]{0,49}$/i.test(text)
    ? null
    : {
        message: `${quoted(text)} cannot be the name of a gate, because people write it in /approve.`,
        hint: 'Use letters, digits and -, beginning with a letter; at most 50. "title" may be any text.',
      };
};

/** GitHub takes up to 50 characters for a label; a comma separates labels in its search and its forms. */
export const label: NameCheck = (text) => {
  const length = Array.from(text).length;
  if (length > 50) {
    return { message: `The label ${quoted(text)} has ${length} characters.`, hint: 'GitHub allows 50.' };
  }
  if (text.includes(',')) {
    return {
      message: `The label ${quoted(text)} holds a comma.`,
      hint: 'Several labels are several entries; one label cannot hold a comma.',
    };
  }
  if (isOnlyEmoji(text)) {
    return {
      message: `The label ${quoted(text)} is nothing but emoji, which GitHub does not take.`,
      hint: 'Add a word: "🚀 launched".',
    };
  }
  return line('A label', 50)(text);
};

/** True where nothing is left without emoji, and what joins and colours them; digits are emoji with a keycap alone. */
function isOnlyEmoji(text: string): boolean {
  const emoji =
    /[\d#*]\u{FE0F}?\u{20E3}|\p{RGI_Emoji}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{200D}|\u{FE0E}|\u{FE0F}|\s/gv;
  const rest = text.replaceAll(emoji, '');
  return rest === '' && text.trim() !== '';
}

/** Text on one line. `what` begins the sentence. */
export function line(what: string, longest: number): NameCheck {
  return (text) => {
    if (text.trim() === '')
      return { message: `${what} cannot be empty.`, hint: 'Write it, or delete the entry.' };
    if (text !== text.trim()) {
      return { message: `${quoted(text)} begins or ends with a space.`, hint: 'Take the space away.' };
    }
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) {
      return { message: `${what} must be on one line: ${quoted(text)}.`, hint: null };
    }
    if (Array.from(text).length > longest) {
      return { message: `${what} can have ${longest} characters at most: ${quoted(text)}.`, hint: null };
    }
    return null;
  };
}

export const section: NameCheck = (text) =>
  text.startsWith('#')
    ? { message: `${quoted(text)} begins with #.`, hint: 'Write the words of the heading alone.' }
    : line('A heading', 200)(text);

/** A repository, or a file in one: `owner/name` or `owner/name:path/to/roles.yml`. */
export const basePolicy: NameCheck = (text) => {
  const [name = '', path, ...more] = text.split(':');
  const isPath =
    path === undefined ||
    (path.length <= 200 && /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !/(?:^|\/)\.\.?(?:\/|$)/.test(path));
  return more.length === 0 && repository.test(name) && isPath
    ? null
    : {
        message: `${quoted(text)} is not a policy to build on.`,
        hint: 'Write owner/name, like acme/.github, or a file in it, like acme/rules:.github/teams.yml.',
      };
};

/** A length of time: "2 working days", "36 hours". */
export const span: NameCheck = (text) =>
  spanOf(text) === null
    ? {
        message: `${quoted(text)} is not a length of time.`,
        hint: 'Write a number and hours, days, working days or weeks, like "2 working days".',
      }
    : null;

/** Null: the text is no length of time. */
export function spanOf(text: string): Span | null {
  const found = /^([1-9]\d{0,2}) (hour|day|working day|week)s?$/.exec(text);
  const unit = spanUnits.find((each) => each === found?.[2]);
  return unit === undefined ? null : { count: Number(found?.[1]), unit };
}

export const timeZone: NameCheck = (text) => {
  try {
    // Intl alone also takes abbreviations, as what they once were: "BST" is Bangladesh. Temporal alone also takes instants.
    Intl.DateTimeFormat('en', { timeZone: text });
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return null;
  } catch {
    return {
      message: `${quoted(text)} is not a time zone.`,
      hint: 'Write a name of the IANA time zone database, like Europe/Berlin or UTC.',
    };
  }
};

/** A day of the calendar, `YYYY-MM-DD`. */
export const day: NameCheck = (text) =>
  isDay(text)
    ? null
    : { message: `${quoted(text)} is not a day.`, hint: 'Write year, month and day, like 2026-12-25.' };

/** True for a day that there is, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

export const otherRepository: NameCheck = (text) =>
  repository.test(text)
    ? null
    : {
        message: `${quoted(text)} is not the name of a repository.`,
        hint: 'Write owner/name, like acme/shop.',
      };

/** The name that the server's configuration gives a site of Jira. */
export const siteName: NameCheck = (text) =>
  /^[a-z\d][a-z\d_-]{0,49}$/i.test(text)
    ? null
    : {
        message: `${quoted(text)} cannot be the name of a site.`,
        hint: "It is the name under which the server's own configuration knows the site, never an address.",
      };

/** Jira's project keys: capital letters, digits and _, beginning with a letter (Atlassian: "Edit a project's details"). */
export const projectKey: NameCheck = (text) =>
  /^[A-Z][A-Z\d_]{1,254}$/.test(text)
    ? null
    : {
        message: `${quoted(text)} is not the key of a project.`,
        hint: 'It is what stands before the number of an issue, in capital letters: SHOP in SHOP-12.',
      };

export const jiraField: NameCheck = (text) =>
  /^[a-z][\w.-]{0,99}$/i.test(text)
    ? null
    : { message: `${quoted(text)} is not the id of a field.`, hint: 'Write its id, like customfield_10070.' };

/** Labels in Jira have no spaces. */
export const jiraLabel: NameCheck = (text) =>
  /\s/.test(text)
    ? {
        message: `${quoted(text)} holds a space, and labels in Jira have none.`,
        hint: 'Write it exactly as in Jira.',
      }
    : line('A label', 255)(text);
