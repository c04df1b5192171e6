/** The file that says what is there at the start: people, organizations, repositories, Apps, and a Jira's projects. */
import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { releases, type Release } from '../releases.ts';
import { Wrong } from './arguments.ts';

const names = z.array(z.string().min(1)).default([]);
const access = z.enum(['read', 'write', 'admin']);
const role = z.enum(['read', 'triage', 'write', 'maintain', 'admin']);
const webhook = z.strictObject({ url: z.url().optional(), secret: z.string().min(1).optional() });

const github = z.strictObject({
  release: z.enum(Object.keys(releases) as [Release, ...Release[]]).optional(),
  people: names,
  organizations: z
    .record(
      z.string(),
      z.strictObject({
        'base-role': z.enum(['none', 'read', 'write', 'admin']).optional(),
        admins: names,
        members: names,
        /** A team's name → who is in it. */
        teams: z.record(z.string(), names).default({}),
      }),
    )
    .default({}),
  /** `owner/name` → what it is. */
  repositories: z
    .record(
      z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'),
      z.strictObject({
        private: z.boolean().optional(),
        collaborators: z.record(z.string(), role).default({}),
        /** Path → text. */
        files: z.record(z.string(), z.string()).default({}),
        /** Checks that must pass before a merge into the default branch. */
        'required-checks': z
          .array(z.strictObject({ name: z.string(), app: z.string().optional() }))
          .default([]),
      }),
    )
    .default({}),
  /** An App's slug → what it is. */
  apps: z
    .record(
      z.string(),
      z.strictObject({
        permissions: z.record(z.string(), access).default({}),
        events: names,
        /** Where people may be sent after they signed in to the App. */
        'callback-urls': z
          .array(z.url({ protocol: /^https?$/ }))
          .max(10)
          .default([]),
        webhook: webhook.default({}),
        /** Accounts, each with all of its repositories. */
        'installed-on': names,
      }),
    )
    .default({}),
});

const jira = z.strictObject({
  /** Without it a Jira is played where `--jira` says which. */
  flavour: z.enum(['cloud', 'data-center']).optional(),
  people: names,
  groups: z.record(z.string(), names).default({}),
  /** A project's key → what it is. */
  projects: z
    .record(
      z.string(),
      z.strictObject({
        roles: z.record(z.string(), z.strictObject({ users: names, groups: names })).default({}),
      }),
    )
    .default({}),
  webhook: z.strictObject({ url: z.url(), secret: z.string().min(1).optional() }).optional(),
});

const worldFile = z.strictObject({ github, jira: jira.optional() });

export type WorldFile = z.infer<typeof worldFile>;

/**
 * Reads a world's file.
 * @param path null: the one that comes with the package
 * @throws Wrong where it cannot be read, or does not say what such a file says
 */
export function readWorldFile(path: string | null): WorldFile {
  const shown = path ?? 'acme.yml';
  const found = worldFile.safeParse(contentOf(path ?? new URL('acme.yml', import.meta.url), shown));
  if (found.success) return found.data;
  const [first] = found.error.issues;
  throw new Wrong(`${[shown, ...(first?.path ?? [])].join(': ')}: ${first?.message ?? 'is no world'}.`);
}

function contentOf(path: string | URL, shown: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Wrong(`cannot read ${shown} (${code === 'ENOENT' ? 'no such file' : String(code)}).`);
  }
  try {
    return parse(text);
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new Wrong(`${shown} is no YAML: ${(line ?? '').replace(/[.:]$/, '')}.`);
  }
}
