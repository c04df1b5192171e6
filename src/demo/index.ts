/** The demo, for whoever offers it. */
import type * as Stage from './stage/index.ts';

export { tellDemo } from './tell.ts';

/** Serves it to a browser; what pages need is loaded for that alone. */
export const serveStage: typeof Stage.serveStage = async (...given) =>
  (await import('./stage/index.ts')).serveStage(...given);
