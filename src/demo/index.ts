/** The demo, for whoever offers it. */
export { tellDemo } from './tell.ts';
