/** What follows `baton-sandbox`. */
import { parseArgs } from 'node:util';

import { releases, type Release } from '../releases.ts';
import type { Flavour } from '../jira/index.ts';

/** What was asked for cannot be done as it was written; the message is one line. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}

export type Asked = {
  /** Null: the world that comes with the package. */
  readonly world: string | null;
  /** 0: a free one. */
  readonly port: number;
  readonly release: Release | null;
  /** Null: no Jira, unless the world's file says which. */
  readonly jira: Flavour | null;
  readonly jiraPort: number;
  /** Where webhooks go whose App names no address. */
  readonly webhook: string | null;
  readonly json: boolean;
};

export const help = `baton-sandbox [OPTIONS]
Plays a GitHub on 127.0.0.1, and a Jira if you ask for one, until you stop it with Ctrl+C.

  --world FILE              What is there at the start, as YAML (without it: acme/shop, five people and an App)
  --port N                  GitHub's port (a free one unless you say so)
  --release NAME            Which GitHub: ${Object.keys(releases).join(' | ')}
  --jira cloud|data-center  Plays a Jira, too
  --jira-port N             Jira's port (a free one unless you say so)
  --webhook URL             Where the webhooks of Apps go that name no address of their own
  --json                    Prints addresses, tokens and keys as one line of JSON
  --help                    Prints this page`;

/**
 * Reads what was given.
 * @returns null: the page of help was asked for
 * @throws Wrong
 */
export function readArguments(given: readonly string[]): Asked | null {
  if (given.some((word) => word === '--help' || word === '-h')) return null;
  const { values } = parsed(given);
  return {
    world: values.world ?? null,
    port: portOf('--port', values.port),
    release: oneOf('--release', values.release, Object.keys(releases) as Release[]),
    jira: oneOf('--jira', values.jira, ['cloud', 'data-center']),
    jiraPort: portOf('--jira-port', values['jira-port']),
    webhook: addressOf('--webhook', values.webhook),
    json: values.json ?? false,
  };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        world: { type: 'string' },
        port: { type: 'string' },
        release: { type: 'string' },
        jira: { type: 'string' },
        'jira-port': { type: 'string' },
        webhook: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Node's own sentence, which names the option; what it adds about "--" helps nobody here.
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new Wrong(`${sentence}. See baton-sandbox --help.`);
  }
}

function portOf(option: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Wrong(`${option} must be a port from 0 to 65535, not "${printed(text)}".`);
}

function oneOf<const T extends string>(option: string, text: string | undefined, of: readonly T[]): T | null {
  if (text === undefined) return null;
  const known = of.find((one) => one === text);
  if (known === undefined)
    throw new Wrong(`${option} must be ${of.map((one) => `"${one}"`).join(' or ')}, not "${printed(text)}".`);
  return known;
}

function addressOf(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new Wrong(
      `${option} must be an address such as http://127.0.0.1:3000/webhooks, not "${printed(text)}".`,
    );
  return text;
}

/** Without what a terminal would act on. */
const printed = (text: string): string => text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?');
