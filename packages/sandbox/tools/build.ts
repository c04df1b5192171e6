/**
 * Makes dist/: the package as it can be published, in JavaScript, because Node runs no TypeScript below node_modules.
 * Run: npm run build -w packages/sandbox (for another folder: -- FOLDER, which is emptied)
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../', import.meta.url));
const dist = resolve(process.argv[2] ?? join(folder, 'dist'));
rmSync(dist, { recursive: true, force: true });

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const tsc = join(typescript, '..', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '--project', join(folder, 'tsconfig.build.json'), '--outDir', dist], {
  stdio: 'inherit',
});
// TypeScript rewrites what JavaScript imports, and leaves declarations as they are.
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue;
  const text = readFileSync(join(dist, file), 'utf8');
  writeFileSync(join(dist, file), text.replaceAll(/(?<=from ')(\.[^']+)\.ts(?=')/g, '$1.js'));
}
// What the code reads beside itself.
for (const file of readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }))
  if (/\.(json|yml)$/.test(file)) cpSync(join(folder, 'src', file), join(dist, file));
for (const file of ['README.md', 'LICENSE', 'NOTICE.md']) cpSync(join(folder, file), join(dist, file));

/** What the JavaScript imports by name, and the declarations beside it. */
const imported = new Set(
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(dist, file), 'utf8').matchAll(
        /(?:from|import|import\(|import\.meta\.resolve\() *['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"]*)?['"]/g,
      ),
    ])
    .map(([, name = '']) => name),
);

type Manifest = {
  readonly exports: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
};
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const { private: _private, scripts: _scripts, devDependencies, exports, bin, ...rest } = manifest;
const built = (path: string, ending: string): string =>
  path.replace('./src/', './').replace(/\.ts$/, `.${ending}`);
const published = {
  ...rest,
  exports: Object.fromEntries(
    Object.entries(exports).map(([name, path]) => [
      name,
      { types: built(path, 'd.ts'), default: built(path, 'js') },
    ]),
  ),
  bin: Object.fromEntries(Object.entries(bin).map(([name, path]) => [name, built(path, 'js')])),
  dependencies: Object.fromEntries(Object.entries(devDependencies).filter(([name]) => imported.has(name))),
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
for (const path of Object.values(published.bin)) chmodSync(join(dist, path), 0o755);
