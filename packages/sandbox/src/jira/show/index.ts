/** How things look in Jira's answers and in its webhooks. */
export { showComment, showFields, showHistory, showIssue, showItems, showRemoteLink } from './issue.ts';
export { groupsOf, showGroup, showMyself, showRole, showUser } from './people.ts';
export {
  roleAddresses,
  showCustomField,
  showEditable,
  showEditableCustom,
  showProject,
  showStatus,
  showSystemField,
} from './project.ts';
export { type View, offsetOf, self, stamp } from './view.ts';
