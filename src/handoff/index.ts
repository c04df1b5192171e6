export * from './history.ts';
export * from './members.ts';
export * from './effect.ts';
