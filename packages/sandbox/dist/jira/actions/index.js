/** What people can do in Jira, whoever asks for it: each action writes the history and announces what it did. */
export { addComment, deleteComment, editComment } from './comments.js';
export { createIssue, editIssue } from './edit.js';
export { changeWorkflow, deleteIssue, deleteProperty, linkRemotely, moveIssue, setProperty, } from './issues.js';
export { availableTransitions, transitionIssue } from './transitions.js';
