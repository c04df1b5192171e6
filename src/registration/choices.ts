/** What the administrator decides before GitHub is asked. */
import { isLoopbackName } from './visitors.ts';

/** A login on GitHub: letters, digits and hyphens, at most 39. */
const loginForm = /^[a-z0-9][a-z0-9-]{0,38}$/i;
/** GitHub: an App's name has at most 34 characters. */
const longestName = 34;

export type Choices = {
  readonly name: string;
  /** Whose App it becomes; null: the visitor's own. */
  readonly organization: string | null;
  /** Whether other accounts may install it, too. */
  readonly isPublic: boolean;
  /** Where GitHub sends webhooks. */
  readonly webhooks: string;
  /** Where the credentials go: into `.env`, or onto the page. */
  readonly keep: 'file' | 'shown';
};

/** As the form was filled in, right or wrong. */
export type Filled = Readonly<
  Record<'name' | 'owner' | 'organization' | 'install' | 'webhooks' | 'keep', string>
>;

/** @returns the choices, or a sentence that says what to change */
export function readChoices(filled: Filled): Choices | string {
  const name = filled.name.trim();
  const organization = filled.owner === 'organization' ? filled.organization.trim() : null;
  if (name === '' || name.length > longestName || /[\p{Cc}<>"']/u.test(name))
    return `Enter a name of at most ${longestName} characters, without quotes or angle brackets.`;
  if (organization === '') return 'Enter the organization’s login, or choose your own account.';
  if (organization !== null && !loginForm.test(organization))
    return 'An organization’s login has letters, digits and hyphens, at most 39. Enter it again.';
  const webhooks = filled.webhooks.trim();
  if (!isAddress(webhooks))
    return 'Enter an http or https address for webhooks, without a user name, a query or a fragment.';
  return {
    name,
    organization,
    isPublic: filled.install === 'anyone',
    webhooks,
    keep: filled.keep === 'shown' ? 'shown' : 'file',
  };
}

function isAddress(text: string): boolean {
  if (text.length > 500 || !/^https?:\/\/[^\s?#@"'<>]+$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).hostname !== '';
}

/** Whether the address can only lead to this machine or its own network: GitHub.com sends nothing there. */
export function isPrivateAddress(address: string): boolean {
  const name = new URL(address).hostname.replace(/^\[|\]$/g, '');
  return (
    isLoopbackName(name) ||
    /^(?:10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|0)\./.test(name) ||
    /^(?:f[cd]|fe[89ab])[0-9a-f]*:/.test(name) ||
    (!name.includes('.') && !name.includes(':'))
  );
}
