/** What `app.yml` asks of GitHub for the App, and what an App lacks of it. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

import { root } from './root.ts';

const written = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

export type Manifest = z.infer<typeof written>;

/** What `app.yml` says: the one in the folder that Baton is started in, or else the one beside its code. */
export async function readManifest(folder: string): Promise<Manifest> {
  const shipped = new URL('app.yml', root);
  const text = await readFile(resolve(folder, 'app.yml'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return readFile(shipped, 'utf8');
    throw error;
  });
  return written.parse(parse(text));
}

/** Events that GitHub Enterprise Server's documentation does not have; it refuses a manifest with one that it does not know. */
const onlyOnGitHubCom = ['merge_group', 'sub_issues'];

/** Whether REST is where GitHub Enterprise Server has it; github.com and its data-residency hosts have a host of its own. */
const isEnterpriseServer = (apiUrl: string): boolean => new URL(apiUrl).pathname.startsWith('/api/v3');

/** The manifest as that GitHub takes it. `later`: the events that are left out, to be added by hand where there are any. */
export function manifestOn(
  manifest: Manifest,
  apiUrl: string,
): { readonly manifest: Manifest; readonly later: readonly string[] } {
  if (!isEnterpriseServer(apiUrl)) return { manifest, later: [] };
  const isLater = (event: string): boolean => onlyOnGitHubCom.includes(event);
  const { default_events: events } = manifest;
  return {
    manifest: { ...manifest, default_events: events.filter((event) => !isLater(event)) },
    later: events.filter(isLater),
  };
}

export type Rights = {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
};

/** What an App lacks, as its settings on GitHub name it: `Members: read-only`, and events. */
export type Lacking = { readonly permissions: readonly string[]; readonly events: readonly string[] };

export function lackingOf(asked: Rights, granted: Rights): Lacking {
  const permissions = Object.entries(asked.permissions)
    .filter(([name, level]) => {
      const has = granted.permissions[name];
      return !(has === level || has === 'admin' || (has === 'write' && level === 'read'));
    })
    .map(([name, level]) => `${titleOf(name)}: ${level === 'write' ? 'read and write' : 'read-only'}`);
  return { permissions, events: asked.events.filter((event) => !granted.events.includes(event)) };
}

/** `pull_requests` as GitHub's settings write it: `Pull requests`. */
export function titleOf(permission: string): string {
  const words = permission.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
