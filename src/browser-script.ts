/** Scripts for browsers, which are written in TypeScript and run as JavaScript. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** A script without its types. Node says each time that this may change; the version that Baton runs on is pinned. */
export function browserScript(file: URL): string {
  const text = readFileSync(file, 'utf8');
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
