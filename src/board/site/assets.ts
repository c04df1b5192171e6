/** Styles, scripts and type, each at an address that names what is in it: browsers keep them for good. */
import { hash } from 'node:crypto';

import type { Env, Hono } from 'hono';

import { batonIcon, style as pageStyle } from '../../pages/index.ts';
import { assetFile, fileNames } from './asset-files.ts';
import { addressed } from './modules.ts';
import { boardStyle, type } from './style.ts';

export type Assets = {
  /** Where a file is. */
  readonly at: (name: string) => string;
  /** Its bytes; null: there is none of that name and content. */
  readonly read: (tag: string, name: string) => Buffer<ArrayBuffer> | null;
};

const kinds: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/**
 * Reads all of them.
 * @param styles what parts of the board add to its style
 * @param more files of other pages than the board's, by their names
 */
export function readAssets(
  styles: readonly string[] = [],
  more: (at: Assets['at']) => Readonly<Record<string, string>> = () => ({}),
): Assets {
  const files = new Map<string, { readonly tag: string; readonly content: Buffer<ArrayBuffer> }>();
  const add = (name: string, content: string | Buffer): void => {
    const tag = hash('sha256', content, 'base64url').slice(0, 16);
    files.set(name, { tag, content: Buffer.from(content) });
  };
  const at = (name: string): string => {
    const file = files.get(name);
    if (file === undefined)
      throw new TypeError(`No page can use ${name}: src/board/site/asset-files.ts has no such file.`);
    return `/assets/${file.tag}/${name}`;
  };
  for (const name of fileNames) {
    const content = assetFile(name);
    add(name, name.endsWith('.js') ? addressed(content.toString(), at) : content);
  }
  add('baton.svg', batonIcon);
  add('board.css', [type(at), pageStyle, boardStyle, ...styles].join(''));
  for (const [name, content] of Object.entries(more(at))) add(name, content);
  return {
    at,
    read(tag, name) {
      const file = files.get(name);
      return file?.tag === tag ? file.content : null;
    },
  };
}

export function addAssets<E extends Env>(site: Hono<E>, assets: Assets): void {
  site.get('/assets/:tag/:name', (here) => {
    const { tag, name } = here.req.param();
    const content = assets.read(tag, name);
    if (content === null) return here.notFound();
    return here.body(content, 200, {
      'content-type': kinds[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
}
