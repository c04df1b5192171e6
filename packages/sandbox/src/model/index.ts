export * from './accounts.ts';
export * from './repository.ts';
export * from './items.ts';
export * from './checks.ts';
export * from './world.ts';
