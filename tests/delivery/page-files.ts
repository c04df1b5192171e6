/** The files that the board's pages use, as a server has them, wherever it was installed. */

/** The names of the files that its first page and its styles name, with how each is answered. */
export async function filesOfPages(url: string): Promise<Readonly<Record<string, number>>> {
  const found = new Map<string, number>();
  async function follow(path: string): Promise<void> {
    const name = path.replace(/^\/assets\/[^/]*\//, '');
    if (found.has(name)) return;
    const response = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
    found.set(name, response.status);
    const text = await response.text();
    for (const [each] of text.matchAll(/\/assets\/[\w-]+\/[\w.-]+/g)) await follow(each);
  }
  await follow('/');
  return Object.fromEntries(found);
}

export const allOfThem = {
  '/': 200,
  'baton.svg': 200,
  'board.css': 200,
  'frame.js': 200,
  'inter-latin-ext.woff2': 200,
  'inter-latin.woff2': 200,
};
