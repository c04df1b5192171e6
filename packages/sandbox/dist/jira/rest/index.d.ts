/** Jira's REST API: a method and a path find the route that answers. */
export { type Match, route } from './router.ts';
