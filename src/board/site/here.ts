/** A request for a page, and what is known of it. */
import type { Context, Hono } from 'hono';
import type { SecureHeadersVariables } from 'hono/secure-headers';

import type { Assets } from './assets.ts';
import type { Visitor } from './visitor.ts';

/** `isOn`: whether anybody can sign in. */
export type SiteEnv = {
  Variables: SecureHeadersVariables & { visitor: Visitor; assets: Assets; isOn: boolean };
};

/** The pages, which each part adds its own to. */
export type Site = Hono<SiteEnv>;
/** One request for a page. */
export type Here = Context<SiteEnv>;
