/**
 * The playground's editor is CodeMirror, in the modules that its packages have. Browsers get them one by one: what they
 * import by name, they import from the address where we have it.
 */

/** Packages, those that others import first, and where in each the module is. */
const packages = [
  ['@marijn/find-cluster-break', 'src/index.js'],
  ['crelt', 'index.js'],
  ['w3c-keyname', 'index.js'],
  ['style-mod', 'src/style-mod.js'],
  ['@lezer/common', 'dist/index.js'],
  ['@lezer/highlight', 'dist/index.js'],
  ['@lezer/lr', 'dist/index.js'],
  ['@lezer/yaml', 'dist/index.js'],
  ['@codemirror/streamparser', 'dist/index.js'],
  ['@codemirror/state', 'dist/index.js'],
  ['@codemirror/view', 'dist/index.js'],
  ['@codemirror/language', 'dist/index.js'],
  ['@codemirror/commands', 'dist/index.js'],
  ['@codemirror/autocomplete', 'dist/index.js'],
  ['@codemirror/lint', 'dist/index.js'],
  ['@codemirror/lang-yaml', 'dist/index.js'],
] as const;

/** By our name for the file. */
export const modules: ReadonlyMap<string, { readonly name: string; readonly path: string }> = new Map(
  packages.map(([name, path]) => [fileOf(name), { name, path }]),
);

/** `@codemirror/view` → `codemirror-view.js`, `./completion.ts` → `completion.js`. */
function fileOf(imported: string): string {
  if (imported.startsWith('./')) return imported.slice(2).replace(/\.[jt]s$/, '.js');
  return `${imported.replace(/^@/, '').replaceAll('/', '-')}.js`;
}

/** Where a module says what it imports: a line begins with it. A test holds this against a real reader of modules. */
const imports = /^(?:import|export)\b(?:[^'"`();]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm;

/**
 * A module that imports from addresses.
 * @param at where a file is, which was read before
 */
export const addressed = (text: string, at: (name: string) => string): string =>
  text.replaceAll(
    imports,
    (whole: string, _: string, imported: string) =>
      whole.slice(0, -imported.length - 1) + at(fileOf(imported)) + whole.slice(-1),
  );
