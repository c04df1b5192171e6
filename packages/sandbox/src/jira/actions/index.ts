/** What people can do in Jira, whoever asks for it: each action writes the history and announces what it did. */
export { addComment, deleteComment, editComment } from './comments.ts';
export { type Change, createIssue, editIssue } from './edit.ts';
export {
  changeWorkflow,
  deleteIssue,
  deleteProperty,
  linkRemotely,
  moveIssue,
  setProperty,
} from './issues.ts';
export { availableTransitions, transitionIssue } from './transitions.ts';
