/** How things look in Jira's answers and in its webhooks. */
export { showComment, showFields, showHistory, showIssue, showItems, showRemoteLink } from './issue.js';
export { groupsOf, showGroup, showMyself, showRole, showUser } from './people.js';
export { roleAddresses, showCustomField, showEditable, showEditableCustom, showProject, showStatus, showSystemField, } from './project.js';
export { offsetOf, self, stamp } from './view.js';
