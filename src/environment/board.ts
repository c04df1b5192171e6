/** The pages for people: whether they are on, at which address, and who administers them. */
import type { z } from 'zod';

import { SettingError } from '../setting-error.ts';
import type { schema } from './schema.ts';
import type { Variables } from './variables.ts';

export type Board = {
  /** Where browsers reach this server, without a path or a slash at the end. */
  readonly publicUrl: string;
  /** The App's own, by which people sign in with GitHub. */
  readonly clientId: string;
  /** Never printed. */
  readonly clientSecret: string;
  /** Logins, in lower case, of the people who see the Operation page. */
  readonly admins: readonly string[];
  /** Whether anybody sees the items of public repositories without signing in. */
  readonly isPublic: boolean;
};

const turnOn =
  'Set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET (docs/how-to/turn-on-the-board.md), or remove it.';

/**
 * @returns null: the pages are off; `doubts`: why, where it looks as if they were meant to be on
 * @throws SettingError where a part of it is set and the rest is missing
 */
export function boardIn(
  settings: z.infer<typeof schema>,
  given: Variables,
): { readonly board: Board | null; readonly doubts: readonly string[] } {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = settings;
  const about = ['BOARD_ADMINS', 'BOARD_PUBLIC'].find((name) => given[name] !== undefined);
  if (clientId === undefined && clientSecret === undefined) {
    if (about !== undefined)
      throw new SettingError(`${about} is set, and nobody can sign in to the board. ${turnOn}`);
    return { board: null, doubts: doubtAboutNames(given) };
  }
  if (clientSecret === undefined)
    throw new SettingError(
      'GITHUB_CLIENT_SECRET is missing: it belongs to GITHUB_CLIENT_ID. Generate one on the App’s settings page.',
    );
  if (clientId === undefined)
    throw new SettingError(
      'GITHUB_CLIENT_ID is missing: it belongs to GITHUB_CLIENT_SECRET. The App’s settings page shows it.',
    );
  const publicUrl = addressOf(settings);
  const isReachable = publicUrl !== null && isSafeForSessions(publicUrl);
  if (!isReachable) {
    const why =
      publicUrl === null
        ? 'PUBLIC_URL is missing, and GitHub has to lead people back to an address. Set it, such as https://baton.example.com.'
        : 'PUBLIC_URL must begin with https:// where people sign in. Only on this machine itself, http://localhost will do.';
    if (about !== undefined) throw new SettingError(`${about} is set, and the board can’t be on: ${why}`);
    // Somebody who came from Probot, or registered the App, has them, and may never have asked for a board.
    return { board: null, doubts: [`The board is off, although GITHUB_CLIENT_ID is set: ${why}`] };
  }
  return {
    board: {
      publicUrl,
      clientId,
      clientSecret,
      admins: settings.BOARD_ADMINS ?? [],
      isPublic: settings.BOARD_PUBLIC === 'on',
    },
    doubts: [],
  };
}

/** In production nobody guesses it; where somebody tries Baton, it is this machine. */
function addressOf({
  PUBLIC_URL: given,
  NODE_ENV,
  PORT,
}: Pick<z.infer<typeof schema>, 'PUBLIC_URL' | 'NODE_ENV' | 'PORT'>): string | null {
  if (given !== undefined) return new URL(given).origin;
  return NODE_ENV === 'production' || PORT === 0 ? null : `http://localhost:${PORT}`;
}

/** Whether browsers keep a session from being read on its way there. */
export function isSafeForSessions(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** GitHub's own guides call them by these names, which are somebody else's where they don't look like GitHub's. */
function doubtAboutNames(given: Variables): readonly string[] {
  const isGitHubs = /^Iv\w{0,2}[.\w]{10,}$/.test(given['CLIENT_ID']?.trim() ?? '');
  return isGitHubs && given['CLIENT_SECRET'] !== undefined
    ? [
        'CLIENT_ID and CLIENT_SECRET are set, and there are no such settings. Did you mean GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET?',
      ]
    : [];
}
