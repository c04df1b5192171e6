/** Jira's REST API: a method and a path find the route that answers. */
export { route } from './router.js';
