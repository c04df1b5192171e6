/** The licenses of the packages that Baton uses: where they are bundled, their texts have to be there too. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/** @param root where package-lock.json is, with all packages installed. @returns a text for each, by the names of the packages */
export function licensesIn(root: string): string {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(
      ([path, { dev, optional, link }]) =>
        path.includes('node_modules/') && dev !== true && optional !== true && link !== true,
    )
    .map(([path, { version = '', license = 'see its page' }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `# ${name} ${version} (${license})\n\n${textsIn(join(root, path))}`;
    })
    .join('\n');
}

function textsIn(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => `${readFileSync(join(folder, file), 'utf8').trim()}\n`)
    .join('\n');
}
