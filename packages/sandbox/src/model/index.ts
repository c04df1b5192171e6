/** Everything there is on this GitHub, as plain data. */
export * from './words.ts';
export * from './accounts.ts';
export * from './repository.ts';
export * from './checks.ts';
export * from './installation.ts';
export type { Authorization, AuthorizationCode, UserAccess } from './authorization.ts';
export type { Announcement } from './announcement.ts';
export * from './world.ts';
