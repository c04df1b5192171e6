/** The folder that Baton is in: the one above `src/`, above `bundle/` and above `dist/`. Elsewhere a file's own place says nothing. */
export const root = new URL('../', import.meta.url);

/** The folder that the code is in: `src/`, `bundle/` or `dist/`. */
export const codeFolder = new URL('./', import.meta.url);
