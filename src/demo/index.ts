/** The demo, for whoever offers it. */
export { serveStage } from './stage/index.ts';
export { tellDemo } from './tell.ts';
