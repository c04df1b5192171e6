/** The REST API: a method and a path find the route that answers. */
export type { Answer, Call } from './call.ts';
export { type Match, route } from './router.ts';
