/** The pages for people: who has the baton, and why. Nothing of it is loaded before somebody asks for a page. */
export { createBoard } from './board.ts';
export type { Board } from './options.ts';
/** How its pages look, for others beside it. */
export { addAssets, readAssets, type } from './site/index.ts';
