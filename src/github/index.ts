export type { Access } from './app.ts';
