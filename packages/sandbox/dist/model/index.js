/** Everything there is on this GitHub, as plain data. */
export * from './words.js';
export * from './accounts.js';
export * from './repository.js';
export * from './checks.js';
export * from './installation.js';
export * from './world.js';
