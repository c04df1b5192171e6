/**
 * Properties play the same cases in each run, so that a change is judged by itself. `SEED=random` (each night) or a number
 * plays others; vitest.config.ts draws the random one, and tells it.
 */
import fc from 'fast-check';

const given = process.env['SEED'] ?? '1';
const seed = Number(given);
if (!Number.isInteger(seed)) throw new Error(`SEED is ${given}: give an integer, or "random"`);
fc.configureGlobal({ seed });

// Unless it believes to be in production when it is loaded, GraphQL asks each value whether it comes from a copy of GraphQL:
// a twentieth of what a story takes.
const before = process.env['NODE_ENV'];
process.env['NODE_ENV'] = 'production';
await import('graphql');
if (before === undefined) delete process.env['NODE_ENV'];
else process.env['NODE_ENV'] = before;
