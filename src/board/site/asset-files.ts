/**
 * The files that pages use, wherever Baton runs: in a clone from the sources and the packages, in the npm package from what
 * was built and the packages, and in an image, which has neither, from beside the bundle.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { browserScript } from '../../browser-script.ts';
import { root } from '../../root.ts';
import { modules } from './modules.ts';

/** Files of packages, by our name for them. */
const ofPackages: Readonly<Record<string, string>> = {
  'inter-latin.woff2': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'inter-latin-ext.woff2': '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
};

/** Our own scripts for browsers, which are in `src/board/browser`; those that others import come first. */
const scripts = ['frame.js', 'live.js', 'playground.js', 'completion.js', 'editor.js'] as const;

/** What ships beside the code, in `config`. */
const shipped = ['roles.schema.json'];

export const fileNames: readonly string[] = [
  ...Object.keys(ofPackages),
  ...modules.keys(),
  ...scripts,
  ...shipped,
];

const at = (path: string): URL => new URL(path, root);
/** Where sources are, or what was built of them; null: there is a bundle alone. */
const code = (['src', 'dist'] as const).find((folder) => existsSync(at(`${folder}/board/browser`))) ?? null;
const bundled = (name: string): Buffer => readFileSync(at(`bundle/assets/${name}`));

/** A file as browsers get it. */
export function assetFile(name: string): Buffer {
  if (shipped.includes(name)) return readFileSync(at(`config/${name}`));
  if (code === null) return bundled(name);
  const inPackage = ofPackages[name];
  if (inPackage !== undefined) return readFileSync(ofPackage(inPackage));
  const module = modules.get(name);
  if (module !== undefined) return readFileSync(moduleIn(module));
  return code === 'dist'
    ? readFileSync(at(`dist/board/browser/${name}`))
    : Buffer.from(browserScript(at(`src/board/browser/${name.replace(/\.js$/, '.ts')}`)));
}

/** The picture of that name, as SVG. */
export const iconText = (name: string): string =>
  code === null
    ? bundled(`icons/${name}.svg`).toString()
    : readFileSync(ofPackage(`@primer/octicons/build/svg/${name}-16.svg`), 'utf8');

const ofPackage = (path: string): string => createRequire(at('package.json')).resolve(path);

/** Packages do not say where their modules are to who requires them: it is beside what they give instead. */
function moduleIn({ name, path }: { readonly name: string; readonly path: string }): string {
  const given = ofPackage(name);
  const folder = join('node_modules', ...name.split('/'));
  return join(given.slice(0, given.lastIndexOf(folder) + folder.length), path);
}
